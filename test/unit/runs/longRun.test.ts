/** A run that is long enough for an index: it is there when the run ends, and what is read by it is the run. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { folderFiles } from '../../../src/node/ports.js';
import { LiveRun, timelineOf } from '../../../src/runs/index.js';
import { openRun } from '../../../src/trace/index.js';
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
});
