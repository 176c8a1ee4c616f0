/**
 * Drives a run: asks `plan` what comes next, commits it, and brings questions to minds and answers back. Questions
 * asked together are asked at once and committed in agenda order, never in order of arrival.
 */
import type { CancellationToken } from '../../core/util/cancellation.js';
import type { Draft } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import { overriddenAnswerAt } from '../../core/events/overrides.js';
import type { Timeline } from '../../core/events/timeline.js';
import { answerDrafts } from '../observation/answerDrafts.js';
import { Asking } from './questionQueue.js';
import { spotOf } from './imaginedRun.js';
import type { AheadPort } from './speculationPacing.js';
import { embeddedDrafts, openEmbeddings } from '../plan/embeddingRequests.js';
import { ANSWER_FAULTS, BUDGET_REACHED, type Mind, type MindAnswer, type MindFault } from '../model/mind.js';
import type { ScenarioModel } from '../model/model.js';
import { type AskAbout, plan } from '../plan/plan.js';
import type { Question } from '../model/question.js';
import { openQuestions } from '../plan/resume.js';

/** What a run needs from its host. */
export interface RunHost {
  readonly ask: AskAbout;
  readonly minds: ReadonlyMap<string, Mind>;
  readonly token: CancellationToken;
  /** Called with every answer before its first effect; resolves when it is on disk. */
  keep?(question: Question, answer: MindAnswer): Promise<void> | undefined;
  /** Overrides where the run stands, which were cut off with what came after them: they are made again. */
  again?(): readonly Draft[];
  /** A promise when it is time to let others run, else undefined; `now`: it is time in any case. */
  breathe(now: boolean): Promise<void> | undefined;
  /** How many questions may be with minds at once. */
  readonly concurrency: number;
  /** Questions are asked before their turn where this is given. What is asked, and the run, stay the same. */
  readonly ahead?: AheadPort | undefined;
}

export type AdvanceResult =
  | { readonly kind: 'ended' }
  | { readonly kind: 'stopped' }
  /** A limit was reached. Nothing is lost, and the run goes on where it stands once the limit is raised. */
  | { readonly kind: 'paused'; readonly code: string; readonly message: string }
  /** The run stands at its last step and can go on once the cause is gone. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly at: NodeId | null };

/** Faults of single answers after which the run stops rather than fill up with silent turns. */
const FAULTS_IN_A_ROW = 5;

export async function advance(model: ScenarioModel, timeline: Timeline, host: RunHost): Promise<AdvanceResult> {
  const asking = new Asking(model, host, () => timeline.head);
  try {
    return await asking.ended(await driven(model, timeline, host, asking));
  } finally {
    asking.stop();
  }
}

async function driven(model: ScenarioModel, timeline: Timeline, host: RunHost, asking: Asking): Promise<AdvanceResult> {
  const add = (turn: number, question: Question, position: number): void =>
    asking.add(spotOf(timeline.head, turn), question, overriddenAnswerAt(timeline.head, position));
  let position = timeline.head.agenda.answers.length;
  for (const { question, turn } of openQuestions(model, timeline, host.ask)) add(turn, question, position++);
  for (const question of openEmbeddings(model, timeline.head, host.ask)) asking.embed(question);
  let faults = 0;
  for (;;) {
    if (host.token.isCancellationRequested) return { kind: 'stopped' };
    const again = host.again?.() ?? [];
    if (again.length > 0) timeline.commit(again);
    const next = plan(model, timeline.head, host.ask);
    if (next.kind === 'stop') return { kind: 'ended' };
    if (next.kind === 'emit') {
      const turn = timeline.head.agenda.asked;
      timeline.commit(next.drafts);
      if (next.question) add(turn, next.question, timeline.head.agenda.questions.length - 1);
      for (const question of next.embeddings ?? []) asking.embed(question);
    } else if (next.kind === 'embed') {
      const answer = await asking.firstEmbedding();
      if (answer.kind === 'cancelled') return { kind: 'stopped' };
      const end = answer.kind === 'fault' ? pausedBy(answer.fault) : null;
      if (end) return end;
      timeline.commit(embeddedDrafts(model, timeline.head, answer));
    } else {
      const first = asking.first();
      const answer = first instanceof Promise ? await first : first;
      if (answer.kind === 'cancelled') return { kind: 'stopped' };
      faults = answer.kind === 'fault' ? faults + 1 : 0;
      const end = answer.kind === 'fault' ? endBy(answer.fault, faults) : null;
      if (end) return end;
      timeline.commit(answerDrafts(timeline.head, answer));
    }
    // What was asked gets on its way before more is planned.
    const pause = host.breathe(asking.filled());
    if (pause) await pause;
  }
}

/** What alone ends a run that waits for vectors, without which it can go on. */
const pausedBy = ({ code, message }: MindFault): AdvanceResult | null =>
  code === BUDGET_REACHED ? { kind: 'paused', code, message } : null;

/** How a fault ends the run, or null where the turn passes with it. */
function endBy(fault: MindFault, inARow: number): AdvanceResult | null {
  const { code, message, retryable } = fault;
  const paused = pausedBy(fault);
  if (paused || (inARow < FAULTS_IN_A_ROW && (retryable || ANSWER_FAULTS.has(code)))) return paused;
  return { kind: 'failed', code, message, at: null };
}
