/**
 * A rehearsal of a run: the built-in mind plays in memory, whichever minds the file names, and the prompts that the
 * language models would get are rendered and counted. Nothing is sent and nothing is kept. Bounded in time and in questions.
 */
import { CancellationSource, type CancellationToken } from '../core/cancellation.js';
import type { Purpose } from '../core/events.js';
import type { Json } from '../core/json.js';
import { Timeline } from '../core/timeline.js';
import { advance, asker, type Mind, type MindAnswer, type Model, type Question } from '../engine/index.js';
import type { Society } from '../language/generated/society.js';
import { estimateSize, estimateTokens } from '../language/tokens.js';
import { builtinMind, isLanguageModel, phraseBook, randomMind } from '../minds/index.js';
import { chatRequest } from '../minds/openai/request.js';
import { sha256 } from '../node/ports.js';

/** What was asked of one mind for one purpose in one round. Sums are over the questions that were counted. */
export interface RoundTally {
  calls: number;
  counted: number;
  /** Tokens of prompts and answer schemas. */
  input: number;
  /** Tokens by which `input` may be off, summed as if all were off the same way. */
  unsure: number;
  /** Tokens of what agents said and remember, which are part of `input` and as long as the mind is wordy. */
  talk: number;
  /** Tokens of answers. */
  output: number;
}

export interface PlayedRow {
  readonly mind: string;
  readonly purpose: Purpose;
  /** By round: 0 is what is asked before round 1, rounds + 1 what is asked after the last. */
  readonly rounds: Map<number, RoundTally>;
}

export interface Played {
  readonly rows: readonly PlayedRow[];
  /** Rounds that were played to their end. */
  readonly complete: number;
  /** The society came to its end, at its last round or before. */
  readonly ended: boolean;
  /** Share of the cast that was asked in the first round, 0..1; 1 where that round is complete. */
  readonly reached: number;
  /** Prompts that were rendered and counted. */
  readonly counted: number;
}

export interface PlayBounds {
  /** Milliseconds, from any start. */
  readonly now: () => number;
  /** Milliseconds after which the rehearsal ends. */
  readonly limitMs: number;
  /** Questions after which it ends. */
  readonly mostQuestions: number;
  readonly token: CancellationToken;
  readonly breathe: () => Promise<void> | undefined;
}

/** About so many prompts are counted of each purpose and round, spread over the cast. */
const PER_ROUND = 24;

/** Prompts that are counted at most, after which one a purpose and round is. */
const MOST_COUNTED = 2_500;

/** Tokens that the form of a chat adds to each request. */
const FRAME = 8;

/** Plays until the end or until a bound. `ended` false and `complete` below `model.rounds` say that it was cut off. */
export async function rehearse(society: Society, model: Model, bounds: PlayBounds): Promise<Played> {
  const { now, limitMs, mostQuestions, token } = bounds;
  const stop = new CancellationSource();
  const outer = token.onCancellationRequested(() => stop.cancel());
  const timeline = new Timeline();
  const counter = new Counter(model, timeline);
  const until = now() + limitMs;
  const breathe = (): Promise<void> | undefined => {
    if (now() > until || counter.asked >= mostQuestions) stop.cancel();
    return bounds.breathe();
  };
  const ask = asker(sha256, () => false);
  const minds = standIns(society, model, counter);
  const outcome = await advance(model, timeline, { ask, minds, token: stop.token, concurrency: 1, breathe });
  outer.dispose();
  stop.dispose();
  if (outcome.kind === 'failed') throw new Error(outcome.message);
  const ended = outcome.kind === 'ended';
  const complete = ended ? timeline.head.round : Math.max(0, timeline.head.round - 1);
  const reached = complete > 0 || ended ? 1 : Math.min(1, Math.max(1, counter.agents.size) / Math.max(1, model.agents.length));
  return { rows: [...counter.rows.values()], complete, ended, reached, counted: counter.counted };
}

