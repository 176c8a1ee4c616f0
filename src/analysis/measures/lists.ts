/** Measures of a list of numbers, one for each agent, such as the answers to a survey. Their words are in expr. */
import { type ListMeasureId, listMeasureWords } from '../../expr/functions/measureFunctions.js';
import type { MeasureWords } from '../../expr/functions/measureWords.js';
import { gini } from '../statistics/inequality.js';
import { topShare } from '../network/centrality.js';
import { campCount, polarisation, spread } from '../outcomes/opinion.js';

type OfList = (values: readonly number[], ...more: readonly number[]) => number | null;

export interface ListMeasure extends MeasureWords {
  readonly id: string;
  /** Names of the numbers after the list. */
  readonly params: readonly string[];
  readonly of: OfList;
}

function equality(values: readonly number[]): number | null {
  const inequality = gini(values);
  return inequality === null ? null : 1 - inequality;
}

const formulas: Readonly<Record<ListMeasureId, OfList>> = {
  polarisation: (values, low = 0, high = 1) => polarisation(values, low, high),
  camps: (values, gap = 0, least = 1) => (values.length === 0 ? null : campCount(values, gap, least)),
  spread: (values) => spread(values),
  equality,
  top_share: (values, n = 1) => topShare(values, n),
};

/** As in `polarisation(all.belief.closing, 1, 7)`. `gini` and `sd` are functions of expressions already. */
export const listMeasures: readonly ListMeasure[] = (Object.keys(listMeasureWords) as ListMeasureId[]).map((id) => {
  const { title, doc, range, source, params } = listMeasureWords[id];
  return { id, title, doc, range, source, params: params.slice(1).map(({ name }) => name), of: formulas[id] };
});
