/** Breakpoints as a client sets them, by kind; each set replaces the one before of its kind or file. */
import { marked, t } from '../../core/util/l10n.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { AgentId } from '../../core/util/ids.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { Timeline } from '../../core/events/timeline.js';
import { type Answered, askedAt, conditionOf } from '../inspect/evaluateAt.js';
import { FILTERS, type Raised } from '../breakpoints/exceptions.js';
import type { DebuggedRun } from '../run/host.js';
import { itemOf } from '../inspect/valueTree.js';
import { type Breakpoint, hitTest, Matches } from '../breakpoints/breakpointMatches.js';
import { partaking } from '../run/sourceMap.js';
import {
  atNode,
  byName,
  changing,
  conditionIn,
  type Datum,
  datumOf,
  type EventTest,
  settingOf,
  type Test,
} from '../breakpoints/eventTests.js';
import { rowSearch } from '../breakpoints/rowSearch.js';

/** The options of a breakpoint, in addition to its place. */
interface Asked {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
  /** One of `MODES`; the first where left out. */
  readonly mode?: string | undefined;
}

/** When a breakpoint stops. */
export const MODES = [
  { mode: 'always', label: marked('Always'), description: marked('In the recording and live, forward and backward.') },
  {
    mode: 'live',
    label: marked('Only live'),
    description: marked('Where the run continues, not where the cursor moves through the recording.'),
  },
] as const;

/** Moments of a line that the client can go to, on either side. */
const MOMENTS = 5;

/** The counts are equal except after an error in this program: ids are in the order of the requested breakpoints. */
type Ids = readonly number[];

export class Breakpoints {
  readonly #byKind = new Map<string, readonly Breakpoint[]>();

  /** @param say tells the user of a condition that cannot be evaluated. */
  constructor(
    readonly run: DebuggedRun,
    readonly say: (message: string) => void,
  ) {}

  get all(): readonly Breakpoint[] {
    return [...this.#byKind.values()].flat();
  }

  /** Breakpoints of one file. A line means the innermost node on it where a run can stop. */
  lines(path: string, asked: readonly DebugProtocol.SourceBreakpoint[], ids: Ids): DebugProtocol.Breakpoint[] {
    return this.#set(
      `line ${path}`,
      ids,
      asked.map((one) => () => {
        const written = this.run.places.at(path, one.line);
        if (written === null)
          return t('Nothing on this line happens in a run. Set it on a persona, an action, a phase, a rule or a scenario.');
        const place = this.run.places.of(written)!;
        const part = partaking(this.#model, this.run.places, written);
        if (!part.ok) return part.why;
        const made = this.#make('breakpoint', anyAgent(atNode(part.node)), one);
        return typeof made === 'string' ? made : { ...made, shown: { line: place.line } };
      }),
    );
  }

  /** By the name of an event, as `message.sent` or `ada.tie.changed`. */
  functions(asked: readonly DebugProtocol.FunctionBreakpoint[], ids: Ids): DebugProtocol.Breakpoint[] {
    const isAgent = (id: string): boolean => this.#model.agents.indexOf(id) >= 0 || indexOf(this.#head.roster, id) >= 0;
    return this.#set(
      'function',
      ids,
      asked.map((one) => () => {
        const test = byName(one.name, isAgent, () => this.#head.roster);
        if (test) return this.#make('function breakpoint', test, one);
        return (
          this.#becoming('function breakpoint', one.name, one) ??
          t(
            "`{0}` is not an event. Write one such as `message.sent`, `ada.tie.changed` for one agent's, or a condition such as `agent.trust < 0.2`.",
            one.name,
          )
        );
      }),
    );
  }

  data(asked: readonly DebugProtocol.DataBreakpoint[], ids: Ids): DebugProtocol.Breakpoint[] {
    return this.#set(
      'data',
      ids,
      asked.map((one) => () => {
        const [condition, datum] = [conditionIn(one.dataId), datumOf(one.dataId)];
        const unknown = t('This value is not known any more.');
        if (condition !== null) return this.#becoming('data breakpoint', condition, one) ?? unknown;
        return datum
          ? this.#make('data breakpoint', { agent: agentOf(datum), test: changing(datum, () => this.#head.roster) }, one)
          : unknown;
      }),
    );
  }

