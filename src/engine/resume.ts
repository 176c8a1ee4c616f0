/**
 * Going on from recorded events. Since `plan` is pure, everything but answers can be made again: the questions that
 * are open at the head are found by planning their phase anew, and a whole recording is verified the same way.
 */
import { canonical } from '../core/json.js';
import type { Draft, SimEvent } from '../core/events.js';
import { Timeline } from '../core/timeline.js';
import type { Model } from './model.js';
import { type AskAbout, plan } from './plan.js';
import type { Question } from './question.js';

/** A question that waits for its answer, and the position of its turn in the phase's order. */
export interface Open {
  readonly question: Question;
  readonly turn: number;
}

/** The recording and the model disagree: the file, the seed or the engine is not the one that made it. */
export class DeterminismError extends Error {
  constructor(
    readonly seq: number,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`Event ${seq} of the recording is not what this file gives.\n  recorded: ${expected}\n  now:      ${found}`);
    this.name = 'DeterminismError';
  }
}

/** Plans from the timeline's head along recorded events, taking answers from them, and throws at the first difference. */
export function follow(model: Model, timeline: Timeline, recorded: readonly SimEvent[], ask: AskAbout): readonly Open[] {
  let open: Open[] = [];
  while (timeline.head.seq + 1 < recorded.length) {
    const start = timeline.head.seq + 1;
    const next = plan(model, timeline.head, ask);
    if (next.kind === 'stop') throw new DeterminismError(start, canonical(recorded[start]), 'the end of the run');
    const turn = timeline.head.agenda.asked;
    timeline.commit(next.kind === 'emit' ? next.drafts : recordedStep(recorded, start));
    compare(recorded, timeline, start);
    if (next.kind === 'ask') open = open.slice(1);
    else if (next.question) open.push({ question: next.question, turn });
  }
  return open;
}

/** Questions asked and not answered at the timeline's head, in agenda order. */
export function openQuestions(model: Model, timeline: Timeline, ask: AskAbout): readonly Open[] {
  const { agenda } = timeline.head;
  if (agenda.stage !== 'phase' || agenda.answers.length === agenda.questions.length) return [];
  let seq = timeline.head.seq;
  while (timeline.events[seq]!.type !== 'phase.started') seq--;
  return follow(model, Timeline.of(timeline.events.slice(0, seq + 1)), timeline.events, ask);
}

/** A new timeline that shares the events up to the end of the step at `seq`. */
export function forkAt(timeline: Timeline, seq: number): Timeline {
  let last = seq;
  while (last < timeline.events.length - 1 && !timeline.events[last]!.end) last++;
  return Timeline.of(timeline.events.slice(0, last + 1));
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
