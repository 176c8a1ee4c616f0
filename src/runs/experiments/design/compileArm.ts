/** The model of one run of an arm, and whether its minds need no outside access. */
import { compileModel, type ScenarioModel } from '../../../engine/index.js';
import type { Society } from '../../../language/generated/society.js';
import { applySettings } from '../../load/applyArmSettings.js';
import { patternsFor } from '../../load/patterns.js';
import { choicesFor, type Job, type Material, type JobResult } from './runRecord.js';
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
