/** What the sources export is used: by another file, and by more than tests. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ExportUse, exportUses } from '../support/exportUses.js';

const SOURCES = ['src', 'webview'];

/** Exports that no file imports, with the reason. */
const UNUSED: { readonly [name: string]: string } = {
  'src/web/packages/events.ts#EventEmitter': 'the package of the debug adapter imports it',
  'src/web/packages/url.ts#URL': 'the package of the debug adapter imports it',
  'src/webExtension.ts#activate': 'the editor calls it',
  'src/language/index.ts#GraphParam': 'the declaration of an inferred type names it',
};

/** Declarations that only tests, benchmarks and their support use, with the reason. */
const FOR_TESTS: { readonly [name: string]: string } = {
  'src/analysis/sensitivity/sobolSequence.ts#SOBOL_DIMENSIONS': 'a test compares every dimension of the sequence with another source',
  'src/minds/builtin/phrases/phraseBook.ts#HOLES': 'a test compares the holes of phrase books with it',
  'src/trace/calls.ts#readCalls': 'tests read a call journal as one text; runs read it in pieces',
  'src/trace/journal.ts#readEvents': 'tests read cut journals as one text; runs read them in pieces',
};

const fullName = ({ path, name }: ExportUse): string => `${path}#${name}`;
const isTest = (path: string): boolean => /^(test|bench)\//.test(path);

describe('exports', () => {
  const uses = exportUses(process.cwd(), SOURCES, ['scripts', 'bench', 'test']);
  const byName = new Map(uses.map((use) => [fullName(use), use]));

  /** A file that only passes the name on is a user when another file takes it from there. */
  const isUsed = (use: ExportUse, seen: ReadonlySet<string> = new Set()): boolean =>
    use.atHome ||
    use.users.some((path) => {
      const passedOn = byName.get(`${path}#${use.name}`);
      if (!passedOn || passedOn.atHome) return !isTest(path);
      return !seen.has(path) && isUsed(passedOn, new Set([...seen, path]));
    });

  it('are found', () => {
    assert.ok(uses.length > 3000);
    const rng = byName.get('src/core/random/rng.ts#rng');
    assert.ok(rng?.isDeclaration && rng.users.some((path) => path.startsWith('src/engine/')));
  });

  it('are each imported by another file', () => {
    assert.deepEqual(
      uses
        .filter(({ users }) => users.length === 0)
        .map(fullName)
        .sort(),
      Object.keys(UNUSED).sort(),
    );
  });

  it('are each used outside of tests', () => {
    const declared = uses.filter(({ isDeclaration, users }) => isDeclaration && users.length > 0);
    assert.deepEqual(
      declared
        .filter((use) => !isUsed(use))
        .map(fullName)
        .sort(),
      Object.keys(FOR_TESTS).sort(),
    );
  });
});
