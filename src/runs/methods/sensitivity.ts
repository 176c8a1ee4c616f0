/** How factors were drawn for sensitivity analysis, and their effects. */
import { sensitivityDesign } from '../../language/api.js';
import type { Sampling } from '../../language/generated/society.js';
import {
  type ExperimentSensitivity,
  SENSITIVITY_HEADS,
  SENSITIVITY_MEANS,
  sensitivityBasis,
  sensitivityRows,
  sensitivityTitle,
} from '../../protocol/sensitivity.js';
import { type Block, code, commas, count, figure, type Inline, paragraph, table } from './document.js';
import type { Studied } from './study.js';

/** Empty where factors are not drawn for sensitivity analysis. */
export function sensitivity({ experiment: { sample }, sensitivity: found }: Studied): readonly Block[] {
  const design = sensitivityDesign(sample);
  if (!sample || design === null) return [];
  return [
    paragraph(...DESIGNS[design](sample), ' Factors: ', ...commas(Object.entries(sample.over).flatMap(factor)), '.'),
    ...(found.length > 0 ? [paragraph(SENSITIVITY_MEANS[design])] : []),
    ...found.flatMap(results),
  ];
}

const factor = ([path, range]: [string, Sampling['over'][string]]): readonly Inline[] => [
  code(`${path}: ${typeof range === 'string' ? range : JSON.stringify(range)}`),
];

const DESIGNS: { readonly [design in ExperimentSensitivity['by']]: (sample: Sampling) => readonly Inline[] } = {
  morris: ({ n, seed = 1 }) => [
    `Points were drawn by the method of elementary effects `,
    { cite: ['morris1991'] },
    `: ${count(n, 'trajectory', 'trajectories')} on 4 levels, a step of 2/3 of each range, drawn with seed ${seed}; μ* after `,
    { cite: ['campolongo2007'] },
    ', its 95 % interval by bootstrap over trajectories.',
  ],
  saltelli: ({ n, seed = 1 }) => [
    `Points were drawn by the design of `,
    { cite: ['saltelli2010'] },
    `: ${count(n, 'row')} of Sobol’ sequences with the direction numbers of `,
    { cite: ['joe2008'] },
    `, randomized by digital shifts drawn with seed ${seed}. First-order indices by its estimator (b), total ones after `,
    { cite: ['jansen1999'] },
    ', their 95 % intervals by bootstrap over rows.',
  ],
};

function results(found: ExperimentSensitivity): readonly Block[] {
  const rows = sensitivityRows(found, figure, (interval) => (interval ? `${figure(interval.low)} to ${figure(interval.high)}` : ''));
  return [
    paragraph(`${sensitivityTitle(found)}, ${sensitivityBasis(found).replace(/\.$/, '')}.`),
    ...table(
      SENSITIVITY_HEADS[found.by],
      rows.map(([path = '', ...cells]) => [[code(path)], ...cells]),
    ),
  ];
}
