/** One writer for a folder, whatever the disk and the others do. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { lockFolder } from '../../../src/node/lock.js';
import { folderFiles } from '../../../src/node/ports.js';

/** A process that has ended. */
async function gonePid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  return child.pid!;
}

describe('the lock of a folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-lock-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const stale = async (token?: string): Promise<void> =>
    writeFile(join(dir, 'lock'), JSON.stringify({ pid: await gonePid(), host: hostname(), ...(token ? { token } : {}) }));

  it('goes to one of twenty processes that find it stale at once, and to the next when that one releases it', async () => {
    for (const token of [undefined, 'of-a-process-that-is-gone']) {
      await stale(token);
      for (let round = 0; round < 3; round++) {
        const all = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(dir)));
        const got = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        assert.equal(got.length, 1);
        for (const one of all)
          if (one.status === 'rejected') assert.match(String(one.reason), new RegExp(`being written by process ${process.pid} on`));
        await got[0]!.check();
        await got[0]!.release();
        assert.deepEqual(readdirSync(dir), [], 'nothing is left of it');
      }
    }
  });

  it('is replaced and never removed, so that a slow disk takes it from no process', async () => {
    await stale('first');
    const before = await readFile(join(dir, 'lock'), 'utf8');
    const lock = await lockFolder(dir);
    assert.equal(await readFile(join(dir, 'lock'), 'utf8'), before);
    await assert.rejects(lockFolder(dir), /being written by/);
    await lock.check();
    await lock.release();
  });

  it('is reported as lost before anything more is written', async () => {
    const files = folderFiles(dir);
    const release = await files.lock!();
    await files.append('events.jsonl', 'one\n');
    const { token } = JSON.parse(await readFile(join(dir, 'lock'), 'utf8')) as { token: string };
    await writeFile(join(dir, `lock.${token}`), JSON.stringify({ pid: 1, host: 'another', token: 'theirs' }));
    await assert.rejects(files.append('events.jsonl', 'two\n'), /being written by process 1 on another/);
    await assert.rejects(files.write('manifest.json', '{}'), /being written by process 1 on another/);
    await release();
    await files.close!();
    assert.equal(await readFile(join(dir, 'events.jsonl'), 'utf8'), 'one\n');
    assert.equal(JSON.parse(await readFile(join(dir, `lock.${token}`), 'utf8')).token, 'theirs', 'the lock of another is left alone');
  });

  it('is taken twice by one process, and released with the second release', async () => {
    const files = folderFiles(dir);
    const [first, second] = [await files.lock!(), await files.lock!()];
    await second();
    await second();
    await assert.rejects(folderFiles(dir).lock!(), /being written by/);
    await first();
    await (await folderFiles(dir).lock!())();
  });

  it('is waited for when it was created and is not written yet', async () => {
    await writeFile(join(dir, 'lock'), '');
    setTimeout(() => void writeFile(join(dir, 'lock'), JSON.stringify({ pid: process.pid, host: hostname(), token: 'slow' })), 60);
    await assert.rejects(lockFolder(dir), /being written by/);
  });
});
