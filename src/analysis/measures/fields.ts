/** Measures of ties by a field of agents, such as gender, age or interests. Their descriptions are in expr. */
import { rng } from '../../core/random/rng.js';
import { type FieldMeasureId, fieldMeasureWords } from '../../expr/functions/measureFunctions.js';
import type { MeasureWords } from '../../expr/functions/measureWords.js';
import { choicesOf } from '../network/choices.js';
import { type Graph, graphOf, nodesOf } from '../network/graph.js';
import { edgePairs, homophily, inCommon, type Trait, within } from '../network/likeness.js';
import { assortativity, friendshipParadox, type Label, numericAssortativity } from '../network/mixing.js';
import { exactly, type Reading } from '../statistics/estimate.js';
import type { Moment } from './measure.js';
import { theta } from './ties.js';

/** The type of field that a measure needs. */
export type FieldKind = 'label' | 'number' | 'any';

export interface FieldMeasure extends MeasureWords {
  readonly id: string;
  readonly kind: FieldKind;
  /** `values` by agent index. */
  of(moment: Moment, values: readonly Trait[]): Reading | null;
}

/** `traits` by node. */
type OfField = (graph: Graph, traits: readonly Trait[], moment: Moment) => Reading | number | null;

const labels = (traits: readonly Trait[]): readonly Label[] => traits.map((trait) => (Array.isArray(trait) ? null : (trait as Label)));
const numbers = (traits: readonly Trait[]): readonly number[] => traits.map((x) => (typeof x === 'number' ? x : 0));

const formulas: Readonly<Record<FieldMeasureId, readonly [FieldKind, OfField]>> = {
  assortativity: ['label', (graph, traits) => assortativity(graph, labels(traits))],
  homophily: ['any', (graph, traits, { seed, network }) => homophily(graph, traits, rng(seed, 'measure.homophily', network?.name ?? ''))],
  within: ['label', (graph, traits) => within(edgePairs(graph), labels(traits))],
  new_within: [
    'label',
    (_, traits, moment) =>
      within(
        choicesOf(moment).map(({ chooser, target }) => [chooser, target] as const),
        labels(traits),
      ),
  ],
  theta_alike: ['any', (_, traits, moment) => theta(moment, 2, (a, b) => inCommon(traits[a] ?? null, traits[b] ?? null))],
  tie_correlation: ['number', (graph, traits) => numericAssortativity(graph.out, numbers(traits))],
  paradox: ['number', (graph, traits) => friendshipParadox(graph, numbers(traits))?.share ?? null],
};

/** As in `assortativity('gender')`. */
export const fieldMeasures: readonly FieldMeasure[] = (Object.keys(fieldMeasureWords) as FieldMeasureId[]).map((id): FieldMeasure => {
  const { title, doc, range, source } = fieldMeasureWords[id];
  const [kind, of] = formulas[id];
  return {
    ...{ id, title, doc, range, source, kind },
    of: (moment, values) => {
      if (!moment.network) return null;
      const traits = nodesOf(moment.members).map((member) => values[member] ?? null);
      const value = of(graphOf(moment.network, moment.edge, moment.members), traits, moment);
      return typeof value === 'number' ? exactly(value) : value;
    },
  };
});