  exceptions(asked: readonly DebugProtocol.ExceptionFilterOptions[], ids: Ids): DebugProtocol.Breakpoint[] {
    return this.#set(
      'exception',
      ids,
      asked.map((one) => () => {
        const filter = FILTERS.find(({ filter: id }) => id === one.filterId);
        return filter ? this.#exception(filter.of(this.run), one) : t('There is no filter `{0}`.', one.filterId);
      }),
    );
  }

  /** Moments at which the node of a line happens, around event `seq`: a few before and after it. */
  moments(path: string, line: number, seq: number): readonly number[] {
    const written = this.run.places.at(path, line);
    const part = written === null ? null : partaking(this.#model, this.run.places, written);
    if (!part?.ok) return [];
    const matches = new Matches(this.#timeline, anyAgent(atNode(part.node)));
    matches.look(this.#timeline.events.length - 1);
    const [before, behind]: [number[], number[]] = [[], []];
    for (let i = matches.before(seq); i !== null && before.length < MOMENTS; i = matches.before(i)) before.unshift(i);
    for (let i = matches.after(seq - 1); i !== null && behind.length < MOMENTS; i = matches.after(i)) behind.push(i);
    return [...before, ...behind];
  }

  get #model(): ScenarioModel {
    return this.run.handle.model;
  }

  get #timeline(): Timeline {
    return this.run.handle.timeline;
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

  #exception({ test, isSlow, ends, fault }: Raised, asked: Asked): Made | string {
    const made = this.#make('exception', anyAgent(test), asked, isSlow);
    if (typeof made === 'string') return made;
    const { condition } = made.breakpoint.matches;
    const holds: Breakpoint['holds'] = condition
      ? (state, event) => condition({ event, state, before: () => state, agent: null, isTime: () => false }).kind === 'hit'
      : undefined;
    return { ...made, breakpoint: { ...made.breakpoint, ends, holds, fault } };
  }

  /** Whether a text is a condition on the variables of agents. */
  isCondition(source: string): boolean {
    return settingOf(source, this.#variables) !== null;
  }

  get #variables(): ReadonlySet<string> {
    return new Set(this.#model.agentVars.map(({ id }) => id));
  }

  /** A breakpoint where a condition becomes true for an agent; null if the text is no condition on the variables of agents. */
  #becoming(reason: Breakpoint['reason'], source: string, how: Asked): Made | string | null {
    const test = settingOf(source, this.#variables);
    if (!test) return null;
    const condition = how.condition?.trim() ? `(${source}) && (${how.condition})` : source;
    return this.#make(reason, test, { ...how, condition }, false, true);
  }

  #make(reason: Breakpoint['reason'], test: EventTest, how: Asked, isSlow = false, becomes = false): Made | string {
    const { condition, hitCondition, logMessage, mode = MODES[0].mode } = how;
    if (!MODES.some((one) => one.mode === mode))
      return t('There is no mode `{0}`. Use {1}.', mode, MODES.map((one) => one.mode).join(', '));
    const asked = condition?.trim() ? conditionOf(this.#model, condition, (message) => this.say(`\`${condition}\`: ${message}`)) : null;
    if (asked?.ok === false) return asked.message;
    const hits = hitCondition?.trim() ? hitTest(hitCondition) : null;
    if (hitCondition?.trim() && !hits) return t('`{0}` is not a hit count. Write one such as 5, >= 5 or % 3.', hitCondition);
    const search = asked ? rowSearch(this.#model, asked, becomes) : null;
    const matches = new Matches(this.#timeline, test, search, hits, isSlow);
    return { breakpoint: { reason, matches, onlyLive: mode === 'live', log: logMessage ? this.#log(logMessage) : null } };
  }

  /** Text with expressions in braces. */
  #log(message: string): NonNullable<Breakpoint['log']> {
    return (state, event, agent) => {
      const asked = new Map<string, ReturnType<typeof askedAt>>();
      const [, ...sources] = message.split(/\{([^{}]*)\}/g);
      for (let i = 0; i < sources.length; i += 2) asked.set(sources[i]!, askedAt(this.#model, state, event, agent, sources[i]!));
      return () => message.replace(/\{([^{}]*)\}/g, (_whole, source: string) => answerText(asked.get(source)!()));
    };
  }
}

function answerText(answered: Answered): string {
  if (!answered.ok) return `{${answered.message}}`;
  return typeof answered.value === 'string' ? answered.value : itemOf('', answered.value).value;
}

const anyAgent = (test: Test): EventTest => ({ agent: null, test });

/** The agent that a datum is about. */
const agentOf = (datum: Datum): AgentId | null => (datum.kind === 'variable' ? datum.agent : datum.kind === 'tie' ? datum.from : null);

interface Made {
  readonly breakpoint: Omit<Breakpoint, 'id'>;
  readonly shown?: Partial<DebugProtocol.Breakpoint>;
}
