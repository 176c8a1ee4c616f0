/** Moves some keys of a persona to a fragment that the persona extends, so that other personas can share it. */
import { idsOf, type Program } from '../../program/program.js';
import type { OffsetEdit } from '../../text/problem.js';
import { indentOf, lineAt, lineText, type Offsets } from '../../text/lines.js';
import { type Entry, entryOf, type MapNode, textOf } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import type { OffsetAction } from './codeActions.js';
import { addEntry, behind, columnOf, eolOf } from '../../syntax/insertions.js';
import { t } from '../../../core/util/l10n.js';

/** Keys that identify one agent, and cannot be shared. */
const OWN: ReadonlySet<string> = new Set(['name', 'extends']);

export function extractFragment(program: Program, at: Offsets): OffsetAction[] {
  if (at[1] <= at[0]) return [];
  const { main } = program;
  const { tree } = main;
  const persona = main.definitions.find(({ kind, entry }) => kind === 'persona' && entry.value.at[0] <= at[0] && at[1] <= entry.at[1] + 1);
  const body = persona?.entry.value;
  if (!persona || body?.kind !== 'map' || body.flow) return [];
  const chosen = body.entries.filter((entry) => entry.keyAt[0] < at[1] && entry.at[1] > at[0] && !OWN.has(entry.key));
  if (chosen.length === 0 || body.entries.some((entry) => !startsLine(tree, entry))) return [];
  const id = freeId(program);
  const pieces = chosen.map((entry): Offsets => [tree.lines.starts[lineAt(tree.lines, entry.keyAt[0])] as number, behind(tree, entry)]);
  const column = columnOf(tree.lines, (chosen[0] as Entry).keyAt[0]);
  const rows = pieces
    .flatMap((piece) =>
      tree.text
        .slice(...piece)
        .replace(/\r?\n$/, '')
        .split(/\r?\n/),
    )
    .map((row) => shifted(row, column));
  const added = addEntry(tree, 'fragments', [`${id}:`, ...rows]);
  const extending = extendsEdit(tree, body, chosen, id, column);
  if (!added || !extending) return [];
  const removed = pieces.map((piece): OffsetEdit => ({ at: piece, text: '' }));
  return [
    {
      title: t('Extract {0} to a fragment', chosen.map(({ key }) => key).join(', ')),
      kind: 'refactor.extract',
      edits: joined([{ at: [added.at, added.at], text: added.text }, ...removed, extending]),
    },
  ];
}

const startsLine = (tree: Tree, entry: Entry): boolean =>
  indentOf(lineText(tree.lines, lineAt(tree.lines, entry.keyAt[0]))) === columnOf(tree.lines, entry.keyAt[0]);

/** A line, indented two columns more, below the id of the fragment. */
const shifted = (row: string, column: number): string => (row.trim() === '' ? '' : `  ${row.slice(Math.min(column, indentOf(row)))}`);

function freeId(program: Program): string {
  const taken = new Set(idsOf(program.index, ['fragment', 'persona']));
  for (let n = 1; ; n++) {
    const id = n === 1 ? 'shared' : `shared_${n}`;
    if (!taken.has(id)) return id;
  }
}

function extendsEdit(tree: Tree, body: MapNode, chosen: readonly Entry[], id: string, column: number): OffsetEdit | null {
  const own = entryOf(body, 'extends');
  if (!own) {
    const at = tree.lines.starts[lineAt(tree.lines, (chosen[0] as Entry).keyAt[0])] as number;
    return { at: [at, at], text: `${' '.repeat(column)}extends: [${id}]${eolOf(tree.text)}` };
  }
  const text = textOf(own.value);
  if (text !== null) return { at: own.value.at, text: `[${text}, ${id}]` };
  const last = own.value.kind === 'list' ? own.value.items[own.value.items.length - 1] : undefined;
  if (!last) return null;
  if (own.value.kind === 'list' && own.value.flow) return { at: [last.at[1], last.at[1]], text: `, ${id}` };
  const at = behind(tree, last);
  const indent = indentOf(lineText(tree.lines, lineAt(tree.lines, last.at[0])));
  return { at: [at, at], text: `${' '.repeat(indent)}- ${id}${eolOf(tree.text)}` };
}

/** Sorted edits. An insertion at the start of a removal is merged with it, so that no edits touch. */
function joined(edits: readonly OffsetEdit[]): OffsetEdit[] {
  const out: OffsetEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])) {
    const last = out[out.length - 1];
    if (last && last.at[1] === edit.at[0]) out[out.length - 1] = { at: [last.at[0], edit.at[1]], text: last.text + edit.text };
    else out.push(edit);
  }
  return out;
}
