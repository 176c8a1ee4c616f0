/** Cascades: trees of replies or reposts below one message. */

interface Cascade {
  /** Position of the message it began with. */
  readonly root: number;
  /** Messages in the tree, the root included. */
  readonly scale: number;
  /** Steps from the root to the farthest message; 0 for a message that nobody answered. */
  readonly depth: number;
  /** Most messages at one distance from the root. */
  readonly breadth: number;
  /**
   * Structural virality: mean distance between two different messages of the tree; null for a tree of one. About 2 for
   * a broadcast, growing with the length of chains. Goel, Anderson, Hofman and Watts 2016, Management Science 62, eq. 1.
   */
  readonly virality: number | null;
}

/**
 * The trees that `parents` makes: position of the message each one answers, or −1; a parent comes before its children.
 * Scale, depth and breadth as in OASIS (arXiv 2411.11581). O(n), by root.
 */
export function cascades(parents: ArrayLike<number>): readonly Cascade[] {
  const n = parents.length;
  const root = new Int32Array(n);
  const depth = new Int32Array(n);
  const size = new Int32Array(n).fill(1);
  const widths = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const parent = parents[i]!;
    root[i] = parent < 0 ? i : root[parent]!;
    depth[i] = parent < 0 ? 0 : depth[parent]! + 1;
    const width = widths.get(root[i]!) ?? [];
    width[depth[i]!] = (width[depth[i]!] ?? 0) + 1;
    widths.set(root[i]!, width);
  }
  for (let i = n - 1; i >= 0; i--) if (parents[i]! >= 0) size[parents[i]!]! += size[i]!;
  // Each link lies on the paths between the messages below it and all others of its tree.
  const crossings = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const whole = size[root[i]!]!;
    if (parents[i]! >= 0) crossings[root[i]!]! += size[i]! * (whole - size[i]!);
  }
  return [...widths].map(([at, width]) => ({
    root: at,
    scale: size[at]!,
    depth: width.length - 1,
    breadth: width.reduce((a, b) => Math.max(a, b), 0),
    virality: size[at]! < 2 ? null : (2 * crossings[at]!) / (size[at]! * (size[at]! - 1)),
  }));
}

/** The largest cascade, the earliest of several; null without messages. */
export const largestCascade = (parents: ArrayLike<number>): Cascade | null =>
  cascades(parents).reduce<Cascade | null>((best, one) => (best === null || one.scale > best.scale ? one : best), null);
