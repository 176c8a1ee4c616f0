/** A long run opened by the index of its events: the same run, whatever happened to the index. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { pick, rng } from '../../../src/core/random/rng.js';
import { folderFiles } from '../../../src/node/ports.js';
import { eventLine, type FolderFiles, openRun, type OpenFile, RunFolder, writeIndex } from '../../../src/trace/index.js';
import { type EventIndex, INDEX, indexFor, indexText, WORTH_AN_INDEX } from '../../../src/trace/eventIndex.js';
import { troubledFiles } from '../../support/trouble.js';

const MANIFEST = { format: 1, id: 'r1', synthetic: true, state: 'ended', minds: [] };

/** As many rounds as it takes, with words of every width in UTF-8, and one line that is longer than a piece. */
function longRun(): readonly SimEvent[] {
  const events: object[] = [];
  const text = (i: number): string => (i === 777 ? 'é'.repeat(400_000) : ['plain', 'größer', '漢字', 'a 🙂'][i % 4]!);
  while (events.length < WORTH_AN_INDEX + 100) {
    const seq = events.length;
    const body = seq % 500 === 0 ? { type: 'round.started', round: seq / 500 + 1 } : { type: 'variable.set', name: 'x', value: text(seq) };
    events.push({ seq, step: seq >> 1, cause: null, at: null, ...body, ...(seq % 2 === 1 ? { end: true } : {}) });
  }
  return events as SimEvent[];
}

const EVENTS = longRun();
const LINES = EVENTS.map(eventLine).join('');

function openBytes(bytes: Buffer): OpenFile {
  return {
    size: bytes.length,
    text: (from, to) => bytes.toString('utf8', from, to),
    lineEnd: (from, to) => from + bytes.subarray(from, to).lastIndexOf(10) + 1,
  };
}

interface Memory extends FolderFiles {
  readonly texts: Map<string, string>;
}

function memory(texts: Iterable<readonly [string, string]>): Memory {
  const kept = new Map(texts);
  return {
    texts: kept,
    read: async (name) => kept.get(name) ?? null,
    open: async (name) => (kept.has(name) ? openBytes(Buffer.from(kept.get(name)!)) : null),
    write: async (name, text) => void kept.set(name, text),
    append: async (name, text) => void kept.set(name, (kept.get(name) ?? '') + text),
  };
}

const folder = (events = LINES, manifest: object = MANIFEST): Memory =>
  memory([
    ['manifest.json', JSON.stringify(manifest)],
    ['events.jsonl', events],
  ]);

/** A folder whose index is there already. */
async function indexed(): Promise<Memory> {
  const files = folder();
  await openRun(files);
  assert.ok(files.texts.has(INDEX));
  return files;
}

async function opened(files: FolderFiles): Promise<NonNullable<Awaited<ReturnType<typeof openRun>>>> {
  const run = await openRun(files);
  assert.ok(run);
  return run;
}

