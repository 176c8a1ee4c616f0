/** What the conversation holds on to while it is looked at. No page. */
import type { PanelModel } from '../state/model.js';
import type { TraceFilter } from './filter.js';
import { firstChange, type Listed, type Thread, threadOf } from './thread.js';
import type { Why } from './whySaid.js';

export interface State {
  model: PanelModel | null;
  hue: readonly number[];
  /** Rows of the model that are wanted. */
  readonly wanted: TraceFilter;
  readonly open: Set<number>;
  readonly whys: Map<number, Why>;
  /** Rows of answers that are shown one by one, by their first note. */
  readonly unfolded: Set<number>;
  selected: number | null;
  /** Several who were chosen together. */
  group: readonly number[];
  following: boolean;
  /** Messages that came since the user left the end. */
  unseen: number;
  /** The thread that is shown and nothing else, and the message from which one came to it. */
  thread: Thread | null;
  from: number;
}

/** The content of the list. */
export const listed = ({ thread, wanted }: State): Listed => thread ?? wanted;

/** Updates the thread to the moment; returns the first changed position, or null if no thread is shown or nothing changed. */
export function rethread(state: State, model: PanelModel): number | null {
  const before = state.thread;
  if (!before) return null;
  state.thread = threadOf(model, before.root);
  const changed = firstChange(before, state.thread);
  return changed === before.count && changed === state.thread.count ? null : changed;
}
