/** Every folder of the gallery, without a run: scripts/gallery.mjs plays them, as one of the checks. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { describe, it } from 'mocha';
import { copyOf } from '../../../src/gallery/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { loadModel } from '../../../src/runs/index.js';
import { languageOf, PICTURE, readGallery, uriOf } from '../../support/gallery.js';

const root = process.cwd();
const folder = join(root, 'examples', 'gallery');
const { entries, faults } = readGallery(root);
const sourceOf = (id: string, file: string): string => readFileSync(join(folder, id, file), 'utf8');

const disk = nodeTextFiles(join(root, 'library'));
const copies = new Map<string, string>();
/** Knows the library and the copies, and nothing else. */
const elsewhere = createLanguageService({
  ...disk,
  read: async (uri) => copies.get(uri) ?? (uri.startsWith('file:') ? null : disk.read(uri)),
});

describe('the gallery', () => {
  it('has entries, each with valid front matter and a valid page', () => {
    assert.ok(entries.length > 0);
    assert.deepEqual(faults, []);
  });

  it('has unique titles', () => {
    const titles = entries.map(({ title }) => title);
    assert.deepEqual([...new Set(titles)], titles);
  });

  for (const entry of entries) {
    const { id, file } = entry;

    it(`${id}: has no problem, and its scenario can be run`, async () => {
      const { ok, problems } = await loadModel(languageOf(root), uriOf(root, entry), { scenario: entry.scenario });
      assert.deepEqual(
        problems.map(({ uri, range, message }) => `${uri}:${range.start.line + 1}: ${message}`),
        [],
      );
      assert.ok(ok);
    });

    it(`${id}: says what to look for, has a picture, and no other file`, () => {
      assert.match(sourceOf(id, file), /^# .+\n(#.*\n)*# What to look for\n/);
      const errorHandler = (_: string, message: string): never => assert.fail(message);
      const picture = readFileSync(join(root, 'docs', PICTURE(id)), 'utf8');
      assert.equal(new DOMParser({ errorHandler }).parseFromString(picture, 'image/svg+xml').documentElement.tagName, 'svg');
      const others = readdirSync(join(folder, id)).filter((name) => name !== 'README.md' && name !== `${id}.society`);
      assert.deepEqual(others, []);
    });

    it(`${id}: is played by the commands of its page`, () => {
      const page = sourceOf(id, 'README.md');
      const path = join('examples', 'gallery', id, file).replaceAll('\\', '/');
      const named = [...page.matchAll(/\bsociety -- \w+ (\S+\.society)/g)].map(([, name]) => name);
      assert.ok(named.includes(path), `${path} in ${named.join(', ')}`);
      for (const name of named) assert.ok(name !== undefined && existsSync(join(root, name)), name);
      assert.doesNotMatch(page, /!\[/, 'it is read where no pictures are');
      for (const [, link = ''] of page.matchAll(/\]\((?!https:)([^)#]*)/g)) assert.ok(existsSync(join(folder, id, link)), link);
    });

    it(`${id}: reads the same from a copy`, async () => {
      const files = await copyOf(uriOf(root, entry), disk.read);
      const uris = files.map(({ to }) => `file:///copies/${id}/${to}`);
      assert.equal(new Set(uris).size, files.length, 'no two files of the same name');
      for (const [i, uri] of uris.entries()) copies.set(uri, files[i]!.text);
      const { society, problems } = await elsewhere.resolve(uris[0]!);
      assert.deepEqual(problems, []);
      assert.deepEqual({ ...society, imports: [] }, { ...(await languageOf(root).resolve(uriOf(root, entry))).society, imports: [] });
    });
  }
});
