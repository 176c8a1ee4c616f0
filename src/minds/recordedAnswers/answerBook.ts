/** Recorded answers, so that no model is asked and paid twice. */
import { type Mind, type MindAnswer, MindFault } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { standIn } from '../shared/substituteMind.js';
import type { Json } from '../../core/util/json.js';

/** An answer in a run folder. */
export interface KeptAnswer {
  readonly hash: string;
  readonly occurrence: number;
  readonly seed: number;
  /** The model that gave the answer. */
  readonly model: string;
  readonly value?: Json;
  readonly text?: string;
  readonly usage?: MindAnswer['usage'];
  readonly served?: string;
  readonly repaired?: string;
  readonly by?: MindAnswer['by'];
}

type Asked = Pick<Question, 'hash' | 'occurrence' | 'seed'>;

/** When an answer matches: the same question was asked the same number of times before; with `same`, also the same model with the same seed. */
type Fit = 'same' | 'any';

/** A store of recorded answers. Of two matching answers, the first one is used. */
export class AnswerBook {
  readonly #answers = new Map<string, KeptAnswer>();
  /** How many answers were used, and how many were missing. */
  reused = 0;
  missed = 0;

  constructor(
    lines: readonly KeptAnswer[],
    readonly fit: Fit = 'same',
  ) {
    for (const line of lines) {
      const key = this.#key(line.model, line);
      if (!this.#answers.has(key)) this.#answers.set(key, line);
    }
  }

  get size(): number {
    return this.#answers.size;
  }

  has(model: string, question: Asked): boolean {
    return this.#answers.has(this.#key(model, question));
  }

  /** The recorded answer, or null. */
  take(model: string, question: Asked): MindAnswer | null {
    const line = this.#answers.get(this.#key(model, question));
    if (!line) {
      this.missed++;
      return null;
    }
    this.reused++;
    const { value, text, usage, served, repaired, by } = line;
    return {
      ...(value === undefined ? {} : { value }),
      ...(text === undefined ? {} : { text }),
      ...(usage === undefined ? {} : { usage }),
      ...(served === undefined ? {} : { served }),
      ...(repaired === undefined ? {} : { repaired }),
      ...(by === undefined ? {} : { by }),
    };
  }

  #key(model: string, { hash, occurrence, seed }: Asked): string {
    return (this.fit === 'any' ? [hash, occurrence] : [hash, occurrence, model, seed]).join('\n');
  }
}

/** A mind that is asked only if no book has the answer; the first book that has it answers. */
export function answeredFrom(mind: Mind, books: readonly AnswerBook[]): Mind {
  if (!mind.prose) return mind;
  const { id, kind, model, prose, keepsBeginnings } = mind;
  return {
    ...{ id, kind, model, prose },
    ...(keepsBeginnings ? { keepsBeginnings } : {}),
    ...(mind.room ? { room: () => mind.room?.() ?? 0 } : {}),
    isBatched: (question) => !books.some((book) => book.has(model, question)) && mind.isBatched?.(question) === true,
    sendBatch: () => mind.sendBatch?.(),
    ask: (question, token) => {
      for (const book of books) {
        const answer = book.take(model, question);
        if (answer) {
          mind.skip?.(question);
          return answer;
        }
      }
      return mind.ask(question, token);
    },
  };
}

// The recorded mind: answers of an earlier run, found by the question and the number of times it was asked. A question without
// a recorded answer goes to the fallback, or is a fault that says so.

export interface RecordedMind extends Mind {
  /** How many answers came from the recording, and how many questions were not in it. */
  readonly counts: Pick<AnswerBook, 'reused' | 'missed'>;
}

export interface RecordedOptions {
  /** Name in the file's `models:`. */
  readonly id: string;
  /** The name of the run in the file. */
  readonly run: string;
  readonly answers: readonly KeptAnswer[];
  /** Whether private content was removed from the questions. */
  readonly withheld?: boolean | undefined;
  readonly fallback?: Mind | null | undefined;
}

/** A mind that gives recorded answers of any model and seed. They have no cost. */
export function recordedMind({ id, run, answers, withheld = false, fallback = null }: RecordedOptions): RecordedMind {
  const book = new AnswerBook(answers, 'any');
  return {
    id,
    kind: 'recorded',
    model: run,
    prose: true,
    withheld,
    counts: book,
    ask(question, token) {
      const found = book.take(run, question);
      if (found) {
        const { usage: _paid, ...answer } = found;
        return answer;
      }
      if (fallback) return standIn(fallback, 'not-recorded', question, token);
      throw notRecorded(id, run, question);
    },
  };
}

function notRecorded(id: string, run: string, { agent, situation }: Question): MindFault {
  const who = agent === null ? '' : ` of ${agent}`;
  return new MindFault(
    'not-recorded',
    `The run ${run} holds no answer to what is asked${who} in round ${situation.round}: this file or seed is not the one it was made with. Run as it was, or name a model that answers what is new under fallback: of the model '${id}'.`,
  );
}
