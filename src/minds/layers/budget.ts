/**
 * The layer that sends nothing beyond the budget and books each attempt separately. It is closest to
 * the mind, so that second tries and repairs are paid from the same budget.
 */
import { BUDGET_REACHED, type Mind, type MindAnswer, type MindFault } from '../../engine/model/mind.js';
import { allow } from '../shared/allowance.js';
import type { Question } from '../../engine/model/question.js';
import { costOf, type Price } from '../prices/prices.js';
import { standIn } from '../shared/substituteMind.js';
import { around, asFault, cancelledFault, type Layer } from './layer.js';
import type { About, BookedFor, CallLog, Cost, Reservation, Ledger, Room } from './ledger.js';

interface BudgetOptions {
  readonly ledger: Ledger;
  /** Where each call is written down before it is sent. */
  readonly calls?: CallLog | undefined;
  /** Per million tokens; null where it is not known. */
  readonly price: Pick<Price, 'input' | 'output' | 'currency'> | null;
  /** Tokens of the longest answer; null where the file does not say. */
  readonly maxTokens: number | null;
  /** Node of the file that a question is booked under. */
  readonly nodeOf?: (question: Question) => string;
  /** In place of the question's own. */
  readonly purpose?: BookedFor | undefined;
}

/** Tokens that an answer is allowed where the file sets no limit and the budget does, and those below which it is not asked for. */
const [LONGEST, LEAST] = [4096, 256] as const;

/** Tokens of an answer that no model writes: a server that tells more does not count. */
const BEYOND = 1_000_000;

/** How much longer than the bytes that were sent a server may make a prompt, by what it puts around it. */
const PADDING = { times: 4, more: 10_000 } as const;

/** Tokens that a server may put around a prompt. */
const AROUND = 64;

/** What a call takes that no server charges for, or that is not sent after all. */
const NO_CHARGE: Cost = { input: 0, output: 0, money: 0 };

/** Faults of calls that no server charges for: they were turned away, or never arrived. */
const FREE: ReadonlySet<string> = new Set([
  'rate-limited',
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
  const { ledger, nodeOf = (question) => question.situation.phase } = options;
  return (mind) =>
    around(mind, async (question, token) => {
      const { agent, situation } = question;
      const purpose = options.purpose ?? question.purpose;
      const currency = options.price?.currency ?? '';
      const about = { mind: mind.id, agent: agent ?? '', purpose, round: situation.round, node: nodeOf(question), currency };
      const free = options.maxTokens === null && !question.texts;
      const sent = worstCase(question, question.texts ? 0 : (options.maxTokens ?? LONGEST));
      const shorter = free ? shorterOf(sent.input, options) : undefined;
      const held = await ledger.hold(priced(options, sent), about, token, shorter);
      const { most } = held;
      const hold = await written(held, about, most, options.calls);
      if (token.isCancellationRequested) {
        hold.settle(NO_CHARGE);
        throw cancelledFault();
      }
      // Where the file says nothing the server is told what was put aside: an answer could take more else.
      if (free && ledger.isTight) allow(question, most.output);
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

/** The longest answer that what is left allows, up to what is usual; null where that is too short to answer in. */
const shorterOf =
  (input: number, options: BudgetOptions) =>
  ({ tokens, money }: Room): Cost | null => {
    const { price } = options;
    const paid = price ? costOf(price, { input, output: 0 }) : 0;
    const perToken = price ? costOf(price, { input: 0, output: 1 }) : 0;
    const output = Math.floor(Math.min(LONGEST, tokens - input, perToken > 0 ? (money - paid) / perToken : Infinity));
    return output >= LEAST ? priced(options, { input, output }) : null;
  };

/** Figures of a server that could be true. */
const isPlausible = ({ input, output }: NonNullable<MindAnswer['usage']>, most: Cost): boolean =>
  input <= most.input * PADDING.times + PADDING.more && output <= Math.max(BEYOND, most.output);

/** The hold of a call that is written down; what settles it is written too. Nothing is sent that cannot be. */
async function written(hold: Reservation, about: About, most: Cost, calls: CallLog | undefined): Promise<Reservation> {
  if (!calls) return hold;
  const took = await calls.sent(about, most).catch((error: unknown) => {
    hold.settle(NO_CHARGE);
    throw error;
  });
  return {
    most,
    settle: (cost, sure = cost !== null) => {
      hold.settle(cost, sure);
      took(cost ?? most, sure);
    },
  };
}

/**
 * When the budget is reached, a mind without cost answers, and each of its answers says so. This is the outermost layer: a mind that
 * answers instead of another is paid from the same budget.
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
 * What is known of a call without an answer that can be used: what the server says it took, nothing where it turned the call away,
 * and else the worst case. A server that answered, in whatever way, may have been paid for it.
 */
function ofFault(fault: MindFault, options: BudgetOptions, most: Cost): Cost | null {
  const { usage, answered } = fault as { readonly usage?: MindAnswer['usage']; readonly answered?: boolean };
  if (usage && isPlausible(usage, most)) return priced(options, usage);
  return FREE.has(fault.code) && answered !== true ? NO_CHARGE : null;
}

/** No more tokens than bytes are ever sent; strict servers read the schema too. */
function worstCase(question: Question, output: number): { readonly input: number; readonly output: number } {
  let input = AROUND + 2 * bytesOf(question.answer);
  for (const { kept, text } of question.parts()) if (kept) input += Buffer.byteLength(text) + 2;
  return { input, output };
}

/** Bytes of forms that were asked for before: many questions share one. */
const known = new WeakMap<object, number>();

function bytesOf(form: Question['answer']): number {
  let bytes = known.get(form);
  if (bytes === undefined) known.set(form, (bytes = Buffer.byteLength(JSON.stringify(form))));
  return bytes;
}
