/** `society mcp` as the official client of the protocol sees it: the built command line, and a client that knows only the tools. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { estimateTokens } from '../../../src/language/tokens/estimate.js';
import { TOOLS } from '../../../src/tools/index.js';
import { type McpClients, mcpClients } from '../../support/mcpClients.js';

const LONG = `society: 1
title: Long
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben } }
scenarios: { long: { cast: all, world: feed, rounds: 100000 } }
`;

describe('the server of the Model Context Protocol', function () {
  this.timeout(60_000);
  let dir: string;
  let clients: McpClients;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-mcp-'));
    clients = mcpClients();
  });
  afterEach(async () => {
    await clients.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const connected = (agrees: boolean | null, ...flags: readonly string[]) =>
    clients.connect(agrees, join('dist', 'cli.mjs'), 'mcp', '--root', dir, ...flags);

  it('lets a client that knows only the tools write, run and explain a society of three, in 12 calls and 20,000 tokens', async () => {
    const { client, asked, call } = await connected(true);
    const listed = (await client.listTools()).tools;
    assert.deepEqual(
      listed.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
      TOOLS.map(({ name, description, input }) => ({ name, description, inputSchema: input })),
    );
    for (const { name, annotations } of listed)
      assert.equal(annotations?.readOnlyHint, TOOLS.find((tool) => tool.name === name)?.effect === 'reads', name);
    const { contents } = await client.readResource({ uri: (await client.listResources()).resources[0]!.uri });
    assert.equal((contents[0] as { text: string }).text, readFileSync('skills/society-studio/SKILL.md', 'utf8'));
    const answers: string[] = [];
    const step = async <T>(name: string, input: object): Promise<T> => {
      const { isError, text } = await call(name, input);
      assert.ok(!isError, `${name}: ${text}`);
      answers.push(text);
      return JSON.parse(text) as T;
    };
    const { entries } = await step<{ entries: { id: string }[] }>('gallery', { query: 'friends' });
    const example = await step<{ text: string }>('gallery', { id: entries[0]!.id });
    assert.match(example.text, /^society: 1/m);
    await step('explain', { of: 'ties.change' });
    const text = `society: 1
title: Three on the stairs
imports: [library/feed]
personas:
  ada: { name: Ada Okafor, interests: [jazz, bread] }
  ben: { name: Ben Castell, interests: [jazz, chess] }
  eve: { name: Eve Lind, interests: [chess] }
ties:
  friendship: { among: all, chnage: { rule: evidence } }
scenarios:
  stairs:
    premise: A message board opens in an old house.
    world: feed
    rounds: 12
    measures: { bond: "tie(ada, ben)" }
`;
    // The client makes a mistake, and corrects it by the fix.
    const wrong = await step<{ problems: { fixes: { edits: { text: string }[] }[] }[] }>('check', { text });
    const fixed = text.replace('chnage', wrong.problems[0]!.fixes[0]!.edits[0]!.text);
    const { written } = await step<{ written: boolean }>('write', { file: 'three.society', text: fixed });
    assert.equal(written, true);
    assert.equal(readFileSync(join(dir, 'three.society'), 'utf8'), fixed);
    const progress: (string | undefined)[] = [];
    const ran = await call('run', { file: 'three.society' }, { onprogress: ({ message }) => progress.push(message) });
    answers.push(ran.text);
    const { run, state, measures } = JSON.parse(ran.text) as { run: string; state: string; measures: { bond: { last: number } } };
    assert.equal(state, 'ended');
    assert.equal(progress.at(-1), 'round 12 of 12');
    const { agents } = await step<{ agents: { id: string; ties: string[] }[] }>('people', { run });
    assert.deepEqual(
      agents.map(({ id }) => id),
      ['ada', 'ben', 'eve'],
    );
    assert.equal(agents[0]?.ties.includes(`ben ${measures.bond.last}`), measures.bond.last > 0);
    const { last_events: events } = await step<{ last_events: { event: number; type: string }[] }>('people', { run, agent: 'ada' });
    const said = events.findLast(({ type }) => type === 'message.sent')!;
    const { causes } = await step<{ causes: { line?: string }[] }>('why', { run, event: said.event });
    assert.ok(
      causes.some(({ line }) => line === 'three.society:5'),
      'the line of Ada',
    );
    assert.ok(answers.length <= 12);
    const tokens = answers.reduce((sum, one) => sum + estimateTokens(one, 'o200k'), 0);
    assert.ok(tokens <= 20_000, `${tokens} tokens`);
    assert.deepEqual(
      asked.map((message) => message.split('\n')[0]),
      ['Create three.society?', 'Run scenario stairs of three.society?'],
    );
    assert.match(asked[0]!, /^\+ {2}friendship/m);
    // The document says how many it takes; texts of the gallery and of the documentation may grow a little.
    const [, calls = '', told = ''] =
      /in (\d+) calls\s+that return about ([\d,]+) tokens/.exec(readFileSync('docs/assistants.md', 'utf8')) ?? [];
    assert.equal(answers.length, Number(calls));
    assert.ok(Math.abs(tokens / Number(told.replace(',', '')) - 1) < 0.15, `${tokens} tokens`);
  });

  it('refuses what acts where the user declines or cannot be asked, and says which flag allows it', async () => {
    writeFileSync(join(dir, 'long.society'), LONG);
    const declined = await connected(false);
    const mute = await connected(null);
    const runs = await connected(null, '--allow-run');
    for (const { call } of [declined, mute, runs])
      assert.equal((await call('write', { file: 'x.society', text: 'society: 1\ntitle: X\n' })).isError, true);
    assert.ok(!existsSync(join(dir, 'x.society')));
    assert.match((await declined.call('run', { file: 'long.society' })).text, /did not allow/);
    assert.match((await mute.call('run', { file: 'long.society' })).text, /--allow-run;/);
    assert.match((await mute.call('write', { file: 'x.society', text: 'society: 1\n' })).text, /--allow-write;/);
    assert.equal((await runs.call('run', { file: 'long.society', rounds: 2 })).isError, undefined);
    assert.match((await mute.call('runs', { scenari: 'x' })).text, /Unknown input `scenari`\. Did you mean `scenario`\?/);
    assert.match((await mute.call('status', { run: 'stairs' })).text, /There is no run `stairs`/);
  });

  it('follows a long run, stops it, and stops a run whose call is cancelled', async () => {
    writeFileSync(join(dir, 'long.society'), LONG);
    const { call } = await connected(null, '--allow-run');
    const { run, state } = JSON.parse((await call('run', { file: 'long.society', wait: 0 })).text) as { run: string; state: string };
    assert.equal(state, 'running');
    assert.match((await call('stop', { run })).text, /"state":"stopped"/);
    const cancel = new AbortController();
    const waiting = call('run', { file: 'long.society', seed: 2 }, { signal: cancel.signal, onprogress: () => cancel.abort() });
    await assert.rejects(waiting, /abort/i);
    for (;;) {
      const { runs } = JSON.parse((await call('runs')).text) as { runs: { seed: number; state: string }[] };
      const cancelled = runs.find(({ seed }) => seed === 2);
      if (cancelled?.state === 'stopped') break;
      assert.ok(cancelled === undefined || cancelled.state === 'running', cancelled?.state);
    }
  });
});
