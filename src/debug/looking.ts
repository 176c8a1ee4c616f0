/** What a client is shown while the cursor stands: threads, the stack, scopes, variables, values of expressions. */
import { Source } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { at as itemAt } from '../core/chunked.js';
import type { SimEvent } from '../core/events.js';
import type { AgentId } from '../core/ids.js';
import { idAt, indexOf } from '../core/roster.js';
import type { State } from '../core/state.js';
import { askedAt } from './asked.js';
import type { Debuggee } from './debuggee.js';
import { type Frame, framesAt } from './frames.js';
import { Handles } from './handles.js';
import { type Children, type Item, itemOf } from './items.js';
import { ownerOf } from './moves.js';
import { scopesOf } from './scopes.js';
import { titleOf } from './titles.js';
import { datumText } from './watches.js';

/** The thread of the society; agents have the numbers behind it, by their place in the cast. */
export const SOCIETY = 1;
const FIRST_AGENT = 2;

/** Threads are not paged, so of many agents those are shown whose turn it is. */
const MOST_THREADS = 50;

export class Looking {
  readonly #handles = new Handles();
  /** Frames that were handed out since the cursor moved; a frame's number is its place, from 1. */
  #frames: Frame[] = [];
  /** Items by their name below a handle, for data breakpoints. */
  readonly #shown = new Map<number, Map<string, Item>>();

  constructor(readonly debuggee: Debuggee) {}

  /** The cursor has moved: what was handed out of the last stop is not valid any more. */
  reset(): void {
    this.#handles.reset();
    this.#shown.clear();
    this.#frames = [];
  }

  /** The agent of a thread; null for the society. */
  agentOf(thread: number): AgentId | null {
    const { roster } = this.debuggee.state;
    return thread >= FIRST_AGENT && thread - FIRST_AGENT < roster.length ? idAt(roster, thread - FIRST_AGENT) : null;
  }

  threads(): DebugProtocol.Thread[] {
    const { state, timeline, seq } = this.debuggee;
    const { roster, agenda } = state;
    const near = framesAt(timeline.events, seq).flatMap(({ agent }) => (agent === null ? [] : [indexOf(roster, agent)]));
    const next = agenda.order.slice(agenda.asked).concat(agenda.order.slice(0, agenda.asked));
    const all = Array.from({ length: roster.length }, (_, i) => i);
    const chosen = [...new Set([...near, ...(roster.length < MOST_THREADS ? [] : next), ...all])].filter((i) => i >= 0);
    const agents = chosen.slice(0, MOST_THREADS - 1).sort((a, b) => a - b);
    return [
      { id: SOCIETY, name: this.debuggee.run.live.model.title },
      ...agents.map((i) => ({ id: i + FIRST_AGENT, name: itemAt(state.agents, i)!.name })),
    ];
  }

  /** Of an agent the stack of the last thing that was its own. */
  stack(thread: number, from: number, count: number): { readonly stackFrames: DebugProtocol.StackFrame[]; readonly totalFrames: number } {
    const { timeline, seq } = this.debuggee;
    const agent = this.agentOf(thread);
    const frames = framesAt(timeline.events, agent === null ? seq : lastOf(timeline.events, seq, agent));
    const shown = count > 0 ? frames.slice(from, from + count) : frames.slice(from);
    return { stackFrames: shown.map((frame) => this.#stackFrame(frame)), totalFrames: frames.length };
  }

  frame(id: number): Frame | null {
    return this.#frames[id - 1] ?? null;
  }

  scopes(frameId: number): DebugProtocol.Scope[] {
    const frame = this.frame(frameId);
    if (!frame) return [];
    const { model } = this.debuggee.run.live;
    const { event, agent } = frame;
    return scopesOf({ model, state: this.#stateOf(frame), event, agent }).map(({ name, expensive, children }) => ({
      name,
      expensive,
      ...counts(children),
      variablesReference: this.#handles.paused(children),
    }));
  }

  variables(reference: number, start = 0, count = 0): DebugProtocol.Variable[] {
    const children = this.#handles.get(reference);
    if (!children) return [];
    const items = children.list(start, count > 0 ? count : children.length - start);
    const names = this.#shown.get(reference) ?? new Map<string, Item>();
    this.#shown.set(reference, names);
    return items.map((item) => {
      names.set(item.name, item);
      const below = this.#handles.isLasting(reference) ? this.#handles.lasting(item.children) : this.#handles.paused(item.children);
      return {
        name: item.name,
        value: item.value,
        variablesReference: below,
        ...(item.type === undefined ? {} : { type: item.type }),
        ...(item.evaluate === undefined ? {} : { evaluateName: item.evaluate }),
        ...(item.children ? counts(item.children) : {}),
      };
    });
  }

  /** What a data breakpoint can be set on; null for what no event changes. */
  datum(reference: number | undefined, name: string): { readonly dataId: string; readonly description: string } | null {
    const datum = reference === undefined ? undefined : this.#shown.get(reference)?.get(name)?.datum;
    return datum ? { dataId: datumText(datum), description: datumText(datum) } : null;
  }

  /** An expression in a frame, or at the cursor. What the console prints stays valid. */
  evaluate(source: string, frameId: number | undefined, stays: boolean): DebugProtocol.EvaluateResponse['body'] | string {
    const { run, seq, timeline, state } = this.debuggee;
    const frame = frameId === undefined ? null : this.frame(frameId);
    const event = frame?.event ?? timeline.events[seq] ?? null;
    const answered = askedAt(run.live.model, frame ? this.#stateOf(frame) : state, event, frame?.agent ?? null, source);
    if (!answered.ok) return answered.message;
    const { value, type, children } = itemOf('', answered.value);
    const reference = stays ? this.#handles.lasting(children) : this.#handles.paused(children);
    return { result: value, variablesReference: reference, ...(type === undefined ? {} : { type }), ...(children ? counts(children) : {}) };
  }

  /** What an agent is called at the cursor; the society's voice has no name. */
  readonly nameOf = (id: string | null): string => {
    const { state } = this.debuggee;
    const index = id === null ? -1 : indexOf(state.roster, id);
    return id === null ? 'the society' : index < 0 ? id : itemAt(state.agents, index)!.name;
  };

  /** The cursor's state at the top, further down the state behind the frame's own event. */
  #stateOf({ event }: Frame): State {
    const { debuggee } = this;
    return event.seq === debuggee.seq ? debuggee.state : debuggee.timeline.at(event.seq);
  }

  #stackFrame(frame: Frame): DebugProtocol.StackFrame {
    const id = this.#frames.push(frame);
    const place = frame.at === null ? null : this.debuggee.run.places.of(frame.at);
    return {
      id,
      name: titleOf(frame.event, this.nameOf),
      line: place?.line ?? 0,
      column: place ? 1 : 0,
      canRestart: true,
      presentationHint: frame.kind === 'round' || frame.kind === 'run' ? 'label' : place ? 'normal' : 'subtle',
      ...(place
        ? { source: new Source(place.path.slice(Math.max(place.path.lastIndexOf('/'), place.path.lastIndexOf('\\')) + 1), place.path) }
        : {}),
    };
  }
}

const counts = (children: Children): { readonly indexedVariables?: number; readonly namedVariables?: number } =>
  children.isList ? { indexedVariables: children.length } : { namedVariables: children.length };

/** The last event up to `seq` that was an agent's own; −1 where there is none. */
function lastOf(events: readonly SimEvent[], seq: number, agent: AgentId): number {
  for (let i = seq; i >= 0; i--) if (ownerOf(events[i]!) === agent) return i;
  return -1;
}
