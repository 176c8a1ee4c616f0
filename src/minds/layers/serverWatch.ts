/**
 * Watches whether a server still has the model that it had. Each answer gets a text that identifies the model: what a server on this
 * machine says about its weights, or else short hashes of its answers to two test questions (canaries) at temperature 0. The text
 * is found at the first question of a run, and again when a run continues, after a lost connection, and after a while. It is kept
 * with the answer, so the summary of the run reports a change (runs/summary/serverChanges.ts). Events do not depend on it.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { AnswerSchema, Question } from '../../engine/model/question.js';
import { sha256 } from '../../node/ports.js';
import type { ServerChecks } from '../openai/index.js';
import { around, asFault, type Layer, type Timing } from './layer.js';
import type { Limiter } from './limiter.js';

interface WatchOptions extends ServerChecks {
  /** Told how many questions the server answers at once. */
  readonly limiter: Pick<Limiter, 'hasSlots'>;
  readonly timing: Pick<Timing, 'now'>;
}

/** Codes of faults after which another model can answer at the address. */
const LOST: ReadonlySet<string> = new Set(['connection-lost', 'endpoint-down', 'loading']);

/** Milliseconds after which a server is asked for its facts again. */
const OLD_MS = 5_000;

/** How often a server that does not answer is asked for its facts, until the connection is lost again. */
const TRIES = 2;

export class ServerWatch {
  /** The current look at the facts, and the current round of test questions. */
  #looking: Promise<void> | null = null;
  #asking: Promise<void> | null = null;
  #looked = Number.NEGATIVE_INFINITY;
  /** How often the connection was lost. */
  #losses = 0;
  #triesLeft = TRIES;
  #isCanaryDue = true;
  #lists = false;
  #weights: string | null = null;
  #canaries: string | null = null;

  constructor(readonly options: WatchOptions) {}

  /** A question is about to be sent. */
  begin(): void {
    if (this.#looked === Number.NEGATIVE_INFINITY) this.#look();
  }

  /** The connection was lost. */
  lost(): void {
    this.#losses++;
    this.#looked = Number.NEGATIVE_INFINITY;
    this.#triesLeft = TRIES;
    this.#isCanaryDue = true;
  }

  /** The text that identifies the model which answered this question just now; '' if nothing is known. */
  async identity(question: Question, token: CancellationToken): Promise<string> {
    const isOld = this.options.timing.now() - this.#looked > OLD_MS;
    if (isOld && this.#triesLeft > 0) this.#look();
    await this.#looking;
    if (!question.texts && this.#isCanaryDue && this.#needsCanaries) this.#ask(question, token);
    await this.#asking;
    return [this.#weights ?? '', this.#canaries ?? ''].filter((text) => text !== '').join('; ');
  }

  get #needsCanaries(): boolean {
    const { canaries } = this.options;
    return canaries === 'auto' ? this.#lists && this.#weights === null : canaries;
  }

  #look(): void {
    const { facts, limiter, timing } = this.options;
    if (!facts || this.#looking) return;
    const look = async (): Promise<void> => {
      const losses = this.#losses;
      const left = --this.#triesLeft;
      const found = await facts();
      this.#looking = null;
      // What was asked before the connection was lost says nothing about the server now.
      if (losses !== this.#losses) return;
      // Without an answer, the next answer of the model is a reason to ask again.
      if (!found) return void (this.#looked = left > 0 ? Number.NEGATIVE_INFINITY : timing.now());
      this.#looked = timing.now();
      this.#triesLeft = TRIES;
      this.#lists = found.lists;
      this.#weights = found.weights;
      limiter.hasSlots(found.slots);
    };
    this.#looking = look();
  }

  #ask(question: Question, token: CancellationToken): void {
    this.#isCanaryDue = false;
    const before = this.#asking;
    const ask = async (): Promise<void> => {
      await before;
      const heard: string[] = [];
      for (const text of CANARIES) heard.push(await this.#answer(canaryQuestion(question, text), token));
      if (heard.every((one) => one !== '')) this.#canaries = `canary ${heard.join(' ')}`;
    };
    this.#asking = ask();
  }

  /** A short hash of the answer; '' if there is none. An answer that was cut at its limit identifies a model too. */
  async #answer(question: Question, token: CancellationToken): Promise<string> {
    try {
      for (let tries = DIALECTS; ; tries--) {
        try {
          const { text = '' } = await this.options.canary.ask(question, token);
          return hashOf(text);
        } catch (error) {
          if (asFault(error).code !== 'other-dialect' || tries === 0) throw error;
        }
      }
    } catch (error) {
      return asFault(error).code === 'cut-short' ? hashOf('cut-short') : '';
    }
  }
}

const hashOf = (text: string): string => sha256(text).slice(0, 8);

/** The layer of a watch. It adds the identity of the model to what the server says that it answered with. */
export const watched =
  (watch: ServerWatch): Layer =>
  (mind) =>
    around(mind, async (question, token) => {
      watch.begin();
      try {
        const answer = await mind.ask(question, token);
        const identity = await watch.identity(question, token);
        return identity === '' ? answer : { ...answer, served: `${answer.served ?? mind.model} [${identity}]` };
      } catch (error) {
        if (LOST.has(asFault(error).code)) watch.lost();
        throw error;
      }
    });

// The test questions.

/** Requests that find the form which the server understands. */
const DIALECTS = 8;

/** They never change, because their answers are compared with those of earlier runs. */
const CANARIES: readonly string[] = [
  'Name three rivers and three animals. Answer in JSON.',
  'Continue this sentence by a few words: The baker opened the door and saw. Answer in JSON.',
];

const ANSWER: AnswerSchema = {
  type: 'object',
  properties: { answer: { type: 'string', maxLength: 60 } },
  required: ['answer'],
  additionalProperties: false,
};

/** Booked under the agent and the round of the question before it. */
const canaryQuestion = (question: Question, text: string): Question => ({
  ...question,
  ...{ purpose: 'judge', hash: '', occurrence: 0, answer: ANSWER, heard: undefined },
  parts: () => [{ section: 'canary', role: 'user', text, at: null, why: 'canary', kept: true }],
});
