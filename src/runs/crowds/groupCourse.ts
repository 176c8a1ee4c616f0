/** How many agents each group has at the end of each round, and how many changed their group in it. */
import type { State } from '../../core/events/state.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { Sliced } from '../../core/util/slices.js';
import { absentees, type Codes, noCodes, readCodes, type ValueGroups } from './codes.js';

/** The course so far. Rounds that end later are added in place. */
export interface GroupCourse {
  readonly groups: ValueGroups;
  readonly codes: Codes;
  /** Agents by group: at the start, then at the end of each round. */
  readonly rounds: number[][];
  /** Agents that changed their group; 0 at the start. */
  readonly moved: number[];
}

export const newCourse = (groups: ValueGroups): GroupCourse => ({ groups, codes: noCodes(groups), rounds: [], moved: [] });

/** Adds the rounds that have ended since the last call. `start` is the state before the first round. O(changes). */
export function* continueCourse(course: GroupCourse, timeline: Timeline, start: () => State): Sliced<void> {
  const { groups, codes, rounds, moved } = course;
  // A course that was abandoned within a round begins again.
  if (codes.isReading) {
    Object.assign(codes, noCodes(groups));
    rounds.length = moved.length = 0;
  }
  const ends = roundEnds(timeline);
  while (rounds.length < ends.length) {
    const state = rounds.length === 0 ? start() : timeline.at(ends[rounds.length]!);
    let changes = 0;
    yield* readCodes(codes, groups, state, () => changes++);
    const counts = [...codes.counts];
    for (const index of yield* absentees(state)) counts[codes.of[index]!]!--;
    moved.push(rounds.length === 0 ? 0 : changes);
    rounds.push(counts);
  }
}

/** The last event before the first round, and of each round that has ended. */
export function roundEnds({ rounds, events, head }: Timeline): readonly number[] {
  if (rounds.length === 0) return [];
  const ends = rounds.map((first) => first - 1);
  const isOver = head.ended !== null || events.at(-1)?.type === 'round.ended';
  return isOver ? [...ends, events.length - 1] : ends;
}
