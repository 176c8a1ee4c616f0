/**
 * The prompt of an agent without a run: the question of round 1, or of a later round after some rounds without answers, with what
 * was kept and cut for it. It keeps no events and sends nothing.
 */
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import { agentAt } from '../../core/events/agents.js';
import type { Recalled } from '../../core/events/events.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import { indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { Timeline } from '../../core/events/timeline.js';
import { rowOf } from '../../core/events/ties.js';
import { advance } from '../drive/advance.js';
import { answerDrafts } from '../observation/answerDrafts.js';
import { asker } from '../plan/buildQuestion.js';
import { withoutEmbeddings } from '../memory/memory.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import type { PromptSpec, SectionTemplate } from '../model/agentSpec.js';
import { type AskAbout, plan } from '../plan/plan.js';
import { promptScope, renderPart, sectionsFor } from '../observation/prompt.js';
import { type Mind, MindFault } from '../model/mind.js';
import type { Part, Question } from '../model/question.js';
import type { Situation } from '../model/situationTypes.js';
import { holds } from '../evaluation/evaluate.js';
import { scopeOf } from '../evaluation/scope.js';
import { isOpenToAll, others } from '../observation/acquaintances.js';
import { withoutPrivate } from '../observation/withheldText.js';

/** Most rounds that are played before the question. */
export const MOST_ROUNDS = 3;

export interface PreviewHost {
  /** The same as in a run, so that a mind gives the same answers. */
  readonly ask: AskAbout;
  /** The mind of all agents before the question. */
  readonly mind: Mind;
  readonly token: CancellationToken;
  breathe(): Promise<void> | undefined;
}

export interface PreviewPart extends Part {
  readonly template: SectionTemplate;
  /** Why the template could not be filled. */
  readonly fault: string | null;
}

/** How much of something is in the prompt, and how much there is. `at` is the node that sets the limit. */
export interface Kept {
  readonly what: 'messages' | 'memories' | 'own' | 'people';
  readonly kept: number;
  readonly of: number;
  readonly at: NodeId;
}

/** An action of the phase that is not offered: its condition does not hold, or it has no target. */
interface ClosedAction {
  readonly action: string;
  readonly at: NodeId;
  readonly why: 'condition' | 'no-target';
  readonly condition: string | null;
}

/** A text of the file that may be in a prompt, and its place. */
interface Fact {
  readonly at: NodeId;
  readonly text: string;
}

export interface Preview {
  readonly agent: AgentId;
  readonly name: string;
  /** Node of the agent. */
  readonly at: NodeId;
  readonly mind: string;
  readonly round: number;
  readonly rounds: number;
  readonly phase: string;
  /** Position among the agents of this phase, from 1. */
  readonly turn: number;
  readonly turns: number;
  /** The society ended before the requested round. This is the last question before the end. */
  readonly ended: boolean;
  readonly parts: readonly PreviewPart[];
  readonly kept: readonly Kept[];
  readonly closed: readonly ClosedAction[];
  readonly recalled: readonly (Recalled & { readonly text: string })[];
  readonly facts: readonly Fact[];
}

interface Captured {
  readonly question: Question;
  readonly state: State;
  readonly phase: PhaseSpec;
}

/** The agent's first question after `after` rounds. Null if the agent is never asked, or if it was cancelled. */
export async function previewPrompt(model: ScenarioModel, agent: AgentId, after: number, host: PreviewHost): Promise<Preview | null> {
  const index = model.agents.indexOf(agent);
  if (index < 0) return null;
  const played = Math.max(0, Math.min(after, MOST_ROUNDS, model.rounds - 1));
  const found = await capture(model, index, played, host);
  return found && !host.token.isCancellationRequested ? previewOf(model, index, found, found.state.round <= played) : null;
}

/** Plays until the agent is asked in the round after `played` ones. If the society ends earlier, returns the last question. */
async function capture(model: ScenarioModel, index: number, played: number, host: PreviewHost): Promise<Captured | null> {
  const stop = new CancellationSource();
  const outer = host.token.onCancellationRequested(() => stop.cancel());
  let found: Captured | null = null;
  const ask: AskAbout = (of, state, i, phase, turn) => {
    const question = host.ask(of, state, i, phase, turn);
    if (i === index && question.purpose === 'act' && !(found && found.state.round > played)) found = { question, state, phase };
    if (i === index && question.purpose === 'act' && state.round > played) stop.cancel();
    return question;
  };
  const minds = new Map(model.minds.map(({ id }) => [id, host.mind]));
  const silent = { ask, minds, token: stop.token, concurrency: 1, breathe: () => host.breathe() };
  if (host.token.isCancellationRequested) stop.cancel();
  await advance(withoutEmbeddings(model), new Timeline(), silent);
  outer.dispose();
  return found;
}

const SILENCE = new MindFault('silent', 'No mind answers in a preview.');

/** Hashes identify answers, and a preview has none. */
const unhashed: AskAbout = asker(
  () => '',
  () => false,
);

/** The beginning of a run, before a mind is asked or the first round begins: who is there, with their first values. */
export function openingTimeline(model: ScenarioModel): Timeline {
  const timeline = new Timeline();
  const offline = withoutEmbeddings(model);
  while (timeline.head.round < 1) {
    const next = plan(offline, timeline.head, unhashed);
    if (next.kind !== 'emit') break;
    timeline.commit(next.drafts);
  }
  return timeline;
}

