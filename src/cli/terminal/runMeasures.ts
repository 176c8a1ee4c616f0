/** The measures and the end of a run, as lines and as data. */
import type { Estimate, LiveRun } from '../../runs/index.js';
import type { MeasureSeries } from '../../core/events/state.js';
import { type ScenarioModel, standardMeasures } from '../../engine/index.js';
import type { RunSummary } from '../../protocol/summary.js';
import { summaryLine, summaryLines } from '../../protocol/summaryText.js';
import { jsonText, plural, type Printed } from './output.js';
import { shortFigure } from '../../core/util/textPosition.js';
import { t } from '../../core/util/l10n.js';

/** The most values of a measure that a line shows. */
const MOST_VALUES = 60;

/**
 * One line for each measure that has a value in some round, those of the file first: its last value and its values by round, or at equal
 * distances if there are many.
 */
export function measureLines(model: Measured, measures: readonly MeasureSeries[]): string {
  const own = new Set(model.measures.filter(({ formula }) => formula !== null).map(({ id }) => id));
  const there = measures.filter(({ values }) => values.some((value) => value !== null));
  const lines = [...there.filter(({ measure }) => own.has(measure)), ...there.filter(({ measure }) => !own.has(measure))].map((one) => {
    const words = [one.measure, number(one.values.at(-1)), precision(one)] as const;
    const step = stepOf(one.values.length);
    if (step === 1) return t('{0}: {1}{2}   by round: {3}\n', ...words, one.values.map(number).join(' '));
    const shown = one.values.filter((_, i) => (i + 1) % step === 0);
    return t('{0}: {1}{2}   every {3} rounds: {4}\n', ...words, step, shown.map(number).join(' '));
  });
  return lines.join('') + leftOut(model);
}

/** 1, or the smallest of 2, 5, 10, 20, 50, … rounds that leaves at most `MOST_VALUES` values. */
function stepOf(rounds: number): number {
  for (let unit = 1; ; unit *= 10) for (const step of [unit, 2 * unit, 5 * unit]) if (rounds / step <= MOST_VALUES) return step;
}

interface Measured extends Pick<ScenarioModel, 'measures'> {
  readonly agents: { readonly length: number };
}

/** Measures that every small society has and this one does not have, because of its size. */
function leftOut({ measures, agents }: Measured): string {
  const taken = new Set(measures.map(({ id }) => id));
  const missing = standardMeasures(0, false).filter((id) => !taken.has(id));
  if (missing.length === 0) return '';
  const names = missing.map((id) => `\`${id}\``).join(', ');
  return t(
    'not measured for {0}, because it takes long: {1}. Name {2} under `measures:` to include {2}.\n',
    plural(agents.length, 'agent'),
    names,
    missing.length === 1 ? t('it') : t('them'),
  );
}

const precision = ({ error, estimate }: MeasureSeries): string =>
  `${error === undefined ? '' : ` ± ${number(error)}`}${estimate ? t(' (estimate)') : ''}`;

const number = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : shortFigure(value));

/** The summary after the measures: all of it, or one line where something is wrong. */
export function summaryWords(summary: RunSummary, printed: Printed): string {
  if (printed === 'quiet') {
    const line = summaryLine(summary);
    return line === '' ? '' : t('summary: {0}\n', line);
  }
  const lines = summaryLines(summary);
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

/** The output of `--json`: how the run ended, its measures, its summary and further fields. */
export const runJson = (
  live: Pick<LiveRun, 'id' | 'model' | 'timeline'>,
  state: string,
  more: { readonly dir: string; readonly estimate?: Estimate },
  summary: RunSummary,
): string => jsonText(measuredOf(live, state, summary, more));

/** The same for any run, with further fields. */
export function measuredOf(
  { id, model, timeline }: Pick<LiveRun, 'id' | 'model' | 'timeline'>,
  state: string,
  summary: RunSummary,
  more: { readonly [key: string]: unknown } = {},
): object {
  const { head } = timeline;
  const { title, scenario, seed, rounds } = model;
  const measures = Object.fromEntries(head.measures.map(({ measure, values }) => [measure, values]));
  return { id, title, scenario, seed, round: head.round, rounds, state, ...more, measures, summary };
}
