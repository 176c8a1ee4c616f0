/** The model of one run of an arm, which minds speak in an experiment, and why an arm has no value to compare. */
import { mindWords } from '../../setup/minds.js';
import type { Plan } from './experimentPlan.js';
import type { Timeline } from '../../../core/events/timeline.js';
import { compileModel, type ScenarioModel } from '../../../engine/index.js';
import type { Comparison, Society } from '../../../language/generated/society.js';
import { choicesFor, type ExperimentRun, type Job, type JobResult, type Material } from './runRecord.js';
import { applySettings } from '../../load/applyArmSettings.js';
import { patternsFor } from '../../load/load.js';
import type { Arm } from './design.js';

/** Minds that ask no outside service and read no file. */
const ALONE: ReadonlySet<string> = new Set(['builtin', 'random', 'scripted']);

/** Whether every mind that an arm could ask is of this kind, as far as that is known without compiling it. */
export function playsAlone(society: Society, { model, set }: Pick<Arm, 'model' | 'set'>): boolean {
  const { models = {} } = Object.keys(set).some((path) => path.startsWith('models.'))
    ? applySettings({ society }, '', set).society
    : society;
  const kindOf = (id: string): string => models[id]?.kind ?? id;
  return (model === null || ALONE.has(kindOf(model))) && Object.keys(models).every((id) => ALONE.has(kindOf(id)));
}

type Compiled =
  | { readonly ok: true; readonly society: Society; readonly model: ScenarioModel }
  /** The arm cannot run. */
  | { readonly ok: false; readonly refused: Extract<JobResult, { kind: 'refused' }> };

/** The model of one run. */
export async function compileArm(material: Material, { arm, seed }: Pick<Job, 'arm' | 'seed'>): Promise<Compiled> {
  const { society } = applySettings(material, material.scenario, arm.set);
  const { wrong, ...patterns } = await patternsFor(society);
  const made = compileModel(society, { ...choicesFor(material, arm, seed), ...patterns });
  const problem = [...wrong, ...made.problems].find(({ severity }) => severity === 'error');
  if (problem || !made.ok) return { ok: false, refused: refusal(arm, problem?.message ?? 'This arm cannot run.') };
  return { ok: true, society, model: made.model };
}

export const refusal = ({ id }: Arm, message: string): Extract<JobResult, { kind: 'refused' }> => ({
  kind: 'refused',
  message: `Arm \`${id}\`: ${message}`,
});

// Which minds the arms of an experiment ask.

/** As text. Among arms that name the same mind, or none, only the first is read. */
export async function speakersOf({ material, arms, seeds }: Plan): Promise<string> {
  const found = new Set<string>();
  const looked = new Set<string | null>();
  for (const arm of arms) {
    if (looked.has(arm.model)) continue;
    looked.add(arm.model);
    const made = await compileArm(material, { arm, seed: seeds[0] ?? 1 });
    if (made.ok) found.add(mindWords(made.model));
  }
  return [...found].join('; ');
}

// Why an arm has no value to compare, from the records of its runs.

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

/** How many runs have no value, and why. `cells`: all runs of the arm; `without`: those that have none. */
export function missingWords({ measure, at }: Comparison, cells: readonly ExperimentRun[], without: number): string {
  const runs = `${cells.length} ${cells.length === 1 ? 'run' : 'runs'}`;
  if (cells.length === 0) return 'No value: no run of this arm has ended.';
  const series = cells.flatMap(({ measures }) => (Object.hasOwn(measures, measure) ? [measures[measure] ?? []] : []));
  if (series.length === 0) return `No value: \`${measure}\` was not measured in its ${runs}.`;
  const last = Math.max(...series.map((values) => values.length));
  if (typeof at === 'number' && at > last) return `No value: its runs end after round ${last}, before round ${at}.`;
  const said = mostOften(cells.flatMap(({ faults }) => faults?.[measure] ?? []));
  if (without < cells.length)
    return `${without} of its ${runs} ${without === 1 ? 'has' : 'have'} no value and ${without === 1 ? 'is' : 'are'} left out.${said === null ? '' : ` ${said}`}`;
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
