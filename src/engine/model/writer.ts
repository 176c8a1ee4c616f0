/**
 * The drafts of one step, with the state after them, so that a line of an effect reads what the line above has set. Only events
 * that expressions can read are folded in. Messages and memories are not, because their logs grow in place.
 */
import type { Body, Draft, SimEvent } from '../../core/events/events.js';
import { agentAt } from '../../core/events/agents.js';
import { type MemoryId, memoryId, type NodeId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import { reduce } from '../../core/events/reduce.js';
import type { State } from '../../core/events/state.js';

const FOLDED: ReadonlySet<Body['type']> = new Set<Body['type']>([
  'agent.joined',
  'agents.joined',
  'variable.set',
  'variables.set',
  'tie.changed',
  'ties.changed',
  'ties.decayed',
  'group.joined',
  'group.left',
  'agent.entered',
  'agent.left',
  'agent.changed',
  'signal.emitted',
]);

interface Mark {
  readonly drafts: number;
  readonly state: State;
  /** Number of memories that have an id. */
  readonly memories: number;
}

/** Gathers the drafts of one step. */
export class Writer {
  readonly drafts: Draft[] = [];
  #state: State;
  /** Events that are folded when the state is read. */
  #unread: { readonly body: Body; readonly at: NodeId | null }[] = [];
  /** Number of memories of each agent, including those of this step. */
  readonly #memories: Map<number, number>;
  /** Agents whose memories got an id, in order. */
  readonly #numbered: number[];

  constructor(
    state: State,
    /** The node of drafts without a node of their own. */
    readonly at: NodeId | null,
    /** `seq` of the event that caused the whole step. */
    readonly cause: number | null = null,
    /** Another writer of the same step, whose numbering of memories this one continues. */
    beside?: Writer,
  ) {
    this.#state = state;
    this.#memories = beside ? beside.#memories : new Map();
    this.#numbered = beside ? beside.#numbered : [];
  }

  get state(): State {
    if (this.#unread.length > 0) {
      const unread = this.#unread;
      this.#unread = [];
      for (const { body, at } of unread) {
        const seq = this.#state.seq + 1;
        this.#state = reduce(this.#state, { seq, step: this.#state.step, cause: null, at, ...body } as SimEvent);
      }
    }
    return this.#state;
  }

  /** Adds an event. `causeIn` is the position of its cause in this step. */
  emit(body: Body, at: NodeId | null = this.at, causeIn?: number): number {
    this.drafts.push(causeIn === undefined ? { body, at, cause: this.cause } : { body, at, causeIn });
    if (FOLDED.has(body.type)) this.#unread.push({ body, at });
    return this.drafts.length - 1;
  }

  /** Id of the next memory of an agent, counting those of this step. */
  nextMemory(agent: number): MemoryId {
    const known = this.#memories.get(agent) ?? agentAt(this.state, agent)?.memories.length ?? 0;
    this.#memories.set(agent, known + 1);
    this.#numbered.push(agent);
    return memoryId(idAt(this.state.roster, agent), known + 1);
  }

  /** Removes the drafts since `mark`, and restores its state. */
  rewind(mark: Mark): void {
    this.drafts.length = mark.drafts;
    this.#state = mark.state;
    this.#unread = [];
    while (this.#numbered.length > mark.memories) {
      const agent = this.#numbered.pop()!;
      this.#memories.set(agent, this.#memories.get(agent)! - 1);
    }
  }

  /** A writer that begins where this one is. This one takes over its numbering of memories with `follow`, if its drafts are used. */
  branch(): Writer {
    const made = new Writer(this.#state, this.at, this.cause);
    for (const [agent, count] of this.#memories) made.#memories.set(agent, count);
    return made;
  }

  follow(branch: Writer): void {
    for (const agent of branch.#numbered) {
      this.#memories.set(agent, branch.#memories.get(agent)!);
      this.#numbered.push(agent);
    }
  }

  mark(): Mark {
    return { drafts: this.drafts.length, state: this.state, memories: this.#numbered.length };
  }
}
