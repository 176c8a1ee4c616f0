/**
 * The order in which a server gets questions that wait for a place. A server with a cache of prompts keeps what its slots have read last,
 * and computes only what a new prompt adds to it. So the next question is the one that shares the longest beginning with the question
 * whose place it takes. Which answer belongs to which question, and the order of events, do not depend on this.
 */
import type { Question } from '../model/question.js';

/** The number of waiting questions that are compared. More would cost time where a server answers quickly. */
export const COMPARED = 64;

/** A question that waits, and its prompt once it was compared. */
interface Waiting {
  readonly question: Question;
  prompt: string | null;
}

/** What each mind with a cache of prompts has read last, by the id of the mind. */
export class SharedBeginnings {
  readonly #read = new Map<string, string>();

  /** The question no longer has a place. */
  answered(question: Question): void {
    this.#read.set(question.mind, promptOf(question));
  }

  /**
   * The position in `waiting` of the question to ask next: of those with the mind of the first one, the one that shares the longest
   * beginning with what the mind has read last, the earliest where several do. Compares the first 64.
   */
  next(waiting: readonly Waiting[]): number {
    const mind = waiting[0]?.question.mind;
    const read = mind === undefined ? undefined : this.#read.get(mind);
    if (read === undefined) return 0;
    let [best, most] = [0, -1];
    for (const [i, one] of waiting.slice(0, COMPARED).entries()) {
      if (one.question.mind !== mind) continue;
      one.prompt ??= promptOf(one.question);
      const shared = sharedLength(one.prompt, read);
      if (shared > most) [best, most] = [i, shared];
    }
    return best;
  }
}

/** The words of the prompt in the order in which a server reads them: those of the system first. */
function promptOf({ parts }: Question): string {
  const kept = parts().filter((part) => part.kept && part.text !== '');
  return [...kept.filter(({ role }) => role === 'system'), ...kept.filter(({ role }) => role === 'user')]
    .map(({ text }) => text)
    .join('\n\n');
}

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}
