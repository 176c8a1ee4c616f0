/** Documents name files and folders of this repository that exist. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const root = process.cwd();

/** A path below one of these folders is a path of the repository; other paths belong to the reader or are relative to `src`. */
const FOLDERS = /^(src|webview|scripts|test|schemas|library|bench|docs|media|syntaxes)\//;
const SOURCE = /^[\w-]+(\/[\w.-]+)+\.(ts|mts|mjs|css)$/;

/** A placeholder, and the misspelled import of a diagnostic. */
const EXCEPTIONS = new Set(['library/NAME', 'library/fed']);

/** Paths in inline code, with their lines. Fenced code is left out: it has commands and files of the reader. */
function pathsIn(text: string): { readonly path: string; readonly line: number; readonly folder: string }[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, (fence) => fence.replace(/[^\n]/g, ' '));
  return [...prose.matchAll(/`([^`\s]+)`/g)].flatMap((found) => {
    const path = found[1] ?? '';
    const isPath = /^[\w./-]+$/.test(path) && (FOLDERS.test(path) || SOURCE.test(path));
    if (!isPath || EXCEPTIONS.has(path)) return [];
    const above = prose.slice(0, found.index);
    const folder = [...above.matchAll(/^### ((?:src|webview)\S*)$/gm)].at(-1)?.[1] ?? '';
    return [{ path, line: above.split('\n').length, folder }];
  });
}

/**
 * Paths are relative to the repository, to `src`, or to the folder that a heading above them names. A library file can be named
 * without its ending, as in an import.
 */
const exists = (path: string, folder: string): boolean =>
  [path, `${path}.society`, join('src', path), join(folder, path)].some((candidate) => existsSync(join(root, candidate)));

const pages = execFileSync('git', ['ls-files', 'README.md', 'docs/*.md', 'examples/*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');

describe('paths in documents', () => {
  it('name files that exist', () => {
    const missing = pages.flatMap((page) =>
      pathsIn(readFileSync(join(root, page), 'utf8'))
        .filter(({ path, folder }) => !exists(path, folder))
        .map(({ path, line }) => `${page}:${line}: ${path} does not exist`),
    );
    assert.deepEqual(missing, []);
  });

  it('are found in inline code only', () => {
    const text = 'See `src/a/b.ts`, `core/c.ts` and `a/b`.\n```sh\n`src/d.ts`\n```\n### webview/e\n`f/g.ts`';
    assert.deepEqual(pathsIn(text), [
      { path: 'src/a/b.ts', line: 1, folder: '' },
      { path: 'core/c.ts', line: 1, folder: '' },
      { path: 'f/g.ts', line: 6, folder: 'webview/e' },
    ]);
  });
});
