/**
 * Prose in separate files: `backstory: ./people/ada.md`. If the value is only such a path, the text of the
 * file replaces it when a society is resolved; `$(…)` in it means what it would mean there. A document that
 * an agent has read, `reads: [./minutes.md]`, becomes its passages one by one, and `$(…)` in it is text.
 */
import { errorAt, type Problem } from '../text/problem.js';
import { type Lines, linesOf, type Offsets, positionAt } from '../text/lines.js';
import { type Passage, passagesOf } from '../text/passages.js';
import { checkTemplate } from '../../expr/index.js';
import type { ScalarNode } from '../syntax/node.js';
import type { FileModel, ProseUse } from '../incremental/file.js';
import { type Host, linkedOut } from '../program/imports.js';
import { namesAt } from './names.js';
import type { renamedIn } from './prefixedNames.js';
import type { Origin, Program } from '../program/program.js';
import { isLibrary, pathTarget, type PathTarget, rootOf } from '../program/uri.js';
import { t } from '../../core/util/l10n.js';

// Documents that agents have read: how a file becomes passages, and why a file cannot be read. The limits are our choice.

/** The most characters of a document. More would give hundreds of memories that are weighed for each question, which is slow. */
const MOST_CHARACTERS = 250_000;
const MOST_PASSAGES = 500;

/** The passages of a file; none if it is too long. */
export const passagesIn = (uri: string, source: string): readonly Passage[] =>
  source.length > MOST_CHARACTERS ? [] : passagesOf(source, /\.md$/i.test(uri));

/** Why a document cannot be read, reported at its `path`. `read` is null if the file does not exist. */
function documentProblems(path: string, read: Read | null, at: Offsets): Problem[] {
  if (!read) return [errorAt('document-missing', t('There is no file `{0}`. Create it, or remove it from `reads`.', path), at)];
  const { source, passages = [] } = read;
  if (/[\0\uFFFD]/.test(source))
    return [errorAt('document-not-text', t('`{0}` is not a text in UTF-8. Save it as plain text or Markdown in UTF-8.', path), at)];
  if (source.length > MOST_CHARACTERS)
    return [tooLarge(path, t('{0} characters, but at most {1} can be read', source.length, MOST_CHARACTERS), at)];
  if (passages.length > MOST_PASSAGES)
    return [tooLarge(path, t('{0} passages, but at most {1} can be remembered', passages.length, MOST_PASSAGES), at)];
  if (passages.length > 0) return [];
  return [errorAt('document-empty', t('`{0}` has no text. Add text, or remove it from `reads`.', path), at)];
}

interface Read {
  readonly source: string;
  readonly passages?: readonly Passage[];
}

const tooLarge = (path: string, what: string, at: Offsets): Problem =>
  errorAt('document-large', t('`{0}` has {1}. Shorten it, or split it among people.', path, what), at);

/** A text with the size of a document. */
export function documentSize(passages: readonly Passage[]): string {
  const words = passages.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0);
  return `${passages.length} ${passages.length === 1 ? 'passage' : 'passages'}, ${words} ${words === 1 ? 'word' : 'words'}`;
}

interface ProseFile {
  readonly uri: string;
  /** The text on disk. */
  readonly source: string;
  readonly lines: Lines;
  /** The text that agents read. */
  readonly text: string;
  /** The passages of a document. */
  readonly passages?: readonly Passage[];
}

/** The prose files of a program, by the value that names each. Null: the file does not exist, or a link leads out of the root. */
export interface Prose extends ReadonlyMap<ScalarNode, ProseFile | null> {
  /** Values whose file is outside of the root because of a link. */
  readonly outside?: ReadonlySet<ScalarNode>;
}

export const proseTarget = (program: Program, file: FileModel, use: ProseUse): PathTarget =>
  pathTarget(String(use.node.value), file.uri, isLibrary(file.uri) ? rootOf(file.uri, []) : program.root);

/** Reads the prose files that some files of a program name. */
export async function readProse(program: Program, files: readonly FileModel[], host: Host): Promise<Prose> {
  const outside = new Set<ScalarNode>();
  const prose = Object.assign(new Map<ScalarNode, ProseFile | null>(), { outside });
  const uses = files.flatMap((file) => file.prose.map((use) => ({ file, use, target: proseTarget(program, file, use) })));
  const uris = [...new Set(uses.flatMap(({ target }) => (target.ok ? [target.uri] : [])))];
  const texts = new Map(
    await Promise.all(uris.map(async (uri) => [uri, await host.read(uri, isLibrary(uri) ? undefined : program.root)] as const)),
  );
  const { renamedIn: rename } = program.origins.size > 0 ? await import('./prefixedNames.js') : { renamedIn: null };
  const documents = new Map<string, ProseFile>();
  for (const { file, use, target } of uses) {
    const source = target.ok ? (texts.get(target.uri) ?? null) : null;
    const origin = use.template ? program.origins.get(file) : undefined;
    if (target.ok && host.leadsOut(target.uri)) outside.add(use.node);
    if (!target.ok || source === null) prose.set(use.node, null);
    else if (use.document) {
      const read = documents.get(target.uri) ?? documentOf(target.uri, source);
      documents.set(target.uri, read);
      prose.set(use.node, read);
    } else {
      const text = origin && rename ? renamedUnder(origin, use, normal(source), rename) : normal(source);
      prose.set(use.node, { uri: target.uri, source, lines: linesOf(source), text });
    }
  }
  return prose;
}

export const normal = (source: string): string => source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

const documentOf = (uri: string, source: string): ProseFile => ({
  ...{ uri, source, lines: linesOf(source), text: normal(source) },
  passages: passagesIn(uri, source),
});

function renamedUnder({ program, file, prefix }: Origin, use: ProseUse, text: string, rename: typeof renamedIn): string {
  const isOwn = (other: FileModel): boolean => other === program.main || !isLibrary(other.uri);
  return rename(program, file, { kind: 'template', path: unprefixed(use.path, prefix) }, text, prefix, isOwn);
}

/** Removes the prefix of an import: `worlds.town_fair.does` becomes `worlds.fair.does`. */
const unprefixed = (path: string, prefix: string): string => path.replace(new RegExp(`^([a-z]+\\.)${prefix}`), '$1');

/** Problems of the prose of a file, reported at the value that names it, with the line in the prose. */
export function checkProse(program: Program, file: FileModel, prose: Prose): Problem[] {
  return file.prose.flatMap((use): Problem[] => {
    const target = proseTarget(program, file, use);
    const { at, value } = use.node;
    if (!target.ok) return [errorAt(target.code, target.message, at)];
    if (prose.outside?.has(use.node)) return [linkedOut(String(value), at, program.root)];
    const found = prose.get(use.node);
    if (use.document) return documentProblems(String(value), found ?? null, at);
    if (!found)
      return [errorAt('prose-missing', t('`{0}` was not found. Create the file, or write the text here after `|`.', String(value)), at)];
    if (!use.template || !found.source.includes('$(')) return [];
    const text = normal(found.source);
    const lines = linesOf(text);
    return checkTemplate(text, namesAt(program, file, use)).map((problem) => {
      const line = positionAt(lines, problem.start).line + 1;
      const message = t('{0}, line {1}: {2}', String(value), line, problem.message);
      return { ...errorAt(`expression-${problem.code}`, message, at), severity: problem.warning ? 'warning' : 'error' };
    });
  });
}
