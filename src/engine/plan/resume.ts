/**
 * Continues from recorded events. `plan` is pure, so everything except answers can be made again. Open questions are found by
 * planning their phase again, and a whole recording is verified in the same way.
 */
import { canonical } from '../../core/util/json.js';
import type { Draft, SimEvent } from '../../core/events/events.js';
import { Timeline } from '../../core/events/timeline.js';
import { type ScenarioModel, modelAt } from '../model/model.js';
import { type AskAbout, plan } from './plan.js';
import type { Question } from '../model/question.js';

/** A question without an answer, and the position of its turn in the phase's order. */
interface Open {
  readonly question: Question;
  readonly turn: number;
}

/** The recording and the model disagree. The recording was made with another file, seed or engine. */
export class DeterminismError extends Error {
  constructor(
    readonly seq: number,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`Event ${seq} of the recording differs from what this file gives.\n  recorded: ${expected}\n  now:      ${found}`);
    this.name = 'DeterminismError';
  }
}

/** Whether a step was given from outside, like an answer. Earlier events do not determine its contents. */
export const isManualStep = ({ type }: SimEvent): boolean => type === 'run.forked' || type === 'state.overridden';

/**
 * Plans from the timeline's head along recorded events. Answers and overrides come from the recording. Returns the open questions.
 * Throws a `DeterminismError` at the first difference.
 */
export function follow(model: ScenarioModel, timeline: Timeline, recorded: readonly SimEvent[], ask: AskAbout): readonly Open[] {
  const steps = following(model, timeline, recorded, ask);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** The same in steps, so that a caller can pause between them. */
export function* following(
  model: ScenarioModel,
  timeline: Timeline,
  recorded: readonly SimEvent[],
  ask: AskAbout,
): Generator<void, readonly Open[]> {
  let open: Open[] = [];
  while (timeline.head.seq + 1 < recorded.length) {
    yield;
    const start = timeline.head.seq + 1;
    if (isManualStep(recorded[start]!)) {
      timeline.commit(recordedStep(recorded, start));
      compare(recorded, timeline, start);
      continue;
    }
    const next = plan(modelAt(model, start), timeline.head, ask);
    if (next.kind === 'stop') throw new DeterminismError(start, canonical(recorded[start]), 'the end of the run');
    const turn = timeline.head.agenda.asked;
    timeline.commit(next.kind === 'emit' ? next.drafts : recordedStep(recorded, start));
    compare(recorded, timeline, start);
    if (next.kind === 'ask') open = open.slice(1);
    else if (next.kind === 'emit' && next.question) open.push({ question: next.question, turn });
  }
  return open;
}

/** Questions without an answer at the timeline's head, in the order of the agenda. */
export function openQuestions(model: ScenarioModel, timeline: Timeline, ask: AskAbout): readonly Open[] {
  const { agenda } = timeline.head;
  if (agenda.stage !== 'phase' || agenda.answers.length === agenda.questions.length) return [];
  let seq = timeline.head.seq;
  while (timeline.events[seq]!.type !== 'phase.started') seq--;
  return follow(model, Timeline.of(timeline.events.slice(0, seq + 1)), timeline.events, ask);
}

/** The last event of the step at `seq`. A run can continue and be forked there. */
export function stepEnd(events: readonly SimEvent[], seq: number): number {
  let last = seq;
  while (last < events.length - 1 && !events[last]!.end) last++;
  return last;
}

function recordedStep(recorded: readonly SimEvent[], start: number): readonly Draft[] {
  const drafts: Draft[] = [];
  for (let i = start; i < recorded.length; i++) {
    const { seq: _seq, step: _step, end, cause, at, ...body } = recorded[i]!;
    drafts.push({ body, cause, at } as Draft);
    if (end) break;
  }
  return drafts;
}

function compare(recorded: readonly SimEvent[], timeline: Timeline, start: number): void {
  for (let i = start; i <= timeline.head.seq; i++) {
    const [expected, found] = [canonical(recorded[i] ?? null), canonical(timeline.events[i])];
    if (expected !== found) throw new DeterminismError(i, expected, found);
  }
}
