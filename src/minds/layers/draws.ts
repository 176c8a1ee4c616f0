/**
 * The layer that asks a question that agents of an archetype share once for several of them: the model gives one answer for each, as
 * independent draws. Questions are collected until the run waits for an answer. Each answer that a call does not give is asked alone.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Mind, MindAnswer } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { around, asFault, cancelledFault, type Layer } from './layer.js';

/** Most answers of one call. Servers limit them, and an answer that gets lost is lost with the others of its call. */
const MOST = 20;

interface Waiting {
  readonly question: Question;
  readonly token: CancellationToken;
  /** Gives the answer, or null if the question must be asked alone. */
  readonly resolve: (answer: MindAnswer | null) => void;
}

const idOf = ({ hash, occurrence }: Question): string => `${hash} ${occurrence}`;

export const drawn: Layer = (mind) => {
  const pool = new DrawPool(mind);
  const asking = around(mind, async (question, token) => {
    const answer = pool.takes(question) ? await pool.ask(question, token) : null;
    return answer ?? mind.ask(question, token);
  });
  return {
    ...asking,
    isBatched: (question) => pool.takes(question) || mind.isBatched?.(question) === true,
    sendBatch: () => {
      pool.send();
      mind.sendBatch?.();
    },
  };
};

class DrawPool {
  #collected = new Map<string, Waiting[]>();
  /** Questions that were collected. If one is asked again, for example for a repair, it goes alone. */
  readonly #taken = new Set<string>();
  /** The server gave one answer to a call for several, or refused it. */
  #givesOne = false;

  constructor(readonly mind: Mind) {}

  /** Whether a question waits for others that are equal. A substitute for another model answers at once. */
  takes(question: Question): boolean {
    return question.shared === true && question.mind === this.mind.id && !this.#givesOne && !this.#taken.has(idOf(question));
  }

  /** Collects a question. Resolves with its answer, or with null if it must be asked alone. */
  ask(question: Question, token: CancellationToken): Promise<MindAnswer | null> {
    this.#taken.add(idOf(question));
    if (token.isCancellationRequested) return Promise.reject(cancelledFault());
    return new Promise((resolve, reject) => {
      const listener = token.onCancellationRequested(() => reject(cancelledFault()));
      const waiting: Waiting = {
        question,
        token,
        resolve: (answer) => {
          listener.dispose();
          resolve(answer);
        },
      };
      const same = this.#collected.get(question.hash);
      if (same) same.push(waiting);
      else this.#collected.set(question.hash, [waiting]);
    });
  }

  /** Asks what was collected. */
  send(): void {
    const all = [...this.#collected.values()];
    this.#collected = new Map();
    for (const same of all) for (let i = 0; i < same.length; i += MOST) void this.#draw(same.slice(i, i + MOST));
  }

  async #draw(all: readonly Waiting[]): Promise<void> {
    const { question, token } = all[0]!;
    const answers = all.length === 1 || this.#givesOne ? [] : await this.#answers({ ...question, choices: all.length }, token);
    for (const [i, { resolve }] of all.entries()) resolve(answers[i] ?? null);
  }

  /** The answers of one call. None if the call fails: each question is then asked alone, and its own faults count. */
  async #answers(question: Question, token: CancellationToken): Promise<readonly MindAnswer[]> {
    try {
      const { more = [], ...first } = await this.mind.ask(question, token);
      if (more.length === 0) this.#givesOne = true;
      return [first, ...more.map((one): MindAnswer => ({ ...one, drawn: true }))];
    } catch (error) {
      if (asFault(error).code === 'bad-request') this.#givesOne = true;
      return [];
    }
  }
}
