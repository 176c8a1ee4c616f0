/**
 * A rehearsal of a run: the built-in mind plays in memory, in place of the minds in the file. The prompts that the
 * language models would get are rendered and counted. Nothing is sent and nothing is kept. Time and questions are limited.
 */
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import { packed } from '../../core/events/textVectors.js';
import type { Purpose } from '../../core/events/events.js';
import { Timeline } from '../../core/events/timeline.js';
import { advance, asker, type Mind, type MindAnswer, type ScenarioModel, type Question } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import { estimateJson, estimateSize, estimateTokens } from '../../language/tokens/estimate.js';
import type { Vocabulary } from '../../language/tokens/weights.js';
import { builtinMind, isLanguageModel, isLocal, phraseBook, randomMind } from '../../minds/index.js';
import { chatRequest } from '../../minds/openai/request.js';
import { sha256 } from '../../node/ports.js';
import { vocabularyFor } from '../load/promptLength.js';

/** The questions to one mind for one purpose in one round. Sums are over the questions that were counted. */
export interface RoundTally {
  calls: number;
  counted: number;
  /** Tokens of prompts and answer schemas. */
  input: number;
  /** Possible error of `input` in tokens: the sum for the case that all estimates are off in the same direction. */
  unsure: number;
  /** Tokens of what agents said and remember. They are part of `input`, and depend on how wordy the mind is. */
  talk: number;
  /** Tokens of answers. */
  output: number;
}

export interface PlayedRow {
  readonly mind: string;
  readonly purpose: Purpose;
  /** By round: 0 is before round 1, rounds + 1 is after the last. */
  readonly rounds: Map<number, RoundTally>;
}

export interface Played {
  readonly rows: readonly PlayedRow[];
  /** Rounds that were played to their end. */
  readonly complete: number;
  /** The society ended, at its last round or before. */
  readonly ended: boolean;
  /** Share of the cast that was asked in the first round, 0..1; 1 where that round is complete. */
  readonly reached: number;
  /** Prompts that were rendered and counted. */
  readonly counted: number;
}

interface PlayBounds {
  /** Milliseconds, since any start. */
  readonly now: () => number;
  /** Milliseconds after which the rehearsals end. */
  readonly limitMs: number;
  /** Questions after which a rehearsal ends. */
  readonly mostQuestions: number;
  readonly token: CancellationToken;
  readonly breathe: () => Promise<void> | undefined;
}

/** About this many prompts are counted for each purpose and round, spread over the cast. */
const PER_ROUND = 24;

/** The most prompts that are counted; after them one for each purpose and round. */
const MOST_COUNTED = 2_500;

/** Tokens that the form of a chat adds to each request. */
const FRAME = 8;

/** A rehearsal that has reached no question yet may take this many times the limit more: without a question, nothing is known. */
const LONGER = 4;

/** The most rehearsals of a society, each with other random draws. */
const MOST_REHEARSALS = 5;

/** Rehearsals that differ by less than this share add no information. */
const ALIKE = 0.02;

/** Rehearses again with other random draws, while that changes the counts and there is time; at least once. */
export async function rehearsals(society: Society, model: ScenarioModel, bounds: PlayBounds): Promise<readonly Played[]> {
  const { now, limitMs, token } = bounds;
  const start = now();
  const found = [await rehearse(society, model, bounds)];
  const took = now() - start;
  while (found.at(-1)!.ended && found.length < MOST_REHEARSALS && !alike(found) && !token.isCancellationRequested) {
    const left = start + limitMs - now();
    if (left < took) break;
    const next = await rehearse(society, model, { ...bounds, limitMs: left }, found.length);
    if (!next.ended) break;
    found.push(next);
  }
  return found;
}

/** Whether the last three rehearsals took about the same. */
function alike(found: readonly Played[]): boolean {
  const last = found.slice(-3);
  if (last.length < 3) return false;
  return (['calls', 'input'] as const).every((of) => {
    const totals = last.map(({ rows }) =>
      rows.reduce((sum, { rounds }) => [...rounds.values()].reduce((all, one) => all + one[of], sum), 0),
    );
    return Math.max(...totals) <= (1 + ALIKE) * Math.min(...totals);
  });
}

/**
 * Plays until the end or until a limit. `ended` false and `complete` below `model.rounds` mean that it was cut off. Random
 * draws depend on the hashes of questions, so another `draw` is another course of the same society.
 */
