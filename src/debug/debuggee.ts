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
  readonly reason: Breakpoint['reason'] | 'entry' | 'step' | 'pause' | 'goto' | 'restart';
  /** Breakpoints that were hit. */
  readonly hit: readonly number[];
}

/** Where a move leads from an event, among those that are recorded; null where that is not recorded yet. */
export type Target = (events: readonly SimEvent[], from: number) => number | null;

export interface Printed {
  readonly text: string;
  readonly event: SimEvent;
}

/** How far breakpoints have looked through what is recorded. */
export interface Search {
  readonly looked: number;
  readonly of: number;
}

/** What the run is under way to, and from where. */
interface Way {
  readonly target: Target | null;
  readonly reason: Stop['reason'];
  /** Where the cursor stood. */
  readonly began: number;
  /** Nothing up to here is an end of it. */
  readonly from: number;
}

/** Events that are looked at in one go. */
const AT_ONCE = 4_096;

export class Debuggee implements Disposable {
  readonly #stopped = new Emitter<Stop>();
  readonly #printed = new Emitter<Printed>();
  readonly #searched = new Emitter<Search | null>();
  readonly #ended = new Emitter<void>();
  readonly #watch: Disposable;
  #breakpoints: readonly Breakpoint[] = [];
  /** Null while the cursor stands. */
  #way: Way | null = null;
  /** Breakpoints look through the recording; where the way leads is known behind that. */
  #isSearching = false;
  /** Grows with each move, so that one that was overtaken ends. */
  #move = 0;
  #seq = -1;
  #lastStop: Stop | null = null;
  /** The state at the cursor, once somebody asked for it. */
  #state: State | null = null;
  /** The state that the next commit follows. */
  #head: State;
  #isOver = false;

  readonly onStop: Event<Stop> = this.#stopped.event;
  readonly onPrint: Event<Printed> = this.#printed.event;
  /** Fires while breakpoints look through much, and with null when they are through. */
  readonly onSearch: Event<Search | null> = this.#searched.event;
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
    if (this.#state?.seq !== this.#seq) this.#state = this.timeline.at(this.#seq);
    return this.#state;
  }

  /** Why the cursor stands where it does; null before the first stop. */
  get lastStop(): Stop | null {
    return this.#lastStop;
  }

  get isStanding(): boolean {
    return this.#way === null;
  }

  /** The run is at its end, or has nothing left to do but to be kept. */
  get isOver(): boolean {
    return this.#isOver || this.timeline.head.ended !== null;
  }

  /** The cursor is in the last step that is recorded. */
  get isLive(): boolean {
    const { events } = this.timeline;
    return this.#seq < 0 ? events.length === 0 : events[this.#seq]!.step === events.at(-1)!.step;
  }

  get breakpoints(): readonly Breakpoint[] {
    return this.#breakpoints;
  }

