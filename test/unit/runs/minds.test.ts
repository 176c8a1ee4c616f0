/** Minds made from a file: scripted, recorded, human, the editor's, and fallbacks. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, asker, type Mind, type ScenarioModel, type AdvanceResult } from '../../../src/engine/index.js';
import type { ModelSpec, Society } from '../../../src/language/generated/society.js';
import type { RecordedMind } from '../../../src/minds/index.js';
import { folderFiles } from '../../../src/node/ports.js';
import { readRecording } from '../../../src/node/recordedAnswers.js';
import { LiveRun, makeMinds, type MindAccessPorts, type MindsOf } from '../../../src/runs/index.js';
import { eventLine } from '../../../src/trace/index.js';
import { compiled, mindOf, sha256, society } from '../../support/societies.js';

const bare: MindAccessPorts = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };

const spoken = (spec: object, more: { readonly [id: string]: object } = {}): Society =>
  society(['ada', 'ben'], {
    models: { it: spec as ModelSpec, ...(more as { [id: string]: ModelSpec }) },
    scenarios: { main: { world: 'feed', rounds: 2, seed: 3, model: 'it' } },
  });

async function minds(from: Society, ports = bare, of: MindsOf = {}): Promise<{ model: ScenarioModel; minds: ReadonlyMap<string, Mind> }> {
  const model = compiled(from);
  const made = await makeMinds(from, model, ports, of);
  if (!made.ok) throw new Error(`${made.code} at ${made.at}: ${made.message}`);
  return { model, minds: made.minds };
}

async function refused(from: Society, ports = bare): Promise<readonly [string, string]> {
  const made = await makeMinds(from, compiled(from), ports);
  assert.ok(!made.ok);
  return [made.code, made.at];
}

async function play(from: Society, ports = bare, timeline = new Timeline()): Promise<{ timeline: Timeline; outcome: AdvanceResult }> {
  const made = await minds(from, ports, { events: timeline.events });
  const ask = asker(sha256, (id) => made.minds.get(id)?.prose ?? false);
  const outcome = await advance(made.model, timeline, {
    ...{ ask, minds: made.minds, token: neverCancelled, breathe: () => undefined, concurrency: 4 },
  });
  return { timeline, outcome };
}

/** A person who always has something to say. */
const OTHER = { kind: 'scripted', answers: ['A.', 'B.', 'C.', 'D.'] };

const said = ({ events }: Timeline): readonly string[] =>
  events.flatMap((e) => (e.type === 'message.sent' ? [`${e.author}: ${e.text}`] : []));

describe('minds of a file', () => {
  it('a script is read in order, and its end stops the run with a reason', async () => {
    const { timeline, outcome } = await play(spoken({ kind: 'scripted', answers: ['One.', 'Two.', 'Three.'] }));
    assert.deepEqual([...said(timeline)].sort(), ['ada: One.', 'ada: Three.', 'ben: Two.']);
    assert.equal(outcome.kind === 'failed' && outcome.code, 'script-ended');
    const whole = await play(spoken({ kind: 'scripted', answers: { ada: ['One.', 'nothing'], ben: ['Two.', null] } }));
    assert.equal(whole.outcome.kind, 'ended');
    const reasons = whole.timeline.events.flatMap((e) => (e.type === 'answer.received' ? [e.reason] : []));
    assert.deepEqual(reasons, [null, null, null, 'empty']);
  });

  it('a script continues where a run was cut, at any step', async () => {
    const script = spoken({ kind: 'scripted', answers: ['One.', 'Two.', 'Three.', 'Four.'] });
    const { timeline } = await play(script);
    const whole = timeline.events.map(eventLine).join('');
    for (const [i, event] of timeline.events.entries()) {
      if (!event.end) continue;
      const cut = await play(script, bare, Timeline.of(timeline.events.slice(0, i + 1)));
      assert.equal(cut.timeline.events.map(eventLine).join(''), whole, `cut after event ${i}`);
    }
  });

  it('a script passes questions to its fallback, which can be any model of the file', async () => {
    const { timeline, outcome } = await play(
      spoken(
        { kind: 'scripted', answers: ['One.'], fallback: 'more' },
        { more: { kind: 'scripted', answers: ['Two.', 'nothing', 'nothing'] } },
      ),
    );
    assert.equal(outcome.kind, 'ended');
    assert.deepEqual([...said(timeline)].filter((text) => /One|Two/.test(text)).sort(), ['ada: One.', 'ben: Two.']);
    const by = timeline.events.flatMap((e) => (e.type === 'answer.received' ? [`${e.by} ${e.because}`] : []));
    assert.deepEqual(new Set(by), new Set(['undefined undefined', 'more script-ended']));
  });

  it('a person is asked through the port of the host, and not without one or without trust', async () => {
    const human = spoken({ kind: 'human' });
    assert.deepEqual(await refused(human), ['no-person', 'models.it.kind']);
    const person: MindAccessPorts['person'] = ({ situation }) =>
      Promise.resolve({ kind: 'answer', value: { action: 'post', text: `I am ${situation.self.id}.` } });
    assert.deepEqual(await refused(human, { ...bare, person, trusted: false }), ['untrusted-workspace', 'models.it.kind']);
    const { timeline } = await play(human, { ...bare, person });
    assert.deepEqual([...said(timeline)].slice(0, 2).sort(), ['ada: I am ada.', 'ben: I am ben.']);
  });

  it('a turn that a person passes has a reason, and so has one without an answer in time', async () => {
    const passing = await play(spoken({ kind: 'human' }), { ...bare, person: () => Promise.resolve({ kind: 'passed' }) });
    assert.equal(passing.outcome.kind, 'ended');
    const reasons = passing.timeline.events.flatMap((e) => (e.type === 'answer.received' ? [e.reason] : []));
    assert.deepEqual(new Set(reasons), new Set(['person-passed']));
    const slow: MindAccessPorts = {
      ...bare,
      person: () => new Promise(() => undefined),
      after: (_ms, act) => {
        queueMicrotask(act);
        return { dispose: () => undefined };
      },
    };
    const { timeline } = await play(spoken({ kind: 'human', timeout: 60 }), slow);
    assert.ok(timeline.events.some((e) => e.type === 'fault' && e.code === 'person-late' && /within 60 seconds/.test(e.text)));
    const helped = await play(spoken({ kind: 'human', timeout: 60, fallback: 'other' }, { other: OTHER }), slow);
    assert.ok(!helped.timeline.events.some((e) => e.type === 'fault'));
  });

  it('models of the editor come from the host, and are rejected without it', async () => {
    const editor = spoken({ kind: 'editor', name: 'small' });
    assert.deepEqual(await refused(editor), ['no-editor', 'models.it.kind']);
    const ports: MindAccessPorts = {
      ...bare,
      editor: (id) =>
        Promise.resolve({ ok: true, mind: { ...mindOf(() => ({ action: 'post', text: 'Editorial.' }), id), kind: 'editor' } }),
    };
    assert.equal(said((await play(editor, ports)).timeline).filter((text) => /Editorial/.test(text)).length, 4);
    assert.deepEqual(await refused(editor, { ...ports, trusted: false }), ['untrusted-workspace', 'models.it.kind']);
    assert.deepEqual(
      await refused(editor, { ...ports, editor: () => Promise.resolve({ ok: false, code: 'no-editor-model', message: 'None.' }) }),
      ['no-editor-model', 'models.it.kind'],
    );
  });
});

