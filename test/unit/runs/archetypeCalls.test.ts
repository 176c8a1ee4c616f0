/** Calls of a model that agents of archetypes share: how many there are, what they cost, and what happens where a server gives one answer. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { folderFiles, nodeTextFiles } from '../../../src/node/ports.js';
import { LiveRun, loadModel, makeMinds, openRecorded, runSummary, sourceName } from '../../../src/runs/index.js';
import { Gathering, methodsMarkdown } from '../../../src/runs/methods/index.js';
import { summaryLines } from '../../../src/protocol/summaryText.js';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';

const MAIN = 'file:///study/main.society';

/** Thirty readers in two archetypes, asked by a model in two rounds. */
const file = (baseUrl: string, more = ''): string => `society: 1
title: Readers
models: { lab: { kind: openai, base_url: "${baseUrl}", name: test-model, max_tokens: 200${more} } }
populations:
  readers: { size: 30, name: 'Reader {n}', model: lab, vars: { side: text }, sample: { side: '=number % 3 == 0 ? "left" : "right"', interests: '2 of [jazz, chess, tea, bread]' } }
worlds:
  paper:
    actions: { vote: { does: Vote., args: { on: [aye, nay] }, effect: me.voted = on } }
    agent_vars: { voted: { start: none, told: false } }
    phases: { vote: { who: all, actions: [vote], archetypes: [side] } }
    measures: { ayes: count(all.map(a => a.voted == 'aye')) }
scenarios: { s: { cast: all, world: paper, rounds: 2, seed: 3 } }
`;

const vote = (on: string): string => JSON.stringify({ action: 'vote', args: { on } });

describe('calls for archetypes', function () {
  this.timeout(60_000);
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'society-archetypes-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  async function played(
    name: string,
    options: ModelServerOptions,
    more = '',
  ): Promise<{ readonly live: LiveRun; readonly server: ModelServer }> {
    const server = await startModelServer(options);
    try {
      const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
      language.set(MAIN, file(server.baseUrl, more));
      const loaded = await loadModel(language, MAIN);
      assert.ok(loaded.ok, JSON.stringify(loaded.problems));
      const ports = {
        trusted: true,
        env: () => undefined,
        vault: { get: () => Promise.resolve(null) },
        allowedEnv: {},
        timing: fastTiming(),
      };
      const made = await makeMinds(loaded.resolved.society, loaded.model, ports);
      assert.ok(made.ok, made.ok ? '' : made.message);
      const sources = loaded.resolved.sources.map(({ uri, text }) => ({ uri: sourceName(MAIN, uri), text }));
      const live = new LiveRun({
        ...made,
        id: 'r',
        model: loaded.model,
        sources,
        files: folderFiles(join(root, name)),
        created: '2026-01-01T00:00:00Z',
      });
      assert.equal(await live.run(), 'ended', live.problem ?? '');
      return { live, server };
    } finally {
      await server.close();
    }
  }

  const votes = (live: LiveRun): readonly unknown[] =>
    live.timeline.events.flatMap((event) => (event.type === 'act.chosen' ? [event.args['on']] : []));

  it('are one for each archetype and round, with a choice for each agent', async () => {
    const reply = (_: unknown, index: number, choice: number): string => vote((index + choice) % 2 === 0 ? 'aye' : 'nay');
    const { live, server } = await played('shared', { reply });
    // Ten and twenty agents in each of two rounds.
    assert.deepEqual(server.requests.map(({ body }) => body?.n).sort(), [10, 10, 20, 20]);
    assert.equal(live.options.ledger!.spent.calls, 4);
    assert.equal(votes(live).filter((on) => on === 'aye').length, 30);
    assert.equal(votes(live).length, 60);
  });

  it('are one for each agent where the server gives one answer or refuses more', async () => {
    const reply = (): string => vote('nay');
    const one = await played('one', { mode: 'one-choice', reply });
    assert.equal(votes(one.live).length, 60);
    assert.equal(one.server.requests.length, 60);
    const none = await played('none', { mode: ({ body }) => (body?.n === undefined ? 'ok' : 'no-choices'), reply });
    assert.equal(votes(none.live).length, 60);
    assert.equal(none.server.requests.filter(({ body }) => body?.n === undefined).length, 60);
  });

  it('ask an answer that cannot be used again, for its agent alone', async () => {
    const reply = (_: unknown, index: number, choice: number): string => (index < 2 && choice === 4 ? 'no JSON' : vote('aye'));
    const { live, server } = await played('repaired', { reply });
    assert.equal(votes(live).length, 60);
    assert.equal(server.requests.length, 4 + 2);
  });

  it('are counted by the methods text and by the summary', async () => {
    const { live } = await played('counted', { reply: () => vote('aye') });
    const lines = summaryLines(runSummary(live.model, live.timeline));
    assert.ok(lines.includes('Archetypes: 60 answers to 4 questions; 56 questions were shared'), lines.join('\n'));
    const opened = await openRecorded(folderFiles(join(root, 'counted')));
    assert.ok(opened.ok);
    const gathering = new Gathering();
    gathering.add(opened.run);
    const text = methodsMarkdown(gathering.study(null));
    assert.match(
      text,
      /Questions that an agent shared with another of its archetype: 93\.3333 % \(56 of 60\)\. Each agent had an answer of its own\./,
    );
    assert.match(text, /4 calls of language models, .*Agents of archetypes shared calls: 56 answers came without a call of their own\./);
  });
});
