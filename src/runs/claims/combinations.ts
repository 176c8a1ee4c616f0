/** Combinations of conditions under which the result should be the same: wordings, perturbations and models, two or more at once. */
import type { Condition } from './conditions.js';

/**
 * Every combination of two or more of the given conditions that can be had at once: one wording, any perturbations, one model. Those with
 * the fewest changes first.
 */
export function combinationsOf(conditions: readonly Condition[]): readonly Condition[] {
  const of = (wanted: Condition['kind']): readonly Condition[] => conditions.filter(({ kind }) => kind === wanted);
  const oneOf = (all: readonly Condition[]): readonly (readonly Condition[])[] => [[], ...all.map((one) => [one])];
  const factors = [oneOf(of('wording')), ...of('perturbation').map((one) => oneOf([one])), oneOf(of('model'))];
  return factors
    .reduce<readonly (readonly Condition[])[]>((all, levels) => all.flatMap((some) => levels.map((level) => [...some, ...level])), [[]])
    .filter(({ length }) => length > 1)
    .toSorted((a, b) => a.length - b.length)
    .map((parts): Condition => ({ kind: 'combination', id: parts.map(({ kind, id }) => `${kind} ${id}`).join(' + '), parts }));
}