export async function rehearse(society: Society, model: ScenarioModel, bounds: PlayBounds, draw = 0): Promise<Played> {
  const { now, limitMs, mostQuestions, token } = bounds;
  const stop = new CancellationSource();
  const outer = token.onCancellationRequested(() => stop.cancel());
  const timeline = new Timeline();
  const counter = new Counter(society, model, timeline);
  const until = now() + limitMs;
  const breathe = (): Promise<void> | undefined => {
    const isLate = now() > until + (counter.asked === 0 ? limitMs * LONGER : 0);
    if (isLate || counter.asked >= mostQuestions) stop.cancel();
    return bounds.breathe();
  };
  const ask = asker(
    (text) => sha256(draw === 0 ? text : `${draw} ${text}`),
    () => false,
  );
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

/** The built-in mind in place of every other mind except the random one. */
function standIns(society: Society, model: ScenarioModel, counter: Counter): ReadonlyMap<string, Mind> {
  const book = phraseBook(society.phrases ?? {}, model.language);
  const [builtin, random] = [builtinMind(book), randomMind(book)];
  return new Map(
    model.minds.map(({ id, kind }): [string, Mind] => {
      const inner = kind === 'random' ? random : builtin;
      const silent: Mind['ask'] = (question, token) => (question.texts ? alikeVectors(question.texts) : inner.ask(question, token));
      if (!isLanguageModel(kind)) return [id, { ...inner, ask: silent }];
      const ask: Mind['ask'] = (question, token) => {
        const answer = silent(question, token) as MindAnswer;
        counter.count(id, question, answer);
        return answer;
      };
      return [id, { ...inner, id, ask }];
    }),
  );
}

/** One vector for all texts: no text is more relevant than another. */
const alikeVectors = (texts: readonly string[]): MindAnswer => ({ value: { vectors: texts.map(() => packed([1])!) } });

class Counter {
  readonly rows = new Map<string, PlayedRow>();
  readonly agents = new Set<string>();
  asked = 0;
  counted = 0;
  readonly #stride: number;

  constructor(
    readonly society: Society,
    readonly model: ScenarioModel,
    readonly timeline: Timeline,
  ) {
    this.#stride = Math.max(1, Math.ceil(model.agents.length / PER_ROUND));
  }

  count(mind: string, question: Question, answer: MindAnswer): void {
    this.asked++;
    if (question.agent !== null) this.agents.add(question.agent);
    const tally = this.#tally(mind, question.purpose);
    // Calls for embeddings are few and differ in size, so all are counted.
    const sampled = this.counted < MOST_COUNTED && (question.texts !== undefined || tally.calls % this.#stride === 0);
    tally.calls++;
    if (!sampled && tally.counted > 0) return;
    this.counted++;
    tally.counted++;
    const vocabulary = vocabularyFor(this.society, mind);
    const { tokens, unsure } = promptTokens(this.society, mind, question);
    tally.input += tokens;
    tally.unsure += unsure;
    tally.talk += tokens * talkShare(question);
    tally.output += question.texts ? 0 : answerTokens(answer, vocabulary);
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

/** Estimated tokens of a request to a mind as it would be sent, and the possible error. */
export function promptTokens(society: Society, mind: string, question: Question): { readonly tokens: number; readonly unsure: number } {
  const vocabulary = vocabularyFor(society, mind);
  if (question.texts) return sumOf(question.texts, 0, vocabulary);
  const { messages, response_format: format } = chatRequest(question, { model: '' });
  const schema = sendsSchema(society, mind) && format?.type === 'json_schema' ? [JSON.stringify(format.json_schema.schema)] : [];
  return sumOf([...messages.map(({ content }) => content), ...schema], FRAME, vocabulary);
}

/** Whether a server counts the schema as a part of the prompt. A server on this machine makes a grammar of it. */
function sendsSchema(society: Society, mind: string): boolean {
  const spec = society.models?.[mind];
  return !(spec && 'base_url' in spec && isLocal(spec.base_url));
}

function sumOf(texts: readonly string[], more: number, vocabulary: Vocabulary): { readonly tokens: number; readonly unsure: number } {
  const sizes = texts.map((text) => estimateSize(text, vocabulary));
  return {
    tokens: sizes.reduce((sum, { tokens }) => sum + tokens, more),
    unsure: sizes.reduce((sum, { tokens, error }) => sum + tokens * error, 0),
  };
}

/** Estimated tokens of an answer, as JSON or as its raw text. */
const answerTokens = ({ value, text }: MindAnswer, vocabulary: Vocabulary): number =>
  text === undefined ? estimateJson(value ?? null, vocabulary) : estimateTokens(text, vocabulary);

/** The share of a prompt's characters that agents wrote or remember, 0..1. */
function talkShare(question: Question): number {
  if (question.texts) return 1;
  const { seen, mine, memories } = question.situation;
  const length = (texts: readonly { readonly text: string }[]): number => texts.reduce((sum, { text }) => sum + text.length, 0);
  const all = question.parts().reduce((sum, { text }) => sum + text.length, 1);
  return Math.min(1, (length(seen) + length(mine) + length(memories)) / all);
}
