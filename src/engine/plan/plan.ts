/**
 * What happens next, as a pure function of model and state: a step of drafts, a wait for answers, or the end. It goes through the
 * phases before round 1, the phases of each round, and the phases after the last. phaseKinds has what each kind does.
 */
import { agentAt } from '../../core/events/agents.js';
import type { Draft } from '../../core/events/events.js';
import { memoryId, type MessageId } from '../../core/util/ids.js';
import { recent } from '../../core/util/memo.js';
import { rng } from '../../core/random/rng.js';
import { idAt } from '../../core/events/roster.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import type { Message, State } from '../../core/events/state.js';
import { specOf } from '../model/agentSpec.js';
import { expectationDrafts } from '../phases/expectations.js';
import { deliver, hiddenFrom } from '../observation/feed.js';
import type { ScenarioModel } from '../model/model.js';
import { offersIn } from '../observation/actionTargets.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { openingDrafts, resetDrafts } from '../phases/openingEvents.js';
import { handlerOf, isAtOnce, turnsIn } from '../phaseKinds/table.js';
import { firstAskedOf } from './buildQuestion.js';
import { beginTurns, endDrafts } from './phaseSteps.js';
import type { Question } from '../model/question.js';
import { type RecallCues, recallDraft } from '../memory/retrieveForTurn.js';
import { embeddingStep, unwantedDrafts } from './embeddingRequests.js';
import { noting } from '../model/faults.js';
import { faultDrafts, holds, numberOf } from '../evaluation/evaluate.js';
import { letPause, scopeOf } from '../evaluation/scope.js';
import { divided } from '../turns/resourceClaims.js';

type Plan =
  /** `embeddings`: questions for vectors, one for each of the drafts. */
  | { readonly kind: 'emit'; readonly drafts: readonly Draft[]; readonly question?: Question; readonly embeddings?: readonly Question[] }
  /** The questions without an answer are open. The first must be answered next. */
  | { readonly kind: 'ask' }
  /** The same for questions for vectors. No turn continues without their answers. */
  | { readonly kind: 'embed' }
  | { readonly kind: 'stop' };

/**
 * Makes the question of a turn. It is a parameter because hashing is a port. `turn` is the position in the phase's order. With
 * `texts` it makes the question for their vectors, which are needed before that turn.
 */
export type AskAbout = (
  model: ScenarioModel,
  state: State,
  agent: number,
  phase: PhaseSpec,
  turn: number,
  texts?: readonly string[],
) => Question;

/** The next step. Faults of formulas are its first events. Until then the log of the model holds them. */
export function plan(model: ScenarioModel, state: State, ask: AskAbout): Plan {
  letPause(model, state);
  const { result, noted } = noting(model.faultLog, () => next(model, state, ask));
  const faults = faultDrafts(model, state, noted);
  if (result.kind !== 'emit' || faults.length === 0) return result;
  return { ...result, drafts: [...faults, ...shifted(result.drafts, faults.length)] };
}

function next(model: ScenarioModel, state: State, ask: AskAbout): Plan {
  switch (state.agenda.stage) {
    case 'new':
      return emit(openingDrafts(model));
    case 'opened':
    case 'round':
    case 'phase_ended':
      return nextPhase(model, state);
    case 'phase':
      return nextTurn(model, state, ask);
    case 'round_ended':
      return state.ending ? nextPhase(model, state) : emit(resetDrafts(model, state, state.round + 1));
    case 'ended':
      return { kind: 'stop' };
  }
}

const emit = (drafts: readonly Draft[]): Plan => ({ kind: 'emit', drafts });

/** The next phase of the program that takes place, or the end after the last phase. */
function nextPhase(model: ScenarioModel, state: State): Plan {
  const { program, phase: done } = state.agenda;
  const next = model.phases[program][done + 1];
  if (next) return beginPhase(model, state, next);
  if (program === 'start') return emit(resetDrafts(model, state, 1));
  if (program === 'end')
    return emit([...expectationDrafts(model, state), { at: model.at, body: { type: 'run.ended', reason: state.ending! } }]);
  const last = !state.ending && state.round >= model.rounds;
  const ending: readonly Draft[] = last ? [{ at: model.at, body: { type: 'run.ending', reason: 'rounds' } }] : [];
  return emit([...ending, { at: model.at, body: { type: 'round.ended', round: state.round } }]);
}

/** Once the run is ending, the remaining phases of the world are left out, and no agent is coached. */
const isLeftOut = (state: State, phase: PhaseSpec): boolean =>
  state.ending !== null && (phase.world || handlerOf(phase).leftOutAtEnd === true);

