/** A comparison with an empirical network as plain text, and in one sentence. */
import type { FigureCompared } from '../../analysis/empirical/comparison.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import type { ModelCompared, NetworkComparison, SameAgents } from './compareNetwork.js';

/** Beyond this, a single network is not as random graphs are. */
const FAR = 2;

const WORDS: { readonly [id: string]: string } = {
  mean_degree: 'mean degree',
  largest_component: 'largest component',
  degree_assortativity: 'degree assortativity',
};
const GROUP_WORDS: { readonly [kind: string]: string } = {
  assortativity: 'assortativity by',
  external_internal: 'E–I index by',
  modularity: 'modularity by',
};

/** For example `degree assortativity`, `E–I index by club`, `triad 300`. */
function figureWords(id: string): string {
  const dot = id.indexOf('.');
  if (dot < 0) return WORDS[id] ?? id;
  const [kind, rest] = [id.slice(0, dot), id.slice(dot + 1)];
  return `${GROUP_WORDS[kind] ?? kind} ${rest}`;
}

function figureNumber(value: number | null): string {
  if (value === null) return '–';
  if (Math.abs(value) >= 1000) return String(Math.round(value));
  const rounded = Math.abs(value) >= 100 ? Math.round(value * 10) / 10 : Number(value.toPrecision(3));
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

const signed = (z: number | null): string => (z === null ? '–' : `${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(1)}`);
const spanned = (interval: Interval | null): string => (interval ? `[${figureNumber(interval.low)}, ${figureNumber(interval.high)}]` : '');

const difference = (value: number | null): string => (value === null ? '–' : `${value < 0 ? '−' : '+'}${figureNumber(Math.abs(value))}`);

type Place = 'above' | 'below' | 'as';
/** One network, among random graphs. */
const placeOf = (z: number): Place => (z > FAR ? 'above' : z < -FAR ? 'below' : 'as');
/** The mean of several, by its interval. */
const placeOfMean = ({ low, high }: Interval): Place => (low > 0 ? 'above' : high < 0 ? 'below' : 'as');

/**
 * Figures that can differ, and how each that does differs. Sizes match if the empirical value is where further runs are; of other figures,
 * the same holds of the difference from random graphs with the network's own degrees.
 */
function mismatches({ compared: { figures } }: NetworkComparison): { readonly of: number; readonly found: readonly string[] } {
  const agents = figures.find(({ id }) => id === 'agents')!;
  const isSameSize = agents.empirical === agents.runs?.mean;
  const answers = figures.flatMap((figure) => {
    const { id, kind } = figure;
    if (kind === 'triad' || id === 'agents' || (!isSameSize && (id === 'ties' || id === 'density'))) return [];
    return (kind === 'size' ? sizeMatch(figure) : shapeMatch(figure)) ?? [];
  });
  return { of: answers.length, found: answers.filter((one) => one !== MATCH) };
}

const MATCH = '';

function sizeMatch({ id, empirical, runs }: FigureCompared): string | null {
  if (!runs || runs.isWithin === null || empirical === null) return null;
  const [theirs, ours] = [figureNumber(empirical), figureNumber(runs.mean)];
  return runs.isWithin ? MATCH : `${figureWords(id)}: ${theirs} in the empirical network, ${ours} in runs`;
}

function shapeMatch({ id, random, runs }: FigureCompared): string | null {
  if (!random || runs?.beyond?.isWithin == null) return null;
  const { mean, interval, isWithin } = runs.beyond;
  if (isWithin) return MATCH;
  const [theirs, ours] = [random.z ?? 0, interval ? placeOfMean(interval) : placeOf(runs.z ?? 0)];
  const [there, here] = [difference(random.difference), [difference(mean), spanned(interval)].join(' ').trim()];
  return `${figureWords(id)}: the empirical network is ${PLACES[placeOf(theirs)]} (${there}), runs are ${PLACES[ours]} (${here})`;
}

const PLACES: { readonly [P in Place]: string } = {
  above: 'above random graphs',
  below: 'below random graphs',
  as: 'not clearly different from random graphs',
};

/** One sentence on all figures. */
function summaryOf(comparison: NetworkComparison): string {
  const { of, found } = mismatches(comparison);
  if (comparison.compared.runs === 0) return 'There are no runs to compare.';
  if (of === 0) return 'No figure can be compared.';
  return found.length === 0 ? `All ${of} figures of the network match.` : `${found.length} of ${of} figures do not match.`;
}

/** The comparison on a few lines, for a card. `name`: of the entry in the file. */
export function shortLines(name: string, comparison: NetworkComparison): readonly string[] {
  const { found } = mismatches(comparison);
  const { sameAgents, compared } = comparison;
  const runs = compared.runs === 1 ? '1 run' : `${compared.runs} runs`;
  return [
    `network ${name}, ${comparison.ties} of ${runs}: ${summaryOf(comparison)}`,
    ...found.map((one) => `  ${one}`),
    ...(sameAgents ? [`  ${sameLine(sameAgents)}`] : []),
    ...leftOut(comparison).map((one) => `  ${one}`),
  ];
}

/** Runs without a value, which no mean over runs includes. */
function leftOut({ compared: { runs, figures }, sameAgents }: NetworkComparison): readonly string[] {
  const lines = (what: string, has: (one: FigureCompared) => number | null): readonly string[] => {
    const missing = new Map<number, string[]>();
    for (const one of figures) {
      const n = runs - (has(one) ?? runs);
      if (n > 0) missing.set(n, [...(missing.get(n) ?? []), figureWords(one.id)]);
    }
    return [...missing].map(([n, names]) => `no ${what} in ${n} of ${runs} runs, which are left out: ${names.join(', ')}`);
  };
  const without = sameAgents ? sameAgents.runs.filter((one) => one === null).length : 0;
  return [
    ...lines('value', ({ empirical, runs: of }) => (empirical === null && !of ? null : (of?.n ?? 0))),
    ...lines('difference from random graphs', ({ random, runs: of }) => (!random || !of ? null : (of.beyond?.n ?? 0))),
    ...lines('z', ({ random, runs: of }) => (random?.z == null || !of ? null : of.zs)),
    ...(without > 0 && sameAgents?.mean !== null ? [`no correlation of ties in ${without} of ${runs} runs, which are left out`] : []),
  ];
}

export function comparisonText(comparison: NetworkComparison): string {
  const { source, ties, edge, compared, model, sameAgents, notes, directed } = comparison;
  const { runs, figures, degrees, triadProfile } = compared;
  const figure = (id: string): FigureCompared => figures.find((one) => one.id === id)!;
  const [agents, count] = [figure('agents'), figure('ties')];
  const kind = directed ? 'directed ties' : 'ties without direction';
  const head = [
    `${source}: ${figureNumber(agents.empirical)} agents, ${figureNumber(count.empirical)} ${kind}`,
    ...(runs === 0
      ? []
      : [
          `${ties} in ${runs === 1 ? '1 run' : `${runs} runs`}: ${figureNumber(agents.runs!.mean)} agents, ${figureNumber(count.runs!.mean)} ties from strength ${edge} on`,
        ]),
  ];
  const { found } = mismatches(comparison);
  return [
    ...head,
    '',
    ...table(figures, runs),
    '',
    ...beyondTable(figures, runs),
    `difference: from the mean of ${compared.draws} random graphs in which each agent has as many ties as in its own network; z: the same in their standard deviations`,
    ...(runs > 1
      ? ['range: where 95 % of further runs are; * marks an empirical value outside it; 95 %: interval of the mean over runs']
      : []),
    ...(degrees.length === 0 ? [] : ['']),
    ...degrees.map(
      ({ of, distance, relative, amongRuns }) =>
        `${of.replace('_', ' ')}s: Wasserstein distance ${figureNumber(distance)}${relative === null ? '' : `, of degrees over their mean ${figureNumber(relative)}`}${amongRuns === null ? '' : `; runs differ from each other by ${figureNumber(amongRuns)}`}`,
    ),
    ...(triadProfile === null
      ? []
      : [
          [
            `triad profiles: ${triadProfile.n === 1 ? 'correlation' : 'mean correlation'} ${figureNumber(triadProfile.mean)}`,
            spanned(triadProfile.interval),
          ]
            .join(' ')
            .trim(),
        ]),
    ...(model ? ['', ...modelLines(model, runs)] : []),
    ...(sameAgents ? ['', sameLine(sameAgents), ...regressionLines(sameAgents)] : []),
    ...(runs === 0 ? [] : ['', ...leftOut(comparison), summaryOf(comparison), ...found.map((one) => `  ${one}`)]),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n');
}

const starred = (text: string, isWithin: boolean | null | undefined): string => `${text}${isWithin === false ? '*' : ' '}`;

function table(figures: readonly FigureCompared[], runs: number): readonly string[] {
  const head = ['', 'empirical ', ...(runs === 0 ? [] : ['runs', ...(runs > 1 ? ['range'] : [])])];
  const rows = figures
    .filter(({ id }) => id !== 'agents')
    .map(({ id, empirical, runs: of }) => [
      figureWords(id),
      starred(figureNumber(empirical), of?.isWithin),
      ...(runs === 0 ? [] : [figureNumber(of?.mean ?? null), ...(runs > 1 ? [spanned(of?.prediction ?? null)] : [])]),
    ]);
  return aligned([head, ...rows]);
}

/** What figures have beyond random graphs. */
function beyondTable(figures: readonly FigureCompared[], runs: number): readonly string[] {
  const several = runs > 1;
  const head = [
    'difference',
    'empirical ',
    'z',
    ...(runs === 0 ? [] : ['runs', ...(several ? ['95 %', 'range'] : []), 'z', ...(several ? ['95 %'] : [])]),
  ];
  const rows = figures.flatMap(({ id, kind, random, runs: of }) => {
    if (kind === 'size') return [];
    const beyond = of?.beyond;
    const spans = (interval: Interval | null | undefined): readonly string[] => (several ? [spanned(interval ?? null)] : []);
    const own = [figureWords(id), starred(difference(random?.difference ?? null), beyond?.isWithin), signed(random?.z ?? null)];
    const ofRuns = [difference(beyond?.mean ?? null), ...spans(beyond?.interval), ...spans(beyond?.prediction)];
    return [[...own, ...(runs === 0 ? [] : [...ofRuns, signed(of?.z ?? null), ...spans(of?.zInterval)])]];
  });
  return aligned([head, ...rows]);
}

/** The first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

function modelLines({ fit, terms, fitted, runs }: ModelCompared, of: number): readonly string[] {
  if (!fit) return [`random graph model ${terms.join(' + ')}: the empirical network has no finite fit. Leave out a term.`];
  const head = ['', 'empirical', '95 %', ...(of === 0 ? [] : ['runs', '95 %'])];
  const rows = fit.terms.map(({ id, weight, interval }, i) => [
    id,
    figureNumber(weight),
    spanned(interval),
    ...(of === 0 ? [] : [figureNumber(runs[i]?.mean ?? null), spanned(runs[i]?.interval ?? null)]),
  ]);
  return [
    'random graph model, weights by maximum pseudo-likelihood',
    ...aligned([head, ...rows]),
    `intervals: empirical from ${fit.fitted} networks drawn from the model, runs from ${fitted} of ${of} runs`.replace(
      /, runs from 0 of 0 runs$/,
      '',
    ),
    ...(fit.isAdequate === false
      ? [
          'The model does not draw networks like the empirical one: at least one of its statistics is far from those drawn. Do not read its weights.',
        ]
      : []),
    ...(fitted < of ? [`The model has no finite fit in ${of - fitted} of ${of} runs.`] : []),
  ];
}

/** Mean weights over the runs that have a regression. */
function regressionLines({ regression }: SameAgents): readonly string[] {
  const runs = regression?.runs.filter((one) => one !== null) ?? [];
  if (!regression || runs.length === 0) return [];
  return regression.terms.map((term, i) => {
    const weight = runs.reduce((sum, one) => sum + one[i]!.weight, 0) / runs.length;
    const clear = runs.filter((one) => one[i]!.p < 0.05).length;
    return `  together with groups, ${term}: mean b = ${figureNumber(weight)}; p < 0.05 in ${clear} of ${runs.length} runs${runs.length < regression.runs.length ? ` that have a regression, of ${regression.runs.length}` : ''} (two-sided)`;
  });
}

function sameLine({ runs, mean, interval }: SameAgents): string {
  const found = runs.flatMap((one) => (one ? [one] : []));
  if (mean === null) return 'ties of the same agents: no correlation, since a network has no tie, or all';
  const [only] = found;
  if (found.length === 1)
    return `ties of the same agents: r = ${figureNumber(mean)}, p = ${only!.greater.toFixed(3)} (one-sided, relabelled agents)`;
  const clear = found.filter(({ greater }) => greater < 0.05).length;
  return `ties of the same agents: mean r = ${figureNumber(mean)} ${spanned(interval)}; p < 0.05 in ${clear} of ${found.length} runs (one-sided, relabelled agents)`;
}
