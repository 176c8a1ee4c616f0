/** Quick fixes that need more than the place of the problem: a persona that is missing, an import that is. */
import { LIBRARY_NAMES, type Program } from '../model/program.js';
import { IMPLICIT } from '../model/uri.js';
import type { OffsetEdit, Problem } from '../problem.js';
import { entryOf } from '../tree/node.js';
import type { Tree } from '../tree/parse.js';
import type { OffsetAction } from './codeActions.js';
import { addEntry, behind, eolOf } from './codeActionsText.js';

export function missingThings(program: Program, problem: Problem): OffsetAction[] {
  if (problem.code !== 'unknown-id') return [];
  const { main } = program;
  const reference = main.references.find(({ at }) => at[0] === problem.at[0] && at[1] === problem.at[1]);
  if (!reference) return [];
  const { id, kinds } = reference;
  const near = (problem.fixes ?? []).length > 0;
  const actions: OffsetAction[] = [];
  if (kinds.includes('persona') && /^[a-z][a-z0-9_]*$/.test(id)) {
    const added = addEntry(main.tree, 'personas', [`${id}:`, `  name: ${displayName(id)}`]);
    if (added) actions.push({ ...fix(`Create the persona ${id}`, added.at, added.text, problem), preferred: !near });
  }
  if (kinds.includes('world') && LIBRARY_NAMES.includes(id) && !IMPLICIT.some((name) => name === id)) {
    const edit = importEdit(main.tree, `library/${id}`);
    if (edit) actions.push({ title: `Import library/${id}`, kind: 'quickfix', edits: [edit], problem, preferred: true });
  }
  return actions;
}

const fix = (title: string, at: number, text: string, problem: Problem): OffsetAction => ({
  title,
  kind: 'quickfix',
  edits: [{ at: [at, at], text }],
  problem,
});

/** `ada_okafor` → `Ada Okafor`. */
const displayName = (id: string): string =>
  id
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

/** Adds a file to the imports, or begins them below the head of the file. */
export function importEdit(tree: Tree, path: string): OffsetEdit | null {
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
