/**
 * Renames an id at all its places. Refuses a rename that would change a meaning or fail: an id that is in use, a name that
 * means something else in an expression, a file that cannot be written.
 */
import { namedIn, treesIn, usesIn } from '../../../expr/index.js';
import type { FileEdits, RenameAt, Renamed } from '../../api.js';
import { namesAt } from '../../names/names.js';
import type { FileModel } from '../../incremental/file.js';
import { type Program, SCOPED } from '../../program/program.js';
import { isLibrary } from '../../program/uri.js';
import type { Workspace } from '../../program/workspace.js';
import { rangeAt } from '../../text/lines.js';
import { valueAt } from '../../syntax/node.js';
import { type Open, type Places, placesAt } from './references.js';
import { occurrencesIn, type Target, targetAt } from './navigationTargets.js';
import { t } from '../../../core/util/l10n.js';
import { noun } from '../../../core/util/nouns.js';

/** Names that expressions have everywhere. */
const RESERVED: ReadonlySet<string> = new Set([
  ...[
    'all',
    'cast',
    'round',
    'rounds',
    'now',
    'params',
    'me',
    'target',
    'agent',
    'args',
    'granted',
    'message',
    'answer',
    'nobody',
    'public',
  ],
  ...['true', 'false', 'null', 'builtin', 'random'],
]);

/** What would be renamed at an offset, or why nothing can be renamed. */
export function renameAt(program: Program, offset: number): RenameAt {
  const here = targetAt(program, offset);
  if (!here)
    return {
      ok: false,
      message: t(
        'Only ids can be renamed, at their definition or where they are used. To change a display name, edit it where it is written.',
      ),
    };
  const { target } = here;
  if (isLibrary(target.uri))
    return { ok: false, message: t('`{0}` is in the library, which cannot be changed. Define your own that extends it.', target.name) };
  return { ok: true, range: rangeAt(program.main.tree.lines, here.at), placeholder: target.name };
}

export async function rename(program: Program, offset: number, name: string, workspace: Workspace, open: Open): Promise<Renamed> {
  const at = renameAt(program, offset);
  if (!at.ok) return at;
  const { target } = targetAt(program, offset)!;
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    return {
      ok: false,
      message: t('`{0}` cannot be an id. An id has only lowercase letters, digits and _, and starts with a letter.', name),
    };
  if (RESERVED.has(name)) return { ok: false, message: t('`{0}` is a reserved name in expressions. Choose another id.', name) };
  if (isKindless(program, target))
    return { ok: false, message: t('`{0}` is also the kind of this reward. First write `kind: {0}` below it.', target.name) };
  const all = await placesAt(program, offset, workspace, open);
  for (const places of all) {
    const opened = places.file.uri === program.main.uri ? program : await open(places.file.uri);
    const taken = conflict(opened, opened.main, places, target, name);
    if (taken !== null) return { ok: false, message: taken };
  }
  return { ok: true, files: all.filter(({ file }) => !isLibrary(file.uri)).map(({ file, places }) => editsIn(file, places, name)) };
}

/** Whether the target is a reward without \`kind\`, whose id names its kind. */
function isKindless({ files }: Program, { uri, what, within, name }: Target): boolean {
  const [section = '', scenario = ''] = (within ?? '').split('.');
  const root = files.find((file) => file.uri === uri)?.tree.root;
  const reward = what === 'reward' ? valueAt(valueAt(valueAt(valueAt(root, section), scenario), 'rewards'), name) : undefined;
  return reward !== undefined && valueAt(reward, 'kind') === undefined;
}

const editsIn = ({ uri, tree }: FileModel, places: Places['places'], name: string): FileEdits => ({
  uri,
  edits: places.map(({ at }) => ({ range: rangeAt(tree.lines, at), text: name })),
});

/** Why the new name cannot be used in a file, or null. */
function conflict(program: Program, file: FileModel, { places }: Places, target: Target, name: string): string | null {
  const written = occurrencesIn(program, file, name).flatMap((one) => (one.role === 'definition' ? [one.target] : []));
  const elsewhere = [...program.index.values()].flatMap((ids) =>
    (ids.get(name) ?? []).filter((one) => !SCOPED.has(one.kind) && !isLibrary(one.file.uri)),
  );
  const other = [...written, ...elsewhere.map(({ kind }) => ({ what: kind, within: null }))].find((one) => clashes(one, target));
  if (other) return t('There is a {0} `{1}` already. Choose another id.', noun(other.what), name);
  for (const use of file.expressions) {
    const [start, end] = use.node.at;
    const inside = places.some(({ at, role }) => role === 'expression' && at[0] >= start && at[1] <= end);
    if (!inside) continue;
    if (namedIn(namesAt(program, file, use), name))
      return t('`{0}` means something else in an expression that names `{1}`. Choose another id.', name, target.name);
    const arrow = treesIn(use.kind, String(use.node.value)).some(({ tree, locals }) =>
      usesIn(tree, locals).some((one) => one.local && one.name === name),
    );
    if (arrow) return t('`{0}` is used inside an expression that names `{1}`. Choose another id.', name, target.name);
  }
  return null;
}

/** Kinds that share one set of names, because an expression can use their bare names. */
const BARE: ReadonlySet<string> = new Set(['persona', 'population', 'measure', 'role', 'group', 'parameter', 'variable', 'var', 'param']);
type Kind = Pick<Target, 'what' | 'within'>;

/** Whether two kinds clash. They do not if each is visible in a different place only. */
const clashes = (a: Kind, b: Kind): boolean =>
  (a.within === null || b.within === null || a.within === b.within) && (a.what === b.what || (BARE.has(a.what) && BARE.has(b.what)));
