/** Finds entries that extend themselves through their bases. Runs per program, because bases can be in any file. */
import type { FileModel } from '../../incremental/file.js';
import type { Piece } from '../../incremental/fragment.js';
import { find, type Program } from '../../program/program.js';
import { errorAt, type Problem } from '../../text/problem.js';
import { MOST_BASES } from '../../merge/extend.js';
import type { IdKind } from '../../schema/schema.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { t } from '../../../core/util/l10n.js';

const EXTENDING: readonly IdKind[] = ['persona', 'fragment', 'world', 'scenario', 'prompts'];

/** Ids that a node extends, with the place of each. */
export function basesOf(node: TreeNode | undefined): readonly { id: string; at: Problem['at'] }[] {
  const bases = valueAt(node, 'extends');
  if (bases?.kind === 'list')
    return bases.items.flatMap((item) =>
      item.kind === 'scalar' && typeof item.value === 'string' ? [{ id: item.value, at: item.at }] : [],
    );
  const id = textOf(bases);
  return id === null || !bases ? [] : [{ id, at: bases.at }];
}

export const basesKinds = (kind: IdKind): readonly IdKind[] =>
  kind === 'persona' || kind === 'fragment' ? ['fragment', 'persona'] : [kind];

export function checkCycles(program: Program, file: FileModel): Problem[] {
  if (file.pieces && !goesFurther(program, file.pieces)) return [];
  let isSaid = false;
  return file.definitions.flatMap((definition) => {
    if (!EXTENDING.includes(definition.kind)) return [];
    const kinds = basesKinds(definition.kind);
    const seen = new Set<string>();
    for (const base of basesOf(definition.entry.value)) {
      const way = wayTo(program, kinds, base.id, definition.entry.value, seen);
      const whole = way && [definition.id, ...way].join(' → ');
      if (whole) return [errorAt('extends-cycle', t('`{0}` extends itself: {1}. Remove one of them.', definition.id, whole), base.at)];
      if (seen.size > MOST_BASES && !isSaid) {
        isSaid = true;
        const message = t(
          '`{0}` builds on a chain of more than {1} others. Put what they share in one fragment.',
          definition.id,
          MOST_BASES,
        );
        return [errorAt('extends-deep', message, base.at)];
      }
    }
    return [];
  });
}

const extended = new WeakMap<Piece, readonly string[]>();

function basesIn(piece: Piece): readonly string[] {
  const known = extended.get(piece);
  if (known) return known;
  const found = [...piece.heads, ...piece.named].flatMap(({ entry }) => basesOf(entry.value).map(({ id }) => id));
  extended.set(piece, found);
  return found;
}

/** Whether a base extends another base. Most of very many persons extend the same few fragments. */
function goesFurther(program: Program, pieces: readonly Piece[]): boolean {
  const ids = new Set<string>();
  for (const piece of pieces) for (const id of basesIn(piece)) ids.add(id);
  return [...ids].some((id) => find(program.index, EXTENDING, id).some(({ entry }) => valueAt(entry.value, 'extends')));
}

/** The ids on the way from an extended id to the goal, the goal last; no ids if there is no way. */
function wayTo(program: Program, kinds: readonly IdKind[], id: string, goal: TreeNode, seen: Set<string>): readonly string[] | null {
  if (seen.has(id) || seen.size > MOST_BASES) return null;
  seen.add(id);
  const node = find(program.index, kinds, id)[0]?.entry.value;
  if (!node) return null;
  if (node === goal) return [id];
  for (const base of basesOf(node)) {
    const way = wayTo(program, kinds, base.id, goal, seen);
    if (way) return [id, ...way];
  }
  return null;
}
