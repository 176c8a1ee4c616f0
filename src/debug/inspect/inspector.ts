/** What a client is shown while the cursor is at rest: threads, the stack, scopes, variables, values of expressions. */
import { t } from '../../core/util/l10n.js';
import { Source } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { agentAt } from '../../core/events/agents.js';
import type { SimEvent } from '../../core/events/events.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { isManualStep, modelAt, specOf } from '../../engine/index.js';
import type { Value } from '../../expr/index.js';
import { agentsListed, type Answered, askedAt } from './evaluateAt.js';
import type { Debuggee } from '../cursor/replayCursor.js';
import { type Frame, framesAt } from './frames.js';
import { type Children, Handles, type Item, itemOf } from './valueTree.js';
import { ownerOf } from '../cursor/stepTargets.js';
import { agentList, hasOrigin, originOf, scopesOf } from './scopes.js';
import { overrideTargetOf } from './override.js';
import { baseName, type SourcePlace } from '../run/sourceMap.js';
import type { QuestionSource } from '../../runs/index.js';
import type { Origin } from '../run/requests.js';
import { Refused } from '../run/errors.js';
import type { Progress } from '../run/progress.js';
import { after, evaluation, type Later } from '../run/later.js';
import type { OverrideTarget } from './overrideTarget.js';
import { virtualSource } from './sources.js';
import { titleOf } from '../run/eventLabels.js';
import { eventFor } from '../breakpoints/rowEvents.js';
import { variableChangeOf } from '../../core/events/rowViews.js';
import type { Datum } from '../breakpoints/eventTests.js';

/** The thread of the society; agents have the next numbers, by their place in the cast. */
export const SOCIETY = 1;
const FIRST_AGENT = 2;

/** Threads are not paged: where there are many agents, only those with a turn are shown. */
const MOST_THREADS = 50;

export class Inspector {
  readonly #handles = new Handles();
  /** Frames that the client has received since the cursor moved. No number is used twice. */
  readonly #frames = new Map<number, Frame>();
  #nextFrame = 1;
  /** Items by their name below a handle, for data breakpoints. */
  readonly #shown = new Map<number, Map<string, Item>>();
  /** Items whose places the client can ask for. */
  readonly #placed: Item[] = [];
  /** States further down the stack, by event. */
  readonly #states = new Map<number, State>();

  /** How often the cursor has moved. */
  #moves = 0;

  /** @param begin shows the progress of a long evaluation, which the user can cancel. */
  constructor(
    readonly debuggee: Debuggee,
    readonly begin: Progress['begin'],
  ) {}

  /** The cursor has moved: frames and values of the last stop are not valid any more, and evaluations under way end. */
  reset(): void {
    this.#moves++;
    this.#handles.reset();
    this.#shown.clear();
    this.#frames.clear();
    this.#states.clear();
    this.#placed.length = 0;
  }

  /** The run with the answers of its models. */
  get journal(): QuestionSource {
    const { handle, answers = [] } = this.debuggee.run;
    return { model: handle.model, timeline: handle.timeline, answers };
  }

  /** The agent of a thread; null for the society. */
  agentOf(thread: number): AgentId | null {
    const { roster } = this.debuggee.state;
    return thread >= FIRST_AGENT && thread - FIRST_AGENT < roster.length ? idAt(roster, thread - FIRST_AGENT) : null;
  }

  threads(): DebugProtocol.Thread[] {
    const { state, timeline, seq, agent: here } = this.debuggee;
    const { roster, agenda } = state;
    const near = framesAt(timeline.events, seq, here).flatMap(({ agent }) => (agent === null ? [] : [indexOf(roster, agent)]));
    const { order, asked } = agenda;
    const next = order.slice(asked, asked + MOST_THREADS).concat(order.slice(0, Math.min(asked, MOST_THREADS)));
    const all = Array.from({ length: Math.min(roster.length, MOST_THREADS) }, (_, i) => i);
    const chosen = [...new Set([...near, ...(roster.length < MOST_THREADS ? [] : next), ...all])].filter((i) => i >= 0);
    const agents = chosen.slice(0, MOST_THREADS - 1).sort((a, b) => a - b);
    return [
      { id: SOCIETY, name: this.debuggee.run.handle.model.title },
      ...agents.map((i) => ({ id: i + FIRST_AGENT, name: agentAt(state, i)!.name })),
    ];
  }

