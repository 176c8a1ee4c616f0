/**
 * The impact of an edit: which questions of a recorded run would be asked in other words with another model. Each is compared in
 * the state when it was asked. Effects of new answers are not included: only a run shows them.
 */
import { reduce } from '../../core/events/reduce.js';
import { initialState } from '../../core/events/state.js';
import type { SimEvent } from '../../core/events/events.js';
import { type AskAbout, type ScenarioModel, plan } from '../../engine/index.js';

export interface EditImpact {
  /** Questions of the recording. */
  readonly questions: number;
  /** How many of them would be asked in other words, or not at all. */
  readonly changed: number;
  /** The same by agent, most first; null is a mind outside the society. */
  readonly byAgent: readonly (readonly [agent: string | null, changed: number])[];
}

/** `after`: only the questions after this event. */
export function editImpact(model: ScenarioModel, recorded: readonly SimEvent[], ask: AskAbout, after = -1): EditImpact {
  const changed = new Map<string | null, number>();
  let questions = 0;
  let state = initialState();
  let before = state;
  for (const event of recorded) {
    if (event.type === 'question.asked' && event.seq > after) {
      questions++;
      if (hashNow(model, before, ask) !== event.hash) changed.set(event.agent, (changed.get(event.agent) ?? 0) + 1);
    }
    state = reduce(state, event);
    if (event.end) before = state;
  }
  const byAgent = [...changed].sort((a, b) => b[1] - a[1]);
  return { questions, changed: byAgent.reduce((sum, [, n]) => sum + n, 0), byAgent };
}

/** As text: how many, with the agents with most. `others`: agents whose memories are overridden, which the count does not include. */
export function editImpactText({ questions, changed, byAgent }: EditImpact, others: readonly string[] = []): string {
  const remembered = `the memories of ${firstOf(others)} are changed, and only a run shows the effects`;
  if (changed === 0) return others.length > 0 ? remembered : `all ${questions} questions of that run are asked in the same words`;
  const who = firstOf(byAgent.map(([agent, n]) => `${agent ?? 'from outside'} ${n}`));
  const most = `${changed} of ${questions} questions are asked in other words (${who}); the effects of new answers are not included`;
  return others.length > 0 ? `${most}; ${remembered}` : most;
}

/** Agents whose memories a fork sets, or removes, in its own step. */
export const remembersOtherwise = ({ events, at }: { readonly events: readonly SimEvent[]; readonly at: number }): readonly string[] => [
  ...new Set(
    events
      .slice(at + 1)
      .flatMap((event) => (event.type === 'state.overridden' && event.change.kind === 'memory' ? [event.change.agent] : [])),
  ),
];

const firstOf = (names: readonly string[]): string => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;

/** Hash of the question that the model asks next in this state, or null where it asks none. */
function hashNow(model: ScenarioModel, state: ReturnType<typeof initialState>, ask: AskAbout): string | null {
  try {
    const next = plan(model, state, ask);
    return next.kind === 'emit' && next.question ? next.question.hash : null;
  } catch {
    return null;
  }
}