/** The built-in mind in place of every other; only the random one is itself. */
function standIns(society: Society, model: Model, counter: Counter): ReadonlyMap<string, Mind> {
  const book = phraseBook(society.phrases ?? {}, model.language);
  const [builtin, random] = [builtinMind(book), randomMind(book)];
  return new Map(
    model.minds.map(({ id, kind }): [string, Mind] => {
      const inner = kind === 'random' ? random : builtin;
      if (!isLanguageModel(kind)) return [id, inner];
      const ask: Mind['ask'] = (question, token) => {
        const answer = inner.ask(question, token) as MindAnswer;
        counter.count(id, question, answer);
        return answer;
      };
      return [id, { ...inner, id, ask }];
    }),
  );
}

class Counter {
  readonly rows = new Map<string, PlayedRow>();
  readonly agents = new Set<string>();
  asked = 0;
  counted = 0;
  readonly #stride: number;

  constructor(
    readonly model: Model,
    readonly timeline: Timeline,
  ) {
    this.#stride = Math.max(1, Math.ceil(model.agents.length / PER_ROUND));
  }

  count(mind: string, question: Question, answer: MindAnswer): void {
    this.asked++;
    if (question.agent !== null) this.agents.add(question.agent);
    const tally = this.#tally(mind, question.purpose);
    const sampled = this.counted < MOST_COUNTED && tally.calls % this.#stride === 0;
    tally.calls++;
    if (!sampled && tally.counted > 0) return;
    this.counted++;
    tally.counted++;
    const { tokens, unsure } = promptTokens(question);
    tally.input += tokens;
    tally.unsure += unsure;
    tally.talk += tokens * talkShare(question);
    tally.output += answerTokens(answer);
  }

  #tally(mind: string, purpose: Purpose): RoundTally {
    const { agenda, round } = this.timeline.head;
    const at = agenda.program === 'start' ? 0 : agenda.program === 'end' ? this.model.rounds + 1 : round;
    const key = `${mind} ${purpose}`;
    let row = this.rows.get(key);
    if (!row) this.rows.set(key, (row = { mind, purpose, rounds: new Map() }));
    let tally = row.rounds.get(at);
    if (!tally) row.rounds.set(at, (tally = { calls: 0, counted: 0, input: 0, unsure: 0, talk: 0, output: 0 }));
    return tally;
  }
}

/** Estimated tokens of a request as it would be sent, the schema of the answer included, and by how many that may be off. */
export function promptTokens(question: Question): { readonly tokens: number; readonly unsure: number } {
  const { messages, response_format: format } = chatRequest(question, { model: '' });
  const schema = format?.type === 'json_schema' ? [JSON.stringify(format.json_schema.schema)] : [];
  const sizes = [...messages.map(({ content }) => content), ...schema].map((text) => estimateSize(text));
  return {
    tokens: sizes.reduce((sum, { tokens }) => sum + tokens, FRAME),
    unsure: sizes.reduce((sum, { tokens, error }) => sum + tokens * error, 0),
  };
}

/** Estimated tokens of an answer, as JSON or as its raw text. */
export const answerTokens = ({ value, text }: MindAnswer): number =>
  text === undefined ? 1 + jsonTokens(value ?? null) : estimateTokens(text);

/** JSON without blanks: its marks melt together, so it is less than the same text is as prose. */
function jsonTokens(value: Json): number {
  if (value === null) return 0.5;
  if (typeof value === 'string') return value === '' ? 0 : estimateTokens(value);
  if (typeof value !== 'object') return 1;
  if (Array.isArray(value)) return value.reduce((sum: number, item: Json) => sum + jsonTokens(item) + 0.5, 0.5);
  return Object.entries(value).reduce((sum, [key, item]) => sum + estimateTokens(key) + 2 + jsonTokens(item), 0);
}

/** Which share of a prompt's letters agents wrote or remember, 0..1. */
function talkShare(question: Question): number {
  const { seen, mine, memories } = question.situation;
  const length = (texts: readonly { readonly text: string }[]): number => texts.reduce((sum, { text }) => sum + text.length, 0);
  const all = question.parts().reduce((sum, { text }) => sum + text.length, 1);
  return Math.min(1, (length(seen) + length(mine) + length(memories)) / all);
}
