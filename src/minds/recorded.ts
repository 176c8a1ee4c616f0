/**
 * The recorded mind: answers of an earlier run, found by what was asked and for the how-manieth time. What was not
 * recorded is asked of the fallback, or is a fault that says so.
 */
import type { Json } from '../core/json.js';
import { type Mind, type MindAnswer, MindFault } from '../engine/mind.js';
import type { Question } from '../engine/question.js';
import { standIn } from './standIn.js';

/** An answer as a run folder keeps it. */
export interface RecordedAnswer {
  readonly hash: string;
  readonly occurrence: number;
  readonly value?: Json;
  readonly text?: string;
  readonly repaired?: MindAnswer['repaired'];
  readonly by?: MindAnswer['by'];
}

/** How many answers came from the recording, and how many questions it did not hold. */
export interface RecordedCounts {
  readonly reused: number;
  readonly asked: number;
}

export interface RecordedMind extends Mind {
  readonly counts: RecordedCounts;
}

export interface RecordedOptions {
  /** Name in the file's `models:`. */
  readonly id: string;
  /** The run as the file names it. */
  readonly run: string;
  readonly answers: readonly RecordedAnswer[];
  /** They were given to questions without what is private. */
  readonly withheld?: boolean | undefined;
  readonly fallback?: Mind | null | undefined;
}

/** A mind that gives recorded answers; of two with the same key, the one that was given first. They cost nothing again. */
export function recordedMind({ id, run, answers, withheld = false, fallback = null }: RecordedOptions): RecordedMind {
  const kept = new Map<string, RecordedAnswer>();
  for (const answer of answers) if (!kept.has(keyOf(answer))) kept.set(keyOf(answer), answer);
  const counts = { reused: 0, asked: 0 };
  return {
    id,
    kind: 'recorded',
    model: run,
    prose: true,
    withheld,
    counts,
    ask(question, token) {
      const found = kept.get(keyOf(question));
      if (found) {
        counts.reused++;
        return answerOf(found);
      }
      counts.asked++;
      if (fallback) return standIn(fallback, 'not-recorded', question, token);
      throw notRecorded(id, run, question);
    },
  };
}

const keyOf = ({ hash, occurrence }: { readonly hash: string; readonly occurrence: number }): string => `${hash}\n${occurrence}`;

const answerOf = ({ value, text, repaired, by }: RecordedAnswer): MindAnswer => ({
  ...(value === undefined ? {} : { value }),
  ...(text === undefined ? {} : { text }),
  ...(repaired === undefined ? {} : { repaired }),
  ...(by === undefined ? {} : { by }),
});

function notRecorded(id: string, run: string, { agent, situation }: Question): MindFault {
  const who = agent === null ? '' : ` of ${agent}`;
  return new MindFault(
    'not-recorded',
    `The run ${run} holds no answer to what is asked${who} in round ${situation.round}: this file or seed is not the one it was made with. Run as it was, or name a model that answers what is new under fallback: of the model '${id}'.`,
  );
}
