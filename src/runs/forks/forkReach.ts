/** How many questions an edited file changes after a fork, and their cost, for the user to see before any is asked. */
import { asker } from '../../engine/index.js';
import { moneyText } from '../../minds/index.js';
import { sha256 } from '../../node/ports.js';
import { type EditImpact, editImpact, editImpactText, remembersOtherwise } from './editImpact.js';
import { bookedOnAnswers, spentOnAnswers } from '../setup/spentByQuestion.js';
import { type ForkRequest, planFork } from './fork.js';
import { roughly } from '../cost/forecastText.js';
import { usesLanguageModel } from '../setup/minds.js';
import type { RecordedRun } from '../live/recordedRun.js';

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
  const cost = usesLanguageModel(model) ? costWords(parent, radius.changed) : 'No cost: no language model answers.';
  return {
    ok: true,
    reach: { ...radius, at: fork.at, notes, lines: [sentence(editImpactText(radius, remembersOtherwise(fork))), cost, ...notes] },
  };
}

/** From the mean cost of an answer of the parent. */
function costWords({ resolved: { society }, events, answers }: RecordedRun, changed: number): string {
  const paid = answers.map(({ reused: _, ...line }) => line);
  const { calls, input, output, money } = spentOnAnswers(society, paid);
  if (calls === 0) return `They are at least ${changed} calls; what they cost is not known yet.`;
  const share = changed / calls;
  const { currency = '' } = bookedOnAnswers(society, events, paid).find((one) => one.currency !== '') ?? {};
  const spent = money > 0 ? `, ${moneyText(money * share, currency)}` : '';
  return `That is at least ${changed} calls: about ${roughly((input + output) * share)} tokens${spent}.`;
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
