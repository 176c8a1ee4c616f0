/** A comparison with an empirical network as plain text for a reader, and on a few lines in English for a card. */
import type { FigureCompared } from '../../analysis/empirical/comparison.js';
import { aligned, columnsOf } from '../../core/util/columns.js';
import { marked, t, type Wording } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import type { ModelCompared, NetworkComparison, SameAgents } from './compareNetwork.js';
import { figureNumber, figureWords, intervalText, signedNumber, signedTenths } from './figureWords.js';
import { leftOut, mismatches, summaryOf } from './networkMatch.js';

const DEGREES: { readonly [of: string]: string } = {
  degree: marked('degrees'),
  in_degree: marked('in degrees'),
  out_degree: marked('out degrees'),
};

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
            [figureNumber(triadProfile.mean), intervalText(triadProfile.interval)].join(' ').trim(),
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
      ...(runs === 0 ? [] : [figureNumber(of?.mean ?? null), ...(runs > 1 ? [intervalText(of?.prediction ?? null)] : [])]),
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
    const spans = (interval: Interval | null | undefined): readonly string[] => (several ? [intervalText(interval ?? null)] : []);
    const own = [figureWords(id, t), starred(signedNumber(random?.difference ?? null), beyond?.isWithin), signedTenths(random?.z ?? null)];
    const ofRuns = [signedNumber(beyond?.mean ?? null), ...spans(beyond?.interval), ...spans(beyond?.prediction)];
    return [[...own, ...(runs === 0 ? [] : [...ofRuns, signedTenths(of?.z ?? null), ...spans(of?.zInterval)])]];
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
    intervalText(interval),
    ...(of === 0 ? [] : [figureNumber(runs[i]?.mean ?? null), intervalText(runs[i]?.interval ?? null)]),
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
    ...[figureNumber(mean), intervalText(interval), clear, found.length],
  );
}
