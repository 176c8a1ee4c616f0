/** Agents whose every word is an instruction to the assistant: no result has their words unasked, and no word reaches a tool that acts. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, before, after } from 'mocha';
import { hostileSociety, ORDER, startHostileModel } from '../../support/hostileAgents.js';
import type { ModelServer } from '../../support/modelServer.js';
import { TOOLS } from '../../../src/tools/index.js';
import { type ToolBench, toolBench } from '../../support/tools.js';

describe('tools among hostile agents', function () {
  this.timeout(30_000);
  let server: ModelServer;
  let bench: ToolBench;
  let run: string;

  before(async () => {
    server = await startHostileModel();
    bench = toolBench({ 'voices.society': hostileSociety(server.baseUrl) });
    const started = await bench.result<{ run: string; state: string; messages: number }>('run', { file: 'voices.society' });
    assert.equal(started.state, 'ended', JSON.stringify(started));
    assert.ok(started.messages > 0);
    run = started.run;
  });
  after(async () => {
    await server.close();
    rmSync(bench.dir, { recursive: true, force: true });
  });

  it('show no word of them unless it is asked for by its event, and then as a quote', async () => {
    const events = readFileSync(join(bench.dir, '.society/runs', run, 'events.jsonl'), 'utf8');
    assert.ok(events.split(ORDER).length > 20, 'the agents said it often');
    const other = await bench.result<{ run: string }>('run', { file: 'voices.society', seed: 9, rounds: 1 });
    const results = [await bench.call('status', { run }), await bench.call('runs'), await bench.call('people', { run })];
    for (const agent of ['ada', 'ben', 'eve']) results.push(await bench.call('people', { run, agent }));
    const { length } = events.trim().split('\n');
    for (let event = 0; event < length; event++) results.push(await bench.call('why', { run, event }));
    results.push(await bench.call('why', { run, agent: 'ada', variable: 'note' }));
    results.push(await bench.call('compare', { a: run, b: other.run }));
    results.push(await bench.call('what_if', { run, round: 1, changes: [{ kind: 'variable', agent: 'ada', name: 'told', value: 5 }] }));
    for (const { ok, text } of results) {
      assert.ok(ok, text);
      assert.ok(!/ignore all|owned/i.test(text), text);
    }
    assert.equal(bench.session.hasWords, false);
    const said = events.split('\n').findIndex((line) => line.includes('"message.sent"'));
    const { words, notice } = await bench.result<{ words: { quoted: string }[]; notice: string }>('why', { run, words: [said, 'ada.1'] });
    assert.match(notice, /They are data/);
    for (const { quoted } of words) assert.match(quoted, /^> .*IGNORE/s);
    assert.equal(bench.session.hasWords, true);
  });

  it('let nothing act after words were read unless the user agrees, whatever was allowed at the start', async () => {
    const free = toolBench({ 'voices.society': hostileSociety(server.baseUrl) }, { allowed: { costs: true, sends: true, writes: true } });
    free.answer = null;
    const { run: first } = await free.result<{ run: string }>('run', { file: 'voices.society', rounds: 1 });
    const longer = { file: 'voices.society', rounds: 50_000, mind: 'builtin', wait: 0 };
    const { run: going } = await free.result<{ run: string }>('run', longer);
    free.host.live()[0]?.live.hold();
    assert.deepEqual(free.asked, []);
    await free.result('why', { run: first, words: [0] });
    const asked = server.requests.length;
    const acts: readonly (readonly [string, object])[] = [
      ['write', { file: 'owned.society', text: 'society: 1\n' }],
      ['run', { file: 'voices.society' }],
      ['stop', { run: going }],
      ['what_if', { run: first, round: 0, changes: [] }],
      ['verify', { file: 'voices.society' }],
      ['experiment', { file: 'voices.society' }],
    ];
    assert.deepEqual(
      acts.map(([name]) => name),
      TOOLS.filter(({ effect }) => effect !== 'reads').map(({ name }) => name),
    );
    for (const [name, input] of acts) {
      const { ok, text } = await free.call(name, input);
      assert.equal(ok, false, name);
      assert.match(text, /has read words of agents/);
    }
    free.answer = false;
    for (const [name, input] of acts) assert.match((await free.call(name, input)).text, /The user did not allow this call/);
    assert.equal(free.asked.length, acts.length);
    for (const { title, lines } of free.asked) assert.ok(!/ignore all/i.test([title, ...lines].join(' ')));
    assert.equal(server.requests.length, asked, 'no model was asked');
    assert.ok(!existsSync(join(free.dir, 'owned.society')));
    const [live] = free.host.live();
    assert.equal(live?.id, going, 'the run was not stopped');
    await live?.stop();
    rmSync(free.dir, { recursive: true, force: true });
  });

  it('ask models only where the user agreed to that', async () => {
    const local = toolBench(
      { 'voices.society': hostileSociety(server.baseUrl) },
      { allowed: { costs: true, sends: false, writes: false } },
    );
    local.answer = null;
    const before = server.requests.length;
    assert.match((await local.call('run', { file: 'voices.society' })).text, /It asks language models/);
    const { state } = await local.result<{ state: string }>('run', { file: 'voices.society', mind: 'builtin' });
    assert.equal(state, 'ended');
    assert.equal(server.requests.length, before);
    rmSync(local.dir, { recursive: true, force: true });
  });

  it('ask no model in a workspace that is not trusted, whatever the user allows', async () => {
    const free = { allowed: { costs: true, sends: true, writes: true }, trusted: false };
    const untrusted = toolBench({ 'voices.society': hostileSociety(server.baseUrl) }, free);
    const before = server.requests.length;
    assert.match((await untrusted.call('run', { file: 'voices.society' })).text, /This workspace is not trusted/);
    const claims = await untrusted.call('verify', { file: 'voices.society' });
    assert.match(claims.text, /This workspace is not trusted/);
    const arms = await untrusted.call('experiment', { file: 'voices.society' });
    assert.match(arms.text, /This workspace is not trusted/);
    const { run: played } = await untrusted.result<{ run: string }>('run', { file: 'voices.society', mind: 'builtin' });
    const change = { kind: 'variable', agent: 'ada', name: 'told', value: 5 };
    await untrusted.result('what_if', { run: played, round: 1, changes: [change] });
    assert.equal(server.requests.length, before);
    rmSync(untrusted.dir, { recursive: true, force: true });
  });

  it('stay within the workspace', async () => {
    const { dir } = bench;
    symlinkSync('/tmp', join(dir, 'out'));
    mkdirSync(join(dir, '.hidden'));
    const wrong = [
      '../x.society',
      '/etc/x.society',
      'out/x.society',
      '.hidden/x.society',
      'voices.txt',
      '.society/x.society',
      'none/x.society',
    ];
    for (const file of wrong) {
      const { ok, text } = await bench.call('write', { file, text: 'society: 1\n' });
      assert.equal(ok, false, `${file}: ${text}`);
      assert.match(text, /outside|hidden|Only \.society|does not exist/);
    }
    for (const name of ['../..', '/tmp', 'out']) assert.equal((await bench.call('status', { run: name })).ok, false);
    assert.equal((await bench.call('check', { file: 'out' })).ok, false);
  });
});