  /** An agent has the stack of its last event. */
  stack(thread: number, from: number, count: number): { readonly stackFrames: DebugProtocol.StackFrame[]; readonly totalFrames: number } {
    const { timeline, seq, agent: here } = this.debuggee;
    const agent = this.agentOf(thread);
    const frames = agent === null ? framesAt(timeline.events, seq, here) : framesAt(timeline.events, this.#lastOf(agent), agent);
    const shown = count > 0 ? frames.slice(from, from + count) : frames.slice(from);
    return { stackFrames: shown.map((frame) => this.#stackFrame(frame)), totalFrames: frames.length };
  }

  /** The last event of an agent: of a turn or, where it has had none, one that changes its variables; −1 where there is none. */
  #lastOf(agent: AgentId): number {
    const { timeline, seq, state } = this.debuggee;
    const own = lastOf(timeline.events, seq, (event) => ownerOf(event) === agent);
    if (own >= 0 || state.roster.crowds.length === 0) return own;
    const index = indexOf(state.roster, agent);
    return lastOf(timeline.events, seq, (event) => variableChangeOf(event, state.roster, index) !== undefined);
  }

  /** Throws for a frame of an earlier stop. */
  frame(id: number): Frame {
    const frame = this.#frames.get(id);
    if (!frame) throw new Refused('stale-reference', t('This frame belongs to an earlier stop.'));
    return frame;
  }

  scopes({ event, agent }: Pick<Frame, 'event' | 'agent'>): DebugProtocol.Scope[] {
    const { run } = this.debuggee;
    const model = modelAt(run.handle.model, event.seq);
    const moment = { ...this.journal, model, state: this.stateAt(event.seq), event, agent };
    return scopesOf(moment).map(({ name, expensive, children, hint }) => ({
      name,
      expensive,
      ...(hint === undefined ? {} : { presentationHint: hint }),
      ...counts(children),
      variablesReference: this.#handles.paused(children),
    }));
  }

  variables(reference: number, filter: 'indexed' | 'named' | undefined, start = 0, count = 0): DebugProtocol.Variable[] {
    if (reference === 0) return [];
    const children = this.#handles.get(reference);
    if (!children) throw new Refused('stale-reference', t('This value belongs to an earlier stop.'));
    if (filter !== undefined && (filter === 'indexed') !== children.isList) return [];
    const items = children.list(start, count > 0 ? count : Number.POSITIVE_INFINITY);
    const names = this.#shown.get(reference) ?? new Map<string, Item>();
    this.#shown.set(reference, names);
    return items.map((item) => {
      names.set(item.name, item);
      const below = this.#handles.isLasting(reference) ? this.#handles.lasting(item.children) : this.#handles.paused(item.children);
      return {
        name: item.name,
        value: item.value,
        variablesReference: below,
        ...(this.#isOverridable(item) ? {} : { presentationHint: { attributes: ['readOnly'] } }),
        ...this.#placesOf(item),
        ...(item.type === undefined ? {} : { type: item.type }),
        ...(item.evaluate === undefined ? {} : { evaluateName: item.evaluate }),
        ...(item.children ? counts(item.children) : {}),
      };
    });
  }

  /** Which of the items below a handle events change; null where they change none. */
  datum(reference: number | undefined, name: string): Datum | null {
    return (reference === undefined ? undefined : this.#shown.get(reference)?.get(name)?.datum) ?? null;
  }

  /** An item below a handle, with what an override of it changes; undefined for one of an earlier stop. */
  item(reference: number, name: string): (Item & { readonly override: OverrideTarget | null }) | undefined {
    const item = this.#shown.get(reference)?.get(name);
    return item && { ...item, override: overrideTargetOf(item) };
  }

  /** Whether the item can be overridden, here or in a fork. */
  #isOverridable(item: Item): boolean {
    const { override, kept } = this.debuggee.run;
    return overrideTargetOf(item) !== null && (override !== null || kept !== null);
  }

  /** Where an item is written or, by the next number, where its value was set. */
  location(reference: number): SourcePlace {
    const item = this.#placed[Math.floor((reference - 1) / 2)];
    const { run, timeline, seq } = this.debuggee;
    const node = reference % 2 === 1 ? item?.at : item && originOf(timeline, seq, item)?.at;
    const place = node ? run.places.of(node) : null;
    if (!place)
      throw new Refused('no-origin', item ? t('No line of the file has set this value.') : t('This value belongs to an earlier stop.'));
    return place;
  }

  /** Where the value of an item comes from: the event, and the line that caused it or else the line where it is written. */
  origin(reference: number, name: string): Origin {
    const item = this.item(reference, name);
    if (!item) throw new Refused('stale-reference', t('This value belongs to an earlier stop.'));
    const { run, timeline, seq } = this.debuggee;
    const event = originOf(timeline, seq, item);
    const node = event?.at ?? item.at;
    const place = node ? run.places.of(node) : null;
    if (!event && !place) throw new Refused('no-origin', t('No event up to here has set `{0}`.', name));
    return { seq: event?.seq ?? null, place: place && { path: place.path, line: place.line } };
  }

  #placesOf(item: Item): { readonly declarationLocationReference?: number; readonly valueLocationReference?: number } {
    const [isWritten, isSet] = [Boolean(item.at), hasOrigin(item)];
    if (!isWritten && !isSet) return {};
    const first = (this.#placed.push(item) - 1) * 2 + 1;
    return { ...(isWritten ? { declarationLocationReference: first } : {}), ...(isSet ? { valueLocationReference: first + 1 } : {}) };
  }

  /** An expression in a frame, or at the cursor. Output of the console stays valid. A promise only if it takes long. */
  evaluate(source: string, frameId: number | undefined, stays: boolean): Later<DebugProtocol.EvaluateResponse['body']> {
    const listed = this.#agentsIn(source, frameId);
    return after(listed ?? after(this.#valueOf(source, frameId), (value) => itemOf('', value)), ({ value, type, children }) => {
      const reference = stays ? this.#handles.lasting(children) : this.#handles.paused(children);
      return {
        result: value,
        variablesReference: reference,
        ...(type === undefined ? {} : { type }),
        ...(children ? counts(children) : {}),
      };
    });
  }

  /** The whole value of an expression, as a text to copy. */
  copied(source: string, frameId: number | undefined): Later<DebugProtocol.EvaluateResponse['body']> {
    return after(this.#valueOf(source, frameId), (value) => ({
      result: typeof value === 'string' ? value : JSON.stringify(value, byId, 2),
      variablesReference: 0,
    }));
  }

  /** The agents that an expression lists, in a society with crowds: they are shown in pages, without their records. */
  #agentsIn(source: string, frameId: number | undefined): Item | null {
    const { run, seq } = this.debuggee;
    const state = this.stateAt(frameId === undefined ? seq : this.frame(frameId).event.seq);
    const rows = agentsListed(run.handle.model, state, source);
    return rows && agentList('', state, rows);
  }

