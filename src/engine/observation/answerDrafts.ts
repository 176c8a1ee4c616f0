/** The events of one answer, or of the fault that replaces it. */
import { logAt } from '../../core/util/chunkedList.js';
import type { Draft } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Verdict } from './answer.js';
import type { MindFault, StandIn } from '../model/mind.js';

export type Given =
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly by?: StandIn }
  | { readonly kind: 'fault'; readonly fault: MindFault };

/** The events for the first open question. */
export function answerDrafts({ agenda, roster }: State, given: Given): readonly Draft[] {
  const question = logAt(agenda.questions, agenda.answers.length)!;
  const agent = question.agent < 0 ? null : idAt(roster, question.agent);
  const base = { at: null, cause: question.seq };
  if (given.kind === 'fault') {
    const { code, message } = given.fault;
    return [
      { ...base, body: { type: 'fault', code, text: message, agent } },
      { ...base, body: { type: 'answer.received', agent, hash: question.hash, status: 'fallback', reason: code, value: null } },
    ];
  }
  const { by, verdict } = given;
  const { status, reason, value } = verdict;
  const instead = by ? { by: by.mind, because: by.reason } : {};
  return [{ ...base, body: { type: 'answer.received', agent, hash: question.hash, status, reason, value, ...instead } }];
}
