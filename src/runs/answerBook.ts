/**
 * Answers that were given before, so that nobody is asked, and paid, twice. An answer fits where the same mind was asked
 * the same thing with the same seed, for the same time: model, hash of what was asked, occurrence.
 */
import type { Mind, MindAnswer, Question } from '../engine/index.js';
import type { AnswerLine } from '../trace/index.js';

export class AnswerBook {
  readonly #answers = new Map<string, AnswerLine>();
  /** How many were taken from it, and how many it did not have. */
  reused = 0;
  missed = 0;

  constructor(lines: readonly AnswerLine[]) {
    for (const line of lines) this.#answers.set(keyOf(line.model, line), line);
  }

  get size(): number {
    return this.#answers.size;
  }

  has(model: string, question: Asked): boolean {
    return this.#answers.has(keyOf(model, question));
  }

  /** The answer as it was given, or null. */
  take(model: string, question: Asked): MindAnswer | null {
    const line = this.#answers.get(keyOf(model, question));
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
}

type Asked = Pick<Question, 'hash' | 'occurrence' | 'seed'>;

const keyOf = (model: string, { hash, occurrence, seed }: Asked): string => [model, hash, occurrence, seed].join('\n');

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
