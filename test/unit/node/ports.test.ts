/** Text files on the disk: lists and names. */
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLanguageService } from '../../../src/language/index.js';
import { makeFolder } from '../../../src/node/runPlace.js';
import { fileUri, nodeTextFiles, writeWhole } from '../../../src/node/ports.js';
import { words } from '../../../src/runs/setup/callJournal.js';

describe('text files on the disk', () => {
  let folder = '';
  const put = (name: string, text = 'society: 1\n'): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'society (files) +'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('list societies at any depth, in the order of their code units, without hidden folders, packages and links', async () => {
    for (const name of ['b.society', 'Z.society', 'ä b.society', 'c/d/e.society', 'c/x.md', '.git/y.society', 'node_modules/p/z.society'])
      put(name);
    const outside = mkdtempSync(join(tmpdir(), 'society-out-'));
    writeFileSync(join(outside, 'secret.society'), 'society: 1\n');
    symlinkSync(outside, join(folder, 'link'));
    symlinkSync(folder, join(folder, 'loop'));
    symlinkSync(join(outside, 'secret.society'), join(folder, 'link.society'));
    const files = nodeTextFiles('/nowhere');
    const listed = await files.list?.(fileUri(folder));
    assert.deepEqual(
      listed?.map((uri) => uri.slice(fileUri(folder).length)),
      ['/Z.society', '/b.society', '/c/d/e.society', '/%C3%A4%20b.society'].sort(),
    );
    for (const uri of listed ?? []) assert.equal(await files.read(uri), 'society: 1\n');
    rmSync(outside, { recursive: true });
  });

  it('list nothing where there is no folder', async () => {
    assert.deepEqual(await nodeTextFiles('/nowhere').list?.(fileUri(join(folder, 'no'))), []);
  });

  it('have one name for a file, by any path', async () => {
    put('main (1)+.society', 'society: 1\nimports: ["./p/*.society"]\npersonas:\n  ada: { name: Ada }\n');
    put('p/b.society', 'society: 1\nimports: ["../main (1)+.society"]\npersonas:\n  ben: { extends: ada }\n');
    const service = createLanguageService(nodeTextFiles('/nowhere', [folder]));
    const resolved = await service.resolve(fileUri(join(folder, 'main (1)+.society')));
    assert.deepEqual(
      resolved.problems.map((p) => p.message),
      [],
    );
    assert.equal(resolved.sources.length, 2);
  });

  it('cannot be read outside of a folder, or of the own folder where none is given', async () => {
    put('a/main.society', 'society: 1\nimports: [../b.society]\n');
    put('b.society');
    const uri = fileUri(join(folder, 'a/main.society'));
    const code = async (folders: readonly string[]): Promise<string[]> =>
      (await createLanguageService(nodeTextFiles('/nowhere', folders)).diagnostics(uri)).map((d) => d.code);
    assert.deepEqual(await code([folder]), []);
    assert.deepEqual(await code([`${folder}/`]), []);
    assert.deepEqual(await code([]), ['import-outside']);
    assert.deepEqual(await code([join(folder, 'a')]), ['import-outside']);
  });
});

describe('a file that is written whole', () => {
  it('is there whole, or as it was before, without other files', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'society-whole-'));
    await writeWhole(join(dir, 'a.html'), 'one');
    await writeWhole(join(dir, 'a.html'), 'two');
    mkdirSync(join(dir, 'b.html'));
    await assert.rejects(writeWhole(join(dir, 'b.html'), 'one'));
    await assert.rejects(writeWhole(join(dir, 'none', 'c.html'), 'one'));
    assert.deepEqual(readdirSync(dir).sort(), ['a.html', 'b.html']);
    assert.equal(readFileSync(join(dir, 'a.html'), 'utf8'), 'two');
    rmSync(dir, { recursive: true });
  });
});

describe('folders', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'society-folders-'));
  });
  after(() => rmSync(root, { recursive: true }));

  it('are made with their parents, by several callers at once', async () => {
    const path = join(root, 'a', 'b', 'c');
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(root, 'a', 'd'))]);
    await makeFolder(path);
    assert.deepEqual([readdirSync(join(root, 'a')).sort(), readdirSync(path)], [['b', 'd'], []]);
  });

  it('that cannot be made are reported at once, with what is in the way', async () => {
    writeFileSync(join(root, 'file'), '');
    await assert.rejects(makeFolder(join(root, 'file')), (error) => /a file is in its place/.test(words(error)));
    await assert.rejects(makeFolder(join(root, 'file', 'r')), (error) => /cannot be made/.test(words(error)));
    // Node's own way tries without end there. Other systems have no such folder.
    if (existsSync('/proc/self'))
      await assert.rejects(makeFolder('/proc/none/r'), (error) => /\/proc\/none cannot be made/.test(words(error)));
  });
});
