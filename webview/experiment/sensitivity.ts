/** What drawn factors do to each measure: a table for each, with what it comes from and what its numbers mean. */
import {
  type ExperimentSensitivity,
  SENSITIVITY_HEADS,
  SENSITIVITY_MEANS,
  sensitivityBasis,
  sensitivityRows,
  sensitivityTitle,
} from '../../src/protocol/sensitivity.js';
import { el, untrusted } from '../ui/dom.js';
import { decimal } from '../ui/format.js';
import { figuresTable } from './figures.js';
import { words } from './words.js';

/** Empty where there is none. */
export const sensitivityNodes = (all: readonly ExperimentSensitivity[]): readonly HTMLElement[] => [
  ...all.slice(0, 1).map(({ by }) => el('p', { class: 'quiet' }, SENSITIVITY_MEANS[by])),
  ...all.map(sensitivityNode),
];

function sensitivityNode(one: ExperimentSensitivity): HTMLElement {
  const title = sensitivityTitle(one);
  const rows = sensitivityRows(one, decimal, (interval) => words.interval(interval?.low ?? null, interval?.high ?? null));
  return el(
    'article',
    { class: 'comparison', attrs: { 'aria-label': title } },
    el('h3', {}, untrusted(title)),
    el('p', { class: 'quiet' }, sensitivityBasis(one)),
    ...(rows.length > 0 ? [figuresTable(title, SENSITIVITY_HEADS[one.by], rows)] : []),
  );
}
