/** Windows of rounds compared with times of the table: the interval of the agents over runs, that of the people, and how far they overlap. */
import { intervalOf, overRuns } from '../../analysis/people/compareAnswers.js';
import { overlap } from '../../analysis/people/overlap.js';
import { type Answers, answered, type Estimated, weightedMean, weightedShare } from '../../analysis/people/weightedAnswers.js';
import type { BothSides } from './bothSides.js';
import { type Decoded, decode } from './decode.js';
import type { WindowComparison } from './peopleComparison.js';
import type { PeopleSpec, Property } from './referenceSpec.js';
import { rowsThatCount } from './rowsThatCount.js';

export function compareWindows(spec: PeopleSpec, answer: Property, { kind }: Decoded, side: BothSides): readonly WindowComparison[] {
  const key = `${spec.id}.answers.${answer.id}`;
  const times = spec.windows?.times ?? [];
  return times.flatMap(({ time, from, to }): readonly WindowComparison[] => {
    const rows = rowsThatCount(spec, side.table, time);
    const cells = side.table.columns.get(answer.column)!;
    const counts = side.runs.map(({ windows }) => windows[key]?.[time] ?? []);
    const found = decode(
      kind.words === null ? answer : { ...answer, order: kind.words },
      rows.places.map((row) => cells[row]!),
      counts.map((run) => run.map(([value]) => value)),
    );
    if (!found.ok) return [];
    const people = answered({ values: found.decoded.people, weights: rows.weights });
    const agents = found.decoded.agents.map((values, r) =>
      answered({ values, weights: Float64Array.from(counts[r]!, ([, count]) => count) }),
    );
    const figures: readonly (readonly [string | null, (one: Answers) => Estimated | null])[] =
      kind.words === null || kind.isOrdered
        ? [[null, weightedMean]]
        : kind.words.map((word, code) => [word, (one: Answers) => weightedShare(one, code)] as const);
    return figures.flatMap(([word, figure]): readonly WindowComparison[] => {
      const [ours, theirs] = [overRuns(agents, figure), figure(people)];
      if (!ours || !theirs) return [];
      // With one run, its agents of all rounds are not independent, so there is no interval.
      const [own, other] = [agents.length > 1 ? intervalOf(ours) : null, intervalOf(theirs)];
      return [
        {
          ...{ time, rounds: [from, to], word },
          agents: { value: ours.value, interval: own },
          people: { value: theirs.value, interval: other },
          overlap: own && other ? overlap(own, other) : null,
        },
      ];
    });
  });
}
