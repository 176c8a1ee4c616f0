/**
 * A run under a debugger: a cursor over the recorded events, and the run held between two steps while the cursor is at rest. The
 * cursor moves without the run; the run continues only where the cursor passes the last event. Knows no protocol.
 */
import { type Disposable, Emitter, type Event } from '../../core/util/lifecycle.js';
import type { SimEvent } from '../../core/events/events.js';
import type { AgentId } from '../../core/util/ids.js';
import { changesMany } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { RunState } from '../../protocol/summary.js';
import type { Gate } from '../run/stepGate.js';
import { inTurns } from '../../core/util/pauses.js';
import { firstStop, lastStop, printedIn, stopAt, stopAtEnd } from '../breakpoints/breakpointStops.js';
import type { DebuggedRun } from '../run/host.js';
import type { Breakpoint } from '../breakpoints/breakpointMatches.js';
import type { Search } from '../run/progress.js';
import type { Stop } from '../run/stopTypes.js';

/** Where a move leads from an event, among the recorded events; null where the target is not recorded yet. */
export type Target = (events: readonly SimEvent[], from: number) => number | null;

/** The target of a move, and its start. */
interface Way {
  readonly target: Target | null;
  readonly reason: Stop['reason'];
  /** Where the cursor was. */
  readonly began: number;
  /** The move cannot end up to this event. */
  readonly from: number;
  /** The last event that was recorded when the move began: later events are live. */
  readonly recorded: number;
  /** The agent to stand at, of those that the event at the target changes. */
  readonly agent: AgentId | null;
}

/** Events that are searched without a pause, unless the search is slow. */
const AT_ONCE = 4_096;

/** Milliseconds that a slow search takes without a pause. */
const SEARCH_MS = 8;

/** Output of a log point. */
interface Printed {
  readonly text: string;
  readonly event: SimEvent;
}

/** Whether those milliseconds have passed since this call. */
function searchTime(): () => boolean {
  const end = performance.now() + SEARCH_MS;
  return () => performance.now() >= end;
}

export class Debuggee implements Disposable {
  readonly #stopped = new Emitter<Stop>();
  readonly #printed = new Emitter<Printed>();
  readonly #searched = new Emitter<Search | null>();
  readonly #faulted = new Emitter<unknown>();
  readonly #ended = new Emitter<void>();
  readonly #watch: Disposable;
  #breakpoints: readonly Breakpoint[] = [];
  /** Null while the cursor is at rest. */
  #way: Way | null = null;
  /** Breakpoints search the recording; after that, the target of the move is known. */
  #isSearching = false;
  /** Grows with each move, so that a replaced move ends. */
  #move = 0;
  #seq = -1;
  #lastStop: Stop | null = null;
  /** The state at the cursor, after the first request for it. */
  #state: State | null = null;
  /** The state before the next commit, after the first commit. */
  #head: State | undefined;
  #isOver = false;
  /** How the run ended, after it has ended. */
  #outcome: RunState = 'running';

  readonly onStop: Event<Stop> = this.#stopped.event;
  readonly onPrint: Event<Printed> = this.#printed.event;
  /** Fires during a long search, and with null when it ends. */
  readonly onSearch: Event<Search | null> = this.#searched.event;
  /** Fires where the recording cannot be read any more: the cursor stays where it was. */
  readonly onFault: Event<unknown> = this.#faulted.event;
  /** Fires once, when the run is over and no client looks at it. */
  readonly onEnd: Event<void> = this.#ended.event;

