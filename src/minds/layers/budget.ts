/**
 * The layer that keeps the budget and books each attempt separately. It is the innermost layer, so that retries and repairs
 * are paid from the same budget.
 */
import { utf8Length } from '../../core/util/bytes.js';
import { BUDGET_REACHED, type Mind, type MindAnswer, type MindFault } from '../../engine/model/mind.js';
import { allow } from '../shared/allowance.js';
import type { Question } from '../../engine/model/question.js';
import { costOf, type Price } from '../prices/prices.js';
import { standIn } from '../shared/substituteMind.js';
import { around, asFault, cancelledFault, type Layer } from './layer.js';
import type { About, BookedFor, CallLog, Cost, Reservation, Ledger, Room } from './ledger.js';

export interface BudgetOptions {
  readonly ledger: Ledger;
  /** The log that records each call before it is sent. */
  readonly calls?: CallLog | undefined;
  /** Per million tokens; null if unknown. */
  readonly price: Pick<Price, 'input' | 'output' | 'currency'> | null;
  /** Tokens of the longest answer; null if the file sets no limit. */
  readonly maxTokens: number | null;
  /** Node of the file under which a question is booked. */
  readonly nodeOf?: (question: Question) => string;
  /** Replaces the question's own purpose. */
  readonly purpose?: BookedFor | undefined;
}

/** The limit of an answer's tokens if only the budget has a limit, and the least limit with which a question is sent. */
const [LONGEST, LEAST] = [4096, 256] as const;

/** More tokens than any model writes in an answer. Larger numbers of a server are ignored. */
const BEYOND = 1_000_000;

/** How much longer than the sent bytes a server may make a prompt, because it adds text. */
const PADDING = { times: 4, more: 10_000 } as const;

/** Tokens that a server may add to a prompt. */
const AROUND = 64;

/** The cost of a call that no server charges for, or that is not sent. */
export const NO_CHARGE: Cost = { input: 0, output: 0, money: 0 };

/** Faults of calls that no server charges for: they were refused, or never arrived. */
const FREE: ReadonlySet<string> = new Set([
  'rate-limited',
  'loading',
  'unauthorized',
  'bad-key',
  'no-credit',
  'model-not-found',
  'wrong-address',
  'bad-address',
  'bad-request',
  'other-dialect',
  'too-long',
  'redirected',
  'endpoint-down',
  'tls',
  'not-json-protocol',
  'cannot-embed',
]);

export function budget(options: BudgetOptions): Layer {
  const { ledger } = options;
  return (mind) =>
    around(mind, async (question, token) => {
      const { about, worst, shorter, free } = bookingOf(mind.id, question, options);
      const held = await ledger.hold(worst, about, token, shorter);
      const { most } = held;
      const hold = await written(held, about, most, options.calls);
      if (token.isCancellationRequested) {
        hold.settle(NO_CHARGE);
        throw cancelledFault();
      }
      // If the file sets no limit, the server gets the reserved tokens as the limit. Otherwise an answer could take more.
      if (free && ledger.isTight) allow(question, Math.floor(most.output / (question.choices ?? 1)));
      try {
        const { usage, ...answer } = await mind.ask(question, token);
        if (!usage || !isPlausible(usage, most)) {
          hold.settle(most, false);
          return answer;
        }
        hold.settle(priced(options, usage));
        return { ...answer, usage };
      } catch (error) {
        const taken = ofFault(asFault(error), options, most);
        hold.settle(taken ?? most, taken !== null);
        throw error;
      }
    });
}

/** How the call for a question is booked: its names, its worst case, and a smaller one where the file does not limit its answer. */
export function bookingOf(mind: string, question: Question, options: BudgetOptions) {
  const { nodeOf = ({ situation }) => situation.phase, price, maxTokens } = options;
  const { agent, situation } = question;
  const purpose = options.purpose ?? question.purpose;
  const names = { mind, agent: agent ?? '', purpose, round: situation.round, node: nodeOf(question) };
  const about: About = { ...names, currency: price?.currency ?? '' };
  const free = maxTokens === null && !question.texts;
  const { choices = 1 } = question;
  const sent = worstCase(question, question.texts ? 0 : (maxTokens ?? LONGEST) * choices);
  return { about, worst: priced(options, sent), shorter: free && choices === 1 ? shorterOf(sent.input, options) : undefined, free };
}

