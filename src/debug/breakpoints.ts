/** Breakpoints as a client sets them, by kind; each set takes the place of the one before of its kind or file. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { indexOf } from '../core/roster.js';
import type { State } from '../core/state.js';
import type { Model } from '../engine/index.js';
import type { Timeline } from '../core/timeline.js';
import { askedAt, conditionOf } from './asked.js';
import type { Breakpoint } from './debuggee.js';
import type { DebugRun } from './host.js';
import { itemOf } from './items.js';
import { type Condition, hitTest, Matches } from './matches.js';
import { atNode, byName, changing, datumOf, FILTERS, type Test } from './watches.js';

/** What a client says of a breakpoint beside where it is. */
interface Asked {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** Moments of a line that can be gone to, on either side. */
const MOMENTS = 5;

/** One more or less than were asked for is a fault of ours: ids go with what was asked, in its order. */
type Ids = readonly number[];

export class Breakpoints {
  readonly #byKind = new Map<string, readonly Breakpoint[]>();

  /** @param say tells the user of a condition that cannot be evaluated. */
  constructor(
    readonly run: DebugRun,
    readonly say: (message: string) => void,
  ) {}

  get all(): readonly Breakpoint[] {
    return [...this.#byKind.values()].flat();
  }

  /** Of one file. A line stands for the innermost thing written there that can be stopped at. */
  lines(path: string, asked: readonly DebugProtocol.SourceBreakpoint[], ids: Ids): DebugProtocol.Breakpoint[] {
    return this.#set(
      `line ${path}`,
      ids,
      asked.map((one) => () => {
        const node = this.run.places.at(path, one.line);
        if (node === null) return 'Nothing on this line happens in a run. Set it on a persona, an action, a phase, a rule or a scenario.';
        const place = this.run.places.of(node)!;
        const made = this.#make('breakpoint', atNode(node), one);
        return typeof made === 'string' ? made : { ...made, shown: { line: place.line } };
      }),
    );
  }

  /** By the name of an event, as `message.sent` or `ada.tie.changed`. */
  functions(asked: readonly DebugProtocol.FunctionBreakpoint[], ids: Ids): DebugProtocol.Breakpoint[] {
    const isAgent = (id: string): boolean => this.#model.agents.some(({ self }) => self.id === id) || indexOf(this.#head.roster, id) >= 0;
    return this.#set(
      'function',
      ids,
      asked.map((one) => () => {
        const test = byName(one.name, isAgent);
        return test
          ? this.#make('function breakpoint', test, one)
          : `\`${one.name}\` is no event. Write one such as \`message.sent\`, or \`ada.tie.changed\` for one agent's.`;
      }),
    );
  }

  data(asked: readonly DebugProtocol.DataBreakpoint[], ids: Ids): DebugProtocol.Breakpoint[] {
    return this.#set(
      'data',
      ids,
      asked.map((one) => () => {
        const datum = datumOf(one.dataId);
        return datum ? this.#make('data breakpoint', changing(datum), one) : 'This value is not known any more.';
      }),
    );
  }

  exceptions(asked: readonly DebugProtocol.ExceptionFilterOptions[], ids: Ids): DebugProtocol.Breakpoint[] {
    return this.#set(
      'exception',
      ids,
      asked.map((one) => () => {
        const filter = FILTERS.find(({ filter: id }) => id === one.filterId);
        return filter ? this.#make('exception', filter.test, one) : `There is no filter \`${one.filterId}\`.`;
      }),
    );
  }

  /** Moments at which what is on a line happens, those around event `seq`: a few before and behind it. */
  moments(path: string, line: number, seq: number): readonly number[] {
    const node = this.run.places.at(path, line);
    if (node === null) return [];
    const matches = new Matches(this.#timeline, atNode(node));
    matches.look(this.#timeline.events.length - 1);
    const [before, behind]: [number[], number[]] = [[], []];
    for (let i = matches.before(seq); i !== null && before.length < MOMENTS; i = matches.before(i)) before.unshift(i);
    for (let i = matches.after(seq - 1); i !== null && behind.length < MOMENTS; i = matches.after(i)) behind.push(i);
    return [...before, ...behind];
  }

  get #model(): Model {
    return this.run.live.model;
  }

  get #timeline(): Timeline {
    return this.run.live.timeline;
  }

  get #head(): State {
    return this.#timeline.head;
  }

  #set(kind: string, ids: Ids, makers: readonly (() => Made | string)[]): DebugProtocol.Breakpoint[] {
    const kept: Breakpoint[] = [];
    const shown = makers.map((make, i): DebugProtocol.Breakpoint => {
      const id = ids[i]!;
      const made = make();
      if (typeof made === 'string') return { id, verified: false, message: made, reason: 'failed' };
      kept.push({ ...made.breakpoint, id });
      return { id, verified: true, ...made.shown };
    });
    this.#byKind.set(kind, kept);
    return shown;
  }

  #make(reason: Breakpoint['reason'], test: Test, { condition, hitCondition, logMessage }: Asked): Made | string {
    const asked = condition?.trim() ? conditionOf(this.#model, condition, (message) => this.say(`\`${condition}\`: ${message}`)) : null;
    if (asked?.ok === false) return asked.message;
    const hits = hitCondition?.trim() ? hitTest(hitCondition) : null;
    if (hitCondition?.trim() && !hits) return `\`${hitCondition}\` is no count of hits. Write one such as 5, >= 5 or % 3.`;
    const holds: Condition | null = asked ? asked.holds : null;
    const matches = new Matches(this.#timeline, test, holds, hits);
    return { breakpoint: { reason, matches, log: logMessage ? this.#log(logMessage) : null } };
  }

  /** Words with expressions in braces. */
  #log(message: string): NonNullable<Breakpoint['log']> {
    return (state, event) =>
      message.replace(/\{([^{}]*)\}/g, (_whole, source: string) => {
        const answered = askedAt(this.#model, state, event, null, source);
        return answered.ok
          ? typeof answered.value === 'string'
            ? answered.value
            : itemOf('', answered.value).value
          : `{${answered.message}}`;
      });
  }
}

interface Made {
  readonly breakpoint: Omit<Breakpoint, 'id'>;
  readonly shown?: Partial<DebugProtocol.Breakpoint>;
}
