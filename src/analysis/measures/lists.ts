/** Measures of a list of numbers, one for each agent, such as the answers to a survey: for formulas in files. */
import { gini } from '../inequality.js';
import { campCount, polarisation, spread } from '../opinion.js';
import type { Measure } from './measure.js';

export interface ListMeasure extends Pick<Measure, 'id' | 'title' | 'doc' | 'range' | 'source'> {
  /** Names of the numbers that come behind the list. */
  readonly params: readonly string[];
  of(values: readonly number[], ...more: readonly number[]): number | null;
}

/** As in `polarisation(all.belief.closing, 1, 7)`. `gini` and `sd` are functions of expressions already. */
export const listMeasures: readonly ListMeasure[] = [
  {
    id: 'polarisation',
    title: 'Polarisation',
    doc: 'Variance over the largest that the scale allows: 0 when all agree, 1 when half are at either end.',
    range: '0 … 1',
    source: 'Bramson et al. 2017, normalised',
    params: ['low', 'high'],
    of: (values, low = 0, high = 1) => polarisation(values, low, high),
  },
  {
    id: 'camps',
    title: 'Camps',
    doc: 'Number of groups of opinions that are more than `gap` apart, each of at least `least` agents.',
    range: '1 … N',
    source: 'Deffuant et al. 2000; arXiv 2503.08709',
    params: ['gap', 'least'],
    of: (values, gap = 0, least = 1) => (values.length === 0 ? null : campCount(values, gap, least)),
  },
  {
    id: 'spread',
    title: 'Spread',
    doc: 'Standard deviation over all agents (divided by N). Its change over a run is ΔSD: below 0 where a group converges.',
    range: '0 …',
    source: 'DEBATE, arXiv 2510.25110',
    params: [],
    of: (values) => spread(values),
  },
  {
    id: 'equality',
    title: 'Equality',
    doc: '1 − Gini: 1 when all have the same.',
    range: '1/N … 1',
    source: 'GovSim, arXiv 2404.16698',
    params: [],
    of: (values) => {
      const inequality = gini(values);
      return inequality === null ? null : 1 - inequality;
    },
  },
];