  /** New ones look through the recording before the run goes on, as before a move; a search that is under way takes them in. */
  set breakpoints(all: readonly Breakpoint[]) {
    this.#breakpoints = all;
    if (this.#way && !this.#isSearching) void this.#search();
  }

  /** Goes on to the next breakpoint or, where one is given, the target; to the end of the run where neither comes. */
  forward(target: Target | null = null, reason: Stop['reason'] = 'step'): Promise<void> {
    this.#way = { target, reason, began: this.#seq, from: this.#seq };
    return this.#search();
  }

  /** Goes along with a run that is under way from where it is, past what happened before anybody looked. */
  follow(): Promise<void> {
    this.#seq = this.#last;
    return this.forward();
  }

  /** Goes back to the last breakpoint or, where one is given, the target; to the first event where there is none. */
  async backward(target: ((events: readonly SimEvent[], from: number) => number) | null = null): Promise<void> {
    const from = this.#seq;
    if (target) {
      const to = target(this.timeline.events, from);
      return this.#stand(to, { reason: to < 0 ? 'entry' : 'step', hit: [] });
    }
    this.#way = { target: null, reason: 'step', began: from, from };
    if (!(await this.#look(() => from))) return;
    const stops = this.#breakpoints.filter(({ log }) => log === null);
    const hit = Math.max(-1, ...stops.map(({ matches }) => matches.before(from) ?? -1));
    this.#stand(hit, hit < 0 ? { reason: 'entry', hit: [] } : this.#hitAt(hit));
  }

  /** Moves the cursor alone. */
  goto(seq: number, reason: 'goto' | 'restart' | 'entry' = 'goto'): void {
    this.gate.hold();
    this.#stand(seq, { reason, hit: [] });
  }

  /** Something was set where the run stands: the cursor goes behind it. */
  catchUp(): void {
    this.#stand(this.#last, { reason: 'goto', hit: [] });
  }

  /** Stands where the run is now; a question that is out stays out, and its answer is kept. */
  pause(): void {
    this.gate.hold();
    this.#stand(this.#isSearching ? this.#seq : this.#last, { reason: 'pause', hit: [] });
  }

  dispose(): void {
    this.#move++;
    this.#way = null;
    this.#watch.dispose();
    this.gate.release();
    for (const part of [this.#stopped, this.#printed, this.#searched, this.#ended]) part.dispose();
  }

  get #last(): number {
    return this.timeline.events.length - 1;
  }

  /** Looks where the way leads to, in the recording; where it leads behind that, the run goes on. */
  async #search(): Promise<void> {
    this.gate.hold();
    if (await this.#look(() => this.#last)) this.#goOn();
  }

  /** Lets every breakpoint look through what is recorded up to `end`, with breaks; false where another move has begun meanwhile. */
  async #look(end: () => number): Promise<boolean> {
    const move = ++this.#move;
    this.#isSearching = true;
    for (let breaks = 0; ; breaks++) {
      const behind = this.#breakpoints.filter(({ matches }) => matches.looked <= end());
      if (behind.length === 0) {
        if (breaks > 1) this.#searched.fire(null);
        this.#isSearching = false;
        return true;
      }
      for (const { matches } of behind) matches.look(matches.looked + (matches.needsStates ? AT_ONCE : 16 * AT_ONCE));
      if (breaks > 0) this.#searched.fire({ looked: Math.min(...behind.map(({ matches }) => matches.looked)), of: end() + 1 });
      await this.breathe();
      if (move !== this.#move) return false;
    }
  }

  #goOn(): void {
    if (this.#arrived()) return;
    if (!this.#isOver) return this.gate.release();
    if (this.#lastStop === null || this.#way!.began >= this.#last) return this.#leave();
    this.#stand(this.#last, { reason: 'step', hit: [] });
  }

  #committed(): void {
    const before = this.#head;
    this.#head = this.timeline.head;
    if (this.#way === null || this.#isSearching) return;
    for (const { matches } of this.#breakpoints) matches.look(this.#head.seq, before);
    this.#arrived();
  }

  /** Stands where the way leads to, if that is recorded: at the target or a breakpoint, whichever comes first. */
  #arrived(): boolean {
    const { target, from, reason, began } = this.#way!;
    const { events } = this.timeline;
    const aim = target?.(events, from) ?? null;
    const hits = this.#breakpoints.flatMap(({ log, matches }) => (log === null ? (matches.after(from) ?? []) : []));
    const hit = hits.length === 0 ? null : Math.min(...hits);
    const end = hit !== null && (aim === null || hit <= aim) ? hit : aim;
    this.#print(from, end ?? this.#last);
    if (end === null) {
      // What is behind is done with. It ends with a step, from where every move counts as from its start.
      this.#seq = this.#last;
      this.#way = { target, reason, began, from: this.#seq };
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

  /** The cursor stands at an event, or at the nearest there is. Whatever was on its way ends. */
  #stand(seq: number, stop: Stop): void {
    this.#move++;
    if (this.#isSearching) this.#searched.fire(null);
    this.#isSearching = false;
    this.#way = null;
    this.#lastStop = stop;
    this.#seq = Math.min(Math.max(0, seq), this.#last);
    this.#stopped.fire(stop);
  }

  /** The run has come to its end: whoever has looked into it can go on to do so. */
  #over(): void {
    this.#isOver = true;
    if (this.#way !== null && !this.#isSearching) this.#goOn();
  }

  #leave(): void {
    this.#way = null;
    this.#ended.fire();
  }
}