/** The first questions of round 1 for the given agents, without any answer. This is fast, because no mind is asked. */
export function openingQuestions(model: ScenarioModel, wanted: ReadonlySet<number>): ReadonlyMap<number, Question> {
  const timeline = new Timeline();
  const found = new Map<number, Question>();
  const ask: AskAbout = (of, state, i, phase, turn) => {
    const question = unhashed(of, state, i, phase, turn);
    if (wanted.has(i) && question.purpose === 'act' && !found.has(i)) found.set(i, question);
    return question;
  };
  const offline = withoutEmbeddings(model);
  while (found.size < wanted.size && timeline.head.round <= 1) {
    const next = plan(offline, timeline.head, ask);
    if (next.kind === 'stop') break;
    timeline.commit(next.kind === 'emit' ? next.drafts : answerDrafts(timeline.head, { kind: 'fault', fault: SILENCE }));
  }
  return found;
}

function previewOf(model: ScenarioModel, index: number, { question, state, phase }: Captured, ended: boolean): Preview {
  const { situation } = question;
  const agent = model.agents.at(index)!;
  const { recalled } = agentAt(state, index)!;
  const away = model.away?.has(agent.mind) === true;
  return {
    agent: agent.self.id,
    name: agent.self.name,
    at: agent.at,
    mind: agent.mind,
    round: situation.round,
    rounds: situation.rounds,
    phase: situation.phase,
    turn: state.agenda.asked + 1,
    turns: state.agenda.order.length,
    ended,
    parts: filled(agent.prompt, situation).map((part) => (away ? { ...part, text: withoutPrivate(model, part.text) } : part)),
    kept: keptOf(model, state, index, phase, situation),
    closed: closedOf(model, state, phase, situation),
    recalled: recalled.map((one) => ({ ...one, text: situation.memories.find(({ id }) => id === one.memory)?.text ?? '' })),
    facts: factsOf(model, index, phase),
  };
}

/** The same as `renderParts`, with the templates. */
export function filled(spec: PromptSpec, situation: Situation): readonly PreviewPart[] {
  const scope = promptScope(spec, situation);
  return sectionsFor(spec, situation).map((template) => {
    const part = renderPart(template, scope);
    return { ...part, template, fault: part.fault?.message ?? null };
  });
}

function keptOf(model: ScenarioModel, state: State, index: number, phase: PhaseSpec, situation: Situation): readonly Kept[] {
  const { seen, cut, memories, mine, known } = situation;
  const agent = agentAt(state, index)!;
  const world = phase.at.split('.').slice(0, 2).join('.');
  return [
    { what: 'messages', kept: seen.length, of: seen.length + cut, at: `${world}.feed` },
    { what: 'memories', kept: memories.length, of: agent.memories.length, at: `${model.at}.memory` },
    { what: 'own', kept: mine.length, of: agent.own.length, at: model.at },
    { what: 'people', kept: known.length, of: peopleOf(model, state, phase, index, situation), at: model.networks[0]?.at ?? model.at },
  ];
}

/** Number of agents that the agent has a tie to or has just read. All other agents, if an action offers every agent. */
function peopleOf(model: ScenarioModel, state: State, phase: PhaseSpec, index: number, { seen }: Situation): number {
  if (isOpenToAll(model, phase)) return others(state, index).length;
  const people = new Set(seen.map(({ author }) => indexOf(state.roster, author)));
  for (const { name } of model.networks) {
    const network = networkOf(state, name);
    if (network) for (const to of rowOf(network, index).to) people.add(to);
  }
  people.delete(index);
  return people.size;
}

function closedOf(model: ScenarioModel, state: State, phase: PhaseSpec, situation: Situation): readonly ClosedAction[] {
  const open = new Set([...situation.options, ...situation.riders].map(({ action }) => action));
  const scope = scopeOf(model, state);
  return [...phase.actions, ...phase.riders.map(({ action }) => action)]
    .filter(({ id }) => !open.has(id))
    .map(({ id, at, when }): ClosedAction => {
      const allowed = holds(when, scope);
      return { action: id, at: allowed ? at : `${at}.when`, why: allowed ? 'no-target' : 'condition', condition: when?.source ?? null };
    });
}

const TEXTS = ['name', 'occupation', 'bio', 'backstory', 'voice'] as const;
const LISTS = ['interests', 'values', 'traits', 'goals'] as const;

/** Texts of the file that may be in an agent's prompt in a phase. */
export function factsOf(model: ScenarioModel, index: number, phase: PhaseSpec): readonly Fact[] {
  const { self, at, memories } = model.agents.at(index)!;
  const texts = TEXTS.map((key): Fact => ({ at: `${at}.${key}`, text: self[key] }));
  const lists = LISTS.flatMap((key) => self[key].map((text, i): Fact => ({ at: `${at}.${key}.${i}`, text })));
  const actions = [...phase.actions, ...phase.riders.map(({ action }) => action)];
  const premise: Fact = { at: `${model.at}.premise`, text: model.premise.source };
  const does = actions.map((action): Fact => ({ at: `${action.at}.does`, text: action.does.source }));
  return [...texts, ...lists, ...memories.map(({ at: node, text }) => ({ at: node, text })), premise, ...does].filter(
    ({ text }) => text.trim() !== '',
  );
}