describe('an index of the events of a run', () => {
  const dirs: string[] = [];
  after(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true });
  });

  it('is written by the first opening, and gives the second the same events', async () => {
    const files = await indexed();
    const { events, rounds, dropped, note } = await opened(files);
    assert.deepEqual([events.length, dropped, note], [EVENTS.length, 0, null]);
    assert.deepEqual(events.at(-1), EVENTS.at(-1));
    assert.deepEqual(events[777], EVENTS[777]);
    assert.deepEqual(events.slice(9_000, 9_003), EVENTS.slice(9_000, 9_003));
    assert.equal(
      events.findLastIndex(({ type }) => type === 'round.started'),
      rounds?.at(-1),
    );
    assert.deepEqual([...events], EVENTS);
    assert.equal(events[EVENTS.length], undefined);
  });

  it('is made with breaks, so that a caller can do other work while a long run opens', async () => {
    let breaks = 0;
    const run = await openRun(folder(), async () => void breaks++);
    assert.equal(run?.events.length, EVENTS.length);
    assert.ok(breaks > LINES.length / 2 / (256 * 1024), `${breaks} breaks`);
  });

  it('is used to read only the requested events', async () => {
    const files = await indexed();
    let read = 0;
    const file = openBytes(Buffer.from(LINES));
    const counted: OpenFile = {
      ...file,
      text: (from, to) => {
        read += to - from;
        return file.text(from, to);
      },
    };
    const { events } = await opened({ ...files, open: async (name) => (name === 'events.jsonl' ? counted : null) });
    assert.deepEqual(events[5_000], EVENTS[5_000]);
    assert.ok(read < LINES.length / 2, `${read} of ${LINES.length}`);
  });

  it('is the same when it is written at the end of a run', async () => {
    const files = await indexed();
    const first = files.texts.get(INDEX);
    const rounds = EVENTS.flatMap(({ type, seq }) => (type === 'round.started' ? [seq] : []));
    await writeIndex(files, 'r1', { events: EVENTS, rounds }, () => undefined);
    assert.equal(files.texts.get(INDEX), first);
  });

  it('is ignored after it was cut, at any place', async () => {
    const files = await indexed();
    const text = files.texts.get(INDEX)!;
    const file = (await files.open!('events.jsonl'))!;
    assert.ok(indexFor(text, 'r1', file));
    for (let length = 0; length < text.length; length++) assert.equal(indexFor(text.slice(0, length), 'r1', file), null);
    for (const length of [0, 1, text.length >> 1]) {
      files.texts.set(INDEX, text.slice(0, length));
      const { events, note } = await opened(files);
      assert.equal(events.length, EVENTS.length);
      assert.match(note ?? '', /belongs to other events/);
      assert.equal(files.texts.get(INDEX), text, 'it is made again');
    }
  });

  it('is ignored after one of its characters was changed', async () => {
    const files = await indexed();
    const text = files.texts.get(INDEX)!;
    const file = (await files.open!('events.jsonl'))!;
    const random = rng(1, 'index');
    for (let place = 0; place < text.length; place++) {
      const other = pick(random, [...'0123456789,]"x\n'])!;
      if (other !== text[place]) assert.equal(indexFor(text.slice(0, place) + other + text.slice(place + 1), 'r1', file), null);
    }
  });

  it('is ignored for another run, another format, or events that were extended or cut', async () => {
    const files = await indexed();
    const text = files.texts.get(INDEX)!;
    const file = (await files.open!('events.jsonl'))!;
    assert.equal(indexFor(text, 'r2', file), null);
    const { form, ...index } = JSON.parse(text.split('\n')[0]!) as EventIndex;
    assert.ok(indexFor(indexText({ form, ...index }), 'r1', file));
    assert.equal(indexFor(indexText({ form: (form - 1) as EventIndex['form'], ...index }), 'r1', file), null);
    assert.equal(indexFor(indexText({ form, ...index, events: [2 ** 40] }), 'r1', file), null, 'more events than there can be');
    const next = eventLine({ ...EVENTS[1]!, seq: EVENTS.length });
    for (const [lines, count] of [
      [LINES + next, EVENTS.length + 1],
      [LINES.slice(0, -5), EVENTS.length - 2],
    ] as const) {
      files.texts.set('events.jsonl', lines);
      const { events, note } = await opened(files);
      assert.equal(events.length, count);
      assert.match(note ?? '', /made again/);
    }
  });

  it('is not written for a playing run, a run that was cut, or a short one', async () => {
    const short = EVENTS.slice(0, 100).map(eventLine).join('');
    for (const files of [folder(LINES, { ...MANIFEST, state: 'running' }), folder(LINES.slice(0, -9)), folder(short)]) {
      await opened(files);
      assert.equal(files.texts.has(INDEX), false);
    }
  });

  it('is optional: a folder that cannot be written is opened as well', async () => {
    const files = folder();
    const { events } = await opened(troubledFiles(files, () => 'EROFS'));
    assert.equal(events.length, EVENTS.length);
    assert.equal(files.texts.has(INDEX), false);
  });

  it('leaves the events unchanged when the run is continued', async () => {
    const files = await indexed();
    const { kept, manifest } = await opened(files);
    await new RunFolder(files).reopen(manifest, kept);
    assert.equal(files.texts.get('events.jsonl'), LINES);
  });

  it('is read and written in a real folder, with events that are changed outside', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'society-index-'));
    dirs.push(dir);
    writeFileSync(join(dir, 'manifest.json'), JSON.stringify(MANIFEST));
    writeFileSync(join(dir, 'events.jsonl'), LINES);
    const first = await opened(folderFiles(dir));
    const second = await opened(folderFiles(dir));
    assert.deepEqual([...second.events], [...first.events]);
    const third = await opened(folderFiles(dir));
    writeFileSync(join(dir, 'events.jsonl'), LINES.replace('{"seq":9000', '["seq":9000'));
    assert.throws(() => third.events[9_000], /Event 9000 has changed/);
    rmSync(join(dir, 'events.jsonl'));
    assert.throws(() => third.events[1], /ENOENT/);
  });
});
