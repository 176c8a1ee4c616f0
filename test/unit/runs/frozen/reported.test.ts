/** What a report says of what was expected of its run. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../../src/language/index.js';
import { nodeTextFiles } from '../../../../src/node/ports.js';
import { LiveRun, loadModel, makeMinds } from '../../../../src/runs/index.js';
import { freeze } from '../../../../src/runs/frozen/frozenExpectations.js';
import { reportedExpectations } from '../../../../src/runs/frozen/index.js';
import { memoryFiles } from '../../../support/forks.js';

const FILE = 'file:///study/main.society';
const study = (words: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, occupation: She hides from the baker of Ulm., private: [occupation] }
  ben: { name: Ben }
scenarios:
  meet:
    world: feed
    rounds: 2
    seed: 4
    expect:
      talked: { that: messages > 0, because: ${words} }
      silent: { that: messages < 1, in: '4 seeds, p < 0.05' }
`;

async function resolved(text: string) {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(FILE, text);
  const loaded = await loadModel(language, FILE);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

async function reported(text: string, frozenFrom: string | null) {
  const { model, resolved: made } = await resolved(text);
  const access = { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} };
  const minds = await makeMinds(made.society, model, access);
  assert.ok(minds.ok);
  const live = new LiveRun({ id: 'r', model, minds: minds.minds, sources: [], created: '', files: memoryFiles() });
  assert.equal(await live.run(), 'ended');
  const date = '2026-01-01T00:00:00.000Z';
  const frozen =
    frozenFrom === null
      ? null
      : freeze(null, { resolved: (await resolved(frozenFrom)).resolved, scenarios: ['meet'], date, runs: () => 0 });
  const { head: state, events } = live.timeline;
  return { state, all: reportedExpectations({ model, resolved: made, state, events, created: '2026-01-02T00:00:00.000Z' }, frozen) };
}

describe('expectations in a report', () => {
  it('report what held in this run, by how much where that is judged, and whether it was frozen before', async () => {
    const text = study('People talk.');
    const { state, all } = await reported(text, text.replace('messages < 1', 'messages < 2'));
    const messages = state.messages.length;
    assert.deepEqual(
      all.map(({ id, that, in: odds, held, margin }) => [id, that, odds, held, margin]),
      [
        ['talked', 'messages > 0', null, messages > 0, null],
        ['silent', 'messages < 1', '4 seeds, p < 0.05', messages < 1, 1 - messages],
      ],
    );
    assert.match(all[0]!.standing, /^as frozen on 2026-01-01/);
    assert.match(all[1]!.standing, /^post hoc: changed since/);
  });

  it('are post hoc where nothing is frozen, and listed where they are no longer expected', async () => {
    const text = study('People talk.');
    assert.deepEqual(
      (await reported(text, null)).all.map(({ standing }) => standing),
      ['post hoc: not frozen', 'post hoc: not frozen'],
    );
    const { all } = await reported(text, text.replace('silent:', 'still:'));
    const [still] = all.filter(({ id }) => id === 'still');
    assert.deepEqual([still?.that, still?.held, still?.standing], ['', null, 'frozen, but no longer in the file']);
  });

  it('leave out private text', async () => {
    const { all } = await reported(study('She hides from the baker of Ulm.'), null);
    assert.doesNotMatch(JSON.stringify(all), /baker/);
  });
});
