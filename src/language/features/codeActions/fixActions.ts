/** Quick fixes that need more than the place of the problem: missing imports, misplaced sections, keys to store. */
import { LIBRARY_NAMES, type Program } from '../../program/program.js';
import { isImplicit } from '../../program/uri.js';
import type { OffsetEdit, Problem } from '../../text/problem.js';
import { homeOf } from '../../schema/words.js';
import { lineAt } from '../../text/lines.js';
import { type Entry, entryOf, type TreeNode, valueAt } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import type { OffsetAction } from './codeActions.js';
import { missingThings } from './missingActions.js';
import { addInner, behind, eolOf } from '../../syntax/insertions.js';
import { t } from '../../../core/util/l10n.js';

export function quickFixes(program: Program, problem: Problem): OffsetAction[] {
  const { main } = program;
  if (problem.code === 'literal-key') return storeKey(main.tree, problem);
  if (problem.code === 'unknown-key') return moveInto(main.tree, problem);
  if (problem.code !== 'unknown-id') return [];
  const reference = main.references.find(({ at }) => at[0] === problem.at[0] && at[1] === problem.at[1]);
  if (!reference) return [];
  const { id, kinds } = reference;
  const actions = missingThings(program, reference, problem);
  if (kinds.includes('world') && LIBRARY_NAMES.includes(id) && !isImplicit(id)) {
    const edit = importEdit(main.tree, `library/${id}`);
    if (edit) actions.push({ title: t('Import library/{0}', id), kind: 'quickfix', edits: [edit], problem, preferred: true });
  }
  return actions;
}

/** Removes the key from the text. The editor then asks for it. */
function storeKey(tree: Tree, problem: Problem): OffsetAction[] {
  const [entry] = entriesAt(tree.root, problem.at[0]).slice(1);
  const [section] = entriesAt(tree.root, problem.at[0]);
  const fix = problem.fixes?.find(({ edits }) => edits.some(({ text }) => text.includes('$(secret(')));
  if (!fix) return [];
  const name = section?.key === 'models' && entry ? entry.key : 'key';
  const edits = fix.edits.map(({ at, text }) => ({ at, text: text.replace(/secret\('[^']*'\)/, `secret('${name}')`) }));
  return [{ title: t("Store the key as '{0}', and use $(secret('{0}'))", name), kind: 'quickfix', edits, problem, storesKey: name }];
}

/** The entries that contain an offset, outermost first. */
function entriesAt(node: TreeNode | null, offset: number): readonly Entry[] {
  const own = node?.kind === 'map' ? node.entries.find(({ at }) => at[0] <= offset && offset <= at[1]) : undefined;
  return own ? [own, ...entriesAt(own.value, offset)] : [];
}

/** Moves `surveys:` from the top level into the only scenario. */
function moveInto(tree: Tree, problem: Problem): OffsetAction[] {
  const entry = tree.root?.kind === 'map' ? tree.root.entries.find(({ keyAt }) => keyAt[0] === problem.at[0]) : undefined;
  const home = entry ? homeOf(entry.key) : null;
  const homes = valueAt(tree.root, home?.section ?? '');
  const [only, ...others] = homes?.kind === 'map' ? homes.entries : [];
  if (!entry || !home || !only || others.length > 0 || valueAt(only.value, entry.key)) return [];
  const start = tree.lines.starts[lineAt(tree.lines, entry.keyAt[0])] as number;
  const end = behind(tree, entry);
  const rows = tree.text.slice(entry.keyAt[0], end).replace(/\s+$/, '').split(/\r?\n/);
  const added = addInner(tree, only, null, rows);
  if (!added || start !== entry.keyAt[0]) return [];
  const edits = [
    { at: [start, end] as const, text: '' },
    { at: [added.at, added.at] as const, text: added.text },
  ].sort((a, b) => a.at[0] - b.at[0]);
  return [{ title: t('Move it into {0}', only.key), kind: 'quickfix', edits: touching(edits), problem, preferred: true }];
}

/** Merges a removal with an insertion at its start or end. */
function touching(edits: readonly OffsetEdit[]): OffsetEdit[] {
  const [a, b] = edits;
  return a && b && a.at[1] === b.at[0] ? [{ at: [a.at[0], b.at[1]], text: a.text + b.text }] : [...edits];
}

/** Adds a file to the imports. Adds the section below the head of the file if it is missing. */
function importEdit(tree: Tree, path: string): OffsetEdit | null {
  const eol = eolOf(tree.text);
  const own = entryOf(tree.root, 'imports');
  if (own?.value.kind === 'list') {
    const last = own.value.items[own.value.items.length - 1];
    if (own.value.flow) {
      const at = last ? last.at[1] : own.value.at[0] + 1;
      return { at: [at, at], text: last ? `, ${path}` : path };
    }
    if (!last) return null;
    const at = behind(tree, last);
    const dash = tree.text.lastIndexOf('\n', tree.text.lastIndexOf('-', last.at[0] - 1)) + 1;
    const indent = /^ */.exec(tree.text.slice(dash, dash + 40))?.[0] ?? '';
    return { at: [at, at], text: `${at > 0 && tree.text[at - 1] !== '\n' ? eol : ''}${indent}- ${path}${eol}` };
  }
  if (own) return null;
  const head = ['language', 'description', 'title', 'society'].map((key) => entryOf(tree.root, key)).find((entry) => entry !== undefined);
  if (!head) return null;
  const at = behind(tree, head);
  return { at: [at, at], text: `${tree.text[at - 1] === '\n' ? '' : eol}imports: [${path}]${eol}` };
}
