/** A run as one file: the same bytes for the same run, and nothing of it trusted. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import JSZip from 'jszip';
import { describe, it } from 'mocha';
import { packedFiles, packRun } from '../../../src/node/packedRun.js';

const BLOB = `blobs/${'a'.repeat(64)}`;

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'society-pack-'));
  mkdirSync(join(dir, 'blobs'));
  for (const [name, text] of [
    ['manifest.json', '{}\n'],
    ['events.jsonl', 'é\n'],
    [BLOB, 'society: 1\n'],
    ['lock', 'mine'],
    ['events.index.json', '[]'],
    ['blobs/notes.txt', 'mine'],
  ] as const)
    writeFileSync(join(dir, name), text);
  return dir;
}

const text = (name: string, data = 'x'): Uint8Array =>
  zipSync({ 'manifest.json': new Uint8Array(), [name]: new TextEncoder().encode(data) });

describe('a packed run', () => {
  it('is a zip that other programs read, with the sources of the run and nothing of this machine', async () => {
    const zip = await JSZip.loadAsync(await packRun(folder()));
    assert.deepEqual(
      Object.keys(zip.files)
        .filter((name) => !name.endsWith('/'))
        .sort(),
      [BLOB, 'events.jsonl', 'manifest.json'],
    );
    assert.equal(await zip.file('events.jsonl')?.async('string'), 'é\n');
  });

  it('has the same bytes whenever and wherever it is packed', async () => {
    const [one, other] = [folder(), folder()];
    utimesSync(join(other, 'events.jsonl'), 1, 1);
    assert.deepEqual(await packRun(one), await packRun(other));
  });

  it('restores its files, and none that is not of a run', async () => {
    const files = packedFiles(await packRun(folder()));
    assert.equal(await files.read('events.jsonl'), 'é\n');
    assert.equal(await files.read(BLOB), 'society: 1\n');
    assert.equal(await files.read('lock'), null);
    assert.equal(await packedFiles(text('../../escape')).read('../../escape'), null);
    await assert.rejects(files.write('events.jsonl', ''), /read only/);
  });

  it('is rejected with a reason where it is no zip, is cut off, or is too large', async () => {
    const whole = await packRun(folder());
    assert.throws(() => packedFiles(new TextEncoder().encode('no zip')), /not a zip file/);
    assert.throws(() => packedFiles(whole.slice(0, whole.length / 2)), /not a zip file/);
    assert.throws(() => packedFiles(zipSync({ 'a.txt': new Uint8Array(3) })), /no manifest/);
    const many = Object.fromEntries(
      Array.from({ length: 20_001 }, (_, i) => [`blobs/${i.toString(16).padStart(64, '0')}`, new Uint8Array()]),
    );
    assert.throws(() => packedFiles(zipSync(many, { level: 0 })), /too large/);
    await assert.rejects(packRun(tmpdir()), /no run/);
  });
});