function beginPhase(model: ScenarioModel, state: State, phase: PhaseSpec): Plan {
  const turns = isLeftOut(state, phase) ? { order: [] } : beginTurns(model, state, phase);
  const id = (index: number): string => idAt(state.roster, index);
  const started: Draft = {
    at: phase.at,
    body: {
      type: 'phase.started',
      phase: phase.id,
      order: turns.order.map((index) => (index < 0 ? null : id(index))),
      ...(turns.pairs ? { pairs: turns.pairs.map(([a, b]) => [id(a), id(b)] as const) } : {}),
      ...(turns.inPair ? { inPair: turns.inPair } : {}),
      ...(turns.times ? { times: turns.times } : {}),
    },
  };
  if (isLeftOut(state, phase)) return emit([started, { at: phase.at, body: { type: 'phase.ended', phase: phase.id } }]);
  if (!handlerOf(phase).turns && !turns.pairs) return emit([started, ...shifted(endDrafts(model, state, phase), 1)]);
  return emit([started]);
}

/** Drafts that follow others of the same step. The positions of their causes move with them. */
const shifted = (drafts: readonly Draft[], by: number): readonly Draft[] =>
  drafts.map((draft) => (draft.causeIn === undefined ? draft : { ...draft, causeIn: draft.causeIn + by }));

function nextTurn(model: ScenarioModel, state: State, ask: AskAbout): Plan {
  const { agenda } = state;
  const phase = model.phases[agenda.program][agenda.phase]!;
  if (state.embeddings.open.length > 0) {
    const unwanted = unwantedDrafts(model, state);
    return unwanted ? emit(unwanted) : { kind: 'embed' };
  }
  if (pendingAnswer(state)) {
    const grants = claims(model, state, phase);
    if (grants === 'wait') return { kind: 'ask' };
    return emit(grants.length > 0 ? grants : turnsIn(phase).answered(model, state, phase));
  }
  const open = agenda.done < agenda.asked;
  if (open && !(isAtOnce(phase) && agenda.asked < agenda.order.length)) return { kind: 'ask' };
  if (agenda.asked < agenda.order.length && !isCutShort(model, state, phase)) return turnStage(model, state, phase, ask);
  const speaker = handlerOf(phase).turns?.nextSpeaker?.(model, state, phase);
  if (speaker)
    return emit([{ at: phase.at, body: { type: 'speaker.chosen', agent: idAt(state.roster, speaker.agent), reason: speaker.reason } }]);
  return emit(endDrafts(model, state, phase));
}

/** An order in which each agent sees the changes before it ends early when the phase's `until` holds. */
const isCutShort = (model: ScenarioModel, state: State, phase: PhaseSpec): boolean =>
  phase.until !== null && !isAtOnce(phase) && state.agenda.asked > 0 && holds(phase.until, scopeOf(model, state));

/** If acts claim shares, all answers come first. The shares are then computed before the first effect. */
function claims(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] | 'wait' {
  const { agenda } = state;
  if (!phase.actions.some(({ share }) => share)) return [];
  if (isAtOnce(phase) && (agenda.grants !== null || agenda.taken > 0)) return [];
  if (isAtOnce(phase) && agenda.answers.length < agenda.order.length - (agenda.done - agenda.taken)) return 'wait';
  return phase.actions.flatMap((action) => {
    const { share } = action;
    if (!share) return [];
    const asking = agenda.answers.backing
      .slice(0, agenda.answers.length)
      .filter(({ reason, value }) => reason === null && (value as { action?: unknown }).action === action.id)
      // Each takes from what the ones before have left.
      .filter(({ turn }) => agenda.grants?.[turn] === undefined)
      .map(({ agent, turn, value }) => ({
        agent,
        turn,
        asked: Number((value as { args?: { [id: string]: unknown } }).args?.[share.ask] ?? 0),
      }));
    const granted = divided(
      share.rule,
      numberOf(share.of, scopeOf(model, state)) ?? 0,
      asking.map(({ asked }) => asked),
      rng(model.seed, 'engine.share', state.round, phase.id, action.id),
    );
    return asking.map(({ agent, turn, asked }, i): Draft => {
      const body = {
        type: 'claim.granted',
        agent: idAt(state.roster, agent),
        turn,
        action: action.id,
        asked,
        granted: granted[i]!,
      } as const;
      return { at: share.at, body };
    });
  });
}

