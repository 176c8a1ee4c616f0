/** The ports of a browser do what those of Node do. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'mocha';
import { isBeingWritten } from '../../../src/web/lock.js';
import { useFiles, type WebFiles } from '../../../src/web/files.js';
import { basename, dirname, fileURLToPath, join, relative, resolve } from '../../../src/web/paths.js';
import { fileUri, folderFiles } from '../../../src/web/ports.js';
import { keptRuns, newRunPlace } from '../../../src/web/runPlace.js';
import { sha256 } from '../../../src/web/sha256.js';

const missing = (path: string): Error => Object.assign(new Error(path), { code: 'ENOENT' });

/** Files in memory, with the paths in the order in which they were written. */
function memoryFiles() {
  const texts = new Map<string, string>();
  const folders = new Set<string>();
  const written: string[] = [];
  const files: WebFiles = {
    read: async (path) => {
      const text = texts.get(path);
      if (text === undefined) throw missing(path);
      return new TextEncoder().encode(text);
    },
    write: async (path, bytes) => {
      await new Promise((resolve) => setImmediate(resolve));
      texts.set(path, new TextDecoder().decode(bytes));
      written.push(path);
    },
    stat: async (path) => {
      if (texts.has(path)) return { isFolder: false, size: texts.get(path)!.length, changed: 0 };
      if (folders.has(path)) return { isFolder: true, size: 0, changed: 0 };
      throw missing(path);
    },
    list: async (path) => [...folders].filter((one) => dirname(one) === path).map((one) => ({ name: basename(one), isFolder: true })),
    makeFolder: async (path) => {
      for (let at = path; at !== dirname(at); at = dirname(at)) folders.add(at);
    },
    remove: async (path) => void texts.delete(path),
  };
  return { texts, written, files };
}

const DIR = 'vscode-userdata:///runs/a';

describe('a browser', () => {
  let disk = memoryFiles();
  beforeEach(() => {
    disk = memoryFiles();
    useFiles(disk.files);
  });

  it('hashes as Node does', () => {
    const expected = (text: string): string => createHash('sha256').update(text).digest('hex');
    for (let length = 0; length < 200; length++) assert.equal(sha256('é'.repeat(length)), expected('é'.repeat(length)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => sha256(text) === expected(text)));
  });

  it('joins and splits paths as Node does, after the scheme and the authority', () => {
    const part = fc.constantFrom('a', 'b.society', '..', '.', 'c d', 'é');
    const paths = fc.array(part, { maxLength: 6 });
    fc.assert(
      fc.property(paths, paths, (one, two) => {
        const [from, to] = [posix.join('/', ...one), posix.join('/', ...two)];
        for (const place of ['file://', 'vscode-remote://host:1']) {
          assert.equal(join(place + from, ...two), place + posix.join(from, ...two));
          assert.equal(dirname(place + from), place + posix.dirname(from));
          assert.equal(basename(place + from), posix.basename(from));
          assert.equal(relative(place + from, place + to), posix.relative(from, to));
          assert.equal(resolve(place + from, two.join('/')), place + posix.resolve(from, two.join('/')));
        }
      }),
    );
    assert.equal(fileURLToPath('vscode-remote://host%3A1/a%20b/c'), 'vscode-remote://host:1/a b/c');
    assert.equal(fileURLToPath('vscode-userdata:/User/a'), 'vscode-userdata:///User/a');
    for (const uri of [
      'vscode-remote://host:1/a%20b/c%3Ad',
      'vscode-userdata:/User/a',
      'file:///%C3%A9/%5Bx%5D',
      'vscode-vfs://github/a/b',
    ])
      assert.equal(fileUri(fileURLToPath(uri)), uri);
  });

  it('writes small files at once, and the last events of a long file within a second or when it closes', async () => {
    const files = folderFiles(DIR);
    await files.write('events.jsonl', '');
    await files.append('events.jsonl', 'a\n');
    assert.equal(disk.texts.get(`${DIR}/events.jsonl`), 'a\n');
    const long = `${'x'.repeat(100_000)}\n`;
    await files.append('events.jsonl', long);
    await files.append('events.jsonl', 'b\n');
    await files.append('events.sums.jsonl', '1\n');
    assert.equal(disk.texts.get(`${DIR}/events.jsonl`), `a\n${long}`, 'the last line waits');
    assert.ok(!disk.texts.has(`${DIR}/events.sums.jsonl`), 'its sum waits, too');
    assert.equal(await folderFiles(DIR).read('events.jsonl'), `a\n${long}b\n`, 'other readers of the window get it');
    await files.close?.();
    assert.deepEqual(disk.written.slice(-2), [`${DIR}/events.jsonl`, `${DIR}/events.sums.jsonl`]);
    assert.equal(disk.texts.get(`${DIR}/events.jsonl`), `a\n${long}b\n`);
    await files.append('answers.jsonl', long);
    await files.append('answers.jsonl', 'c\n');
    assert.equal(disk.texts.get(`${DIR}/answers.jsonl`), `${long}c\n`, 'an answer is written before its effect');
    await files.close?.();
  });

  it('reads a file in places, and shortens it', async () => {
    const files = folderFiles(DIR);
    await files.append('events.jsonl', 'one\nzwölf\nthree');
    const file = (await files.open?.('events.jsonl'))!;
    assert.equal(file.size, Buffer.byteLength('one\nzwölf\nthree'));
    assert.equal(file.text(4, 10), 'zwölf');
    assert.equal(file.lineEnd(0, file.size), 11);
    await files.cut?.('events.jsonl', 4);
    await files.append('events.jsonl', 'two\n');
    assert.equal(await files.read('events.jsonl'), 'one\ntwo\n');
    assert.equal(await files.open?.('answers.jsonl'), null);
    assert.equal(await files.read('answers.jsonl'), null);
    await files.close?.();
  });

  it('reports a failed write to the caller, and to all later ones', async () => {
    const files = folderFiles(DIR);
    useFiles({ ...disk.files, write: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) });
    await assert.rejects(files.append('answers.jsonl', 'a\n'), { code: 'ENOSPC' });
    await assert.rejects(files.append('answers.jsonl', 'b\n'), { code: 'ENOSPC' });
    await assert.rejects(async () => files.close?.(), { code: 'ENOSPC' });
  });

  it('has one writer for each run', async () => {
    const release = await folderFiles(DIR).lock!();
    assert.ok(await isBeingWritten(DIR));
    await assert.rejects(folderFiles(DIR).lock!(), /another window/);
    await release();
    assert.ok(!(await isBeingWritten(DIR)));
    await (await folderFiles(DIR).lock!())();
  });

  it('gives each run a folder of its own', async () => {
    const made = [await newRunPlace('file:///project', 'main', 7), await newRunPlace('file:///project', 'main', 7)];
    assert.deepEqual(
      made.map(({ id }) => id),
      ['main-s7-1', 'main-s7-2'],
    );
    assert.equal(made[0]?.dir, 'file:///project/.society/runs/main-s7-1');
    assert.equal(disk.texts.get('file:///project/.society/.gitignore'), '*\n');
    assert.deepEqual(
      await keptRuns('file:///project'),
      made.map(({ dir }) => dir),
    );
  });
});
