/** Answers that were given before, so that nobody is asked, and paid, twice. */
import type { Json } from '../../core/util/json.js';
import type { Mind, MindAnswer } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';

/** An answer as a run folder keeps it. */
export interface KeptAnswer {
  readonly hash: string;
  readonly occurrence: number;
  readonly seed: number;
  /** Model that was asked. */
  readonly model: string;
  readonly value?: Json;
  readonly text?: string;
  readonly usage?: MindAnswer['usage'];
  readonly repaired?: string;
  readonly by?: MindAnswer['by'];
}

type Asked = Pick<Question, 'hash' | 'occurrence' | 'seed'>;

/** Where an answer fits: the same was asked, for the same time; and, if not of `any`, of the same model with the same seed. */
type Fit = 'same' | 'any';

/** Of two answers that fit, the one that was given first. */
export class AnswerBook {
  readonly #answers = new Map<string, KeptAnswer>();
  /** How many were taken from it, and how many it did not have. */
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

  /** The answer as it was given, or null. */
  take(model: string, question: Asked): MindAnswer | null {
    const line = this.#answers.get(this.#key(model, question));
    if (!line) {
      this.missed++;
      return null;
    }
    this.reused++;
    const { value, text, usage, repaired, by } = line;
    return {
      ...(value === undefined ? {} : { value }),
      ...(text === undefined ? {} : { text }),
      ...(usage === undefined ? {} : { usage }),
      ...(repaired === undefined ? {} : { repaired }),
      ...(by === undefined ? {} : { by }),
    };
  }

  #key(model: string, { hash, occurrence, seed }: Asked): string {
    return (this.fit === 'any' ? [hash, occurrence] : [hash, occurrence, model, seed]).join('\n');
  }
}

/** A mind that is asked only what the books do not hold; the first that holds it answers. */
export function answeredFrom(mind: Mind, books: readonly AnswerBook[]): Mind {
  if (!mind.prose) return mind;
  const { id, kind, model, prose } = mind;
  return {
    ...{ id, kind, model, prose },
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
