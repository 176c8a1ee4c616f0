/**
 * What is private stays on this machine. A question to a mind on another machine is made from a situation without the private
 * fields. Private text is also removed word for word from the rendered prompt, from whatever source it came.
 */
import type { Json } from '../../core/util/json.js';
import { indexOf } from '../../core/events/roster.js';
import { sharedText } from '../../core/util/privateTexts.js';
import type { State } from '../../core/events/state.js';
import type { Society } from '../../language/generated/society.js';
import { type AgentSpec, privateVars, specOf } from '../model/agentSpec.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import { EMPTY, privateMemories, privateSecrets, secretsOf } from '../privacy/secrets.js';
import type { Report } from '../model/faults.js';
import type { ConfidedSecret, Self, Situation } from '../model/situationTypes.js';

/** Addresses of this machine. Any other address counts as another machine. */
const HERE = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:[/?#]|$)/i;

type Spec = NonNullable<Society['models']>[string];

/** Whether a model is on another machine: an endpoint that is not local, or a model of the editor. */
export const isElsewhere = (spec: Spec): boolean => spec.kind === 'editor' || (spec.kind === 'openai' && !HERE.test(spec.base_url.trim()));

/** Ids of a mind and of its fallbacks, in order, each once. */
export function standIns(society: Society, id: string): readonly string[] {
  const found: string[] = [];
  const add = (one: string): void => {
    if (found.includes(one)) return;
    found.push(one);
    const spec = society.models?.[one];
    const next: unknown = spec && 'fallback' in spec ? spec.fallback : undefined;
    for (const other of Array.isArray(next) ? (next as readonly unknown[]) : [next]) if (typeof other === 'string') add(other);
  };
  add(id);
  return found;
}

/** The minds whose questions can leave the machine, directly or through a fallback. */
export function awayMinds(society: Society, minds: readonly string[]): ReadonlySet<string> {
  const leaves = (id: string): boolean => {
    const spec = society.models?.[id];
    return spec !== undefined && isElsewhere(spec);
  };
  return new Set(minds.filter((id) => standIns(society, id).some(leaves)));
}

/** The model in which questions to these minds also leave out what is private. */
export function withholding(model: ScenarioModel, minds: readonly string[]): ScenarioModel {
  if (minds.every((id) => model.away?.has(id))) return model;
  const before = model.before && { before: { ...model.before, model: withholding(model.before.model, minds) } };
  return { ...model, away: new Set([...(model.away ?? []), ...minds]), ...before };
}

/** Warns of keys under `private` that name nothing, or that other agents see. */
export function checkPrivate(agents: readonly AgentSpec[], report: Report): void {
  const told = new Set<string>();
  for (const agent of agents) {
    for (const key of agent.private ?? []) {
      const place = `${agent.at} ${key}`;
      if (told.has(place)) continue;
      told.add(place);
      if (key === 'name' || key === 'id')
        report(
          'warning',
          agent.at,
          `\`${key}\` is listed under \`private\`, but other agents see it. Give this person another one instead.`,
          UNKEPT,
        );
      else if (!names(agent, key))
        report(
          'warning',
          agent.at,
          `\`${key}\` is listed under \`private\`, but this person has no such field. Nothing is withheld for it.`,
          UNKEPT,
        );
    }
  }
}

/** Code of warnings about keys under `private` without effect. */
const UNKEPT = 'private-keeps-nothing';

const BESIDE_SELF: ReadonlySet<string> = new Set(['memories', 'reads', 'gender', 'activity', 'model', 'prompts', 'extra']);

function names({ vars, ...spec }: AgentSpec, key: string): boolean {
  const [first = '', part] = key.split('.');
  if (first === 'secrets') return part === undefined || secretsOf(spec).some(({ id }) => id === part);
  if (first === 'vars') return part === undefined || Object.hasOwn(vars, part);
  if (part !== undefined) return first === 'personality' || first === 'drives';
  return BESIDE_SELF.has(first) || Object.hasOwn(vars, first) || first in EMPTY;
}

/**
 * The situation without what is private to the agent, to its partner and to the world. `index` is −1 for a mind outside the
 * society.
 */
export function withheldFrom(model: ScenarioModel, state: State, index: number, situation: Situation): Situation {
  const worldly = model.vars.filter((one) => one.private).map(({ id }) => id);
  const vars = without(situation.vars, worldly);
  if (index < 0) return { ...situation, vars };
  const provenance = hasFlag(model, 'private_by_provenance');
  const spec = specOf(model, state, index);
  const keys = new Set(spec.private ?? []);
  const remembered = new Set(privateMemories(spec));
  const hidden = privateSecrets(model, spec, 'told');
  const { partner } = situation;
  return {
    ...situation,
    vars,
    self: keys.size === 0 ? situation.self : publicSelf(situation.self, keys),
    own: without(situation.own, privateVars(model, spec)),
    secrets: situation.secrets.filter((text) => !hidden.includes(text)),
    ...(situation.kept ? { kept: situation.kept.filter(({ text }) => !hidden.includes(text)) } : {}),
    ...(situation.confided ? { confided: situation.confided.filter((one) => !isPrivateOf(model, state, one)) } : {}),
    memories: remembered.size > 0 ? situation.memories.filter(({ text }) => !remembered.has(text)) : situation.memories,
    ...(provenance ? sharedWords(model, state, situation, remembered) : {}),
    partner: partner && {
      ...partner,
      own: without(partner.own, privateVars(model, specOf(model, state, indexOf(state.roster, partner.id)))),
    },
  };
}

/**
 * Messages, memories and advice in the form that may leave the machine, and rewards without those that are computed from something
 * private.
 */
function sharedWords(
  { derived }: ScenarioModel,
  { sealed }: State,
  { seen, talk, mine, memories, advice, rewards }: Situation,
  remembered: ReadonlySet<string>,
): Pick<Situation, 'seen' | 'talk' | 'mine' | 'memories' | 'advice' | 'rewards'> {
  const shared = <T extends { readonly text: string }>(list: readonly T[]): readonly T[] =>
    sealed.length === 0 ? list : list.map((one) => ({ ...one, text: sharedText(sealed, one.text) }));
  return {
    seen: shared(seen),
    ...(talk ? { talk: shared(talk) } : {}),
    mine: shared(mine),
    memories: shared(remembered.size > 0 ? memories.filter(({ text }) => !remembered.has(text)) : memories),
    advice: advice === null ? null : sharedText(sealed, advice),
    rewards: derived && derived.rewards.size > 0 ? rewards.filter(({ reward }) => !derived.rewards.has(reward)) : rewards,
  };
}

/** Whether a secret that another agent shares is private to that agent. */
const isPrivateOf = (model: ScenarioModel, state: State, { id, text }: ConfidedSecret): boolean =>
  privateSecrets(model, specOf(model, state, indexOf(state.roster, id)), 'told').includes(text);

function publicSelf(self: Self, keys: ReadonlySet<string>): Self {
  const { gender, ...rest } = self;
  const out: { [key: string]: unknown } = gender === undefined || keys.has('gender') ? rest : { ...rest, gender };
  for (const key of keys) {
    const [first = '', part] = key.split('.');
    if (part === undefined && first in EMPTY) out[first] = EMPTY[first as keyof Self];
    else if (part !== undefined && (first === 'personality' || first === 'drives'))
      out[first] = without(out[first] as { readonly [name: string]: Json }, [part]);
  }
  return out as unknown as Self;
}

function without<T>(record: { readonly [name: string]: T }, hidden: readonly string[]): { readonly [name: string]: T } {
  if (!hidden.some((name) => Object.hasOwn(record, name))) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !hidden.includes(name)));
}

/** Keys under `private` that are not fields of a prompt, or that other agents see. */
const UNTOLD: ReadonlySet<string> = new Set(['name', 'id', 'activity', 'model', 'prompts', 'extra']);

/** Number of fields of the agents in `indices`, and of variables of the world, that are withheld from minds on other machines. */
export function withheldCount(model: ScenarioModel, indices: readonly number[]): number {
  const declared = model.agentVars.filter((one) => one.private).length;
  const worldly = model.vars.filter((one) => one.private).length;
  const own = ({ private: keys = [], ...agent }: AgentSpec): number => keys.filter((key) => !UNTOLD.has(key) && names(agent, key)).length;
  return worldly + indices.reduce((sum, i) => sum + declared + own(model.agents.at(i)!), 0);
}
