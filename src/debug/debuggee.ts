/**
 * A run under a debugger: a cursor over what is recorded, and the run held between two steps while the cursor stands. The
 * cursor moves by itself alone; only where it passes the last event does the run go on. Knows no protocol.
 */
import type { Disposable } from '../core/disposable.js';
import { Emitter, type Event } from '../core/emitter.js';
import type { SimEvent } from '../core/events.js';
import type { State } from '../core/state.js';
import type { Gate } from './gate.js';
import type { DebugRun } from './host.js';
import type { Matches } from './matches.js';

/** Something to stop at, or to print at. */
export interface Breakpoint {
  readonly id: number;
  readonly reason: 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'exception';
  readonly matches: Matches;
  /** A log point: its words at an event. It never stops. */
  readonly log: ((state: State, event: SimEvent) => string) | null;
}

export interface Stop {
  readonly reason: Breakpoint['reason'] | 'entry' | 'step' | 'pause' | 'goto';
  /** Breakpoints that were hit. */
  readonly hit: readonly number[];
}

/** Where a move leads from an event, among those that are recorded; null where that is not recorded yet. */
export type Target = (events: readonly SimEvent[], from: number) => number | null;

export interface Printed {
  readonly text: string;
  readonly event: SimEvent;
}

/** Events that are looked at in one go. */
const AT_ONCE = 4_096;

export class Debuggee implements Disposable {
  readonly #stopped = new Emitter<Stop>();
  readonly #printed = new Emitter<Printed>();
  readonly #ended = new Emitter<void>();
  readonly #watch: Disposable;
  #breakpoints: readonly Breakpoint[] = [];
  /** What the run is under way to, and from where; null while the cursor stands. */
  #way: { readonly target: Target | null; readonly from: number; readonly reason: Stop['reason'] } | null = null;
  /** Grows with each move, so that one that was overtaken ends. */
  #move = 0;
  #seq = -1;
  /** The state that the next commit follows. */
  #head: State;
  #isOver = false;
  #hasStopped = false;

  readonly onStop: Event<Stop> = this.#stopped.event;
  readonly onPrint: Event<Printed> = this.#printed.event;
  /** Fires once, when the run is over and nobody looks at it. */
  readonly onEnd: Event<void> = this.#ended.event;

