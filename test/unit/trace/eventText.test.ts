/** Long events are written in pieces: the same bytes, in short writes. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import type { ValueText } from '../../../src/core/columns/valueText.js';
import { valueText } from '../../support/columnTexts.js';
import { eventLine, eventPieces, isLongEvent } from '../../../src/trace/eventText.js';
import { openRun, RunFolder } from '../../../src/trace/index.js';
import type { FolderFiles } from '../../../src/trace/index.js';

/** The most characters of a piece, and of a write. A character can become six, as in `\u0001`. */
const PIECE = 6 * 64 * 1024;
const WRITE = 64 * 1024 + PIECE;

const META = { step: 0, cause: null, at: null } as const;
const letters = 'AZaz09+/'.repeat(250_000);

function fractions(length: number): ValueText {
  return valueText({ kind: 'numbers', length, numbers: Float64Array.from({ length }, (_, i) => i / 7) });
}

const EVENTS = [
  { ...META, seq: 0, type: 'variable.set', name: 'x', agent: null, value: { deep: [1, { a: 'b' }], none: undefined } },
  { ...META, seq: 1, type: 'ties.changed', network: 'town', from: `:${letters}`, to: `:${letters}`, after: { one: 1 } },
  {
    ...META,
    seq: 2,
    type: 'variables.set',
    name: 'größe',
    agents: '0-299999',
    values: { list: Array.from({ length: 300_000 }, (_, i) => i / 7) },
  },
  { ...META, seq: 3, type: 'variables.set', name: 'y', agents: '0-1', values: { words: ['"', '\\', '🙂'], codes: letters } },
  { ...META, seq: 4, type: 'message.posted', text: `a${'🙂'.repeat(200_000)}`, note: '\u0001"\n'.repeat(100_000), half: '\ud83d' },
  // A text that is made when it is read.
  { ...META, seq: 5, type: 'variables.set', name: 'z', agents: '0-299999', values: fractions(300_000) },
  { ...META, seq: 6, type: 'variables.set', name: 'z', agents: '0-2', values: fractions(3) },
  { ...META, seq: 7, end: true, type: 'variable.set', name: 'x', agent: null, value: {} },
] as unknown as readonly SimEvent[];

function watched(): FolderFiles & { readonly texts: Map<string, string>; readonly writes: string[] } {
  const texts = new Map<string, string>();
  const writes: string[] = [];
  return {
    ...{ texts, writes },
    read: async (name) => texts.get(name) ?? null,
    write: async (name, text) => void texts.set(name, text),
    append: async (name, text) => {
      writes.push(text);
      texts.set(name, (texts.get(name) ?? '') + text);
    },
  };
}

describe('the text of long events', () => {
  it('is that of JSON in pieces of bounded length, also where a character has two halves', () => {
    for (const event of EVENTS) {
      const pieces = [...eventPieces(event)];
      assert.equal(pieces.join(''), eventLine(event), `event ${event.seq}`);
      assert.ok(
        pieces.every(({ length }) => length <= PIECE),
        `event ${event.seq}`,
      );
    }
    assert.deepEqual(EVENTS.map(isLongEvent), [false, true, true, true, true, true, false, false]);
  });

  it('is written in short writes, with a checksum that holds when the run is read', async () => {
    const files = watched();
    const folder = new RunFolder(files);
    await folder.create({ format: 1, id: 'r1', synthetic: true, state: 'ended', minds: [] } as never, new Map());
    folder.events(EVENTS);
    await folder.flush();
    await folder.close();
    assert.equal(files.texts.get('events.jsonl'), EVENTS.map(eventLine).join(''));
    assert.ok(files.writes.length > 20);
    assert.ok(files.writes.every(({ length }) => length <= WRITE));
    const run = (await openRun(files))!;
    assert.deepEqual([run.events.length, run.damage], [EVENTS.length, []]);
    files.texts.set('events.jsonl', files.texts.get('events.jsonl')!.replace('Zaz09', 'Zaz08'));
    assert.equal((await openRun(files))!.damage.length, 1);
  });
});
