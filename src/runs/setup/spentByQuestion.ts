/** The spending on the answers of a recorded run: in all, and by mind, agent, purpose, round and node, as its ledger booked it. */
import type { SimEvent } from '../../core/events/events.js';
import type { Society } from '../../language/generated/society.js';
import { batchPrice, type LedgerEntry, costOf, isLanguageModel, NOTHING, type Price, priceOf, type Spent, sum } from '../../minds/index.js';
import type { AnswerLine, Manifest } from '../../trace/index.js';
import { bookedOnCalls } from './callJournal.js';
import type { Earlier } from './languageModelGuard.js';

/** The language model that gave an answer, with its price; null for an answer that costs nothing. */
function paidFor({ models = {} }: Society, line: AnswerLine): { readonly mind: string; readonly price: Price | null } | null {
  const { mind, by } = line;
  if (line.reused) return null;
  const id = by?.mind ?? mind;
  const spec = models[id];
  if (!spec || !isLanguageModel(spec.kind)) return null;
  return { mind: id, price: line.batch ? batchPrice(priceOf(spec)) : priceOf(spec) };
}

function spentOn({ usage, drawn }: AnswerLine, price: Price | null): Spent {
  if (drawn) return NOTHING;
  const tokens = usage ?? { input: 0, output: 0 };
  return { calls: 1, ...tokens, money: price ? costOf(price, tokens) : 0, unsure: usage ? 0 : 1 };
}

/** The spending on all kept answers. Failed tries without an answer are not included. */
export function spentOnAnswers(society: Society, answers: readonly AnswerLine[]): Spent {
  let found = NOTHING;
  for (const answer of answers) {
    const paid = paidFor(society, answer);
    if (paid) found = sum(found, spentOn(answer, paid.price));
  }
  return found;
}

/** The spending of a run, in all and by name: from its recorded calls, or, for an older version, as far as its answers show. */
export function spentByQuestion(
  society: Society,
  { answers = [], events = [], manifest, calls = [] }: Earlier,
): { readonly spent: Spent; readonly booked: readonly LedgerEntry[] } {
  if (calls.length > 0) return bookedOnCalls(calls);
  return { spent: spentBefore(society, answers, manifest), booked: bookedOnAnswers(society, events, answers) };
}

/** The spending in its manifest, and on answers since. Older manifests do not say which answers they include. */
function spentBefore(society: Society, answers: readonly AnswerLine[], manifest?: Pick<Manifest, 'spent' | 'spentUntil'>): Spent {
  const { spent: said, spentUntil } = manifest ?? {};
  if (!said) return spentOnAnswers(society, answers);
  if (spentUntil !== undefined) return sum(said, spentOnAnswers(society, answers.slice(spentUntil)));
  const found = spentOnAnswers(society, answers);
  return {
    calls: Math.max(found.calls, said.calls),
    input: Math.max(found.input, said.input),
    output: Math.max(found.output, said.output),
    money: Math.max(found.money, said.money),
    unsure: Math.max(found.unsure, said.unsure),
  };
}

/** The spending by question. An answer whose question is not asked again yet is left out. */
export function bookedOnAnswers(society: Society, events: readonly SimEvent[], answers: readonly AnswerLine[]): readonly LedgerEntry[] {
  const next = answersInTurn(answers);
  const booked: LedgerEntry[] = [];
  let [round, node] = [0, ''];
  for (const event of events) {
    if (event.type === 'round.started') round = event.round;
    if (event.type === 'phase.started') node = event.at ?? event.phase;
    const asked = askedIn(event, node);
    const answer = asked && next(asked.mind, asked.agent, asked.hash);
    const paid = answer && paidFor(society, answer);
    if (!answer || !paid) continue;
    const { agent, purpose, node: place } = asked;
    const { mind, price } = paid;
    booked.push({ mind, agent, purpose, round, node: place, currency: price?.currency ?? '', spent: spentOn(answer, price) });
  }
  return booked;
}

/** Gives the answer to a question, called for each question in the order of the events; `agent` is '' for a question without an agent. */
export function answersInTurn(answers: readonly AnswerLine[]): (mind: string, agent: string, hash: string) => AnswerLine | undefined {
  const waiting = new Map<string, AnswerLine[]>();
  for (const answer of answers) {
    const key = keyOf(answer.mind, answer.agent, answer.hash);
    const same = waiting.get(key);
    if (same) same.push(answer);
    else waiting.set(key, [answer]);
  }
  return (mind, agent, hash) => waiting.get(keyOf(mind, agent, hash))?.shift();
}

const keyOf = (mind: string, agent: string, hash: string): string => [mind, agent, hash].join('\n');

interface Asked extends Pick<LedgerEntry, 'mind' | 'agent' | 'purpose' | 'node'> {
  readonly hash: string;
}

/** The question of an event, if any. A question for embeddings has its own node, in any phase. */
function askedIn(event: SimEvent, phase: string): Asked | null {
  if (event.type === 'question.asked') return { ...event, agent: event.agent ?? '', node: phase };
  return event.type === 'embedding.asked' ? { ...event, agent: '', purpose: 'embedding', node: event.at ?? phase } : null;
}
