/** A very large society, with as many agents as a check draws. A run draws them all. */
import type { Resolved } from '../../language/api.js';
import { locateProblem } from './locateProblems.js';

/** The most agents that a check draws, of all populations together. */
const MOST_DRAWN = 20_000;

/** The society itself up to `MOST_DRAWN` agents; above, each large population is cut, and a note at its `size` says so. */
export function drawnPart(resolved: Resolved): Resolved {
  // In a file with errors, a population may be any value.
  if (resolved.problems.some(({ severity }) => severity === 'error')) return resolved;
  const populations = Object.entries(resolved.society.populations ?? {});
  const all = populations.reduce((sum, [, { size = 0 }]) => sum + size, 0);
  if (all <= MOST_DRAWN) return resolved;
  const share = Math.max(1, Math.floor(MOST_DRAWN / populations.length));
  const large = populations.filter(([, { size = 0 }]) => size > share);
  const cut = Object.fromEntries(large.map(([id, population]) => [id, { ...population, size: share }]));
  const problems = large.map(([id, { size }]) =>
    locateProblem(resolved, {
      severity: 'info',
      at: `populations.${id}.size`,
      message: `A check draws ${share} of these ${size} people, so that it does not take as long as a run. A run draws them all.`,
      code: 'drawn-in-part',
    }),
  );
  return {
    ...resolved,
    society: { ...resolved.society, populations: { ...resolved.society.populations, ...cut } },
    problems: [...resolved.problems, ...problems],
  };
}
