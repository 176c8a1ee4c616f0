/**
 * Tables of ties whose ends and strengths are computed when they are first read. Rules make such tables in each round, and most of them are
 * never read: the next rule changes the rows that hold the same ties.
 */
import { memoBy } from '../util/memo.js';
import { inSlices } from '../util/pauses.js';
import { SLICE, type Sliced, type Slices } from '../util/slices.js';
import { packedTies, type TieArrays } from './tieRows.js';
import type { TieTable } from './ties.js';

/** How the ties of a table come about, from those of the table before if there is one. */
interface Recipe {
  readonly before: TieTable | null;
  readonly make: () => Slices<TieArrays>;
}

/** How a table that is computed when it is read comes about. The recipe, which keeps the tables before, goes when the ties are computed. */
interface Unread {
  recipe: Recipe | null;
  ties: TieArrays | null;
  /** How many tables must be computed for this one at most. */
  readonly depth: number;
}

const about = memoBy((_table: TieTable): { unread: Unread | null } => ({ unread: null }));

/** How a table comes about whose ties are not computed yet; null for other tables. */
function unreadOf(table: TieTable): Unread | null {
  const { unread } = about(table);
  return unread?.ties ? null : unread;
}

/** Whether the ties of a table are not computed yet. */
export const isUnread = (table: TieTable): boolean => unreadOf(table) !== null;

/** Tables are computed from so many tables before them at most. Then one is copied from the rows, which takes longer for a rule than a seek saves. */
const MOST_UNREAD = 10;

/** How many tables must be computed one from another at most before the ties of this one are known. */
export const depthOf = (table: TieTable): number => unreadOf(table)?.depth ?? 0;

/** A table by the places where the ties of each agent begin, with one place more, and the other ends, if they are known. */
export function tableWhenRead(start: Uint32Array, recipe: Recipe, to: Uint32Array | null = null): TieTable {
  const unread: Unread = { recipe, ties: null, depth: recipe.before ? depthOf(recipe.before) + 1 : 0 };
  const read = (): TieArrays => unread.ties ?? inSlices('ties that are read', table, () => readTies(table));
  const table: TieTable = {
    ...{ start, end: start.subarray(1), total: start.at(-1)! },
    get to() {
      return to ?? read().to;
    },
    get strength() {
      return read().strength;
    },
  };
  about(table).unread = unread;
  return table;
}

/** Computes the ties of a table that depends on too many tables before it, while rows hold them. */
export function* readDeep(table: TieTable): Slices<void> {
  if (depthOf(table) > MOST_UNREAD) yield* readTies(table);
}

/** The ties of a table, computed in slices where they are not known. */
export function* readTies(table: TieTable): Slices<TieArrays> {
  const chain: Unread[] = [];
  let one: TieTable | null = table;
  for (let unread = unreadOf(one); unread; unread = one && unreadOf(one)) {
    chain.push(unread);
    const ties: TieArrays | null = yield* packedTies(one!);
    if (ties) keep(unread, ties);
    else if (unread.recipe) one = unread.recipe.before;
  }
  for (const unread of chain.reverse()) if (unread.recipe) keep(unread, yield* unread.recipe.make());
  return table;
}

/** The same for work whose slices have a size. */
export function* readTiesIn(table: TieTable): Sliced<TieArrays> {
  for (const _ of readTies(table)) yield SLICE;
  return table;
}

function keep(unread: Unread, ties: TieArrays): void {
  unread.ties ??= ties;
  unread.recipe = null;
}
