/** Recall at a turn: the cue for its memories, and how their relevance is computed. */
import { logItems } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import { nearness, vectorsBy } from '../../core/events/textVectors.js';
import type { Draft } from '../../core/events/events.js';
import type { AgentId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import type { Contact, Message, State } from '../../core/events/state.js';
import { REFLECTION, specOf } from '../model/agentSpec.js';
import { textOf } from '../evaluation/evaluate.js';
import { deliver } from '../observation/feed.js';
import { weighs } from './memory.js';
import type { ScenarioModel } from '../model/model.js';
import { candidates, type Cue, recall, recallToReflect, recordsOf } from './retrieval.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { sightOf } from '../observation/sharedInbox.js';
import { hasFlag } from '../model/flags.js';
import { hidden } from '../evaluation/privateHiding.js';
import { isPrivateMemory } from '../observation/withheldText.js';
import type { PhaseSpec } from '../model/worldSpec.js';

/** The cue for the turns of a kind of phase: what these fields name. If they name nothing, the premise. */
export interface RecallCues {
  /** The messages that were delivered for the turn. */
  readonly delivered?: true;
  /** What others did to the agent in this round. */
  readonly contacts?: true;
  /** Recall uses importance instead of a cue. */
  readonly reflects?: true;
  /** The texts of the phase's questions. */
  texts?(model: ScenarioModel, phase: PhaseSpec): readonly string[];
}

/** A turn that is being prepared: agent, phase, messages just read, and acts to rate. */
interface Turn {
  readonly index: number;
  readonly phase: PhaseSpec;
  readonly cues: RecallCues;
  readonly read: readonly Message[];
  readonly rated: readonly Contact[];
}

const turnOf = (state: State, index: number, phase: PhaseSpec, cues: RecallCues): Turn => ({
  index,
  phase,
  cues,
  read: cues.delivered ? sightOf(state, agentAt(state, index)!.inbox).messages : [],
  rated: cues.contacts ? logItems(state.contacts).filter(({ to }) => to === index) : [],
});

/**
 * The event with the recalled memories. The cue of an act is what was just read, that of a survey its questions, that of a
 * reflection the most important records, and otherwise the premise.
 */
export function recallDraft(model: ScenarioModel, state: State, index: number, phase: PhaseSpec, cues: RecallCues): Draft {
  const agent = agentAt(state, index)!;
  const turn = turnOf(state, index, phase, cues);
  const relevance = relevanceAt(model, state, turn);
  const cue = cueOf(model, state, turn, relevance);
  const memories = cues.reflects
    ? recallToReflect(model.memory, agent, cue, model.memory.reflect?.questions ?? REFLECTION.questions)
    : recall(model.memory, agent, cue);
  const by = relevance ? ({ by: 'embeddings' } as const) : {};
  return { at: specOf(model, state, index).at, cause: state.seq, body: { type: 'recall.done', agent: agent.id, memories, ...by } };
}

function cueOf(model: ScenarioModel, state: State, turn: Turn, relevance: Cue['relevance']): Cue {
  const about = model.memory.kind === 'trace' ? atHand(state, turn) : [];
  return { texts: cueTexts(model, state, turn), about, round: state.round, hours: model.clock?.hours ?? 1, relevance };
}

/** The partner, or the authors of the messages and acts. */
function atHand(state: State, { index, read, rated }: Turn): readonly AgentId[] {
  const pair = state.agenda.pairs[state.agenda.inPair[state.agenda.asked] ?? -1];
  const people = pair ? [pair[0] === index ? pair[1] : pair[0]] : [...read.map(({ author }) => author), ...rated.map(({ from }) => from)];
  return people.filter((one) => one >= 0 && one !== index).map((one) => idAt(state.roster, one));
}

function cueTexts(model: ScenarioModel, state: State, { index, phase, cues, read, rated }: Turn): readonly string[] {
  const texts = [
    ...read.map(({ text }) => text),
    ...rated.map(({ message }) => state.messages.backing[message]!.text),
    ...(cues.texts?.(model, phase) ?? []),
  ];
  if (texts.length > 0) return texts;
  const premise = (): string => textOf(model.premise, scopeOf(model, state, { me: agentValue(model, state, index) }));
  const { embeddings } = model.memory;
  const isAway = embeddings !== null && model.away?.has(embeddings.mind) === true;
  return [isAway && hasFlag(model, 'private_by_provenance') ? hidden(premise) : premise()];
}

/** Relevance by vectors. Undefined if relevance is by words, or if a vector is not known. */
function relevanceAt(model: ScenarioModel, state: State, turn: Turn): Cue['relevance'] {
  const { embeddings } = model.memory;
  if (embeddings === null) return undefined;
  const compared = comparedTexts(model, state, turn, false);
  const vectorOf = vectorsBy(state.embeddings, embeddings.model);
  if (compared.length === 0 || compared.some((text) => vectorOf(text) === null)) return undefined;
  return (texts, others) => nearness(vectorOf, texts, others);
}

/** Texts without known vectors that recall compares at the agent's turn. `ahead`: the agent has not read its messages yet. */
export function unknownTexts(
  model: ScenarioModel,
  state: State,
  index: number,
  phase: PhaseSpec,
  cues: RecallCues,
  ahead: boolean,
): readonly string[] {
  const now = turnOf(state, index, phase, cues);
  const turn = ahead && cues.delivered ? { ...now, read: deliver(model, state, index, phase).messages } : now;
  const vectorOf = vectorsBy(state.embeddings, model.memory.embeddings!.model);
  return comparedTexts(model, state, turn, ahead).filter((text) => vectorOf(text) === null);
}

/**
 * Memories that are compared, and the texts that they are compared with. Empty texts, and texts that are private as a whole, are
 * left out.
 */
function comparedTexts(model: ScenarioModel, state: State, turn: Turn, ahead: boolean): readonly string[] {
  const { index, cues } = turn;
  const agent = agentAt(state, index)!;
  const reflects = cues.reflects === true;
  const scores = reflects || weighs(model.memory);
  const weighed = reflects ? recordsOf(agent) : scores ? candidates(model.memory, agent) : [];
  // The message that the agent is about to hear will be a memory too.
  const hears = ahead && scores && cues.delivered === true && agent.seenAddressed < agent.addressed.length;
  if (weighed.length === 0 && !hears) return [];
  const cue = reflects ? [] : cueTexts(model, state, turn);
  const texts = new Set([...weighed.map((i) => agent.memories.backing[i]!.text), ...cue]);
  const isKept = model.away?.has(model.memory.embeddings!.mind) === true;
  return [...texts].filter((text) => text.trim() !== '' && !(isKept && isPrivateMemory(model, text)));
}