  #valueOf(source: string, frameId: number | undefined): Later<Value> {
    return after(this.answerTo(source, frameId), (answered) => {
      if (!answered.ok) throw new Refused('expression-failed', answered.message);
      return answered.value;
    });
  }

  /** The value of an expression, or what is wrong with it. */
  answerTo(source: string, frameId: number | undefined): Later<Answered> {
    const { run, seq, timeline, state } = this.debuggee;
    const frame = frameId === undefined ? null : this.frame(frameId);
    const event = frame?.event ?? timeline.events[seq] ?? null;
    const model = modelAt(run.handle.model, event?.seq ?? 0);
    const agent = frame ? frame.agent : this.debuggee.agent;
    const moves = this.#moves;
    const ask = askedAt(model, frame ? this.stateAt(frame.event.seq) : state, event, agent, source);
    return evaluation(ask, t('Evaluating {0}', source), this.begin, () => moves === this.#moves);
  }

  /** The name of an agent at the cursor; the society's voice has no name. */
  readonly nameOf = (id: string | null): string => {
    const { state } = this.debuggee;
    const index = id === null ? -1 : indexOf(state.roster, id);
    return id === null ? t('the society') : index < 0 ? id : agentAt(state, index)!.name;
  };

  /** The state after an event: a frame has its own; the top frame has the cursor's. */
  stateAt(seq: number): State {
    const { debuggee } = this;
    if (seq === debuggee.seq) return debuggee.state;
    const state = this.#states.get(seq) ?? debuggee.timeline.at(seq);
    this.#states.set(seq, state);
    return state;
  }

  /** No line of the file causes an override or a fork. Its place is the line of its agent, or of the scenario. */
  #about({ event, agent }: Frame): NodeId | null {
    if (!isManualStep(event)) return null;
    const { model } = this.debuggee.run.handle;
    const state = this.stateAt(event.seq);
    const index = agent === null ? -1 : indexOf(state.roster, agent);
    return (index < 0 ? null : specOf(model, state, index).at) ?? model.at;
  }

  #stackFrame(frame: Frame): DebugProtocol.StackFrame {
    const id = this.#nextFrame++;
    this.#frames.set(id, frame);
    const node = frame.at ?? this.#about(frame);
    const place = node === null ? null : this.debuggee.run.places.of(node);
    return {
      id,
      name: titleOf(eventFor(frame.event, this.debuggee.state.roster, frame.agent), this.nameOf),
      line: place?.line ?? 1,
      column: 1,
      canRestart: true,
      presentationHint: frame.kind === 'round' || frame.kind === 'run' ? 'label' : place ? 'normal' : 'subtle',
      source: place
        ? new Source(baseName(place.path), place.path)
        : { ...virtualSource('event', frame.event.seq), presentationHint: 'deemphasize' },
    };
  }
}

/** Replaces agents in a value with their ids, because agents refer to each other. */
const byId = (key: string, value: unknown): unknown =>
  key !== '' && value !== null && typeof value === 'object' && 'id' in value && 'name' in value ? value.id : value;

const counts = (children: Children): { readonly indexedVariables?: number; readonly namedVariables?: number } =>
  children.length === null ? {} : children.isList ? { indexedVariables: children.length } : { namedVariables: children.length };

/** The last event up to `seq` that passes a test; −1 where there is none. */
function lastOf(events: readonly SimEvent[], seq: number, test: (event: SimEvent) => boolean): number {
  for (let i = seq; i >= 0; i--) if (test(events[i]!)) return i;
  return -1;
}
