/** Folds of what two did to each other when they met in a pair: the last acts with arguments, kept with who did them. */
import { at } from '../util/chunkedList.js';
import type { EventOf } from './events.js';
import { indexOf } from './roster.js';
import { type AgentState, type Deal, DEALT, pendingAnswer, type State } from './state.js';

/** The agent's deals with the act that was chosen now; the same list where there is nothing to keep. Words are not kept. */
export function dealt(state: State, agent: AgentState, { action, args }: EventOf<'act.chosen'>): readonly Deal[] {
  const { pairs, inPair } = state.agenda;
  if (pairs.length === 0) return agent.dealt;
  const pending = pendingAnswer(state);
  const pair = pending && pairs[inPair[pending.turn] ?? -1];
  const kept = Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'text'));
  if (!pair || Object.keys(kept).length === 0) return agent.dealt;
  const other = pair[0] === pending.agent ? pair[1] : pair[0];
  return [...agent.dealt.slice(1 - DEALT), { round: state.round, with: other, action, args: kept }];
}

/** The agent's deals without the one that was chosen just now and did not come about, or null where there is none. */
export function undealt(state: State, { agent, action }: EventOf<'act.rejected'>): readonly Deal[] | null {
  if (state.agenda.pairs.length === 0) return null;
  const deals = at(state.agents, indexOf(state.roster, agent))?.dealt ?? [];
  const last = deals.at(-1);
  return last?.round === state.round && last.action === action ? deals.slice(0, -1) : null;
}
