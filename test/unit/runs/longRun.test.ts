/** A run that is long enough for an index: it is there when the run ends, and what is read by it is the run. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { folderFiles } from '../../../src/node/ports.js';
import { LiveRun, timelineOf } from '../../../src/runs/index.js';
import { eventLine, type FolderFiles, openRun } from '../../../src/trace/index.js';
import { SUMS } from '../../../src/trace/eventSums.js';
import { memoryFiles } from '../../support/forks.js';
import { modelOf } from '../../support/worlds.js';
import { INDEX, WORTH_AN_INDEX } from '../../../src/trace/eventIndex.js';
import { compiled, lively, society } from '../../support/societies.js';

describe('a long run', () => {
  it('writes an index when it ends, which gives the same timeline', async function () {
    this.timeout(60_000);
    const dir = mkdtempSync(join(tmpdir(), 'society-long-'));
    try {
      const model = compiled(society(['ada', 'ben', 'cem', 'dia']), { rounds: 420 });
      const minds = new Map(model.minds.map(({ id }) => [id, lively]));
      const live = new LiveRun({ id: 'long', model, minds, sources: [], files: folderFiles(dir), created: '' });
      assert.equal(await live.run(), 'ended');
      const { events, rounds, head } = live.timeline;
      assert.ok(events.length > WORTH_AN_INDEX, `only ${events.length} events`);
      assert.ok(existsSync(join(dir, INDEX)));
      const opened = (await openRun(folderFiles(dir)))!;
      assert.equal(opened.note, null);
      assert.deepEqual(opened.rounds, rounds);
      const timeline = timelineOf(opened);
      assert.equal(timeline.folded, -1);
      assert.deepEqual(timeline.at(9_999).measures, live.timeline.at(9_999).measures);
      assert.ok(timeline.folded < events.length - 1);
      assert.deepEqual(timeline.head, head);
      assert.deepEqual([...timeline.events], events);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('of a crowd waits for a slow disk, so that a process that is killed loses little', async () => {
    const model = await modelOf(CROWD);
    const minds = new Map(model.minds.map(({ id }) => [id, lively]));
    const memory = memoryFiles();
    let [made, written, most] = [0, 0, 0];
    const files: FolderFiles = {
      ...memory,
      append: async (name, text) => {
        if (name === 'events.jsonl') await sleep(1);
        await memory.append(name, text);
        if (name === SUMS)
          written = memory.files
            .get('events.jsonl')!
            .split('\n')
            .filter(({ length }) => length > LONG).length;
      },
    };
    const live = new LiveRun({ id: 'slow', model, minds, sources: [], files, created: '' });
    live.timeline.onCommit((events) => {
      made += events.filter((event) => eventLine(event).length > LONG).length;
      most = Math.max(most, made - written);
    });
    assert.equal(await live.run(), 'ended');
    assert.ok(made > 40, `${made} long events`);
    assert.equal(written, made);
    assert.ok(most <= 12, `${most} of ${made} long events were not written`);
  });
});

/** Characters of an event that is written in pieces. */
const LONG = 64 * 1024;

const CROWD = `society: 1
populations: { people: { size: 16000, name: 'Person {n}' } }
worlds:
  w:
    agent_vars: { x: 0.5, y: 0.5 }
    phases:
      move:
        who: all
        then: |
          me.x = chance(0.5) ? me.x * 0.9 : me.x
          me.y = me.y + (chance(0.5) ? me.x : 0)
scenarios: { s: { cast: [people], world: w, rounds: 25 } }
`;