  constructor(
    readonly run: DebugRun,
    readonly gate: Gate,
    readonly breathe: () => Promise<void>,
  ) {
    this.#head = this.timeline.head;
    this.#watch = this.timeline.onCommit(() => this.#committed());
    void run.done.then(() => this.#over());
  }

  get timeline(): DebugRun['live']['timeline'] {
    return this.run.live.timeline;
  }

  /** Event that the cursor stands behind; −1 before the first. */
  get seq(): number {
    return this.#seq;
  }

  get state(): State {
    return this.timeline.at(this.#seq);
  }

  get isStanding(): boolean {
    return this.#way === null;
  }

  /** The run is at its end. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The cursor is in the last step that is recorded. */
  get isLive(): boolean {
    const { events } = this.timeline;
    return this.#seq < 0 ? events.length === 0 : events[this.#seq]!.step === events.at(-1)!.step;
  }

  set breakpoints(all: readonly Breakpoint[]) {
    this.#breakpoints = all;
  }

  get breakpoints(): readonly Breakpoint[] {
    return this.#breakpoints;
  }

  /** Goes on to the next breakpoint or, where one is given, the target; to the end of the run where neither comes. */
  async forward(target: Target | null = null, reason: Stop['reason'] = 'step'): Promise<void> {
    const move = ++this.#move;
    const from = this.#seq;
    this.#way = { target, from, reason };
    if (!(await this.#look(this.timeline.events.length - 1, move))) return;
    if (this.#arrived()) return;
    if (!this.#isOver) return this.gate.release();
    if (from >= this.timeline.events.length - 1) return this.#leave();
    this.#stand(this.timeline.events.length - 1, { reason: 'step', hit: [] });
  }

  /** Goes back to the last breakpoint or, where one is given, the target; to the first event where there is none. */
  async backward(target: ((events: readonly SimEvent[], from: number) => number) | null = null): Promise<void> {
    const move = ++this.#move;
    const from = this.#seq;
    this.#way = { target: null, from, reason: 'step' };
    if (target) return this.#stand(Math.max(0, target(this.timeline.events, from)), { reason: from > 0 ? 'step' : 'entry', hit: [] });
    if (!(await this.#look(from, move))) return;
    const stops = this.#breakpoints.filter(({ log }) => log === null);
    const hit = Math.max(-1, ...stops.map(({ matches }) => matches.before(from) ?? -1));
    this.#stand(Math.max(0, hit), hit < 0 ? { reason: 'entry', hit: [] } : this.#hitAt(hit));
  }

  /** Moves the cursor alone. */
  goto(seq: number): void {
    this.#move++;
    this.gate.hold();
    this.#stand(Math.max(0, Math.min(seq, this.timeline.events.length - 1)), { reason: 'goto', hit: [] });
  }

  /** Stands where the run is now; a question that is out stays out, and its answer is kept. */
  pause(): void {
    this.#move++;
    this.gate.hold();
    this.#stand(this.timeline.events.length - 1, { reason: 'pause', hit: [] });
  }

  dispose(): void {
    this.#move++;
    this.#watch.dispose();
    this.gate.release();
    this.#stopped.dispose();
    this.#printed.dispose();
    this.#ended.dispose();
  }

  /** Lets every breakpoint look as far as `seq`, with breaks; false where another move has begun meanwhile. */
  async #look(seq: number, move: number): Promise<boolean> {
    for (;;) {
      const behind = this.#breakpoints.filter(({ matches }) => matches.looked <= seq);
      if (behind.length === 0) return move === this.#move;
      for (const { matches } of behind) matches.look(Math.min(seq, matches.looked + (matches.needsStates ? AT_ONCE : 16 * AT_ONCE)));
      await this.breathe();
      if (move !== this.#move) return false;
    }
  }

  #committed(): void {
    const before = this.#head;
    this.#head = this.timeline.head;
    if (this.#way === null) return;
    for (const { matches } of this.#breakpoints) matches.look(this.#head.seq, before);
    this.#arrived();
  }

  /** Stands where the way leads to, if that is recorded: at the target or a breakpoint, whichever comes first. */
  #arrived(): boolean {
    const { target, from, reason } = this.#way!;
    const { events } = this.timeline;
    const aim = target?.(events, from) ?? null;
    const hits = this.#breakpoints.flatMap(({ log, matches }) => (log === null ? (matches.after(from) ?? []) : []));
    const hit = hits.length === 0 ? null : Math.min(...hits);
    const end = hit !== null && (aim === null || hit <= aim) ? hit : aim;
    this.#print(from, end ?? events.length - 1);
    if (end === null) {
      // What is behind is done with. It ends with a step, from where every move counts as from its start.
      this.#seq = events.length - 1;
      this.#way = { target, from: this.#seq, reason };
      return false;
    }
    this.gate.hold();
    this.#stand(end, end === hit ? this.#hitAt(end) : { reason, hit: [] });
    return true;
  }

  /** Log points from one event to another. */
  #print(from: number, to: number): void {
    for (const { log, matches } of this.#breakpoints) {
      if (!log) continue;
      for (let seq = matches.after(from); seq !== null && seq <= to; seq = matches.after(seq))
        this.#printed.fire({ text: log(this.timeline.at(seq), this.timeline.events[seq]!), event: this.timeline.events[seq]! });
    }
  }

  #hitAt(seq: number): Stop {
    const hit = this.#breakpoints.filter(({ log, matches }) => log === null && matches.isAt(seq));
    return { reason: hit[0]?.reason ?? 'breakpoint', hit: hit.map(({ id }) => id) };
  }

  #stand(seq: number, stop: Stop): void {
    this.#way = null;
    this.#hasStopped = true;
    this.#seq = seq;
    this.#stopped.fire(stop);
  }

  /** The run has come to its end: whoever has looked into it can go on to do so. */
  #over(): void {
    this.#isOver = true;
    if (this.#way === null) return;
    if (this.#hasStopped) this.#stand(this.timeline.events.length - 1, { reason: 'step', hit: [] });
    else this.#leave();
  }

  #leave(): void {
    this.#way = null;
    this.#ended.fire();
  }
}
