/**
 * The recorded mind: answers of an earlier run, found by what was asked and for the how-manieth time. What was not
 * recorded is asked of the fallback, or is a fault that says so.
 */
import { type Mind, MindFault } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { AnswerBook, type KeptAnswer } from './answerBook.js';
import { standIn } from '../shared/substituteMind.js';

export interface RecordedMind extends Mind {
  /** How many answers came from the recording, and how many questions it did not hold. */
  readonly counts: Pick<AnswerBook, 'reused' | 'missed'>;
}

export interface RecordedOptions {
  /** Name in the file's `models:`. */
  readonly id: string;
  /** The run as the file names it. */
  readonly run: string;
  readonly answers: readonly KeptAnswer[];
  /** They were given to questions without what is private. */
  readonly withheld?: boolean | undefined;
  readonly fallback?: Mind | null | undefined;
}

/** A mind that gives recorded answers, whichever model and seed they were made with. They cost nothing again. */
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
