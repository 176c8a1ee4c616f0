/** Comparisons: small multiples over the factors, the differences with p and effect, and the means as a table. */
import type { ExperimentArm, ExperimentCompared, ExperimentDifference, ExperimentHead } from '../../src/protocol/experiment.js';
import { componentsWords, FEW_SEEDS, pairsWords, seedNotes, seedsWords } from '../../src/protocol/comparedWords.js';
import { el, untrusted } from '../ui/dom.js';
import { decimal } from '../ui/format.js';
import { domainOf, facetChart } from './chart.js';
import { figuresTable } from './tables.js';
import { words } from './words.js';

/** Maximum number of charts and lines of one comparison. The saved files have all. */
const MOST_FACETS = 24;
const MOST_ROWS = 200;
/** Number of differences that are visible without expanding. */
const FEW_ROWS = 12;

/** `isWhole`: all comparisons of the experiment are complete, so that each p is corrected. */
export function comparisonNode(head: ExperimentHead, compared: ExperimentCompared, isWhole: boolean): HTMLElement {
  const title = words.comparison(compared);
  const facets = picturesOf(head, compared).slice(0, MOST_FACETS);
  const domain = domainOf(facets);
  const differences = figuresTable(
    words.differences,
    words.differenceHeads,
    compared.against.slice(0, MOST_ROWS).map((one) => differenceCells(one, compared.across, head.correct, isWhole)),
  );
  const means = figuresTable(
    words.means,
    words.meansHeads,
    compared.arms.slice(0, MOST_ROWS).map((one) => [one.arm, decimal(one.mean), rangeOf(one.interval), seedsWords(one, compared.across)]),
  );
  return el(
    'article',
    { class: 'comparison', attrs: { 'aria-label': title } },
    el('h3', {}, untrusted(title)),
    el('div', { class: 'multiples' }, ...facets.map((facet) => multiple(title, facet, domain))),
    ...(compared.against.length > 0 ? [folded(words.differences, differences, compared.against.length <= FEW_ROWS)] : []),
    ...notesOf(compared).map((note) => el('p', { class: 'quiet' }, untrusted(note))),
    folded(words.means, means, false),
  );
}

/** Notes about each difference: what the seeds can show, and the sources of variance. The same note appears once. */
function notesOf({ arms, against, across }: ExperimentCompared): readonly string[] {
  const named = (one: ExperimentDifference, note: string): string => (against.length > 1 ? `${words.between(one)}: ${note}` : note);
  const notes = against.slice(0, FEW_ROWS).flatMap((one) => {
    const components = componentsWords(words.theDifference, one.components, decimal);
    return [...seedNotes(one, decimal), ...(components === '' ? [] : [components])].map((note) => named(one, note));
  });
  const isFew = arms.some(({ n, interval }) => n < FEW_SEEDS && interval !== null);
  const crossed = across.length > 0 ? [words.clustered] : [];
  const missing = arms.slice(0, FEW_ROWS).flatMap((one) => (one.missing === null ? [] : [`${one.arm}: ${one.missing}`]));
  return [...missing, ...crossed, ...notes, ...(isFew ? [words.fewSeeds] : [])];
}

/** If no points are compared with each other, only pictures with a numeric axis are useful. */
function picturesOf(head: ExperimentHead, compared: ExperimentCompared): readonly Facet[] {
  const facets = facetsOf(head.arms, compared);
  const isOfPoints = compared.sensitivity.length > 0 && compared.against.length === 0;
  return isOfPoints ? facets.filter(({ points }) => points.some(({ x }) => x !== null)) : facets;
}

function folded(title: string, content: HTMLElement, isOpen: boolean): HTMLElement {
  const node = el('details', {}, el('summary', {}, title), content);
  node.open = isOpen;
  return node;
}

function multiple(title: string, facet: Facet, domain: readonly [number, number]): HTMLElement {
  const name = words.facet(facet.axis, facet.levels);
  return el(
    'figure',
    { class: 'multiple' },
    ...(name === '' ? [] : [el('figcaption', { class: 'quiet' }, untrusted(name))]),
    facetChart(name === '' ? title : `${title}, ${name}`, facet, domain) as unknown as Node,
  );
}

const rangeOf = (interval: ExperimentDifference['interval']): string => words.interval(interval?.low ?? null, interval?.high ?? null);

const differenceCells = (
  one: ExperimentDifference,
  across: ExperimentCompared['across'],
  correct: ExperimentHead['correct'],
  isWhole: boolean,
): readonly string[] => [
  words.between(one),
  decimal(one.difference),
  rangeOf(one.interval),
  words.chance(one.p),
  correct === 'none' ? '–' : isWhole ? words.chance(one.corrected) : words.notYet,
  decimal(one.effect),
  pairsWords(one, across),
  words.test(one),
  words.parts(one),
];

// Small multiples of a comparison: its arms by the factors that differ. The factor with the most levels is the axis of each
// chart; each combination of the other factors has its own chart. Sampled arms have a chart for each factor. No access to the page.

export interface Point {
  readonly label: string;
  /** The value on a numeric axis; null in a chart of levels. */
  readonly x: number | null;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

export interface Facet {
  /** Levels that all points of the chart have in common. */
  readonly levels: readonly (readonly [string, string])[];
  /** The factor that varies in the chart. */
  readonly axis: string;
  readonly points: readonly Point[];
}

/** With more arms than this, numbers are on an axis instead of in rows. */
const MANY = 16;

/** Means in the form that is drawn. */
type Means = readonly Pick<ExperimentCompared['arms'][number], 'arm' | 'n' | 'mean' | 'interval'>[];

export function facetsOf(arms: readonly ExperimentArm[], compared: { readonly arms: Means }): readonly Facet[] {
  const levelsOf = new Map(arms.map(({ id, levels }) => [id, levels]));
  const rows = compared.arms.map((one) => ({ ...one, levels: levelsOf.get(one.arm) ?? {} }));
  const factors = [...new Set(rows.flatMap(({ levels }) => Object.keys(levels)))];
  const distinct = (factor: string): number => new Set(rows.map(({ levels }) => levels[factor] ?? '')).size;
  const isNumeric = (factor: string): boolean => rows.every(({ levels }) => isNumber(levels[factor]));
  const point = (row: (typeof rows)[number], label: string, x: number | null): Point => ({
    ...{ label, x, n: row.n, mean: row.mean },
    ...{ low: row.interval?.low ?? null, high: row.interval?.high ?? null },
  });
  const drawn = factors.filter((factor) => distinct(factor) > MANY && isNumeric(factor));
  if (drawn.length > 0)
    return drawn.map((axis) => ({
      ...{ levels: [], axis },
      points: rows.map((row) => point(row, row.arm, Number(row.levels[axis]))).sort((a, b) => a.x! - b.x!),
    }));
  const axis = factors.reduce<string | null>((most, one) => (most === null || distinct(one) > distinct(most) ? one : most), null);
  if (axis === null) return [{ levels: [], axis: '', points: rows.map((row) => point(row, row.arm, null)) }];
  const others = factors.filter((factor) => factor !== axis && distinct(factor) > 1);
  const facets = new Map<string, { levels: Facet['levels']; points: Point[] }>();
  for (const row of rows) {
    const levels = others.map((factor) => [factor, row.levels[factor] ?? ''] as const);
    const key = JSON.stringify(levels);
    const facet = facets.get(key) ?? { levels, points: [] };
    facet.points.push(point(row, row.levels[axis] ?? row.arm, null));
    facets.set(key, facet);
  }
  return [...facets.values()].map((facet) => ({ ...facet, axis }));
}

const isNumber = (text: string | undefined): boolean => text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
