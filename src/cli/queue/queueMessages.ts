/** The messages of the queue, and their checks on arrival. All of it is data: nothing of it is ever run as code. */
import { ENGINE } from '../../engine/index.js';
import type { Arm, ExperimentRun, Job, Material, JobResult } from '../../runs/experiments/index.js';

/** Workers with another engine version would have other results: they never see these runs. */
export const QUEUE = `society-${ENGINE}`;

/** Where the material of an experiment is, which all of its runs share. */
export const materialPlace = (hash: string): string => `society:material:${hash}`;

/** The most bytes, or characters. */
export const MOST = { job: 1_000_000, material: 64_000_000, result: 16_000_000, fault: 1000 } as const;

/** Seconds that Redis keeps a material, and results that no experiment fetched. */
export const HELD = 7 * 24 * 3600;

/** How often a failing run is tried. */
export const TRIES = 3;

/** How many workers may disappear during a run before it counts as failed. */
export const VANISHED = 5;

/** A run as workers receive it. */
export interface SentJob {
  /** Hash of the text of its material. */
  readonly material: string;
  readonly key: string;
  readonly arm: Arm;
  readonly seed: number;
}

/** What a worker returns for a run that did not fail. */
export type SentResult =
  | {
      readonly kind: 'played';
      readonly key: string;
      readonly measures: ExperimentRun['measures'];
      readonly faults?: ExperimentRun['faults'];
    }
  | { readonly kind: 'refused'; readonly message: string };

/** A run of a material has the same name for every experiment that hands it out. */
export const nameOf = ({ key }: Pick<Job, 'key'>, material: string): string => `${key}-${material.slice(0, 16)}`;

type Fields = { readonly [name: string]: unknown };

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** Reads a run from data of the queue; null where it is not valid. */
export function jobOf(data: unknown): SentJob | null {
  if (!isFields(data) || JSON.stringify(data).length > MOST.job) return null;
  const { material, key, arm, seed } = data;
  if (!isHash(material) || !isHash(key) || !Number.isSafeInteger(seed) || !isFields(arm)) return null;
  if (typeof arm['id'] !== 'string' || !isFields(arm['set']) || !isFields(arm['levels'])) return null;
  if (!isTextOrNull(arm['wording']) || !isTextOrNull(arm['model'])) return null;
  return { material, key, arm: arm as unknown as Arm, seed: seed as number };
}

/** Reads a material from its text; null where it is not valid. */
export function materialOf(text: string): Material | null {
  try {
    const read: unknown = JSON.parse(text);
    if (!isFields(read) || typeof read['scenario'] !== 'string' || !isFields(read['society']) || !isFields(read['tables'])) return null;
    return read as unknown as Material;
  } catch {
    return null;
  }
}

/** The result of a job, from the data that a worker returned. `measures`: those that it must have. */
export function outcomeOf(returned: unknown, { key, arm, seed }: Job, measures: readonly string[]): JobResult {
  if (isFields(returned)) {
    const { kind, message } = returned;
    if (kind === 'refused' && typeof message === 'string') return { kind, message };
    const values = kind === 'played' && returned['key'] === key ? measuresOf(returned['measures']) : null;
    if (values && measures.every((id) => Object.hasOwn(values, id)))
      return {
        kind: 'played',
        cell: { key, arm: arm.id, seed, measures: values, ...answersIn(returned['answers']), ...faultsIn(returned['faults'], values) },
      };
  }
  return { kind: 'lost', problem: 'A worker returned data that is not a run, or another run.' };
}

/** Texts of the measures that exist, cut where they are long. */
function faultsIn(sent: unknown, measures: ExperimentRun['measures']): Pick<ExperimentRun, 'faults'> {
  if (!isFields(sent)) return {};
  const texts = Object.entries(sent).filter(
    (one): one is [string, string] => typeof one[1] === 'string' && Object.hasOwn(measures, one[0]),
  );
  return texts.length === 0 ? {} : { faults: Object.fromEntries(texts.map(([id, text]) => [id, text.slice(0, MOST.fault)])) };
}

/** What agents answered, where that was sent in the right form. */
function answersIn(sent: unknown): Pick<ExperimentRun, 'answers'> {
  const isAnswer = (value: unknown): boolean => value === null || typeof value === 'string' || typeof value === 'number';
  const isCount = (one: unknown): boolean => Array.isArray(one) && isAnswer(one[0]) && typeof one[1] === 'number';
  const all = (fields: unknown, test: (value: unknown) => boolean): boolean => isFields(fields) && Object.values(fields).every(test);
  const isSound =
    isFields(sent) &&
    typeof sent['agents'] === 'number' &&
    all(sent['values'], (list) => Array.isArray(list) && list.every(isAnswer)) &&
    all(sent['windows'], (times) => all(times, (counts) => Array.isArray(counts) && counts.every(isCount))) &&
    all(sent['faults'], (text) => typeof text === 'string');
  return isSound ? { answers: sent as unknown as NonNullable<ExperimentRun['answers']> } : {};
}

const isMeasured = (value: unknown): boolean => value === null || (typeof value === 'number' && Number.isFinite(value));

function measuresOf(sent: unknown): ExperimentRun['measures'] | null {
  if (!isFields(sent)) return null;
  const are = Object.values(sent).every((values) => Array.isArray(values) && values.every(isMeasured));
  return are ? (sent as ExperimentRun['measures']) : null;
}
