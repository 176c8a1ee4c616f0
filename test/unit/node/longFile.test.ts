/** A long file is written from its pieces: all of them or nothing. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CancellationSource } from '../../../src/core/util/lifecycle.js';
import { writePieces } from '../../../src/node/longFile.js';

describe('a long file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'society-long-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const { token } = new CancellationSource();
  const breathe = (): Promise<void> => Promise.resolve();

  it('has all its pieces, and its bytes are told meanwhile', async () => {
    const pieces = Array.from({ length: 500 }, (_, i) => `${i} ${'é'.repeat(2_000)}\n`);
    const told: (readonly [number, number])[] = [];
    const path = join(folder, 'a.csv');
    assert.equal(await writePieces(path, pieces, { breathe, token, done: (count, bytes) => told.push([count, bytes]) }), true);
    assert.equal(await readFile(path, 'utf8'), pieces.join(''));
    assert.deepEqual(told.at(-1), [500, Buffer.byteLength(pieces.join(''))]);
    assert.deepEqual(await readdir(folder), ['a.csv']);
  });

  it('is written while its pieces are made', async () => {
    let onDisk = 0;
    function* pieces(): Generator<string> {
      for (let i = 0; i < 3; i++) yield 'x'.repeat(1 << 20);
    }
    const done = (): void => void onDisk++;
    const parts: number[] = [];
    const seen = async (): Promise<void> => void parts.push((await readFile(join(folder, 'a.csv.part'))).length);
    await writePieces(join(folder, 'a.csv'), pieces(), { breathe: seen, token, done });
    assert.deepEqual(
      parts,
      [1, 2, 3].map((n) => n << 20),
    );
    assert.equal(onDisk, 3);
  });

  it('leaves nothing if it is cancelled, or if a piece cannot be made', async () => {
    const source = new CancellationSource();
    const path = join(folder, 'a.csv');
    assert.equal(await writePieces(path, ['a', 'b', 'c'], { breathe, token: source.token, done: () => source.cancel() }), false);
    function* broken(): Generator<string> {
      yield 'a';
      throw new Error('no piece');
    }
    await assert.rejects(writePieces(path, broken(), { breathe, token, done: () => undefined }), /no piece/);
    assert.deepEqual(await readdir(folder), []);
  });
});
