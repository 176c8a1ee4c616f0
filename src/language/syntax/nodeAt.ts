/**
 * Nodes whose offsets are relative to the start of the piece of text that they were parsed from. If text above a piece
 * changes, only its origin is set, and all its nodes return their new places. So a tree is valid until the next text of
 * its file is analysed.
 */
import type { Offsets } from '../text/lines.js';
import type { Entry, ListNode, MapNode, ScalarNode, ScalarStyle, TreeNode } from './node.js';

/** The place of offset 0 of a piece in the text. */
export interface Origin {
  at: number;
}

/** `start` and `end` are relative to the origin, `at` to the start of the text. */
class Placed {
  readonly start: number;
  readonly end: number;
  constructor(
    readonly origin: Origin,
    [start, end]: Offsets,
  ) {
    this.start = start;
    this.end = end;
  }
  get at(): Offsets {
    return [this.origin.at + this.start, this.origin.at + this.end];
  }
}

export class PlacedScalar extends Placed implements ScalarNode {
  readonly kind = 'scalar';
  constructor(
    readonly value: ScalarNode['value'],
    readonly style: ScalarStyle,
    origin: Origin,
    at: Offsets,
  ) {
    super(origin, at);
  }
}

export class PlacedMap extends Placed implements MapNode {
  readonly kind = 'map';
  constructor(
    readonly flow: boolean,
    readonly entries: readonly Entry[],
    origin: Origin,
    at: Offsets,
  ) {
    super(origin, at);
  }
}

export class PlacedList extends Placed implements ListNode {
  readonly kind = 'list';
  constructor(
    readonly flow: boolean,
    readonly items: readonly TreeNode[],
    origin: Origin,
    at: Offsets,
  ) {
    super(origin, at);
  }
}

export class PlacedEntry extends Placed implements Entry {
  readonly keyEnd: number;
  constructor(
    readonly key: string,
    readonly value: TreeNode,
    readonly colon: boolean,
    origin: Origin,
    [start, keyEnd]: Offsets,
    end: number,
  ) {
    super(origin, [start, end]);
    this.keyEnd = keyEnd;
  }
  get keyAt(): Offsets {
    return [this.origin.at + this.start, this.origin.at + this.keyEnd];
  }
}

/** The same content at another place: an alias. */
export function placedCopy(node: TreeNode, origin: Origin, at: Offsets): TreeNode {
  if (node.kind === 'scalar') return new PlacedScalar(node.value, node.style, origin, at);
  if (node.kind === 'list') return new PlacedList(node.flow, node.items, origin, at);
  return new PlacedMap(node.flow, node.entries, origin, at);
}
