/**
 * What happens next, as a pure function of model and state: a step of drafts, a wait for answers, or the end.
 * One round: phases in order · ties · measures · the end of the round; `until` and the limit are tested between rounds.
 */
import { at } from '../core/chunked.js';
import type { Draft } from '../core/events.js';
import { memoryId } from '../core/ids.js';
import { rng, shuffled } from '../core/rng.js';
import { idAt } from '../core/roster.js';
import { messageIndex, type State } from '../core/state.js';
import { actDrafts } from './acts.js';
import { tieDrafts } from './evidence.js';
import type { Model, PhaseSpec } from './model.js';
import { openingDrafts } from './opening.js';
import type { Question } from './question.js';
import { recall } from './recall.js';
import { builtinMeasures, evaluate, faultDrafts, holds, scopeOf } from './scope.js';
import { delivery } from './situation.js';

export type Plan =
  | { readonly kind: 'emit'; readonly drafts: readonly Draft[]; readonly question?: Question }
  /** The questions from `agenda.answered` on are open; the first must be answered next. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'stop' };

/** Makes the question of an agent's turn; injected because hashing is a port. */
export type AskAbout = (model: Model, state: State, agent: number, phase: PhaseSpec) => Question;

export function plan(model: Model, state: State, ask: AskAbout): Plan {
  switch (state.agenda.stage) {
    case 'new':
      return emit(openingDrafts(model));
    case 'opened':
      return emit([{ at: model.at, body: { type: 'round.started', round: 1 } }]);
    case 'round':
    case 'phase_ended':
      return nextPhase(model, state);
    case 'phase':
      return nextTurn(model, state, ask);
    case 'ties':
      return emit(closingDrafts(model, state));
    case 'round_ended':
      return nextRound(model, state);
    case 'ended':
      return { kind: 'stop' };
  }
}

const emit = (drafts: readonly Draft[]): Plan => ({ kind: 'emit', drafts });

function nextRound(model: Model, state: State): Plan {
  const scope = scopeOf(model, state);
  if (model.until && holds(model.until, scope)) return emit([{ at: model.until.at, body: { type: 'run.ended', reason: 'until' } }]);
  if (state.round >= model.rounds) return emit([{ at: model.at, body: { type: 'run.ended', reason: 'rounds' } }]);
  return emit([...faultDrafts(model.until, scope), { at: model.at, body: { type: 'round.started', round: state.round + 1 } }]);
}

function nextPhase(model: Model, state: State): Plan {
  const phase = model.phases[state.agenda.phase + 1];
  if (phase) {
    const order = actingOrder(model, state, phase).map((index) => idAt(state.roster, index));
    const scope = scopeOf(model, state);
    const faults = [...phase.actions, ...phase.riders.map((rider) => rider.action)].flatMap((action) => faultDrafts(action.when, scope));
    return emit([...faults, { at: phase.at, body: { type: 'phase.started', phase: phase.id, order } }]);
  }
  const drafts = tieDrafts(model, state);
  return emit(drafts.length > 0 ? drafts : closingDrafts(model, state));
}

/** Simultaneous effects come in a seeded shuffle, never in cast order. */
function actingOrder(model: Model, state: State, phase: PhaseSpec): readonly number[] {
  const all = model.agents.map((_, i) => i);
  return phase.order === 'sequential' ? all : shuffled(rng(model.seed, 'engine.order', state.round, phase.id), all);
}

function nextTurn(model: Model, state: State, ask: AskAbout): Plan {
  const { agenda } = state;
  const phase = model.phases[agenda.phase]!;
  if (agenda.answer) return emit(actDrafts(model, state, phase));
  const waits = phase.order === 'simultaneous' ? agenda.asked === agenda.order.length : agenda.asked > agenda.done;
  if (!waits && agenda.asked < agenda.order.length) return turnStage(model, state, phase, ask);
  if (agenda.done < agenda.asked) return { kind: 'ask' };
  return emit([{ at: phase.at, body: { type: 'phase.ended', phase: phase.id } }]);
}

/** Observe, recall, ask: one step each. */
function turnStage(model: Model, state: State, phase: PhaseSpec, ask: AskAbout): Plan {
  const index = state.agenda.order[state.agenda.asked]!;
  const agent = idAt(state.roster, index);
  const node = model.agents[index]!.at;
  if (state.agenda.part === 'observe') return emit(observeDrafts(model, state, phase, index));
  if (state.agenda.part === 'recall') {
    const { memories, inbox } = at(state.agents, index)!;
    const query = inbox.map((id) => state.messages.backing[messageIndex(state, id)]!.text);
    return emit([
      {
        at: node,
        cause: state.seq,
        body: {
          type: 'recall.done',
          agent,
          memories: recall(model.memory, memories, query.length > 0 ? query : [model.premise], state.round),
        },
      },
    ]);
  }
  const question = ask(model, state, index, phase);
  const mind = model.agents[index]!.mind;
  return {
    kind: 'emit',
    question,
    drafts: [{ at: node, cause: state.seq, body: { type: 'question.asked', agent, purpose: question.purpose, hash: question.hash, mind } }],
  };
}

/** The turn begins: what reaches the agent, what was cut, and what it keeps in mind of it. */
function observeDrafts(model: Model, state: State, phase: PhaseSpec, index: number): readonly Draft[] {
  const agent = idAt(state.roster, index);
  const node = model.agents[index]!.at;
  const { messages, cut } = delivery(model, state, index);
  const drafts: Draft[] = [
    { at: node, body: { type: 'turn.started', agent, phase: phase.id } },
    { at: phase.at, causeIn: 0, body: { type: 'message.delivered', agent, messages: messages.map((m) => m.id) } },
  ];
  if (cut > 0) drafts.push({ at: phase.at, causeIn: 0, body: { type: 'message.cut', agent, count: cut, reason: 'feed' } });
  const { addressed, seenAddressed, memories } = at(state.agents, index)!;
  let n = memories.length;
  for (let i = seenAddressed; i < addressed.length; i++) {
    const message = state.messages.backing[addressed.backing[i]!]!;
    const author = idAt(state.roster, message.author);
    n++;
    drafts.push({
      at: node,
      cause: message.seq,
      body: {
        type: 'memory.written',
        id: memoryId(agent, n),
        agent,
        kind: 'heard',
        text: message.text,
        about: [author],
        importance: message.audience === 'direct' ? 6 : 5,
        source: message.id,
      },
    });
  }
  return drafts;
}

/** Measures and the end of the round, in one step. */
function closingDrafts(model: Model, state: State): readonly Draft[] {
  const scope = scopeOf(model, state);
  const taken = model.measures.flatMap(({ id, at, formula }): readonly Draft[] => {
    const value = formula ? evaluate(formula, scope).value : builtinMeasures[id]!(model, state);
    return [
      ...faultDrafts(formula, scope),
      { at, body: { type: 'measure.taken', measure: id, value: typeof value === 'number' ? value : null } },
    ];
  });
  return [...taken, { at: model.at, body: { type: 'round.ended', round: state.round } }];
}