describe('a recorded run as a mind', () => {
  let dir: string;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'society-recorded-'));
    mkdirSync(join(dir, 'runs', 'one'), { recursive: true });
    const from = spoken({ kind: 'human' });
    let n = 0;
    const mind: Mind = { ...mindOf(() => ({ action: 'post', text: `Words ${n++}.` }), 'it'), prose: true };
    const live = new LiveRun({
      ...{ id: 'one', model: compiled(from), minds: new Map([['it', mind]]), sources: [] },
      ...{ files: folderFiles(join(dir, 'runs', 'one')), created: '2026-01-01T00:00:00Z' },
    });
    assert.equal(await live.run(), 'ended');
    lines = live.timeline.events.filter((e) => e.type === 'message.sent').map((e) => `${e.author}: ${e.text}`);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));
  let lines: readonly string[];

  const reading = (trusted = true): MindAccessPorts => ({
    ...bare,
    trusted,
    recording: (path, file) => readRecording(path, file, dir, trusted),
  });

  it('gives the same answers again, and counts them', async () => {
    const from = spoken({ kind: 'recorded', run: './runs/one' });
    const { timeline, outcome } = await play(from, reading());
    assert.equal(outcome.kind, 'ended');
    assert.deepEqual(said(timeline), lines);
    const made = await minds(from, reading());
    const { reused, missed } = (made.minds.get('it') as RecordedMind).counts;
    assert.deepEqual([reused, missed], [0, 0]);
  });

  it('asks the fallback about questions that an edit changed, and stops with a reason without one', async () => {
    const edited = (more: object): Society => {
      const from = spoken({ kind: 'recorded', run: './runs/one', ...more }, { other: OTHER });
      return { ...from, personas: { ...from.personas, ben: { name: 'Benjamin' } } };
    };
    const stopped = await play(edited({}), reading());
    assert.equal(stopped.outcome.kind === 'failed' && stopped.outcome.code, 'not-recorded');
    const { timeline, outcome } = await play(edited({ fallback: 'other' }), reading());
    assert.equal(outcome.kind, 'ended');
    assert.ok(said(timeline).includes(lines.find((line) => line.startsWith('ada'))!));
  });

  it('is rejected where there is none, where it is empty, and outside the folder without trust', async () => {
    const of = (run: string, ports = reading()): Promise<readonly [string, string]> => refused(spoken({ kind: 'recorded', run }), ports);
    assert.deepEqual(await of('./runs/two'), ['no-recording', 'models.it.run']);
    assert.deepEqual(await of('./runs/one', bare), ['no-recording', 'models.it.run']);
    assert.deepEqual(await of('../elsewhere', reading(false)), ['no-recording', 'models.it.run']);
    const trusted = await readRecording('./one', `file://${dir}/runs/x.society`, '/', true);
    assert.ok(trusted.ok && trusted.answers.length === 4);
    const kept = await readRecording('./one', 'society-run:/runs/x.society', dir, false);
    assert.ok(kept.ok);
    const outside = await readRecording('../runs/one', 'society-run:/elsewhere/x.society', dir, false);
    assert.ok(!outside.ok && /outside the folder/.test(outside.message));
  });
});
