/** A comparison with an empirical network as plain text for a reader, and on a few lines in English for a card. */
import type { FigureCompared } from '../../analysis/empirical/comparison.js';
import { aligned, columnsOf } from '../../core/util/columns.js';
import { marked, t, type Wording } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import type { ModelCompared, NetworkComparison, SameAgents } from './compareNetwork.js';

/** Beyond this, a single network is not as random graphs are. */
const FAR = 2;

const WORDS: { readonly [id: string]: string } = {
  ties: marked('ties'),
  density: marked('density'),
  mean_degree: marked('mean degree'),
  largest_component: marked('largest component'),
  reciprocity: marked('reciprocity'),
  transitivity: marked('transitivity'),
  clustering: marked('clustering'),
  degree_assortativity: marked('degree assortativity'),
  modularity: marked('modularity'),
};
const GROUP_WORDS: { readonly [kind: string]: string } = {
  assortativity: marked('assortativity by {0}'),
  external_internal: marked('E–I index by {0}'),
  modularity: marked('modularity by {0}'),
  triad: marked('triad {0}'),
};
const DEGREES: { readonly [of: string]: string } = {
  degree: marked('degrees'),
  in_degree: marked('in degrees'),
  out_degree: marked('out degrees'),
};

/** For example `degree assortativity`, `E–I index by club`, `triad 300`. */
export function figureWords(id: string, t: Wording): string {
  const dot = id.indexOf('.');
  if (dot < 0) return t(WORDS[id] ?? id);
  const [kind, rest] = [id.slice(0, dot), id.slice(dot + 1)];
  return t(GROUP_WORDS[kind] ?? kind, rest);
}

