/**
 * Secrets: what an agent keeps from others, from which agents, and which agents share it; and private fields and variables. A secret
 * belongs to a person or to a part of the cast. The prompts of its holder say from whom to keep it. The prompts of agents in
 * `known_to` contain it.
 */
import { type AgentSpec, type GivenMemory, type SecretSpec, specOf } from '../model/agentSpec.js';
import type { ConfidedSecret, KeptSecret, Self } from '../model/situationTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { memoBy } from '../../core/util/memo.js';
import { agentAt } from '../../core/events/agents.js';
import type { NodeId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import type { Persona } from '../../language/generated/society.js';
import { hasFlag } from '../model/flags.js';
import { everybody } from '../evaluation/participants.js';
import type { Report } from '../model/faults.js';
import { select } from '../evaluation/selectors.js';

/** The secrets of a person or of a part, in the order of the file. `at` is the node of that person or part. */
export function secretSpecs(secrets: Persona['secrets'], at: NodeId, report: Report): readonly SecretSpec[] {
  return Object.entries(secrets ?? {}).map(([id, { text, keep_from, known_to }]) => {
    const node = `${at}.secrets.${id}`;
    return {
      at: node,
      id,
      text: text.trim(),
      keepFrom: keep_from === undefined ? null : select(keep_from, `${node}.keep_from`, report),
      knownTo: known_to === undefined ? null : select(known_to, `${node}.known_to`, report),
    };
  });
}

/** All secrets of an agent: those of the person, then those of its part. */
export const secretsOf = ({ secrets, part }: Pick<AgentSpec, 'secrets' | 'part'>): readonly SecretSpec[] =>
  part === null || part.secrets.length === 0 ? secrets : [...secrets, ...part.secrets];

/** The own secrets that an agent's prompts contain. In runs before the flag `secrets_told` these are only those of the person. */
export const heldSecrets = (model: ScenarioModel, spec: Pick<AgentSpec, 'secrets' | 'part'>): readonly SecretSpec[] =>
  hasFlag(model, 'secrets_told') ? secretsOf(spec) : spec.secrets;

/** The own secrets with the names of the agents that they are kept from and of the agents that share them. */
export function keptSecrets(model: ScenarioModel, state: State, index: number): readonly KeptSecret[] {
  const namesOf = (indices: readonly number[]): readonly string[] => indices.map((i) => agentAt(state, i)!.name);
  return secretsOf(specOf(model, state, index)).map((secret) => {
    const shared = sharers(model, state, index, secret);
    const from = keptFrom(model, state, index, secret).filter((one) => !shared.includes(one));
    const all = secret.keepFrom?.source === 'all';
    return { text: secret.text, everybody: all, from: all ? [] : namesOf(from), shared: namesOf(shared) };
  });
}

/** Secrets of others that an agent may know, in the order of the cast, with the names of the agents that they are kept from. */
export function confidedSecrets(model: ScenarioModel, state: State, index: number): readonly ConfidedSecret[] {
  if (!hasSharers(model)) return NONE;
  return everybody(state).flatMap((holder): readonly ConfidedSecret[] => {
    if (holder === index) return NONE;
    const shared = secretsOf(specOf(model, state, holder)).filter((secret) => sharers(model, state, holder, secret).includes(index));
    const { id, name } = agentAt(state, holder)!;
    return shared.map((secret) => {
      const from = keptFrom(model, state, holder, secret).filter(
        (one) => one !== index && !sharers(model, state, holder, secret).includes(one),
      );
      const all = secret.keepFrom?.source === 'all';
      return { text: secret.text, id, name, everybody: all, from: all ? [] : from.map((one) => agentAt(state, one)!.name) };
    });
  });
}

const NONE: readonly never[] = [];

/** Whether any secret of the cast says which agents may know it. */
const hasSharers = memoBy(({ agents }: ScenarioModel) =>
  agents.representatives.some((spec) => secretsOf(spec).some(({ knownTo }) => knownTo !== null)),
);

const keptFrom = (model: ScenarioModel, state: State, holder: number, { keepFrom }: SecretSpec): readonly number[] =>
  keepFrom === null ? NONE : keepFrom.of(model, state, {}).filter((one) => one !== holder);

const sharers = (model: ScenarioModel, state: State, holder: number, { knownTo }: SecretSpec): readonly number[] =>
  knownTo === null ? NONE : knownTo.of(model, state, {}).filter((one) => one !== holder);

// The private fields and variables of an agent: those that its world, its population or its persona declares, and those that are
// computed from them.

/**
 * Which secrets count. `told`: the secrets that the agent knows in this run. Questions of a run before the flag `secrets_told` left
 * out the secrets of a part, and are made again in the same way. `all`: the secrets of the part too.
 */
export type WhichSecrets = 'told' | 'all';

/** Texts of the private secrets: all, or those that are named. */
export const privateSecrets = (model: ScenarioModel, { private: keys = [], ...spec }: AgentSpec, which: WhichSecrets): readonly string[] =>
  (which === 'told' ? heldSecrets(model, spec) : secretsOf(spec))
    .filter(({ id }) => keys.includes('secrets') || keys.includes(`secrets.${id}`))
    .map(({ text }) => text);

/** Texts of the private memories from before the run: all, or those of documents. */
export function privateMemories({ memories, private: keys = [] }: AgentSpec): readonly string[] {
  const isPrivate = ({ kind }: GivenMemory): boolean => keys.includes('memories') || (kind === 'read' && keys.includes('reads'));
  return keys.length === 0 ? [] : memories.filter(isPrivate).map(({ text }) => text);
}

/** Values of an agent's fields that say nothing. */
export const EMPTY: Partial<Self> = {
  ...{ age: null, occupation: '', bio: '', backstory: '', voice: '' },
  ...{ interests: [], values: [], traits: [], goals: [], personality: {}, drives: {} },
};
