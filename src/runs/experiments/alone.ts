/** Plays runs whose minds need nothing but themselves, and so can be played anywhere. Nothing is kept, for the same comes of it again. */
import type { CancellationToken } from '../../core/cancellation.js';
import type { Timeline } from '../../core/timeline.js';
import { compileModel, type Model } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import type { FolderFiles } from '../../trace/index.js';
import { armed } from '../armed.js';
import { LiveRun } from '../live.js';
import { makeMinds, type MindAccessPorts } from '../minds.js';
import { patternsFor } from '../patterns.js';
import { choicesFor, type Job, type Material, type Outcome, type Player } from './cell.js';
import type { Arm } from './design.js';

/** Minds that ask nobody and read nothing. */
const ALONE: ReadonlySet<string> = new Set(['builtin', 'random', 'scripted']);

/** Whether every mind that an arm could ask is of this kind, as can be told without compiling it. */
export function playsAlone(society: Society, { model, set }: Pick<Arm, 'model' | 'set'>): boolean {
  const { models = {} } = Object.keys(set).some((path) => path.startsWith('models.')) ? armed({ society }, '', set).society : society;
  const kindOf = (id: string): string => models[id]?.kind ?? id;
  return (model === null || ALONE.has(kindOf(model))) && Object.keys(models).every((id) => ALONE.has(kindOf(id)));
}

/** For minds that neither ask nor read. */
export const NO_ACCESS: MindAccessPorts = { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} };
/** A folder that keeps nothing. */
export const NOWHERE: FolderFiles = { read: async () => null, write: async () => undefined, append: async () => undefined };

export type Compiled =
  | { readonly ok: true; readonly society: Society; readonly model: Model }
  /** No run of the arm can be. */
  | { readonly ok: false; readonly refused: Extract<Outcome, { kind: 'refused' }> };

/** The model of one run. */
export async function compiled(material: Material, { arm, seed }: Pick<Job, 'arm' | 'seed'>): Promise<Compiled> {
  const { society } = armed(material, material.scenario, arm.set);
  const { wrong, ...patterns } = await patternsFor(society);
  const made = compileModel(society, { ...choicesFor(material, arm, seed), ...patterns });
  const problem = [...wrong, ...made.problems].find(({ severity }) => severity === 'error');
  if (problem || !made.ok) return { ok: false, refused: refusal(arm, problem?.message ?? 'It cannot be run.') };
  return { ok: true, society, model: made.model };
}

export const refusal = ({ id }: Arm, message: string): Extract<Outcome, { kind: 'refused' }> => ({
  kind: 'refused',
  message: `Arm \`${id}\`: ${message}`,
});

export async function playAlone(material: Material, job: Job, token: CancellationToken, access = NO_ACCESS): Promise<Outcome> {
  const { arm, seed, key } = job;
  const made = await compiled(material, job);
  if (!made.ok) return made.refused;
  const { society, model } = made;
  const minds = await makeMinds(society, model, access);
  if (!minds.ok) return refusal(arm, minds.message);
  const live = new LiveRun({ id: `${model.scenario}-s${seed}`, model, ...minds, sources: [], created: '', files: NOWHERE });
  const stop = token.onCancellationRequested(() => live.stop());
  const state = await live.run();
  stop.dispose();
  if (state === 'stopped') return { kind: 'stopped' };
  if (state !== 'ended') return { kind: 'lost', problem: live.problem ?? `The run ${state}.` };
  return { kind: 'played', cell: { key, arm: arm.id, seed, measures: measuresOf(live) } };
}

/** What was measured, by round. */
export const measuresOf = ({ timeline }: { readonly timeline: Timeline }): { readonly [id: string]: readonly (number | null)[] } =>
  Object.fromEntries(timeline.head.measures.map(({ measure, values }) => [measure, values]));

/** Plays in this process, one run after another. `access`: what other minds may need. */
export const inProcess = (material: Material, token: CancellationToken, access?: MindAccessPorts): Player => ({
  places: 1,
  play: (job) => playAlone(material, job, token, access),
  close: async () => undefined,
});