export function figureNumber(value: number | null): string {
  if (value === null) return '–';
  if (Math.abs(value) >= 1000) return String(Math.round(value));
  const rounded = Math.abs(value) >= 100 ? Math.round(value * 10) / 10 : Number(value.toPrecision(3));
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

const signed = (z: number | null): string => (z === null ? '–' : `${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(1)}`);
export const spanned = (interval: Interval | null): string =>
  interval ? `[${figureNumber(interval.low)}, ${figureNumber(interval.high)}]` : '';

export const difference = (value: number | null): string =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${figureNumber(Math.abs(value))}`;

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
    ...[figureWords(id, t), t(PLACES[placeOf(theirs)]), difference(random.difference)],
    ...[t(PLACES[ours]), [difference(mean), spanned(interval)].join(' ').trim()],
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

const runWords = (runs: number, t: Wording): string => (runs === 1 ? t('{0} run', 1) : t('{0} runs', runs));

/** The comparison on a few lines, for a reader or in English for a card. `name`: of the entry in the file. */
export function shortLines(name: string, comparison: NetworkComparison, t: Wording): readonly string[] {
  const { found } = mismatches(comparison, t);
  const { sameAgents, compared } = comparison;
  return [
    t('network {0}, {1} of {2}: {3}', name, comparison.ties, runWords(compared.runs, t), summaryOf(comparison, t)),
    ...found.map((one) => `  ${one}`),
    ...(sameAgents ? [`  ${sameLine(sameAgents, t)}`] : []),
    ...leftOut(comparison, t).map((one) => `  ${one}`),
  ];
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

/** The empirical network, and the networks of the runs. */
export function headLines({ source, ties, edge, directed, compared: { runs, figures } }: NetworkComparison): readonly string[] {
  const figure = (id: string): FigureCompared => figures.find((one) => one.id === id)!;
  const [agents, count] = [figure('agents'), figure('ties')];
  return [
    t(
      directed ? '{0}: {1} agents, {2} directed ties' : '{0}: {1} agents, {2} ties without direction',
      ...[source, figureNumber(agents.empirical), figureNumber(count.empirical)],
    ),
    ...(runs === 0
      ? []
      : [
          t(
            '{0} in {1}: {2} agents, {3} ties from strength {4} on',
            ...[ties, runWords(runs, t), figureNumber(agents.runs!.mean), figureNumber(count.runs!.mean), edge],
          ),
        ]),
  ];
}

export function comparisonText(comparison: NetworkComparison): string {
  const { compared, model, sameAgents, notes } = comparison;
  const { runs, figures, degrees, triadProfile } = compared;
  const { found } = mismatches(comparison, t);
  return [
    ...headLines(comparison),
    '',
    ...table(figures, runs),
    '',
    ...beyondTable(figures, runs),
    t(
      'difference: from the mean of {0} random graphs in which each agent has as many ties as in its own network; z: the same in their standard deviations',
      compared.draws,
    ),
    ...(runs > 1
      ? [t('range: where 95 % of further runs are; * marks an empirical value outside it; 95 %: interval of the mean over runs')]
      : []),
    ...(degrees.length === 0 ? [] : ['']),
    ...degrees.map(({ of, distance, relative, amongRuns }) =>
      [
        t('{0}: Wasserstein distance {1}', t(DEGREES[of] ?? of), figureNumber(distance)),
        relative === null ? '' : t(', of degrees over their mean {0}', figureNumber(relative)),
        amongRuns === null ? '' : t('; runs differ from each other by {0}', figureNumber(amongRuns)),
      ].join(''),
    ),
    ...(triadProfile === null
      ? []
      : [
          t(
            triadProfile.n === 1 ? 'triad profiles: correlation {0}' : 'triad profiles: mean correlation {0}',
            [figureNumber(triadProfile.mean), spanned(triadProfile.interval)].join(' ').trim(),
          ),
        ]),
    ...(model ? ['', ...modelLines(model, runs)] : []),
    ...(sameAgents ? ['', sameLine(sameAgents, t), ...regressionLines(sameAgents)] : []),
    ...(runs === 0 ? [] : ['', ...leftOut(comparison, t), summaryOf(comparison, t), ...found.map((one) => `  ${one}`)]),
    ...(notes.length === 0 ? [] : ['', ...notes.map(translated)]),
  ].join('\n');
}

const starred = (text: string, isWithin: boolean | null | undefined): string => `${text}${isWithin === false ? '*' : ' '}`;

function table(figures: readonly FigureCompared[], runs: number): readonly string[] {
  const head = ['', `${t('empirical')} `, ...(runs === 0 ? [] : [t('runs'), ...(runs > 1 ? [t('range')] : [])])];
  const rows = figures
    .filter(({ id }) => id !== 'agents')
    .map(({ id, empirical, runs: of }) => [
      figureWords(id, t),
      starred(figureNumber(empirical), of?.isWithin),
      ...(runs === 0 ? [] : [figureNumber(of?.mean ?? null), ...(runs > 1 ? [spanned(of?.prediction ?? null)] : [])]),
    ]);
  return figureRows([head, ...rows]);
}

/** What figures have beyond random graphs. */
function beyondTable(figures: readonly FigureCompared[], runs: number): readonly string[] {
  const several = runs > 1;
  const head = [
    ...[t('difference'), `${t('empirical')} `, 'z'],
    ...(runs === 0 ? [] : [t('runs'), ...(several ? ['95 %', t('range')] : []), 'z', ...(several ? ['95 %'] : [])]),
  ];
  const rows = figures.flatMap(({ id, kind, random, runs: of }) => {
    if (kind === 'size') return [];
    const beyond = of?.beyond;
    const spans = (interval: Interval | null | undefined): readonly string[] => (several ? [spanned(interval ?? null)] : []);
    const own = [figureWords(id, t), starred(difference(random?.difference ?? null), beyond?.isWithin), signed(random?.z ?? null)];
    const ofRuns = [difference(beyond?.mean ?? null), ...spans(beyond?.interval), ...spans(beyond?.prediction)];
    return [[...own, ...(runs === 0 ? [] : [...ofRuns, signed(of?.z ?? null), ...spans(of?.zInterval)])]];
  });
  return figureRows([head, ...rows]);
}

/** The first column to the left, the others to the right. */
function figureRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column]!))));
  const left = (cell: string, column: number): string => ' '.repeat(widths[column]! - columnsOf(cell));
  return aligned(rows.map((row) => row.map((cell, i) => (i === 0 ? cell : `${left(cell, i)}${cell}`))));
}

function modelLines({ fit, terms, fitted, runs }: ModelCompared, of: number): readonly string[] {
  if (!fit) return [t('random graph model {0}: the empirical network has no finite fit. Leave out a term.', terms.join(' + '))];
  const head = ['', t('empirical'), '95 %', ...(of === 0 ? [] : [t('runs'), '95 %'])];
  const rows = fit.terms.map(({ id, weight, interval }, i) => [
    id,
    figureNumber(weight),
    spanned(interval),
    ...(of === 0 ? [] : [figureNumber(runs[i]?.mean ?? null), spanned(runs[i]?.interval ?? null)]),
  ]);
  return [
    t('random graph model, weights by maximum pseudo-likelihood'),
    ...figureRows([head, ...rows]),
    of === 0
      ? t('intervals: empirical from {0} networks drawn from the model', fit.fitted)
      : t('intervals: empirical from {0} networks drawn from the model, runs from {1} of {2} runs', fit.fitted, fitted, of),
    ...(fit.isAdequate === false
      ? [
          t(
            'The model does not draw networks like the empirical one: at least one of its statistics is far from those drawn. Do not read its weights.',
          ),
        ]
      : []),
    ...(fitted < of ? [t('The model has no finite fit in {0} of {1} runs.', of - fitted, of)] : []),
  ];
}

/** Mean weights over the runs that have a regression. */
function regressionLines({ regression }: SameAgents): readonly string[] {
  const runs = regression?.runs.filter((one) => one !== null) ?? [];
  if (!regression || runs.length === 0) return [];
  return regression.terms.map((term, i) => {
    const weight = runs.reduce((sum, one) => sum + one[i]!.weight, 0) / runs.length;
    const clear = runs.filter((one) => one[i]!.p < 0.05).length;
    const told = [termWords(term), figureNumber(weight), clear, runs.length];
    return runs.length < regression.runs.length
      ? t(
          '  together with groups, {0}: mean b = {1}; p < 0.05 in {2} of {3} runs that have a regression, of {4} (two-sided)',
          ...[...told, regression.runs.length],
        )
      : t('  together with groups, {0}: mean b = {1}; p < 0.05 in {2} of {3} runs (two-sided)', ...told);
  });
}

/** `ties of the file`, or `same GROUP`. */
const termWords = (term: string): string => (term.startsWith('same ') ? t('same {0}', term.slice('same '.length)) : t(term));

export function sameLine({ runs, mean, interval }: SameAgents, t: Wording): string {
  const found = runs.flatMap((one) => (one ? [one] : []));
  if (mean === null) return t('ties of the same agents: no correlation, since a network has no tie, or all');
  const [only] = found;
  if (found.length === 1)
    return t('ties of the same agents: r = {0}, p = {1} (one-sided, relabelled agents)', figureNumber(mean), only!.greater.toFixed(3));
  const clear = found.filter(({ greater }) => greater < 0.05).length;
  return t(
    'ties of the same agents: mean r = {0} {1}; p < 0.05 in {2} of {3} runs (one-sided, relabelled agents)',
    ...[figureNumber(mean), spanned(interval), clear, found.length],
  );
}
