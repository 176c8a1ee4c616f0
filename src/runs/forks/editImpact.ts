/**
 * The impact of an edit: which questions of a recorded run would be asked in other words with another model. Each is compared in
 * the state when it was asked. Effects of new answers are not included: only a run shows them.
 */
import { type AskAbout, asker, plan, type ScenarioModel } from '../../engine/index.js';
import { moneyText } from '../../minds/index.js';
import { translated } from '../../core/util/recordedText.js';
import { sha256 } from '../../node/ports.js';
import { bookedOnAnswers, spentOnAnswers } from '../setup/spentByQuestion.js';
import { type ForkRequest, planFork } from './fork.js';
import { roughly } from '../cost/forecastText.js';
import { groupedFor, t } from '../../core/util/l10n.js';
import { usesLanguageModel } from '../setup/minds.js';
import type { RecordedRun } from '../live/recordedRun.js';
import { reduce } from '../../core/events/reduce.js';
import { initialState } from '../../core/events/state.js';
import type { SimEvent } from '../../core/events/events.js';

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

/** As sentences: how many, with the agents with most. `others`: agents whose memories are overridden, which the count does not include. */
export function editImpactText({ questions, changed, byAgent }: EditImpact, others: readonly string[] = []): string {
  const remembered = t('The memories of {0} are changed, and only a run shows the effects.', firstOf(others));
  if (changed === 0)
    return others.length > 0 ? remembered : t('All {0} questions of that run are asked in the same words.', groupedFor(questions));
  const who = firstOf(byAgent.map(([agent, n]) => `${agent ?? t('from outside')} ${n}`));
  const most = t(
    '{0} of {1} questions are asked in other words ({2}). The effects of new answers are not included.',
    changed,
    questions,
    who,
  );
  return others.length > 0 ? `${most} ${remembered}` : most;
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

// How many questions an edited file changes after a fork, and their cost, for the user to see before any is asked.

export interface ForkReach extends EditImpact {
  /** The last event that the fork would share. */
  readonly at: number;
  /** The parts of the edit without an effect. */
  readonly notes: readonly string[];
  /** One sentence each: how many questions are asked again, and their cost. */
  readonly lines: readonly string[];
}

export type Reached =
  | { readonly ok: true; readonly reach: ForkReach }
  /** `same`: the file has not changed; else the run cannot continue with it. */
  | { readonly ok: false; readonly same: boolean; readonly message: string };

/** Plans a fork before it is made: nothing is written, and no mind is asked. */
export function forkReach(parent: RecordedRun, request: ForkRequest): Reached {
  const planned = planFork(parent, request);
  if (!planned.ok) return { ...planned, same: false };
  const { fork, model, notes } = planned;
  if (!fork.changed)
    return { ok: false, same: true, message: 'The file has not changed since the run was made, so nothing would be different.' };
  const prose = new Set(parent.manifest.prose);
  const ask = asker(sha256, (id) => prose.has(id));
  const radius = editImpact(model, parent.events, ask, fork.at);
  const cost = usesLanguageModel(model) ? costWords(parent, radius.changed) : t('No cost: no language model answers.');
  return {
    ok: true,
    reach: { ...radius, at: fork.at, notes, lines: [editImpactText(radius, remembersOtherwise(fork)), cost, ...notes.map(translated)] },
  };
}

/** From the mean cost of an answer of the parent. */
function costWords({ resolved: { society }, events, answers }: RecordedRun, changed: number): string {
  const paid = answers.map(({ reused: _, ...line }) => line);
  const { calls, input, output, money } = spentOnAnswers(society, paid);
  if (calls === 0) return t('They are at least {0} calls; what they cost is not known yet.', changed);
  const share = changed / calls;
  const { currency = '' } = bookedOnAnswers(society, events, paid).find((one) => one.currency !== '') ?? {};
  const spent = money > 0 ? `, ${moneyText(money * share, currency)}` : '';
  return t('That is at least {0} calls: about {1} tokens{2}.', changed, roughly((input + output) * share), spent);
}
