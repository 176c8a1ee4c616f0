/** A run keeps what it was started with, however it goes on: resumed or forked, its folder opens with the same choices. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  buildRun,
  applySettings,
  type LiveRun,
  loadModel,
  makeMinds,
  NO_MINDS_AHEAD,
  openRecorded,
  planFork,
  type RecordedRun,
  type RunBeginning,
  runSources,
} from '../../../src/runs/index.js';
import { buildUnkeptRun } from '../../../src/runs/live/runBuilder.js';
import type { FolderFiles } from '../../../src/trace/index.js';

const MAIN = 'file:///study/main.society';
const CREATED = '2026-01-01T00:00:00Z';
const FILE = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios: { s: { cast: all, world: feed, rounds: 6, seed: 3 } }
`;
const ACCESS = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };
/** As an experiment sets it: two rounds in place of six. */
const SET = { rounds: 2 };

function memoryFiles(): FolderFiles {
  const files = new Map<string, string>();
  return {
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, text)),
    append: (name, text) => Promise.resolve(void files.set(name, (files.get(name) ?? '') + text)),
  };
}

type Loaded = Pick<RecordedRun, 'model' | 'resolved'>;

async function loaded(): Promise<Loaded> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, FILE);
  const found = await loadModel(language, MAIN, { mind: 'random' }, (resolved) => applySettings(resolved, 's', SET));
  assert.ok(found.ok, JSON.stringify(found.problems));
  return found;
}

async function built({ model, resolved }: Loaded, beginning: RunBeginning, pace?: () => Promise<void>): Promise<LiveRun> {
  const minds = await makeMinds(resolved.society, model, ACCESS, { resolved });
  assert.ok(minds.ok);
  return buildRun({ ...minds, model, beginning, ahead: NO_MINDS_AHEAD, pace });
}

async function opened(files: FolderFiles): Promise<RecordedRun> {
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.run;
}

/** Stopped after its first steps. */
async function stopped(files: FolderFiles): Promise<RecordedRun> {
  const of = await loaded();
  const kept = { id: 'first', files, created: CREATED, sources: runSources(of.resolved, MAIN) };
  let steps = 0;
  const live: LiveRun = await built(of, { kind: 'new', ...kept, mind: 'random', set: SET }, async () => {
    if (++steps === 3) live.stop();
  });
  assert.equal(await live.run(), 'stopped');
  return opened(files);
}

const choices = ({ manifest: { mind, set, rounds, sources } }: RecordedRun) => ({ mind, set, rounds, sources });

describe('the builder of runs', () => {
  it('resumes a run with its id, its time and its options', async () => {
    const files = memoryFiles();
    const from = await stopped(files);
    assert.deepEqual([from.manifest.set, from.manifest.mind, from.manifest.state], [SET, 'random', 'stopped']);
    assert.equal(await (await built(from, { kind: 'resumed', files, from })).run(), 'ended');
    const run = await opened(files);
    assert.deepEqual(choices(run), choices(from));
    assert.deepEqual([run.manifest.id, run.manifest.created, run.model.rounds], ['first', CREATED, 2]);
  });

  it('forks a run with the options of its parent, so that the folder of the fork opens as the same model', async () => {
    const parent = await stopped(memoryFiles());
    const planned = planFork(parent, { at: { seq: 0 } });
    assert.ok(planned.ok);
    const { fork, model, texts } = planned;
    const files = memoryFiles();
    const beginning = { kind: 'fork', id: 'child', files, created: CREATED, sources: texts.sources, fork } as const;
    assert.equal(await (await built({ model, resolved: texts.resolved }, beginning)).run(), 'ended');
    const run = await opened(files);
    assert.deepEqual(choices(run), choices(parent));
    assert.deepEqual([run.manifest.parent, run.model.rounds], ['first', 2]);
  });

  it('builds a run without a folder with the same events as one with a folder', async () => {
    const of = await loaded();
    const minds = await makeMinds(of.resolved.society, of.model, ACCESS, of);
    assert.ok(minds.ok);
    const files = memoryFiles();
    const kept = await built(of, {
      kind: 'new',
      id: 'r',
      files,
      created: CREATED,
      sources: runSources(of.resolved, MAIN),
      mind: 'random',
      set: SET,
    });
    const unkept = buildUnkeptRun('r', of.model, minds);
    assert.deepEqual([await kept.run(), await unkept.run()], ['ended', 'ended']);
    assert.deepEqual(unkept.timeline.events, kept.timeline.events);
    assert.deepEqual([...unkept.timeline.events], [...(await opened(files)).events]);
  });
});
