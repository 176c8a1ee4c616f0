/** What the answers of a recorded run took: in all, and by mind, agent, purpose, round and node as its ledger booked it. */
import type { SimEvent } from '../core/events.js';
import type { Society } from '../language/generated/society.js';
import { type Booked, costOf, isLanguageModel, NOTHING, type Price, priceOf, type Spent, sum } from '../minds/index.js';
import type { AnswerLine } from '../trace/index.js';

/** The language model that gave an answer, with its price; null where nobody was paid. */
function paidFor({ models = {} }: Society, line: AnswerLine): { readonly mind: string; readonly price: Price | null } | null {
  const { mind, by } = line;
  if (line.reused) return null;
  const id = by?.mind ?? mind;
  const spec = models[id];
  return spec && isLanguageModel(spec.kind) ? { mind: id, price: priceOf(spec) } : null;
}

function spentOn({ usage }: AnswerLine, price: Price | null): Spent {
  const tokens = usage ?? { input: 0, output: 0 };
  return { calls: 1, ...tokens, money: price ? costOf(price, tokens) : 0, unsure: usage ? 0 : 1 };
}

/** Everything that the answers say was paid for. Tries that left no answer are not in it. */
export function spentOnAnswers(society: Society, answers: readonly AnswerLine[]): Spent {
  let found = NOTHING;
  for (const answer of answers) {
    const paid = paidFor(society, answer);
    if (paid) found = sum(found, spentOn(answer, paid.price));
  }
  return found;
}

/** The answers under the names of the questions that they belong to. An answer whose question is not asked again yet is left out. */
export function bookedOnAnswers(society: Society, events: readonly SimEvent[], answers: readonly AnswerLine[]): readonly Booked[] {
  const waiting = new Map<string, AnswerLine[]>();
  for (const answer of answers) {
    const key = keyOf(answer.mind, answer.agent, answer.hash);
    const same = waiting.get(key);
    if (same) same.push(answer);
    else waiting.set(key, [answer]);
  }
  const booked: Booked[] = [];
  let [round, node] = [0, ''];
  for (const event of events) {
    if (event.type === 'round.started') round = event.round;
    if (event.type === 'phase.started') node = event.at ?? event.phase;
    if (event.type !== 'question.asked') continue;
    const agent = event.agent ?? '';
    const answer = waiting.get(keyOf(event.mind, agent, event.hash))?.shift();
    const paid = answer && paidFor(society, answer);
    if (!answer || !paid) continue;
    const { mind, price } = paid;
    booked.push({ mind, agent, purpose: event.purpose, round, node, currency: price?.currency ?? '', spent: spentOn(answer, price) });
  }
  return booked;
}

const keyOf = (mind: string, agent: string, hash: string): string => [mind, agent, hash].join('\n');
