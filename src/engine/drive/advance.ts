/**
 * Drives a run. It asks `plan` what comes next, commits it, takes questions to minds, and returns the answers. Questions of one
 * moment are sent at the same time and committed in the order of the agenda, never in the order of arrival.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Draft } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import { overriddenAnswerAt } from '../../core/events/overrides.js';
import { fold, type Timeline } from '../../core/events/timeline.js';
import { inTurns } from '../../core/util/pauses.js';
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

/** The services of the host for a run. */
export interface RunHost {
  readonly ask: AskAbout;
  readonly minds: ReadonlyMap<string, Mind>;
  readonly token: CancellationToken;
  /** Called with every answer before its first effect. Resolves when the answer is on disk. */
  keep?(question: Question, answer: MindAnswer): Promise<void> | undefined;
  /** Overrides at the current event that were cut off with the events after them. They are made again. */
  again?(): readonly Draft[];
  /** A promise when other work must get time, else undefined. `now`: give time in any case. */
  breathe(now: boolean): Promise<void> | undefined;
  /** The same within a step that takes long: the step goes on afterwards. */
  rest?(): Promise<void> | undefined;
  /** Number of questions that may be with minds at the same time. */
  readonly concurrency: number;
  /** Allows questions before their turn. The questions of the run, and the run, stay the same. */
  readonly ahead?: AheadPort | undefined;
}

export type AdvanceResult =
  | { readonly kind: 'ended' }
  | { readonly kind: 'stopped' }
  /** A limit was reached. Nothing is lost. The run continues from here once the limit is raised. */
  | { readonly kind: 'paused'; readonly code: string; readonly message: string }
  /** The run stops after its last step. It can continue once the cause is removed. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly at: NodeId | null };

/** Number of faults of single answers in a row after which the run stops. Otherwise it would fill with silent turns. */
const FAULTS_IN_A_ROW = 5;

/**
 * Continues a run from the head of its timeline to its end, to cancellation by `host.token`, or to a fault that stops it. Resolves
 * after all open answers have arrived and are on disk. Faults of minds are results, not rejections.
 */
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
  const rest = (): Promise<void> | undefined => host.rest?.();
  const isGoing = (): boolean => !host.token.isCancellationRequested;
  for (;;) {
    if (host.token.isCancellationRequested) return { kind: 'stopped' };
    const again = host.again?.() ?? [];
    if (again.length > 0) timeline.commit(again);
    const { head } = timeline;
    const planned = inTurns(() => plan(model, head, host.ask), rest, isGoing);
    const next = planned instanceof Promise ? await planned : planned;
    // While the step was planned, the run was stopped, or a user changed it.
    if (next === null || timeline.head !== head) continue;
    if (next.kind === 'stop') return { kind: 'ended' };
    if (next.kind === 'emit') {
      const turn = timeline.head.agenda.asked;
      const folded = inTurns(() => fold(head, next.drafts), rest, isGoing);
      const step = folded instanceof Promise ? await folded : folded;
      if (step === null || timeline.head !== head) continue;
      timeline.add(step);
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
    // Sends the questions before planning more.
    const pause = host.breathe(asking.filled());
    if (pause) await pause;
  }
}

/** The only faults that end a run while it waits for vectors. After other faults it continues without vectors. */
const pausedBy = ({ code, message }: MindFault): AdvanceResult | null =>
  code === BUDGET_REACHED ? { kind: 'paused', code, message } : null;

/** How a fault ends the run, or null if only the turn ends. */
function endBy(fault: MindFault, inARow: number): AdvanceResult | null {
  const { code, message, retryable } = fault;
  const paused = pausedBy(fault);
  if (paused || (inARow < FAULTS_IN_A_ROW && (retryable || ANSWER_FAULTS.has(code)))) return paused;
  return { kind: 'failed', code, message, at: null };
}