/** The cost of an answer, or null if the server reports none or an impossible one. */
export const costOfAnswer = (usage: MindAnswer['usage'], options: BudgetOptions, most: Cost): Cost | null =>
  usage && isPlausible(usage, most) ? priced(options, usage) : null;

/** The longest answer that the rest of the budget allows, up to the usual limit; null if that is too short for an answer. */
const shorterOf =
  (input: number, options: BudgetOptions) =>
  ({ tokens, money }: Room): Cost | null => {
    const { price } = options;
    const paid = price ? costOf(price, { input, output: 0 }) : 0;
    const perToken = price ? costOf(price, { input: 0, output: 1 }) : 0;
    const output = Math.floor(Math.min(LONGEST, tokens - input, perToken > 0 ? (money - paid) / perToken : Infinity));
    return output >= LEAST ? priced(options, { input, output }) : null;
  };

/** Whether the numbers of a server are plausible. */
const isPlausible = ({ input, output }: NonNullable<MindAnswer['usage']>, most: Cost): boolean =>
  input <= most.input * PADDING.times + PADDING.more && output <= Math.max(BEYOND, most.output);

/** The reservation of a call that is recorded in the log, with its settlement. A call that cannot be recorded is not sent. */
async function written(hold: Reservation, about: About, most: Cost, calls: CallLog | undefined): Promise<Reservation> {
  if (!calls) return hold;
  const took = await calls.sent(about, most).catch((error: unknown) => {
    hold.settle(NO_CHARGE);
    throw error;
  });
  return {
    most,
    release: () => hold.release(),
    settle: (cost, sure = cost !== null) => {
      hold.settle(cost, sure);
      took(cost ?? most, sure);
    },
  };
}

/**
 * After the budget is reached, a mind without cost answers, and each of its answers says so. This is the outermost layer, so
 * that substitute minds are paid from the same budget.
 */
export const afterBudget =
  (other: Mind): Layer =>
  (mind) =>
    around(mind, async (question, token) => {
      try {
        return await mind.ask(question, token);
      } catch (error) {
        if (asFault(error).code !== BUDGET_REACHED || token.isCancellationRequested) throw error;
        return standIn(other, BUDGET_REACHED, question, token);
      }
    });

function priced({ price }: BudgetOptions, tokens: NonNullable<MindAnswer['usage']>): Cost {
  return { ...tokens, money: price ? costOf(price, tokens) : 0 };
}

/**
 * The cost of a call without a usable answer: the number that the server reports, nothing if it refused the call, otherwise
 * the worst case. A server that answered in any way may charge for the call.
 */
export function ofFault(fault: MindFault, options: BudgetOptions, most: Cost): Cost | null {
  const { usage, answered } = fault as { readonly usage?: MindAnswer['usage']; readonly answered?: boolean };
  if (usage && isPlausible(usage, most)) return priced(options, usage);
  return FREE.has(fault.code) && answered !== true ? NO_CHARGE : null;
}

/** The most tokens of a question: one for each sent byte. Strict servers read the schema too. */
function worstCase(question: Question, output: number): { readonly input: number; readonly output: number } {
  let input = AROUND + 2 * bytesOf(question.answer);
  for (const { kept, text } of question.parts()) if (kept) input += utf8Length(text) + 2;
  return { input, output };
}

/** Cached bytes of answer schemas: many questions share one. */
const known = new WeakMap<object, number>();

function bytesOf(form: Question['answer']): number {
  let bytes = known.get(form);
  if (bytes === undefined) known.set(form, (bytes = utf8Length(JSON.stringify(form))));
  return bytes;
}
