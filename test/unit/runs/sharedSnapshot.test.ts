/** A report is made for others: it has no private data of the file. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { LiveRun, loadModel, makeMinds, panelSnapshot, sharedSnapshot } from '../../../src/runs/index.js';
import { createModel } from '../../../webview/state/model.js';

const MAIN = 'file:///study/main.society';
const TEXT = `society: 1
imports: [library/chat]
personas:
  ada:
    name: Ada
    age: 77
    occupation: harbour master
    interests: [numismatics]
    backstory: Ada once forged a signature in Tartu.
    gender: sworn virgin
    vars: { debt: 41733, side: kestrels }
    private: [age, gender, interests, backstory, debt, side]
  ben: { name: Ben, age: 31, occupation: baker, vars: { debt: 12021, side: plovers } }
worlds:
  talk:
    does: "$(round == 2 ? 'It is said that ' + ada.backstory : 'A harbour.')"
    agent_vars: { debt: { start: 0 }, salary: { start: 98321, private: true } }
    vars: { stock: { start: 55577, private: true }, price: { start: 33221 } }
    measures: { mean_debt: "mean(all.map(a => a.debt + 4000))", doubled: mean_debt * 2 + 1, posts: count(all) }
    actions: { speak: { kind: message, to: all, does: Say. }, wait: { kind: nothing, does: Wait. } }
    phases: { meet: { who: all, actions: [speak, wait] } }
scenarios:
  s:
    world: talk
    rounds: 3
    seed: 1
    interventions:
      rumour: { at: 2, announce: "Ada once forged a signature in Tartu. Her debt is 41733." }
`;

async function played() {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, TEXT);
  const found = await loadModel(language, MAIN);
  if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join('\n'));
  const access = { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} };
  const minds = await makeMinds(found.resolved.society, found.model, access);
  if (!minds.ok) throw new Error(minds.message);
  const live = new LiveRun({
    ...{ id: 'r', model: found.model, minds: minds.minds, ledger: minds.ledger, concurrency: minds.concurrency, created: '' },
    ...{ sources: [], files: { read: async () => null, write: async () => undefined, append: async () => undefined } },
  });
  assert.equal(await live.run(), 'ended');
  return { id: 'r', model: found.model, timeline: live.timeline, state: 'ended', problem: null, cost: null } as const;
}

describe('a run for others', () => {
  it('has no private data, and everything else', async () => {
    const source = await played();
    const [whole, shared] = [JSON.stringify(panelSnapshot(source)), JSON.stringify(sharedSnapshot(source))];
    const secrets = ['77', '41733', '98321', '55577', 'forged a signature', 'kestrels', 'sworn virgin'];
    assert.deepEqual(
      secrets.filter((text) => !whole.includes(text)),
      [],
      'the panel of its author shows them',
    );
    assert.deepEqual(
      secrets.filter((text) => shared.includes(text)),
      [],
    );
    for (const text of ['harbour master', 'baker, 31', '12021', '33221', 'plovers']) assert.ok(shared.includes(text), text);
    assert.deepEqual([panelSnapshot(source).agents[0]?.interests, sharedSnapshot(source).agents[0]?.interests], [['numismatics'], []]);
    const idsOf = ({ measures }: { readonly measures: readonly { readonly id: string }[] }): readonly string[] =>
      measures.map(({ id }) => id);
    assert.ok(idsOf(panelSnapshot(source)).includes('doubled') && idsOf(sharedSnapshot(source)).includes('posts'));
    assert.ok(!idsOf(sharedSnapshot(source)).some((id) => id === 'mean_debt' || id === 'doubled'), 'measures of what is private');
    assert.equal(createModel(sharedSnapshot(source)).messages.length, createModel(panelSnapshot(source)).messages.length);
  });
});
