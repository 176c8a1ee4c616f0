/** A run of a file that imports what lies above it: it keeps the texts by their paths, and is read again from these alone. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { LiveRun, loadModel, makeMinds, openRecorded, replay, sourceName } from '../../../src/runs/index.js';
import type { FolderFiles } from '../../../src/trace/index.js';

const ENTRY = 'file:///town/gallery/lake/lake.society';
const TEXTS = new Map([
  [ENTRY, 'society: 1\ntitle: Lake\nimports: [../../people.society, ./own/place.society]\nscenarios: { s: { world: place, rounds: 1 } }\n'],
  ['file:///town/people.society', 'society: 1\nimports: [./folk/more.society]\npersonas: { ada: { name: Ada } }\n'],
  ['file:///town/folk/more.society', 'society: 1\npersonas: { ben: { name: Ben, backstory: ../prose/ben_b.md } }\n'],
  ['file:///town/prose/ben_b.md', 'Ben fishes.\n'],
  ['file:///town/gallery/lake/own/place.society', 'society: 1\nworlds: { place: { vars: { fish: 3 } } }\n'],
]);

const disk = nodeTextFiles(join(process.cwd(), 'library'));
const language = createLanguageService({
  read: async (uri) => TEXTS.get(uri) ?? (uri.startsWith('file:') ? null : disk.read(uri)),
  roots: () => ['file:///town'],
});

describe('the texts of a run', () => {
  it('have names by which the run is read again, also from a folder above its file', async () => {
    const loaded = await loadModel(language, ENTRY);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const kept = new Map<string, string>();
    const files: FolderFiles = {
      read: async (name) => kept.get(name) ?? null,
      write: async (name, text) => void kept.set(name, text),
      append: async (name, text) => void kept.set(name, (kept.get(name) ?? '') + text),
    };
    const access = { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} };
    const minds = await makeMinds(loaded.resolved.society, loaded.model, access);
    assert.ok(minds.ok);
    const sources = loaded.resolved.sources.map(({ uri, text }) => ({ uri: sourceName(ENTRY, uri), text }));
    const live = new LiveRun({ id: 'one', model: loaded.model, minds: minds.minds, sources, files, created: '2026-01-01T00:00:00Z' });
    assert.equal(await live.run(), 'ended');

    const own = sources.map(({ uri }) => uri).filter((uri) => !uri.startsWith('library/'));
    assert.deepEqual([...own].sort(), [
      '../../folk/more.society',
      '../../people.society',
      '../../prose/ben_b.md',
      'lake.society',
      'own/place.society',
    ]);
    const opened = await openRecorded(files);
    assert.ok(opened.ok, opened.ok ? '' : opened.message);
    const { resolved } = opened.run;
    assert.deepEqual(resolved.society, loaded.resolved.society);
    assert.deepEqual(
      resolved.sources.map(({ uri }) => sourceName(resolved.uri, uri)),
      sources.map(({ uri }) => uri),
    );
    assert.ok((await replay(opened.run)).ok);
  });
});
