/** The summary of a run in the panel and in a report, and acts that no agent saw. */
import assert from 'node:assert/strict';

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'mocha';
import type { ScenarioModel } from '../../../src/engine/index.js';
import { storedRunState } from '../../../src/runs/live/runState.js';
import { PROTOCOL_VERSION } from '../../../src/protocol/messages.js';
import { summaryFacts } from '../../../src/protocol/summaryText.js';
import { panelDelta, panelSnapshot, type PanelRun, runSummary, sharedSnapshot } from '../../../src/runs/index.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { applyDelta, createModel } from '../../../webview/state/model.js';
import { receive } from '../../../webview/messages/validateMessage.js';
import { noteWords, type NoteRow } from '../../../webview/conversation/notes.js';
import { modelOf, playWith } from '../../support/worlds.js';

const VOTE = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben, secrets: { plan: { text: The oven is from 1931. } }, private: [secrets] } }
worlds:
  vote:
    agent_vars: { votes: 0 }
    actions:
      elect: { does: Elect an agent., args: { target: agent, weight: 1..3 }, effect: target.votes += weight }
      wave: { does: Wave., seen_by: all, when: round == 2 }
    phases: { day: { order: sequential, actions: [elect, wave] } }
scenarios: { s: { world: vote, rounds: 2, expect: { few: { that: ada.votes < 0 } } } }
`;

const played = async (): Promise<{ model: ScenarioModel; timeline: Timeline; source: PanelRun }> => {
  const model = await modelOf(VOTE);
  const timeline = await playWith(model, ({ situation: { self, round } }) =>
    round === 2 && self.id === 'ben'
      ? { action: 'wave' }
      : { action: 'elect', args: { target: self.id === 'ada' ? 'ben' : 'ada', weight: 2 } },
  );
  const summary = runSummary(model, timeline);
  return {
    model,
    timeline,
    source: { id: 'one', model, timeline, state: 'ended', problem: null, cost: null, summary },
  };
};

describe('the summary in the panel', () => {
  it('is in the snapshot, in the last delta and in a report, and passes the validation', async () => {
    const { timeline, source } = await played();
    const snapshot = panelSnapshot(source);
    assert.deepEqual(snapshot.summary?.expectations, [{ id: 'few', at: 'scenarios.s.expect.few', passed: false }]);
    assert.deepEqual(sharedSnapshot(source).summary?.expectations, [{ id: 'few', at: 'scenarios.s.expect.few', passed: false }]);
    const { summary: _, ...before } = panelSnapshot({ ...source, state: 'running', summary: null });
    const model = createModel(before);
    assert.equal(model.summary, null);
    const delta = panelDelta(source, timeline.events.slice(-1));
    assert.ok(applyDelta(model, delta));
    assert.deepEqual(model.summary, source.summary);
    assert.deepEqual(summaryFacts(model.summary!), ['Expectations: 0 passed, 1 failed']);
    const sent = (summary: unknown): unknown =>
      receive({ type: 'snapshot', version: PROTOCOL_VERSION, snapshot: { ...snapshot, summary }, left: 'nothing' });
    assert.ok(sent(snapshot.summary));
    assert.equal(sent({ expectations: 1 }), null);
  });

  it('has no private text in a report', async () => {
    const { source } = await played();
    const lost = [{ kind: 'fault', id: 'x', level: 'warning', count: 1, at: null, text: 'Nobody knows “The oven is from 1931.”' }] as const;
    const told = sharedSnapshot({ ...source, summary: { ...source.summary!, lost } }).summary!.lost[0]!.text;
    assert.ok(!told.includes('1931'), told);
  });

  it('has notes of unseen acts, one for a round; acts that are seen, and those that failed, have none', async () => {
    const { source } = await played();
    const model = createModel(panelSnapshot(source));
    const rows = model.rows.filter((row): row is NoteRow => row.kind === 'note').map((row) => noteWords(model, row));
    assert.deepEqual(
      rows.map(({ lines }) => lines.map(({ who, text }) => `${who}: ${text}`)),
      [['Ada: elect → Ben 2', 'Ben: elect → Ada 2'], ['Ada: elect → Ben 2']],
    );
    assert.equal(model.messages.filter(({ kind }) => kind === 'act').length, 1);
  });
});

describe('the state of a run that another process plays', () => {
  it('is playing while a process writes it, and interrupted after that ended', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'society-standing-'));
    const lock = (pid: number | undefined): void => writeFileSync(join(dir, 'lock'), JSON.stringify({ pid, host: hostname() }));
    assert.equal(await storedRunState('ended', dir), 'ended');
    assert.equal(await storedRunState('running', dir), 'interrupted');
    lock(process.pid);
    assert.equal(await storedRunState('running', dir), 'elsewhere');
    assert.equal(await storedRunState('running', null), 'interrupted');
    lock(spawnSync(process.execPath, ['-e', '']).pid);
    assert.equal(await storedRunState('running', dir), 'interrupted');
    rmSync(dir, { recursive: true });
  });
});
