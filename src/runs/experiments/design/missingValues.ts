/** Why an arm has no value to compare, from the records of its runs. */
import type { Timeline } from '../../../core/events/timeline.js';
import type { ScenarioModel } from '../../../engine/index.js';
import type { Comparison } from '../../../language/generated/society.js';
import type { ExperimentRun } from './runRecord.js';

/** Texts of the last fault of each measure that has no value at the end, by measure; empty where there are none. */
export function faultsOf(
  model: Pick<ScenarioModel, 'measures'>,
  { events, head }: Pick<Timeline, 'events' | 'head'>,
): Pick<ExperimentRun, 'faults'> {
  const lacking = new Set(head.measures.filter(({ values }) => (values.at(-1) ?? null) === null).map(({ measure }) => measure));
  const nodes = new Map(model.measures.flatMap(({ id, at, formula }) => (lacking.has(id) ? [[formula?.at ?? at, id] as const] : [])));
  if (nodes.size === 0) return {};
  const found: { [measure: string]: string } = {};
  for (const event of events) {
    const measure = event.type === 'fault' && event.at !== null ? nodes.get(event.at) : undefined;
    if (measure !== undefined && event.type === 'fault') found[measure] = event.text;
  }
  return Object.keys(found).length > 0 ? { faults: found } : {};
}

/** One sentence; `cells` are all runs of the arm, none of which has a value. */
export function missingWords({ measure, at }: Comparison, cells: readonly ExperimentRun[]): string {
  const runs = `${cells.length} ${cells.length === 1 ? 'run' : 'runs'}`;
  if (cells.length === 0) return 'No value: no run of this arm has ended.';
  const series = cells.flatMap(({ measures }) => (Object.hasOwn(measures, measure) ? [measures[measure] ?? []] : []));
  if (series.length === 0) return `No value: \`${measure}\` was not measured in its ${runs}.`;
  const last = Math.max(...series.map((values) => values.length));
  if (typeof at === 'number' && at > last) return `No value: its runs end after round ${last}, before round ${at}.`;
  const said = mostOften(cells.flatMap(({ faults }) => faults?.[measure] ?? []));
  const where = series.every((values) => values.every((value) => value === null))
    ? 'any round'
    : typeof at === 'number'
      ? `round ${at}`
      : 'the last round';
  return `\`${measure}\` has no value in ${where} of its ${runs}.${said === null ? '' : ` ${said}`}`;
}

function mostOften(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
