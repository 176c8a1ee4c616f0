/**
 * A recording asks nobody, so nothing leaves with it; yet its answers are found only where questions are put as they were put:
 * without what is private where its model was elsewhere, with it where it was here.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { leanFetch } from '../../../src/minds/openai/index.js';
import { folderFiles, nodeTextFiles } from '../../../src/node/ports.js';
import { readRecording } from '../../../src/node/recordedAnswers.js';
import { egress, LiveRun, loadModel, makeMinds, openRecorded, replay, sourceName } from '../../../src/runs/index.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';

const MAIN = 'file:///study/main.society';
const FAR = 'https://api.example.com';
const HERE = 'http://localhost:1';

const file = (fallback = ''): string => `society: 1
imports: [library/feed]
models:
  far: { kind: openai, base_url: "${FAR}/v1", name: big }
  here: { kind: openai, base_url: "${HERE}/v1", name: small }
  of_far: { kind: recorded, run: far${fallback} }
  of_here: { kind: recorded, run: here${fallback} }
personas:
  ada: { name: Ada, interests: [jazz], backstory: She once forged a signature., private: [backstory] }
  ben: { name: Ben, interests: [jazz] }
scenarios: { s: { cast: all, world: feed, rounds: 2, seed: 3 } }
`;

describe('recorded answers with private text', () => {
  let root: string;
  let server: ModelServer;
  const lean = leanFetch();
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'society-recorded-'));
    server = await startModelServer();
  });
  after(async () => {
    lean.dispose();
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function run(mind: string, text = file(), rounds = 2): Promise<LiveRun> {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, text);
    const loaded = await loadModel(language, MAIN, { mind, rounds });
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const { resolved, model } = loaded;
    assert.deepEqual(
      egress(resolved.society, model).map(({ mind: to }) => to),
      mind.startsWith('of_') && text === file() ? [] : [mind === 'here' ? 'here' : 'far'],
    );
    const ports = {
      ...{ trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {}, timing: fastTiming() },
      // Both models are the test's server.
      fetch: (input: unknown, init: RequestInit | undefined) => lean.fetch(server.origin + new URL(String(input)).pathname, init),
      recording: (path: string) => readRecording(path, `file://${root}/main.society`, root, true),
    };
    const made = await makeMinds(resolved.society, model, ports, { resolved });
    assert.ok(made.ok, made.ok ? '' : made.message);
    const sources = resolved.sources.map(({ uri, text: source }) => ({ uri: sourceName(MAIN, uri), text: source }));
    const files = folderFiles(join(root, mind));
    const live = new LiveRun({ ...made, id: mind, model, sources, files, mind, created: '2026-01-01T00:00:00Z' });
    assert.equal(await live.run(), 'ended', live.problem ?? '');
    const opened = await openRecorded(files);
    assert.ok(opened.ok && replay(opened.run).ok, `${mind} can be made again`);
    return live;
  }

  const asked = (from: number): string =>
    server.requests
      .slice(from)
      .map((request) => request.text)
      .join('\n');
  const hashes = ({ timeline }: LiveRun): readonly string[] =>
    timeline.events.flatMap((e) => (e.type === 'question.asked' ? [e.hash] : []));

  it('are all found again, locally and remotely, and no model is asked', async () => {
    const [far, here] = [await run('far'), await run('here')];
    assert.notDeepEqual(hashes(far), hashes(here), 'what is private makes a difference');
    const before = server.requests.length;
    assert.deepEqual(hashes(await run('of_far')), hashes(far));
    assert.deepEqual(hashes(await run('of_here')), hashes(here));
    assert.equal(server.requests.length, before);
  });

  it('never send private text to another mind that answers in their place', async () => {
    const before = server.requests.length;
    await run('of_far', file(', fallback: far'), 3);
    assert.ok(server.requests.length > before, 'the third round is new');
    await run('of_here', file(', fallback: far'), 3);
    assert.doesNotMatch(asked(before), /forged/);
  });
});
