/**
 * Limits the split of an edited text to the changed part: where to start, and where the previous cuts are valid again. An
 * edit in one of ten thousand entries reads the lines of only a few entries.
 */
import { upperBoundBy } from '../../core/util/search.js';
import { lineAt, type Lines } from '../text/lines.js';
import type { Before, Block, Cut, Open } from './documentSplitter.js';

/** The known cuts of the text up to a place before the first difference. */
interface Restart {
  readonly blocks: readonly Block[];
  readonly open: Open | null;
  /** Start of a line. */
  readonly at: number;
}

/** Where to start; null if the text must be read from its start. */
export function restart({ blocks, head }: Before, lines: Lines): Restart | null {
  let b = lastAt(blocks, head);
  let c = lastAt(blocks[b]?.cuts ?? [], head);
  for (; b >= 0; b--) {
    const block = blocks[b] as Block;
    if (block.section && c >= 1) return within(blocks, b, c);
    const next = lines.starts[lineAt(lines, block.start) + 1];
    if (next !== undefined && next <= head) return { blocks: blocks.slice(0, b), open: null, at: block.start };
    c = (blocks[b - 1]?.cuts.length ?? 0) - 1;
  }
  return null;
}

/** Starts at an entry of a section. The entry before it may become longer. */
function within(blocks: readonly Block[], b: number, c: number): Restart | null {
  const { start, section, cuts } = blocks[b] as Block;
  if (!section) return null;
  const { key, keyAt, column } = section;
  const open = { start, key, keyAt, column, known: cuts.slice(0, c - 1), cuts: [(cuts[c - 1] as Cut).start], unfinished: false };
  return { blocks: blocks.slice(0, b), open, at: (cuts[c] as Cut).start };
}

/** Index of the last item that starts at or before a place; -1 if there is none. */
const lastAt = (list: readonly { readonly start: number }[], at: number): number => upperBoundBy(list, at, ({ start }) => start) - 1;

/** All remaining blocks from the start of an unchanged line; null if they may differ. */
export function meet({ blocks, by }: Before, at: number, open: Open | null): readonly Block[] | null {
  const was = at - by;
  const b = lastAt(blocks, was);
  const block = blocks[b];
  if (!block || (was === 0 && at !== 0)) return null;
  const rest = (): Block[] => blocks.slice(b + 1).map((one) => shifted(one, by));
  if (was === block.start) return [...(open ? [closed(open, at)] : []), shifted(block, by), ...rest()];
  const { section, cuts } = block;
  if (!open || !section || open.unfinished || open.key !== section.key || open.column !== section.column) return null;
  const c = lastAt(cuts, was);
  if (c < 1 || (cuts[c] as Cut).start !== was || open.cuts.length === 0) return null;
  const own = closed(open, at);
  return [{ ...own, cuts: [...own.cuts, ...cuts.slice(c).map((cut) => moved(cut, by))] }, ...rest()];
}

const moved = ({ section, start, end, first }: Cut, by: number): Cut => ({ section, start: start + by, end: end + by, first });

function shifted({ start, section, cuts }: Block, by: number): Block {
  return {
    start: start + by,
    section: section && { key: section.key, keyAt: [section.keyAt[0] + by, section.keyAt[1] + by], column: section.column },
    cuts: cuts.map((cut) => moved(cut, by)),
  };
}

export function closed({ start, key, keyAt, column, known, cuts: all, unfinished }: Open, end: number): Block {
  // An unfinished piece at the end belongs to the entry above.
  const cuts = unfinished && all.length > 1 ? all.slice(0, -1) : all;
  if (column === null || known.length + cuts.length === 0)
    return { start, section: null, cuts: [{ section: null, start, end, first: true }] };
  const starts = known.length > 0 ? cuts : [keyAt[1] + 1, ...cuts.slice(1)];
  const own = starts.map((from, i): Cut => ({ section: key, start: from, end: starts[i + 1] ?? end, first: known.length + i === 0 }));
  return { start, section: { key, keyAt, column }, cuts: [...known, ...own] };
}
