/** Bits that flip in the files of a run: the damage is found, reported, set aside, and repaired; nothing else is lost. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { rng } from '../../../src/core/random/rng.js';
import { folderFiles } from '../../../src/node/ports.js';
import { type AnswerLine, type FolderFiles, isAtItsEnd, type Manifest, openRun, RunFolder } from '../../../src/trace/index.js';

const MANIFEST = { format: 1, id: 'r1', synthetic: true, state: 'ended', minds: [], sources: [] } as unknown as Manifest;

/** Steps of two events, with words of every width in UTF-8. */
function eventsTo(count: number): readonly SimEvent[] {
  return Array.from({ length: count }, (_, seq) => {
    const end = seq % 2 === 1 ? { end: true } : {};
    const body =
      seq === count - 1 ? { type: 'run.ended', reason: 'rounds' } : { type: 'variable.set', name: 'x', value: `größe ${seq} 🙂` };
    return { seq, step: seq >> 1, cause: null, at: null, ...body, ...end } as unknown as SimEvent;
  });
}

const answersTo = (count: number): readonly AnswerLine[] =>
  Array.from({ length: count }, (_, n) => ({
    hash: `h${n}`,
    occurrence: 0,
    seed: 1,
    agent: 'ada',
    mind: 'm',
    model: 'x',
    text: `No. ${n}: é`,
  }));

/** In memory, without files that are read in places. */
function memory(): FolderFiles & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: async (name) => texts.get(name) ?? null,
    write: async (name, text) => void texts.set(name, text),
    append: async (name, text) => void texts.set(name, (texts.get(name) ?? '') + text),
  };
}

/** A run whose events were written in several blocks, as while it goes on. */
async function written(files: FolderFiles, events: readonly SimEvent[], answers: readonly AnswerLine[]): Promise<void> {
  const folder = new RunFolder(files);
  await folder.create(MANIFEST, new Map());
  for (let from = 0; from < events.length; from += 20) {
    folder.events(events.slice(from, from + 20));
    await folder.flush();
  }
  for (const answer of answers) await folder.answer(answer, null);
  await folder.flush();
  await folder.close();
}

