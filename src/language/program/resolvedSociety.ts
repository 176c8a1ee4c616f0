/** A file with all that it builds on, and its data files. */
import type { NodeId } from '../../core/util/ids.js';
import type { Span } from '../../core/util/textPosition.js';
import type { Society } from '../generated/society.js';
import type { Diagnostic } from '../text/diagnostic.js';

/** A file with its imports and the library merged in and `extends` applied: what the engine compiles. */
export interface Resolved {
  readonly uri: string;
  readonly society: Society;
  /** Where each node of `society` is written. A node without an entry of its own is found by its nearest ancestor. */
  readonly nodes: ReadonlyMap<NodeId, Span>;
  /** Every text that took part, the file itself first, then imports in the order met. */
  readonly sources: readonly { readonly uri: string; readonly text: string }[];
  /** Problems of all sources; with an `error` among them the file must not be run. */
  readonly problems: readonly (Diagnostic & { readonly uri: string })[];
}

/** A data file as it is on the disk, or a sentence that says why it is not there. */
export type DataFile =
  | { readonly ok: true; readonly uri: string; readonly text: string }
  | { readonly ok: false; readonly reason: 'path' | 'outside' | 'missing' | 'unreadable'; readonly message: string };

/** Place of a node, or of its nearest ancestor that has one. */
export function spanOf(nodes: ReadonlyMap<NodeId, Span>, node: NodeId): Span | null {
  for (let path = node; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const span = nodes.get(path);
    if (span) return span;
  }
  return null;
}
