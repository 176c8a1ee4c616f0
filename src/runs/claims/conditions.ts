/** The conditions under which a claim is examined: as the file is written, and each with one thing changed. */
import { NULL_RUNS, type NullRun } from '../../engine/index.js';
import { NULL_KEY } from '../../language/api.js';
import type { Experiment, Scenario, Society } from '../../language/generated/society.js';
import type { Arm } from '../experiments/design/design.js';

/** The row of a card that a condition fills. */
export type ConditionKind = 'written' | 'null' | 'wording' | 'model' | 'part';

export interface Condition {
  readonly kind: ConditionKind;
  /** Unique among those of its kind: the null run, the wording, the model, or the part that is left out. Empty as written. */
  readonly id: string;
}

export const AS_WRITTEN: Condition = { kind: 'written', id: '' };

/** Null runs that show whether minds, ties or memories are needed at all. */
const OF_MINDS: readonly NullRun[] = ['random', 'isolated', 'memoryless'];

/** Null runs that leave out a part, with the key of the scenario that the part is under. */
const OF_PARTS = NULL_RUNS.filter((kind) => !OF_MINDS.includes(kind));

/** What the conditions of a claim depend on. */
interface Studied {
  readonly society: Society;
  readonly scenario: string;
  /** Ids of the wordings of its prompts. */
  readonly wordings: readonly string[];
  /** Models to repeat the claim with. */
  readonly models: readonly string[];
  /** The experiment that compares; null for an expectation. */
  readonly experiment: Experiment | null;
}

/**
 * In the order in which they are paid for: as written, the null runs, wordings, parts, models. An experiment that crosses wordings or
 * models already has them in each of its values.
 */
export function conditionsOf({ society, scenario, wordings, models, experiment }: Studied): readonly Condition[] {
  const said: Partial<Scenario> = society.scenarios?.[scenario] ?? {};
  const crossed = experiment?.wordings !== undefined;
  const parts = [
    ...OF_PARTS.filter((kind) => kind !== 'uncoached' || (said.coach !== undefined && said.coach !== 'off')),
    ...Object.keys(said.interventions ?? {}).map((id) => `interventions.${id}`),
  ];
  return [
    AS_WRITTEN,
    ...OF_MINDS.map((id): Condition => ({ kind: 'null', id })),
    ...(crossed ? [] : wordings.map((id): Condition => ({ kind: 'wording', id }))),
    ...parts.map((id): Condition => ({ kind: 'part', id })),
    ...(experiment?.models ? [] : models.map((id): Condition => ({ kind: 'model', id }))),
  ];
}

/** An arm under a condition. As written, it is the arm itself, so that runs are shared with the experiment. */
export function armUnder(arm: Arm, { kind, id }: Condition): Arm {
  const named = { ...arm, id: kind === 'written' ? arm.id : `${arm.id} (${kind} ${id})` };
  switch (kind) {
    case 'written':
      return arm;
    case 'wording':
      return { ...named, wording: id };
    case 'model':
      return { ...named, model: id };
    default:
      return { ...named, set: { ...arm.set, ...settingOf(id) } };
  }
}

const settingOf = (id: string): Arm['set'] => (NULL_RUNS.some((one) => one === id) ? { [NULL_KEY]: id } : { [`${id}.off`]: true });

/** For example `random acts`, `wording plain`, `no coach`. */
export function conditionWords({ kind, id }: Condition): string {
  switch (kind) {
    case 'written':
      return 'as written';
    case 'null':
      return NULL_WORDS[id] ?? id;
    case 'wording':
      return `wording ${id}`;
    case 'model':
      return `model ${id}`;
    case 'part':
      return PART_WORDS[id] ?? `no ${id.replace('interventions.', 'intervention ')}`;
  }
}

const NULL_WORDS: { readonly [id: string]: string } = {
  random: 'random acts',
  isolated: 'isolated agents',
  memoryless: 'agents without memory',
};

const PART_WORDS: { readonly [id: string]: string } = {
  uncoached: 'no coach',
  forgetful: 'no memories',
  unrewarded: 'no word of past rewards',
};
