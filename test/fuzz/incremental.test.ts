/**
 * Fuzz of incremental analysis, by fixed seeds: files are edited step by step, and after each step the model that reused
 * unchanged parts equals one that was parsed whole, and a service that saw every step gives the same diagnostics
 * as one that sees the text for the first time.
 */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { createLanguageService, libraryUri } from '../../src/language/index.js';
import { advance, beginDraft, type Draft } from '../../src/language/incremental/draftFile.js';
import { analyse, analyseWhole, type FileModel, finish } from '../../src/language/incremental/file.js';
import type { TreeNode } from '../../src/language/syntax/node.js';
import { quickTree } from '../../src/language/syntax/plainYamlParser.js';
import { FEED } from '../unit/language/support.js';
import { type Edit, edited, edits, LARGE, SMALL } from './texts.js';

/** More with `SOCIETY_FUZZ=10 npm test -- --unit --grep incremental`. */
const TIMES = Number(process.env['SOCIETY_FUZZ'] ?? 1);
const URI = 'file:///study/main.society';

function placed(node: TreeNode): unknown {
  if (node.kind === 'scalar') return [node.value, node.style, ...node.at];
  if (node.kind === 'list') return ['list', node.flow, ...node.at, ...node.items.map(placed)];
  return ['map', node.flow, ...node.at, ...node.entries.map((e) => [e.key, e.colon, ...e.keyAt, ...e.at, placed(e.value)])];
}

/** All results of a model, as data. */
function said(model: FileModel): Record<string, unknown> {
  const { tree, problems, definitions, references, expressions, imports, prose } = model;
  return {
    problems,
    root: tree.root && placed(tree.root),
    broken: [...tree.broken],
    guessed: tree.guessed,
    definitions: definitions.map((d) => [d.kind, d.id, d.path, ...d.entry.keyAt, ...d.entry.at, d.file === model]),
    references: references.map((r) => [r.kinds, r.id, r.path, ...r.at]),
    expressions: expressions.map((e) => [e.kind, e.path, e.node.value, ...e.node.at]),
    imports: imports.map((i) => [i.from, i.prefix, ...i.at]),
    prose: prose.map((p) => [p.path, p.template, p.node.value, ...p.node.at]),
  };
}

/** Whether the text was valid enough for a comparison. */
function sameAsWhole(draft: Draft): boolean {
  const model = finish(draft);
  // Such a model comes from the parser that it would be compared with.
  if (!model.pieces && !quickTree(draft.source, { at: 0 })) return false;
  const [one, whole] = [said(model), said(analyseWhole(URI, draft.text, false))];
  compared++;
  for (const key of Object.keys(whole))
    if (JSON.stringify(one[key]) !== JSON.stringify(whole[key])) assert.deepEqual(one[key], whole[key], `${key} of\n${draft.text}`);
  return true;
}

let steps = 0;
let compared = 0;
let reused = 0;

/** Each edit changes the last valid text, so that most of them lead to another valid text. */
function survives(text: string, changes: readonly Edit[]): void {
  let draft: Draft | null = null;
  let sound = text;
  for (const change of [null, ...changes]) {
    const now = change ? edited(sound, change) : text;
    const next: Draft = beginDraft(URI, now, draft);
    steps++;
    if (next.pieces.some((piece) => piece)) reused++;
    while (advance(next));
    if (sameAsWhole(next)) sound = now;
    if (next.blocks) draft = next;
  }
}

/** Where each piece is repaired separately, the result is compared with a first analysis of the text. */
function sameAsAtFirst(text: string, changes: readonly Edit[]): void {
  let draft: Draft | null = null;
  let now = text;
  for (const change of [null, ...changes]) {
    if (change) now = edited(now, change);
    const next: Draft = beginDraft(URI, now, draft, 0);
    while (advance(next));
    const [one, first] = [JSON.stringify(said(finish(next))), JSON.stringify(said(analyse(URI, now, 0)))];
    if (one !== first) assert.deepEqual(JSON.parse(one), JSON.parse(first), now);
    if (next.blocks) draft = next;
  }
}

const serviceOver = () => createLanguageService({ read: (uri) => Promise.resolve(uri === libraryUri('feed') ? FEED : null) });

const OTHER = 'file:///study/town.society';
const IMPORTS = 'imports: [library/feed, ./town.society, { from: ./town.society, as: o }]\n';

/** Two files, one of which imports the other twice, edited in turn. */
async function servesAlike(main: string, other: string, changes: readonly Edit[]): Promise<void> {
  const service = serviceOver();
  let sound = new Map([
    [URI, main.replace(/^title: People\r?\n/m, IMPORTS)],
    [OTHER, other],
  ]);
  for (const change of [null, ...changes]) {
    const texts = new Map(sound);
    const uri = change && change.at % 3 === 0 ? OTHER : URI;
    if (change) texts.set(uri, edited(texts.get(uri) ?? '', change));
    const fresh = serviceOver();
    for (const [one, text] of texts) for (const to of [service, fresh]) to.set(one, text);
    for (const one of texts.keys()) {
      const [had, has] = [await service.diagnostics(one), await fresh.diagnostics(one)];
      if (JSON.stringify(had) !== JSON.stringify(has)) assert.deepEqual(had, has, [...texts.values()].join('\n---\n'));
    }
    if (analyse(uri, texts.get(uri) ?? '').pieces) sound = texts;
  }
}

describe('fuzz: incremental analysis', function () {
  this.timeout(120_000 * TIMES);

  it('small files have the same diagnostics as when they are parsed whole', () => {
    fc.assert(fc.property(fc.constantFrom(...SMALL), edits(10), survives), { numRuns: 800 * TIMES, seed: 21, endOnFailure: true });
  });

  it('examples and the library have the same diagnostics as when they are parsed whole', () => {
    fc.assert(fc.property(fc.constantFrom(...LARGE), edits(6), survives), { numRuns: 24 * TIMES, seed: 22, endOnFailure: true });
  });

  it('the number of steps is sufficient, and most of them reuse results', () => {
    assert.ok(steps >= 8_000, String(steps));
    assert.ok(reused > steps / 2, `${reused} of ${steps} took something over`);
    assert.ok(compared > steps * 0.45, `${compared} of ${steps} were compared`);
  });

  it('edits where pieces are repaired one by one lead to the same diagnostics as a first analysis', () => {
    fc.assert(fc.property(fc.constantFrom(...SMALL), edits(6), sameAsAtFirst), { numRuns: 100 * TIMES, seed: 24, endOnFailure: true });
  });

  it('a service that saw every step has the diagnostics of a new one', () =>
    fc.assert(fc.asyncProperty(fc.constantFrom(...SMALL), fc.constantFrom(...SMALL), edits(8), servesAlike), {
      numRuns: 28 * TIMES,
      seed: 23,
      endOnFailure: true,
    }));
});
