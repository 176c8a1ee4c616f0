/**
 * The keywords of JSON Schema against another reader of them, `yaml-language-server`: over the shipped files and hundreds
 * of mutated ones, both say that a file breaks the schema, or both say that it does not.
 *
 * Left out is what only we check, as the schema marks it with keywords of its own: references, expressions, short forms,
 * and what else needs more than the schema. In what is left the two agree.
 */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';
import { below, type Rng, rng } from '../../../src/core/random/rng.js';
import { createLanguageService, type Diagnostic, libraryUri } from '../../../src/language/index.js';
import { rootSchema } from '../../../src/language/schema/schema.js';
import type { TreeNode } from '../../../src/language/syntax/node.js';
import { parseTree } from '../../../src/language/syntax/parse.js';

const URI = 'file:///study/main.society';
const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');

/** What the keywords of JSON Schema find. */
const STANDARD: ReadonlySet<string> = new Set([
  'unknown-key',
  'missing-key',
  'missing-value',
  'empty-item',
  'wrong-type',
  'wrong-value',
  'out-of-range',
  'wrong-form',
  'bad-id',
  'misplaced',
  'literal-key',
]);

const isStandard = ({ code, message }: Diagnostic): boolean => STANDARD.has(code) && !message.includes('is not a short form');

const FEED = read('library/feed.society');
const service = createLanguageService({ read: (uri) => Promise.resolve(uri === libraryUri('feed') ? FEED : null) });

async function ours(text: string): Promise<readonly string[]> {
  service.set(URI, text);
  return (await service.diagnostics(URI))
    .filter(isStandard)
    .map(({ range, code, message }) => `${range.start.line + 1} ${code}: ${message}`);
}

const peer = getLanguageService({
  schemaRequestService: () => Promise.reject(new Error('nothing is fetched')),
  workspaceContext: { resolveRelativePath: (path: string) => path },
});
// A copy: the peer puts what a reference names in its place, which makes the schema circular.
peer.configure({
  validate: true,
  yamlVersion: '1.2',
  completion: false,
  hover: false,
  schemas: [{ uri: 'file:///society.schema.json', fileMatch: ['*.society'], schema: structuredClone(rootSchema) }],
});

/** What was read of one version is read of it again. */
let version = 0;

/** With its own reading of YAML left out: what is in `source` names the schema. */
async function theirs(text: string): Promise<readonly string[]> {
  const found = await peer.doValidation(TextDocument.create(URI, 'yaml', ++version, text), false);
  return found.filter(({ source }) => source?.startsWith('yaml-schema')).map(({ range, message }) => `${range.start.line + 1} ${message}`);
}

const FILES: readonly (readonly [string, string])[] = [
  ...['examples', 'library'].flatMap((folder) =>
    readdirSync(join(process.cwd(), folder))
      .filter((name) => /\w\.society$/.test(name))
      .map((name) => [name, read(`${folder}/${name}`)] as const),
  ),
  ['format.society', read('test/fixtures/format.society')],
  ['whole.society', read('test/fixtures/whole.society')],
];

const VALUES = [
  '12',
  '-1',
  '0.5',
  '1.5',
  'true',
  'word',
  '[a, b]',
  '[]',
  '{ a: b }',
  '{}',
  '',
  'two words',
  '1..7',
  "'12'",
  '[1, 2]',
  '99999999',
];

/** A text to mutate, with its nodes. */
interface Source {
  readonly text: string;
  readonly root: TreeNode;
  readonly nodes: readonly TreeNode[];
}

function sourceOf(text: string): Source {
  const { root } = parseTree(URI, text);
  assert.ok(root?.kind === 'map');
  return { text, root, nodes: [root, ...nodesOf(root)] };
}

/** Every scalar, list and map below the top, with whether it is the value of a key. */
function* nodesOf(node: TreeNode): Generator<TreeNode> {
  const children = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.kind === 'list' ? node.items : [];
  for (const child of children) {
    yield child;
    yield* nodesOf(child);
  }
}

/** One value exchanged, one key renamed, or one entry taken out; null where that gives no YAML. */
function mutated({ text, root, nodes }: Source, random: Rng): string | null {
  const pick = <T>(list: readonly T[]): T => list[below(random, list.length)] as T;
  const node = pick(nodes);
  let now = text;
  switch (below(random, 3)) {
    case 0:
      if (node === root) return null;
      now = text.slice(0, node.at[0]) + pick(VALUES) + text.slice(node.at[1]);
      break;
    case 1: {
      if (node.kind !== 'map' || node.entries.length === 0) return null;
      const { keyAt } = pick(node.entries);
      now = text.slice(0, keyAt[0]) + pick(['zzz', 'name', 'kind', 'Big One', 'at', 'of']) + text.slice(keyAt[1]);
      break;
    }
    default: {
      if (node.kind !== 'map' || node.flow || node.entries.length < 2) return null;
      const [from, to] = pick(node.entries).at;
      now = `${text.slice(0, from)}zzz: ~${text.slice(to)}`;
    }
  }
  return now === text || parseTree(URI, now).problems.length > 0 ? null : now;
}

describe('the schema, read by another validator', () => {
  for (const [name, text] of FILES) {
    it(`accepts ${name}`, async () => {
      assert.deepEqual(await theirs(text), []);
      assert.deepEqual(await ours(text), []);
    });
  }
  it('rejects the same of 600 mutated files', async function () {
    this.timeout(240_000);
    const sources = FILES.map(([, text]) => text)
      .filter(({ length }) => length < 12_000)
      .map(sourceOf);
    const cases: { readonly source: Source; readonly text: string }[] = [];
    for (let n = 0; cases.length < 600; n++) {
      const source = sources[n % sources.length]!;
      const text = mutated(source, rng(17, 'oracle', n));
      if (text !== null) cases.push({ source, text });
    }
    // Texts that differ in one place follow each other, so that only this place is read again.
    cases.sort((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source));
    const differences: string[] = [];
    let [compared, broken] = [0, 0];
    for (const { source, text } of cases) {
      const [own, other] = [await ours(text), await theirs(text)];
      compared++;
      if (own.length > 0) broken++;
      if (own.length > 0 !== other.length > 0) {
        const lines = source.text.split('\n');
        const changed = text.split('\n').find((line, i) => line !== lines[i]);
        differences.push(`${changed}\n  ours: ${own.join(' | ')}\n  theirs: ${other.slice(0, 3).join(' | ')}`);
      }
    }
    assert.deepEqual(differences.slice(0, 20).join('\n'), '');
    assert.ok(broken > 240 && broken < 570, `${broken} of ${compared} were broken`);
  });
});