  constructor(
    readonly run: DebuggedRun,
    readonly gate: Gate,
    readonly breathe: () => Promise<void>,
  ) {
    this.#watch = this.timeline.onCommit(() => this.#committed());
    void run.done.then((state) => this.#over(state));
  }

  get timeline(): DebuggedRun['handle']['timeline'] {
    return this.run.handle.timeline;
  }

  /** The cursor is after this event; −1 before the first. */
  get seq(): number {
    return this.#seq;
  }

  get state(): State {
    if (this.#state?.seq !== this.#seq) this.#state = this.timeline.at(this.#seq);
    return this.#state;
  }

  /** Why the cursor is here; null before the first stop. */
  get lastStop(): Stop | null {
    return this.#lastStop;
  }

  /** The agent that the cursor is at, of the agents that the event changes; null for the event as a whole. */
  get agent(): AgentId | null {
    return this.#lastStop?.agent ?? null;
  }

  get isStanding(): boolean {
    return this.#way === null;
  }

  /** The run has ended, or only its storage is left to do. */
  get isOver(): boolean {
    return this.#isOver || this.timeline.events.at(-1)?.type === 'run.ended';
  }

  /** The cursor is in the last step that is recorded. */
  get isLive(): boolean {
    const { events } = this.timeline;
    return this.#seq < 0 ? events.length === 0 : events[this.#seq]!.step === events.at(-1)!.step;
  }

  get breakpoints(): readonly Breakpoint[] {
    return this.#breakpoints;
  }

  /** New breakpoints search the recording before the run continues, as before a move; a search that is under way includes them. */
  set breakpoints(all: readonly Breakpoint[]) {
    this.#breakpoints = all;
    if (this.#way && !this.#isSearching) void this.#search();
  }

  /** Lets fast breakpoints search the recording, a part at a time, while nothing else is under way. */
  lookAhead(): void {
    if (this.#way !== null) return;
    for (const { matches } of this.#breakpoints) if (!matches.isSlow) matches.look(Math.min(this.#last, matches.looked + 16 * AT_ONCE));
  }

  /** Continues to the next breakpoint or to the target, where one is given; to the end of the run where neither comes. */
  forward(target: Target | null = null, reason: Stop['reason'] = 'step', agent: AgentId | null = null): Promise<void> {
    this.#way = { target, reason, began: this.#seq, from: this.#seq, recorded: this.#last, agent };
    return this.#search();
  }

  /** Follows a run that is under way from its last event, past what happened before the session joined. */
  follow(): Promise<void> {
    this.#seq = this.#last;
    return this.forward();
  }

  /** Goes back to the last breakpoint or to the target, where one is given; to the first event where there is none. */
  async backward(target: ((events: readonly SimEvent[], from: number) => number) | null = null): Promise<void> {
    const from = this.#seq;
    if (target) {
      const to = target(this.timeline.events, from);
      return this.#stand(to, { reason: to < 0 ? 'entry' : 'step', hit: [] });
    }
    this.#way = { target: null, reason: 'step', began: from, from, recorded: this.#last, agent: null };
    if (!(await this.#look(() => from))) return;
    const hit = lastStop(this.#breakpoints, from);
    this.#stand(hit, hit < 0 ? { reason: 'entry', hit: [] } : stopAt(this.#breakpoints, hit, this.#last));
  }

  /** Moves the cursor alone. */
  goto(seq: number, reason: 'goto' | 'restart' | 'entry' = 'goto'): void {
    this.gate.hold();
    this.#stand(seq, { reason, hit: [] });
  }

  /** Moves to one of the agents that the event at the cursor changes, or to the event as a whole. */
  enter(agent: AgentId | null): void {
    this.gate.hold();
    this.#stand(this.#seq, { reason: 'step', hit: [], ...(agent === null ? {} : { agent }) });
  }

  /** Something was set at the end of the recording: the cursor goes after it. */
  catchUp(): void {
    this.#stand(this.#last, { reason: 'goto', hit: [] });
  }

  /** Stops where the run is now; an open question stays open, and its answer is kept. */
  pause(): void {
    this.gate.hold();
    this.#stand(this.#isSearching ? this.#seq : this.#last, { reason: 'pause', hit: [] });
  }

  dispose(): void {
    this.#move++;
    this.#way = null;
    this.#watch.dispose();
    this.gate.release();
    for (const part of [this.#stopped, this.#printed, this.#searched, this.#faulted, this.#ended]) part.dispose();
  }

  get #last(): number {
    return this.timeline.events.length - 1;
  }

  /** Searches the recording for the target; where the target is later, the run continues. */
  async #search(): Promise<void> {
    this.gate.hold();
    if ((await this.#look(() => this.#last)) && (await this.#print())) this.#goOn();
  }

  /** Prints the output of log points up to the end of the move, with pauses; false where another move has begun meanwhile. */
  async #print(): Promise<boolean> {
    const move = this.#move;
    const isWanted = (): boolean => move === this.#move;
    let isTime = searchTime();
    let breaks = 0;
    const rest = (): Promise<void> | undefined => {
      if (!isTime()) return undefined;
      breaks++;
      return this.breathe().then(() => {
        isTime = searchTime();
      });
    };
    this.#isSearching = true;
    const { from, recorded } = this.#way!;
    for (const { event, text } of printedIn(this.#breakpoints, this.timeline, from, this.#end() ?? this.#last, recorded)) {
      if (breaks > 0) this.#searched.fire({ looked: event.seq, of: this.#last + 1 });
      const written = await inTurns(text, rest, isWanted);
      if (written === null || !isWanted()) return false;
      this.#printed.fire({ text: written, event });
      await rest();
      if (!isWanted()) return false;
    }
    if (breaks > 0) this.#searched.fire(null);
    this.#isSearching = false;
    return true;
  }

  /** Lets every breakpoint search the recording up to `end`, with pauses; false where another move has begun meanwhile. */
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
      try {
        const isTime = searchTime();
        for (const { matches } of behind) matches.look(matches.looked + (matches.isSlow ? AT_ONCE : 16 * AT_ONCE), { isTime });
      } catch (error) {
        this.#fail(error);
        return false;
      }
      if (breaks > 0) {
        const { matches: last } = behind.reduce((a, b) => (b.matches.looked < a.matches.looked ? b : a));
        this.#searched.fire({ looked: last.looked, of: end() + 1, agents: last.agents ?? undefined });
      }
      await this.breathe();
      if (move !== this.#move) return false;
    }
  }

  #goOn(): void {
    if (this.#arrived()) return;
    if (!this.#isOver) return this.gate.release();
    const stop = stopAtEnd(this.#breakpoints, this.#outcome, this.run);
    // The client knows this breakpoint already where the cursor is here because of it.
    const isNew = stop !== null && !(this.#lastStop?.fault && this.#way!.began >= this.#last);
    if (!isNew && (this.#lastStop === null || this.#way!.began >= this.#last)) return this.#leave();
    this.#stand(this.#last, stop ?? { reason: 'step', hit: [] });
  }

  #committed(): void {
    const before = this.#head;
    const { head } = this.timeline;
    this.#head = head;
    if (this.#way === null || this.#isSearching) return;
    const isTime = searchTime();
    for (const { matches } of this.#breakpoints) matches.look(head.seq, { isTime, state: before });
    const { from, recorded } = this.#way;
    const isSlow = this.#breakpoints.some(({ matches }) => matches.looked <= head.seq);
    // What takes long has pauses, in which the run is held.
    if (isSlow || !printedIn(this.#breakpoints, this.timeline, from, this.#last, recorded).next().done) void this.#search();
    else this.#arrived();
  }

  /** Where the move ends, if that is recorded: at the target or a breakpoint, whichever comes first. */
  #end(): number | null {
    const { target, from, recorded } = this.#way!;
    const aim = target?.(this.timeline.events, from) ?? null;
    const hit = firstStop(this.#breakpoints, from, recorded);
    return hit !== null && (aim === null || hit <= aim) ? hit : aim;
  }

  /** Stops where the move ends, if that is recorded. */
  #arrived(): boolean {
    const { from, recorded, reason, agent } = this.#way!;
    const hit = firstStop(this.#breakpoints, from, recorded);
    const end = this.#end();
    if (end === null) {
      // The events before are done. They end with a step, from where every move counts as from its start.
      this.#seq = this.#last;
      this.#way = { ...this.#way!, from: this.#seq };
      return false;
    }
    this.gate.hold();
    const stop: Stop = { reason, hit: [], ...(agent !== null && changesMany(this.timeline.events[end]) ? { agent } : {}) };
    this.#stand(end, end === hit ? stopAt(this.#breakpoints, end, recorded) : stop);
    return true;
  }

  /** The cursor goes to an event, or to the nearest one. Any move that is under way ends. */
  #stand(seq: number, stop: Stop): void {
    const move = ++this.#move;
    const to = Math.min(Math.max(0, seq), this.#last);
    if (this.timeline.folded < to) return void this.#foldTo(to, stop, move);
    if (this.#isSearching) this.#searched.fire(null);
    this.#isSearching = false;
    this.#way = null;
    this.#lastStop = stop;
    this.#seq = to;
    this.#stopped.fire(stop);
  }

  /** Stops at an event after its state is folded, with pauses, as a search that can be paused. */
  async #foldTo(seq: number, stop: Stop, move: number): Promise<void> {
    this.#way ??= { target: null, reason: stop.reason, began: this.#seq, from: this.#seq, recorded: this.#last, agent: null };
    this.#isSearching = true;
    try {
      while (this.timeline.folded < seq) {
        this.timeline.foldOn();
        this.#searched.fire({ looked: this.timeline.folded, of: seq });
        await this.breathe();
        if (move !== this.#move) return;
      }
    } catch (error) {
      return this.#fail(error);
    }
    this.#stand(seq, stop);
  }

  /** The recording cannot be read there: the cursor stays where it was; where it has never stopped, the session ends. */
  #fail(error: unknown): void {
    this.#searched.fire(null);
    this.#isSearching = false;
    this.#faulted.fire(error);
    if (this.#lastStop === null) return this.#leave();
    this.#way = null;
    this.#stopped.fire(this.#lastStop);
  }

  /** The run has ended: a client that looks at it can continue to do so. */
  #over(state: RunState): void {
    this.#isOver = true;
    this.#outcome = state;
    if (this.#way !== null && !this.#isSearching) this.#goOn();
  }

  #leave(): void {
    this.#way = null;
    this.#ended.fire();
  }
}
