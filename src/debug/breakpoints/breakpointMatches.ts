/**
 * Where in a run a breakpoint holds. Events are searched once, in order, as far as a caller asks. The matches are kept,
 * so that forward, backward and the count of hits all read the same list. At most one event of a step is a match.
 */
import { lowerBound } from '../../core/util/search.js';
import type { SimEvent } from '../../core/events/events.js';
import { reduce } from '../../core/events/reduce.js';
import type { State } from '../../core/events/state.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { RunState } from '../../protocol/summary.js';
import type { BreakpointReason, Fault } from '../run/stopTypes.js';
import type { AgentId } from '../../core/util/ids.js';
import type { EventTest } from './eventTests.js';
import type { RowSearch } from './rowSearch.js';

/** Which of the hits count, by their number from 1. */
type HitTest = (count: number) => boolean;

/** `5`, `>= 5`, `% 3`, as in other debuggers; null for anything else. */
export function hitTest(text: string): HitTest | null {
  const parts = /^\s*(==|=|>=|<=|>|<|%)?\s*(\d+)\s*$/.exec(text);
  if (!parts) return null;
  const n = Number(parts[2]);
  switch (parts[1]) {
    case '>':
      return (count) => count > n;
    case '>=':
      return (count) => count >= n;
    case '<':
      return (count) => count < n;
    case '<=':
      return (count) => count <= n;
    case '%':
      return (count) => n > 0 && count % n === 0;
    default:
      return (count) => count === n;
  }
}

export class Matches {
  readonly #found: number[] = [];
  /** The agents of matches in events of many agents, by event. */
  readonly #agents = new Map<number, AgentId>();
  /** The first event that has not been searched, and how many of its rows have been if its search has paused. */
  #next = 0;
  #rows: { readonly looked: number; readonly of: number } | null = null;
  /** Step of the last match. */
  #step = -1;
  /** The state before the first event that has not been searched, where a condition has needed one. */
  #state: State | null = null;

  constructor(
    readonly timeline: Timeline,
    readonly test: EventTest,
    readonly condition: RowSearch | null = null,
    readonly hits: HitTest | null = null,
    readonly isSlowTest = false,
  ) {}

  /** The search takes longer: the test is slow, or it needs states. */
  get isSlow(): boolean {
    return this.isSlowTest || this.condition !== null;
  }

  /** How many events have been searched. */
  get looked(): number {
    return this.#next;
  }

  /** The agents of the event that is being searched agent by agent: how many have been tested; null if there is none. */
  get agents(): { readonly looked: number; readonly of: number } | null {
    return this.#rows;
  }

  /**
   * Searches the events up to `seq`, or a part of them where the search is slow and `isTime` holds: `looked` says how far. `state`: the
   * one before the first of them, where the caller has it.
   */
  look(seq: number, { isTime = () => false, state }: { readonly isTime?: () => boolean; readonly state?: State | undefined } = {}): void {
    const { events } = this.timeline;
    const last = Math.min(seq, events.length - 1);
    const at = this.#next - 1;
    let behind = this.condition ? ([state, this.#state].find((one) => one?.seq === at) ?? null) : null;
    for (const first = this.#next; this.#next <= last; this.#next++) {
      if (this.isSlow && this.#next > first && isTime()) break;
      const event = events[this.#next]!;
      const before = behind;
      if (behind) behind = reduce(behind, event);
      if (event.step === this.#step || !this.test.test(event)) continue;
      if (this.condition) {
        behind ??= this.timeline.at(event.seq);
        const found = this.condition({
          ...{ event, state: behind, agent: this.test.agent, isTime },
          before: () => before ?? this.timeline.at(event.seq - 1),
        });
        this.#rows = found.kind === 'more' ? found : null;
        if (found.kind === 'more') {
          this.#state = before;
          return;
        }
        if (found.kind === 'none') continue;
        if (found.agent !== null) this.#agents.set(event.seq, found.agent);
      } else if (this.test.agent !== null) this.#agents.set(event.seq, this.test.agent);
      this.#step = event.step;
      this.#found.push(event.seq);
    }
    this.#state = behind;
  }

  /** The agent of the hit at `seq`, where the hit is about one agent. */
  agentAt(seq: number): AgentId | null {
    return this.#agents.get(seq) ?? null;
  }

  /** First hit after `seq`, among the searched events. */
  after(seq: number): number | null {
    for (let i = this.#position(seq + 1); i < this.#found.length; i++) if (this.#counts(i)) return this.#found[i]!;
    return null;
  }

  /** Last hit before `seq`. */
  before(seq: number): number | null {
    for (let i = this.#position(seq) - 1; i >= 0; i--) if (this.#counts(i)) return this.#found[i]!;
    return null;
  }

  /** Whether the event at `seq` is a hit. */
  isAt(seq: number): boolean {
    const i = this.#position(seq);
    return this.#found[i] === seq && this.#counts(i);
  }

  #counts(index: number): boolean {
    return this.hits === null || this.hits(index + 1);
  }

  /** The number of hits before `seq`. */
  #position(seq: number): number {
    return lowerBound(this.#found, seq);
  }
}

/** Something that stops the run, or that prints. */
export interface Breakpoint {
  readonly id: number;
  readonly reason: BreakpointReason;
  readonly matches: Matches;
  /** It ignores what was recorded before the run continued. */
  readonly onlyLive: boolean;
  /** A log point: its output at an event, which can pause. It never stops. */
  readonly log: ((state: State, event: SimEvent, agent: AgentId | null) => () => string) | null;
  /** It also stops where a run ended in this state, if the condition holds there. */
  readonly ends?: RunState | undefined;
  readonly holds?: ((state: State, event: SimEvent) => boolean) | undefined;
  /** What is wrong at its hit, where the event does not include it. */
  readonly fault?: (() => Fault | null) | undefined;
}
