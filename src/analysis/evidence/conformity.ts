/** How alike agents answer the same question, and how often an answer of the minority becomes that of the majority. */

/** The answers to one question at successive moments, by agent. */
export type AnswerCourse = readonly ReadonlyMap<string, string>[];

export interface AnswerVariety {
  /** Moments at which two agents or more answered a question. */
  readonly moments: number;
  /** The mean share of the most frequent answer, 0..1. */
  readonly modal: number;
  /** The mean share of pairs of agents with the same answer, 0..1. */
  readonly same: number;
  /** Answers that differ from that of more than half, by agents that answer again; and of these, those that are the majority's next time. */
  readonly minority: number;
  readonly moved: number;
}

/** Null where at no moment two agents answered the same question. */
export function answerVariety(courses: readonly AnswerCourse[]): AnswerVariety | null {
  let [moments, modal, same, minority, moved] = [0, 0, 0, 0, 0];
  for (const course of courses)
    for (const [i, answers] of course.entries()) {
      const n = answers.size;
      if (n < 2) continue;
      const counts = countsOf(answers.values());
      const [most, times] = mostFrequent(counts);
      moments++;
      modal += times / n;
      same += [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0) / (n * (n - 1));
      const next = course[i + 1];
      if (!next || times * 2 <= n) continue;
      for (const [agent, answer] of answers) {
        const then = next.get(agent);
        if (answer === most || then === undefined) continue;
        minority++;
        if (then === most) moved++;
      }
    }
  return moments === 0 ? null : { moments, modal: modal / moments, same: same / moments, minority, moved };
}

function countsOf(values: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const mostFrequent = (counts: ReadonlyMap<string, number>): readonly [string, number] =>
  [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0]);
