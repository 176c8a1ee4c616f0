/** Where the spread of the runs of a claim comes from: seeds, wordings and models; and what more seeds or wordings would buy. */
import {
  allocatedError,
  allocatedHalfWidth,
  bestAllocation,
  neededFor,
  type VarianceComponents,
} from '../../analysis/evidence/allocation.js';
import { nestedMean } from '../../analysis/statistics/nestedMean.js';
import { figureText, grouped } from '../../core/util/textPosition.js';
import type { Claim } from './claim.js';
import type { Condition } from './conditions.js';
import type { Estimate } from './estimate.js';

export interface SpreadSources {
  /** Shares of the variance of one run, 0..1; `models` is null where one model was played. */
  readonly shares: { readonly seeds: number; readonly wordings: number; readonly models: number | null };
  /** Half the width of the interval of the mean over seeds and wordings, with the models as they are. */
  readonly halfWidth: number;
  /** The fewest that bring it to `matters`, with the others as they are; null where none do. Null without `matters`, and where it is reached. */
  readonly needed: { readonly matters: number; readonly seeds: number | null; readonly wordings: number | null } | null;
  /** The best division of the most runs that may be played, with standard errors then and now; null of too few runs. */
  readonly best: {
    readonly runs: number;
    readonly seeds: number;
    readonly wordings: number;
    readonly error: number;
    readonly now: number;
  } | null;
}

/** From the effects by seed as written, and under each wording, perturbation and model, and combinations of them that ended. */
export function allocationOf(
  claim: Claim,
  estimates: readonly (readonly [Condition, Estimate])[],
  { runs, arms }: { readonly runs: number; readonly arms: number },
): SpreadSources | null {
  const values = estimates.flatMap(([condition, { bySeed, lost }]) => {
    const levels = condition.kind === 'combination' && lost > 0 ? null : levelsOf(condition);
    return levels ? [...bySeed].map(([seed, value]) => ({ value, levels: [String(seed), ...levels] })) : [];
  });
  const [s, w, models] = [0, 1, 2].map((f) => new Set(values.map(({ levels }) => levels[f])).size) as [number, number, number];
  if (s < 2 || w < 2) return null;
  const found = nestedMean(models > 1 ? values : values.map(({ value, levels }) => ({ value, levels: levels.slice(0, 2) })));
  if (!found) return null;
  const [seeds = 0, wordings = 0, ofModels = 0] = found.components;
  const components: VarianceComponents = { seeds, wordings, rest: found.rest };
  const whole = seeds + wordings + ofModels + found.rest;
  const best = bestAllocation(components, Math.floor(runs / arms));
  const halfWidth = allocatedHalfWidth(components, s, w);
  const { matters } = claim;
  return {
    shares: { seeds: seeds / whole, wordings: wordings / whole, models: models > 1 ? ofModels / whole : null },
    halfWidth,
    needed: matters === null || halfWidth <= matters ? null : { matters, ...neededFor(components, { s, w, wanted: matters }) },
    best: best && { ...best, runs, now: allocatedError(components, s, w) },
  };
}

/** The wording, with perturbations, and the model of a condition under which the result should be the same; null of another one. */
function levelsOf({ kind, id, parts = [] }: Condition): readonly [wording: string, model: string] | null {
  switch (kind) {
    case 'written':
      return ['', ''];
    case 'wording':
    case 'perturbation':
      return [`${kind} ${id}`, ''];
    case 'model':
      return ['', id];
    case 'combination': {
      const worded = parts.filter((part) => part.kind !== 'model').map((part) => `${part.kind} ${part.id}`);
      return [worded.join(' + '), parts.find((part) => part.kind === 'model')?.id ?? ''];
    }
    default:
      return null;
  }
}

/** One line for what varies, and one for what more runs would buy. */
export function spreadLines(sources: SpreadSources | null): readonly string[] {
  if (!sources) return [];
  const { shares, halfWidth, needed, best } = sources;
  const share = (part: number): string => `${Math.round(100 * part)} %`;
  const due =
    shares.models === null
      ? `Of the variance of a run, ${share(shares.seeds)} is due to seeds and ${share(shares.wordings)} to wordings.`
      : `Of the variance of a run, ${share(shares.seeds)} is due to seeds, ${share(shares.wordings)} to wordings and ${share(shares.models)} to models.`;
  const reach = `The interval over seeds and wordings reaches ±${figureText(halfWidth)} around the mean.`;
  return [`${due} ${reach}`, ...(needed ? [neededWords(needed)] : []), ...(best ? [bestWords(best)] : [])];
}

function neededWords({ matters, seeds, wordings }: NonNullable<SpreadSources['needed']>): string {
  const to = `bring it to ±${figureText(matters)}.`;
  return [
    seeds === null ? `More seeds alone do not ${to}` : `${grouped(seeds)} seeds under these wordings ${to}`,
    wordings === null ? `More wordings alone do not ${to}` : `${grouped(wordings)} wordings with these seeds ${to}`,
  ].join(' ');
}

const bestWords = ({ runs, seeds, wordings, error, now }: NonNullable<SpreadSources['best']>): string =>
  `${grouped(runs)} runs are best spent on ${grouped(seeds)} seeds under ${grouped(wordings)} wordings: standard error ${figureText(error)}, now ${figureText(now)}.`;
