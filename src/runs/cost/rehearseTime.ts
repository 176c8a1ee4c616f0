/** A rehearsal of a run for its time and log: the built-in mind plays in memory for a limited time, and each step is timed. */
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import { packed } from '../../core/events/textVectors.js';
import type { SimEvent } from '../../core/events/events.js';
import { tableBytes } from '../../core/events/snapshots.js';
import { Timeline } from '../../core/events/timeline.js';
import { advance, asker, type Mind, type ScenarioModel } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import { builtinMind, phraseBook, randomMind } from '../../minds/index.js';
import { sha256 } from '../../node/ports.js';
import { eventLine } from '../../trace/index.js';

/** What a part of a run took. */
export interface Taken {
  /** Milliseconds of the clock. */
  ms: number;
  /** Bytes of the log: events of one agent each, and events that hold columns. */
  single: number;
  columns: number;
  /** Bytes of the tables of ties at the ends of rounds that are not those of the round before. */
  ties: number;
}

export interface TimedRun {
  /** Before round 1, and after the last. */
  readonly once: ReadonlyMap<string, Taken>;
  /** For each round, by the phase. */
  readonly rounds: readonly ReadonlyMap<string, Taken>[];
  /** Rounds that were played to their end. */
  readonly complete: number;
  readonly ended: boolean;
  /** The limit came within a step of the first round, so that the time of this round is not known. */
  readonly isCut: boolean;
  /** Steps of turns. */
  readonly steps: number;
}

interface TimeLimits {
  /** Milliseconds since any start. */
  readonly now: () => number;
  /** Milliseconds after which the rehearsal ends; the first round may take four times as long. */
  readonly limitMs: number;
  readonly token: CancellationToken;
  readonly breathe: () => Promise<void> | undefined;
}

const FIRST_ROUND = 4;

/** Events of the steps of a turn. All agents of a phase can take one step before one of them takes the next. */
const STEPS: ReadonlySet<SimEvent['type']> = new Set(['turn.started', 'question.asked', 'answer.received', 'turn.ended']);
export const STEPS_OF_TURN = STEPS.size;

/** Plays until the end or the limit, which can come within a step of a crowd. Throws if the run fails. */
export async function timedRun(society: Society, model: ScenarioModel, { now, limitMs, token, breathe }: TimeLimits): Promise<TimedRun> {
  const stop = new CancellationSource();
  const outer = token.onCancellationRequested(() => stop.cancel());
  const timeline = new Timeline();
  const begun = now();
  const once = new Map<string, Taken>();
  const rounds: Map<string, Taken>[] = [];
  let steps = 0;
  let last = begun;
  let ends = timeline.head.networks;
  timeline.onCommit((events) => {
    const { agenda, round } = timeline.head;
    const isOnce = agenda.program !== 'round' || round === 0;
    const of = isOnce ? once : (rounds[round - 1] ??= new Map());
    const key = `${agenda.program} ${agenda.phase}`;
    const taken = of.get(key) ?? { ms: 0, single: 0, columns: 0, ties: 0 };
    of.set(key, taken);
    for (const event of events) {
      taken[isColumns(event) ? 'columns' : 'single'] += eventLine(event).length;
      if (STEPS.has(event.type)) steps++;
      if (event.type !== 'round.ended') continue;
      const { networks } = timeline.head;
      for (const { table } of networks) if (!ends.some((end) => end.table === table)) taken.ties += tableBytes(table);
      ends = networks;
    }
    const at = now();
    taken.ms += at - last;
    last = at;
  });
  const stopsInTime = (): boolean => {
    if (now() - begun > limitMs * (timeline.head.round > 1 ? 1 : FIRST_ROUND)) stop.cancel();
    return stop.token.isCancellationRequested;
  };
  const pause = (): Promise<void> | undefined => {
    stopsInTime();
    return breathe();
  };
  let isCut = false;
  // Within a step, the clock is read where the event loop gets its turn.
  const rest = (): Promise<void> | undefined => {
    const pausing = breathe();
    if (pausing && stopsInTime()) isCut = timeline.head.round <= 1;
    return pausing;
  };
  const host = {
    ask: asker(sha256, () => false),
    minds: standIns(society, model),
    token: stop.token,
    concurrency: 1,
    breathe: pause,
    rest,
  };
  const outcome = await advance(model, timeline, host);
  outer.dispose();
  stop.dispose();
  if (outcome.kind === 'failed') throw new Error(outcome.message);
  const ended = outcome.kind === 'ended';
  const { round } = timeline.head;
  return { once, rounds, complete: ended ? round : Math.max(0, round - 1), ended, isCut, steps };
}

const isColumns = ({ type }: SimEvent): boolean => type === 'variables.set' || type === 'ties.changed' || type === 'agents.joined';

/** The built-in mind in place of every other mind except the random one. */
function standIns(society: Society, model: ScenarioModel): ReadonlyMap<string, Mind> {
  const book = phraseBook(society.phrases ?? {}, model.language);
  const [builtin, random] = [builtinMind(book), randomMind(book)];
  return new Map(
    model.minds.map(({ id, kind }): [string, Mind] => {
      const inner = kind === 'random' ? random : builtin;
      const vectors: Mind['ask'] = (question, token) =>
        question.texts ? { value: { vectors: question.texts.map(() => packed([1])!) } } : inner.ask(question, token);
      return [id, { ...inner, id, ask: vectors }];
    }),
  );
}
