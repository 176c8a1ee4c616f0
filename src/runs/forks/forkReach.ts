/** How far an edited file reaches behind the moment of a fork, and what it would cost: what is said before anybody is asked. */
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
  /** What of the edit has no effect any more. */
  readonly notes: readonly string[];
  /** One sentence each: how much is asked anew, and what that takes. */
  readonly lines: readonly string[];
}

export type Reached =
  | { readonly ok: true; readonly reach: ForkReach }
  /** `same`: the file has not changed; else it cannot go on with the run in the middle. */
  | { readonly ok: false; readonly same: boolean; readonly message: string };

/** Looks at a fork before it is made: nothing is written, and nobody is asked. */
export function forkReach(parent: RecordedRun, request: ForkRequest): Reached {
  const planned = planFork(parent, request);
  if (!planned.ok) return { ...planned, same: false };
  const { fork, model, notes } = planned;
  if (!fork.changed)
    return { ok: false, same: true, message: 'The file says what it said when the run was made, so nothing would be different.' };
  const prose = new Set(parent.manifest.prose);
  const ask = asker(sha256, (id) => prose.has(id));
  const radius = editImpact(model, parent.events, ask, fork.at);
  const cost = usesLanguageModel(model) ? costWords(parent, radius.changed) : 'No cost: no language model answers.';
  return {
    ok: true,
    reach: { ...radius, at: fork.at, notes, lines: [sentence(editImpactText(radius, remembersOtherwise(fork))), cost, ...notes] },
  };
}

/** From what an answer of the parent took in the mean. */
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