/** Observe, recall, ask: one step each, from the first stage of the kind of phase. A mind outside the society only answers. */
function turnStage(model: ScenarioModel, state: State, phase: PhaseSpec, ask: AskAbout): Plan {
  const { agenda } = state;
  const index = agenda.order[agenda.asked]!;
  const { firstStage, cues } = turnsIn(phase);
  if (index < 0 || firstStage === 'ask') return asked(model, state, index, phase, ask, phase.at);
  const agent = idAt(state.roster, index);
  const node = specOf(model, state, index).at;
  if (agenda.part === 'observe') {
    const away = cannotAct(state, index, agenda.times[agenda.asked]);
    const started: Draft = { at: node, body: { type: 'turn.started', agent, phase: phase.id } };
    if (away) return emit([started, { at: node, causeIn: 0, body: { type: 'turn.ended', agent, reason: away } }]);
    if (firstStage === 'observe') return emit(observeDrafts(model, state, phase, index, started));
    return recalled(model, state, index, phase, cues, ask, [started]);
  }
  if (agenda.part === 'recall') return recalled(model, state, index, phase, cues, ask, []);
  return asked(model, state, index, phase, ask, node);
}

/** The recalled memories, or first the request for the vectors that recall needs. */
function recalled(
  model: ScenarioModel,
  state: State,
  index: number,
  phase: PhaseSpec,
  cues: RecallCues,
  ask: AskAbout,
  before: readonly Draft[],
): Plan {
  const vectors = embeddingStep(model, state, phase, ask);
  return vectors ? { kind: 'emit', ...vectors } : emit([...before, recallDraft(model, state, index, phase, cues)]);
}

function cannotAct(state: State, index: number, time: number | undefined): 'muted' | 'busy' | 'no_action_available' | null {
  const agent = agentAt(state, index)!;
  if (!agent.present) return 'no_action_available';
  if (agent.muted) return 'muted';
  return time !== undefined && time < agent.busyUntil ? 'busy' : null;
}

function asked(model: ScenarioModel, state: State, index: number, phase: PhaseSpec, ask: AskAbout, node: string): Plan {
  const question = ask(model, state, index, phase, state.agenda.asked);
  const agent = index < 0 ? null : idAt(state.roster, index);
  const { purpose, hash, mind, situation, meant = situation, shared } = question;
  const offers = agent === null || purpose !== 'act' ? {} : offersIn(model, state, phase, meant);
  const first = shared ? firstAskedOf(state, hash) : undefined;
  const sharing = first === undefined ? {} : { sharedWith: idAt(state.roster, first) };
  const body = { type: 'question.asked', agent, purpose, hash, mind, ...offers, ...sharing } as const;
  return { kind: 'emit', question, drafts: [{ at: node, cause: state.seq, body }] };
}

/** Ids of a list of messages. The same list gives the same list of ids. */
const idsOf = recent(8, (messages: readonly Message[]): readonly MessageId[] => messages.map(({ id }) => id));

/** The beginning of a turn: the messages that reach the agent, the number left out, and the memories that it makes of them. */
function observeDrafts(model: ScenarioModel, state: State, phase: PhaseSpec, index: number, started: Draft): readonly Draft[] {
  const agent = idAt(state.roster, index);
  const node = specOf(model, state, index).at;
  const { messages, cut, muted } = deliver(model, state, index, phase);
  const drafts: Draft[] = [started, { at: phase.at, causeIn: 0, body: { type: 'message.delivered', agent, messages: idsOf(messages) } }];
  if (cut > 0) drafts.push({ at: phase.at, causeIn: 0, body: { type: 'message.cut', agent, count: cut, reason: 'feed' } });
  if (muted > 0) drafts.push({ at: phase.at, causeIn: 0, body: { type: 'message.cut', agent, count: muted, reason: 'muted' } });
  const silenced = muted > 0 ? hiddenFrom(state, index, phase.feed) : null;
  const { addressed, seenAddressed, memories } = agentAt(state, index)!;
  let n = memories.length;
  for (let i = seenAddressed; i < addressed.length; i++) {
    const message = state.messages.backing[addressed.backing[i]!]!;
    if (message.author >= 0 && (model.nulls.has('isolated') || silenced?.has(message.author))) continue;
    const about = message.author < 0 || message.author === index ? [] : [idAt(state.roster, message.author)];
    const importance = message.kind === 'told' ? 5 : message.audience === 'direct' ? 6 : message.kind === 'act' ? 3 : 5;
    const kind = message.kind === 'told' ? 'told' : 'heard';
    n++;
    drafts.push({
      at: node,
      cause: message.seq,
      body: { type: 'memory.written', id: memoryId(agent, n), agent, kind, text: message.text, about, importance, source: message.id },
    });
  }
  return drafts;
}
