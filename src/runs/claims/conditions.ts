/** The conditions under which a claim is examined: as the file is written, and each with one thing changed. */
import type { Json } from '../../core/util/json.js';
import { NULL_RUNS, type NullRun, type Perturbation } from '../../engine/index.js';
import { NULL_KEY, PERTURB_KEY } from '../../language/api.js';
import type { Experiment, Persona, Scenario, Society } from '../../language/generated/society.js';
import type { Arm } from '../experiments/design/design.js';

/** The row of a card that a condition fills. */
export type ConditionKind = 'written' | 'null' | 'wording' | 'perturbation' | 'model' | 'part' | 'persona' | 'combination';

/** In the order in which kinds are paid for, over all scenarios of a file. */
export const PAID_FOR: readonly ConditionKind[] = ['written', 'null', 'wording', 'perturbation', 'part', 'model', 'persona', 'combination'];

export interface Condition {
  readonly kind: ConditionKind;
  /** Unique among those of its kind: the null run, the wording, the perturbation, the model, or what is left out. Empty as written. */
  readonly id: string;
  /** Of a combination: the single changes that it makes at once. */
  readonly parts?: readonly Condition[];
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
  /** Changes of every question that should not matter. */
  readonly perturbations: readonly Perturbation[];
  /** Fields of personas to leave out, each in all personas. */
  readonly fields: readonly PersonaField[];
  /** Models to repeat the claim with. */
  readonly models: readonly string[];
  /** The experiment that compares; null for an expectation. */
  readonly experiment: Experiment | null;
}

/**
 * In the order in which they are paid for: as written, the null runs, wordings, perturbations, parts, models, fields of personas. An
 * experiment that crosses wordings or models already has them in each of its values.
 */
export function conditionsOf({ society, scenario, wordings, perturbations, fields, models, experiment }: Studied): readonly Condition[] {
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
    ...perturbations.map((id): Condition => ({ kind: 'perturbation', id })),
    ...parts.map((id): Condition => ({ kind: 'part', id })),
    ...(experiment?.models ? [] : models.map((id): Condition => ({ kind: 'model', id }))),
    ...fields.map((id): Condition => ({ kind: 'persona', id })),
  ];
}

/** What a persona says of its agent, which can be left out. */
export const PERSONA_FIELDS = [
  ...(['age', 'gender', 'occupation', 'bio', 'backstory', 'interests', 'values', 'traits', 'goals', 'voice'] as const),
  ...(['personality', 'drives', 'memories', 'reads', 'secrets'] as const),
] as const satisfies readonly (keyof Persona)[];

export type PersonaField = (typeof PERSONA_FIELDS)[number];

/** The personas and populations that have a field, as settings that take it away. */
export function withoutField({ personas = {}, populations = {} }: Society, field: PersonaField): Arm['set'] {
  const own = Object.entries(personas).flatMap(([id, persona]) =>
    persona[field] === undefined ? [] : [[`personas.${id}.${field}.off`, true] as const],
  );
  const drawn = Object.entries(populations).flatMap(([id, { sample = {} }]) => {
    const left = Object.entries(sample).filter(([path]) => path.split('.')[0] !== field);
    const isThere = left.length < Object.keys(sample).length;
    return isThere ? [[`populations.${id}.sample`, Object.fromEntries(left) as Json] as const] : [];
  });
  return Object.fromEntries([...own, ...drawn]);
}

/** An arm under a condition. As written, it is the arm itself, so that runs are shared with the experiment. */
export function armUnder(arm: Arm, { kind, id, parts = [] }: Condition, society: Society): Arm {
  const named = { ...arm, id: kind === 'written' ? arm.id : `${arm.id} (${kind} ${id})` };
  switch (kind) {
    case 'written':
      return arm;
    case 'wording':
      return { ...named, wording: id };
    case 'model':
      return { ...named, model: id };
    case 'perturbation':
      return { ...named, set: { ...arm.set, [PERTURB_KEY]: id } };
    case 'persona':
      return { ...named, set: { ...arm.set, ...withoutField(society, id as PersonaField) } };
    case 'combination': {
      const changed = parts.reduce((one, part) => armUnder(one, part, society), arm);
      const perturbed = parts.filter((part) => part.kind === 'perturbation').map((part) => part.id);
      return { ...changed, id: named.id, set: { ...changed.set, ...(perturbed.length > 0 ? { [PERTURB_KEY]: perturbed } : {}) } };
    }
    default:
      return { ...named, set: { ...arm.set, ...settingOf(id) } };
  }
}

const settingOf = (id: string): Arm['set'] => (NULL_RUNS.some((one) => one === id) ? { [NULL_KEY]: id } : { [`${id}.off`]: true });

/** For example `random acts`, `wording plain`, `no coach`. */
export function conditionWords({ kind, id, parts = [] }: Condition): string {
  switch (kind) {
    case 'written':
      return 'as written';
    case 'null':
      return NULL_WORDS[id] ?? id;
    case 'wording':
      return `wording ${id}`;
    case 'perturbation':
      return PERTURBATION_WORDS[id] ?? id;
    case 'model':
      return `model ${id}`;
    case 'persona':
      return `personas without ${id}`;
    case 'combination':
      return parts.map(conditionWords).join(' with ');
    case 'part':
      return PART_WORDS[id] ?? `no ${id.replace('interventions.', 'intervention ')}`;
  }
}

const NULL_WORDS: { readonly [id: string]: string } = {
  random: 'random acts',
  isolated: 'isolated agents',
  memoryless: 'agents without memory',
};

const PERTURBATION_WORDS: { readonly [id: string]: string } = {
  options: 'options in the opposite order',
  names: 'exchanged names',
  spaces: 'other white space',
};

const PART_WORDS: { readonly [id: string]: string } = {
  uncoached: 'no coach',
  forgetful: 'no memories',
  unrewarded: 'no word of past rewards',
};