describe('a damaged run folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'society-damage-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const EVENTS = eventsTo(200);
  const ANSWERS = answersTo(30);

  it('opens up to the last whole step before the block in which any one bit of its events was flipped', async () => {
    const dir = join(root, 'events');
    await written(folderFiles(dir), EVENTS, ANSWERS);
    const path = join(dir, 'events.jsonl');
    const whole = readFileSync(path);
    for (let n = 0; n < 120; n++) {
      const random = rng(5, 'flip', n);
      const [at, bit] = [Math.floor(random() * whole.length), Math.floor(random() * 8)];
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ (1 << bit);
      writeFileSync(path, bytes);
      const run = (await openRun(folderFiles(dir)))!;
      const block = Math.floor(whole.subarray(0, at).toString('latin1').split('\n').length - 1);
      assert.ok(run.events.length <= block && run.events.length >= block - 20 - 1, `flip ${n}: ${run.events.length} of ${block}`);
      assert.deepEqual(run.events, EVENTS.slice(0, run.events.length), `flip ${n}: other events`);
      assert.equal(run.damage.length, 1, `flip ${n}: ${run.damage.join(' ')}`);
      assert.match(run.damage[0]!, /events\.jsonl is damaged after event/);
      assert.ok(!isAtItsEnd(run), 'it is not taken for one that came to its end');
    }
    writeFileSync(path, whole);
    const intact = (await openRun(folderFiles(dir)))!;
    assert.deepEqual([intact.events, intact.damage, isAtItsEnd(intact)], [EVENTS, [], true]);
  });

  it('sets aside what is cut, and continues to the same bytes', async () => {
    const dir = join(root, 'again');
    await written(folderFiles(dir), EVENTS, ANSWERS);
    const path = join(dir, 'events.jsonl');
    const whole = readFileSync(path);
    const bytes = Buffer.from(whole);
    const at = whole.indexOf('größe 101');
    bytes[at + 8] = bytes[at + 8]! ^ 1;
    writeFileSync(path, bytes);
    const files = folderFiles(dir);
    const run = (await openRun(files))!;
    assert.equal(run.events.length, 100);
    const folder = new RunFolder(files);
    await folder.reopen(MANIFEST, run.kept);
    assert.ok(readFileSync(join(dir, 'events.jsonl.bad')).equals(bytes.subarray(statSync(path).size)));
    folder.events(EVENTS.slice(run.events.length));
    await folder.flush();
    await folder.close();
    assert.ok(readFileSync(path).equals(whole));
    const again = (await openRun(folderFiles(dir)))!;
    assert.deepEqual([again.events.length, again.damage], [200, []]);
  });

  it('continues from a cut at any place, with files that are read in parts and with those that are not', async () => {
    for (let n = 0; n < 60; n++) {
      const random = rng(8, 'cut', n);
      const dir = join(root, `cut${n}`);
      const held = memory();
      const files = n % 2 === 0 ? folderFiles(dir) : held;
      await written(files, EVENTS, ANSWERS);
      const whole = (await files.read('events.jsonl'))!;
      const at = Math.floor(random() * whole.length);
      if (n % 2 === 0) truncateSync(join(dir, 'events.jsonl'), at);
      else held.texts.set('events.jsonl', whole.slice(0, at));
      const run = (await openRun(files))!;
      assert.ok(!isAtItsEnd(run), 'a run whose events are cut off is not at its end');
      assert.deepEqual(run.damage, [], `cut ${n}`);
      const folder = new RunFolder(files);
      await folder.reopen(MANIFEST, run.kept);
      folder.events(EVENTS.slice(run.events.length));
      await folder.flush();
      await folder.close();
      assert.equal(await files.read('events.jsonl'), whole, `cut ${n}`);
      const again = (await openRun(files))!;
      assert.deepEqual([again.events, again.damage, isAtItsEnd(again)], [EVENTS, [], true], `cut ${n}`);
    }
  });

  it('loses the one answer in which a bit was flipped, and reports it', async () => {
    const dir = join(root, 'answers');
    await written(folderFiles(dir), EVENTS, ANSWERS);
    const path = join(dir, 'answers.jsonl');
    const whole = readFileSync(path);
    for (let n = 0; n < 120; n++) {
      const random = rng(6, 'flip', n);
      const at = Math.floor(random() * whole.length);
      if (whole[at] === 10) continue;
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 7));
      writeFileSync(path, bytes);
      const run = (await openRun(folderFiles(dir)))!;
      const left = new Set(run.answers.map(({ hash }) => hash));
      assert.ok(left.size >= ANSWERS.length - 1, `flip ${n} at ${at}: ${left.size}`);
      for (const answer of run.answers) assert.equal(answer.text, ANSWERS.find(({ hash }) => hash === answer.hash)?.text, `flip ${n}`);
      if (left.size < ANSWERS.length) assert.match(run.damage[0]!, /^1 line of answers\.jsonl is damaged/);
    }
  });

  it('is not written to after another process continued it', async () => {
    const dir = join(root, 'meanwhile');
    await written(folderFiles(dir), EVENTS, ANSWERS);
    const run = (await openRun(folderFiles(dir)))!;
    const other = new RunFolder(folderFiles(dir));
    await other.reopen(MANIFEST, run.kept);
    await other.answer(answersTo(31)[30]!, null);
    await other.close();
    const size = statSync(join(dir, 'answers.jsonl')).size;
    const late = new RunFolder(folderFiles(dir));
    await assert.rejects(late.reopen(MANIFEST, run.kept), /Another process continued this run after it was read/);
    assert.equal(statSync(join(dir, 'answers.jsonl')).size, size);
  });

  it('with journals longer than a string can be is read and continued in parts', async () => {
    const dir = mkdtempSync(join(root, 'long'));
    const answers = answersTo(3_000).map((answer) => ({ ...answer, text: `${answer.text} ${'word '.repeat(200)}` }));
    await written(folderFiles(dir), eventsTo(40), answers);
    for (const answer of answers.slice(0, 1_500)) {
      const prompt = JSON.stringify({ parts: [['user', 'word '.repeat(200)]] });
      writeFileSync(join(dir, 'prompts.jsonl'), `{"hash":"${answer.hash}","prompt":${prompt}}\n`, { flag: 'a' });
    }
    // As a text of the machine's has, only much less: 512 MB take too long to write.
    const LONGEST = 600_000;
    const limited = (text: string | null): string | null => {
      if (text !== null && text.length > LONGEST) throw new RangeError('Invalid string length');
      return text;
    };
    const files = folderFiles(dir);
    const short: FolderFiles = {
      ...files,
      read: async (name) => limited(await files.read(name)),
      open: async (name) => {
        const file = await files.open!(name);
        return file && { ...file, text: (from, to) => limited(file.text(from, to))! };
      },
    };
    for (const name of ['answers.jsonl', 'prompts.jsonl']) {
      assert.ok(statSync(join(dir, name)).size > 2 * LONGEST, name);
      await assert.rejects(short.read(name), RangeError);
      truncateSync(join(dir, name), statSync(join(dir, name)).size - 10);
    }
    const opened = await openRun(short);
    assert.equal(opened?.answers.length, 2_999);
    const folder = new RunFolder(short);
    await folder.reopen(opened.manifest, opened.kept);
    await folder.close();
    for (const [name, lines] of [
      ['answers.jsonl', 2_999],
      ['prompts.jsonl', 1_499],
    ] as const)
      assert.equal(readFileSync(join(dir, name), 'utf8').split('\n').length - 1, lines, name);
  });

  it('of an older version has no checksums, and is accepted', async () => {
    const files = memory();
    await written(files, EVENTS, ANSWERS);
    files.texts.delete('events.sums.jsonl');
    files.texts.set('answers.jsonl', ANSWERS.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
    const run = (await openRun(files))!;
    assert.deepEqual([run.events, run.answers, run.damage], [EVENTS, ANSWERS, []]);
  });
});
