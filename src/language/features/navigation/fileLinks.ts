/** Paths in a file: links to other files and pages, and the edits that keep paths correct when files move. */
import type { DocumentLink, FileEdits, FileMove } from '../../api.js';
import type { Program } from '../../program/program.js';
import { proseTarget } from '../../names/textFiles.js';
import { isLibrary, isPattern, isWithin, pathTarget, patternTarget, relativePath, rootOf } from '../../program/uri.js';
import { type Offsets, rangeAt } from '../../text/lines.js';
import { textOf, valueAt } from '../../syntax/node.js';
import type { FileModel } from '../../incremental/file.js';
import type { Host } from '../../program/imports.js';
import type { Workspace } from '../../program/workspace.js';
import { t } from '../../../core/util/l10n.js';

// Links to other files and pages: imports, prose in Markdown, and the address of an endpoint.

export function linksOf(program: Program): readonly DocumentLink[] {
  const { main: file } = program;
  const { lines, root } = file.tree;
  const links: DocumentLink[] = [];
  for (const use of file.imports) {
    const [only, ...more] = program.imported.get(use) ?? [];
    if (only !== undefined && more.length === 0)
      links.push({
        range: rangeAt(lines, use.at),
        target: only,
        tooltip: isLibrary(only) ? t('Open the part of the library') : t('Open the file'),
      });
  }
  for (const prose of file.prose) {
    const target = proseTarget(program, file, prose);
    if (target?.ok) links.push({ range: rangeAt(lines, prose.node.at), target: target.uri, tooltip: t('Open the text') });
  }
  const models = valueAt(root, 'models');
  for (const { value } of models?.kind === 'map' ? models.entries : []) {
    const address = valueAt(value, 'base_url');
    const url = textOf(address);
    if (address && url !== null && /^https?:\/\/[^\s$]+$/.test(url))
      links.push({ range: rangeAt(lines, address.at), target: url, tooltip: t('Open in the browser') });
  }
  return links;
}

/** The edits, by the URIs of the files before the move. */
export async function moveEdits(moves: readonly FileMove[], workspace: Workspace, host: Host): Promise<readonly FileEdits[]> {
  const found: FileEdits[] = [];
  for (const uri of await workspace.files()) {
    const file = await host.load(uri);
    const edits = file ? editsOf(file, rootOf(uri, host.roots()), (other) => moved(other, moves)) : [];
    if (file && edits.length > 0) found.push({ uri, edits: edits.map(({ at, text }) => ({ range: rangeAt(file.tree.lines, at), text })) });
  }
  return found;
}

function moved(uri: string, moves: readonly FileMove[]): string {
  for (const { from, to } of moves) {
    if (uri === from) return to;
    if (isWithin(from, uri)) return to + uri.slice(from.length);
  }
  return uri;
}

function editsOf(file: FileModel, root: string, now: (uri: string) => string): { at: Offsets; text: string }[] {
  const paths = [
    ...file.imports.map(({ from, at }) => ({ path: from, at })),
    ...file.prose.map(({ node }) => ({ path: String(node.value), at: node.at })),
  ];
  return paths.flatMap(({ path, at }) => {
    const next = path.startsWith('library/') ? path : (isPattern(path) ? patternNow : pathNow)(path, file.uri, root, now);
    return next === null || next === path ? [] : [{ at, text: quotedAs(file.tree.text.charAt(at[0]), next) }];
  });
}

/** The new path; null if the path is still correct. */
function pathNow(path: string, uri: string, root: string, now: (uri: string) => string): string | null {
  const target = pathTarget(path, uri, root);
  if (!target.ok) return null;
  const still = pathTarget(path, now(uri), '');
  return still.ok && still.uri === now(target.uri) ? null : relativePath(now(target.uri), now(uri));
}

function patternNow(path: string, uri: string, root: string, now: (uri: string) => string): string | null {
  const target = patternTarget(path, uri, root);
  if (!target.ok) return null;
  const still = patternTarget(path, now(uri), '');
  if (still.ok && still.folder === now(target.folder)) return null;
  const next = relativePath(`${now(target.folder)}/x`, now(uri));
  return next === null ? null : next.slice(0, -1) + target.pattern;
}

/** A path keeps its quotes. A path without quotes gets them only if YAML would misread it. */
function quotedAs(quote: string, path: string): string {
  if (quote === '"') return JSON.stringify(path);
  return quote === "'" || / #|: |[,[\]{}]/.test(path) ? `'${path.replaceAll("'", "''")}'` : path;
}
