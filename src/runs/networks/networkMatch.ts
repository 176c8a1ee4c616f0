/** Whether the networks of runs match an empirical network, figure by figure, and what cannot be said. */
import type { FigureCompared } from '../../analysis/empirical/comparison.js';
import { marked, type Wording } from '../../core/util/l10n.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import type { NetworkComparison } from './compareNetwork.js';
import { figureNumber, figureWords, intervalText, signedNumber } from './figureWords.js';

/** Beyond this, a single network is not as random graphs are. */
const FAR = 2;

type Place = 'above' | 'below' | 'as';
/** One network, among random graphs. */
const placeOf = (z: number): Place => (z > FAR ? 'above' : z < -FAR ? 'below' : 'as');
/** The mean of several, by its interval. */
const placeOfMean = ({ low, high }: Interval): Place => (low > 0 ? 'above' : high < 0 ? 'below' : 'as');

/**
 * Figures that can differ, and how each that does differs. Sizes match if the empirical value is where further runs are; of other figures,
 * the same holds of the difference from random graphs with the network's own degrees.
 */
export function mismatches(comparison: NetworkComparison, t: Wording): { readonly of: number; readonly found: readonly string[] } {
  const deciding = decides(comparison);
  const answers = comparison.compared.figures.flatMap((figure) =>
    deciding(figure) ? ((figure.kind === 'size' ? sizeMatch(figure, t) : shapeMatch(figure, t)) ?? []) : [],
  );
  return { of: answers.length, found: answers.filter((one) => one !== MATCH) };
}

/** Whether a figure can show that the networks differ: triads follow from the others, and counts depend on the number of agents. */
export function decides({ compared: { figures } }: NetworkComparison): (figure: FigureCompared) => boolean {
  const agents = figures.find(({ id }) => id === 'agents')!;
  const isSameSize = agents.empirical === agents.runs?.mean;
  return ({ id, kind }) => kind !== 'triad' && id !== 'agents' && (isSameSize || (id !== 'ties' && id !== 'density'));
}

const MATCH = '';

function sizeMatch({ id, empirical, runs }: FigureCompared, t: Wording): string | null {
  if (!runs || runs.isWithin === null || empirical === null) return null;
  const [theirs, ours] = [figureNumber(empirical), figureNumber(runs.mean)];
  return runs.isWithin ? MATCH : t('{0}: {1} in the empirical network, {2} in runs', figureWords(id, t), theirs, ours);
}

function shapeMatch({ id, random, runs }: FigureCompared, t: Wording): string | null {
  if (!random || runs?.beyond?.isWithin == null) return null;
  const { mean, interval, isWithin } = runs.beyond;
  if (isWithin) return MATCH;
  const [theirs, ours] = [random.z ?? 0, interval ? placeOfMean(interval) : placeOf(runs.z ?? 0)];
  return t(
    '{0}: the empirical network is {1} ({2}), runs are {3} ({4})',
    ...[figureWords(id, t), t(PLACES[placeOf(theirs)]), signedNumber(random.difference)],
    ...[t(PLACES[ours]), [signedNumber(mean), intervalText(interval)].join(' ').trim()],
  );
}

const PLACES: { readonly [P in Place]: string } = {
  above: marked('above random graphs'),
  below: marked('below random graphs'),
  as: marked('not clearly different from random graphs'),
};

/** One sentence on all figures. */
export function summaryOf(comparison: NetworkComparison, t: Wording): string {
  const { of, found } = mismatches(comparison, t);
  if (comparison.compared.runs === 0) return t('There are no runs to compare.');
  if (of === 0) return t('No figure can be compared.');
  return found.length === 0 ? t('All {0} figures of the network match.', of) : t('{0} of {1} figures do not match.', found.length, of);
}

/** Runs without a value, which no mean over runs includes. */
export function leftOut({ compared: { runs, figures }, sameAgents }: NetworkComparison, t: Wording): readonly string[] {
  const lines = (what: string, has: (one: FigureCompared) => number | null): readonly string[] => {
    const missing = new Map<number, string[]>();
    for (const one of figures) {
      const n = runs - (has(one) ?? runs);
      if (n > 0) missing.set(n, [...(missing.get(n) ?? []), figureWords(one.id, t)]);
    }
    return [...missing].map(([n, names]) => t(what, n, runs, names.join(', ')));
  };
  const without = sameAgents ? sameAgents.runs.filter((one) => one === null).length : 0;
  return [
    ...lines(marked('no value in {0} of {1} runs, which are left out: {2}'), ({ empirical, runs: of }) =>
      empirical === null && !of ? null : (of?.n ?? 0),
    ),
    ...lines(marked('no difference from random graphs in {0} of {1} runs, which are left out: {2}'), ({ random, runs: of }) =>
      !random || !of ? null : (of.beyond?.n ?? 0),
    ),
    ...lines(marked('no z in {0} of {1} runs, which are left out: {2}'), ({ random, runs: of }) =>
      random?.z == null || !of ? null : of.zs,
    ),
    ...(without > 0 && sameAgents?.mean !== null
      ? [t('no correlation of ties in {0} of {1} runs, which are left out', without, runs)]
      : []),
  ];
}
