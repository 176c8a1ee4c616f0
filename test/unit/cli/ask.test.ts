/** Interviews and codes by hand from the built command line: what they say, and that a run folder stays as it is. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { callsIn } from '../../support/calls.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';
import { runSociety } from '../../support/commandLine.js';

const FILE = `society: 1
imports: [library/feed]
personas: { ada: { name: Ada, interests: [bread] }, ben: { name: Ben, interests: [bread] } }
codes:
  asks: { ask: Does it ask something?, by: pattern, pattern: "\\\\?", agree: { with: human, sample: 4 } }
scenarios: { s: { cast: all, world: feed, rounds: 4, premise: A forum about bread., measures: { asking: "count(all.map(a => said(a, asks)))" } } }
`;

describe('interviews on the command line', function () {
  this.timeout(60_000);
  let dir: string;
  const society = (...args: string[]) => runSociety(dir, args);
  const kept = (): string => {
    const names = readdirSync(join(dir, 'run'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return names.map(({ parentPath, name }) => `${name} ${readFileSync(join(parentPath, name), 'utf8')}`).join('\n');
  };

  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-ask-'));
    writeFileSync(join(dir, 'bread.society'), FILE);
    const { status, stderr } = society('run', 'bread.society', '--quiet', '--out', 'run');
    assert.equal(status, 0, stderr);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('ask an agent at the end or after a round, repeatedly, and keep nothing', () => {
    const [folder, answers] = [kept(), society('ask', 'run', 'ada', 'What of bread?', '--samples', '3')];
    assert.equal(answers.status, 0, answers.stderr);
    assert.equal(answers.stdout.trim().split('\n').length, 3);
    assert.notEqual(society('ask', 'run', 'ada', 'What of bread?', '--round', '0').stdout, answers.stdout.split('\n')[0]);
    assert.equal(kept(), folder);
    assert.equal(society('replay', 'run').status, 0);
  });

  it('reject an unknown agent or moment', () => {
    assert.match(society('ask', 'run', 'zoe', 'What?').stderr, /No agent `zoe` in round \d/);
    assert.match(society('ask', 'run', 'ada', 'What?', '--round', '9').stderr, /no round 9/);
    assert.equal(society('ask', 'run', 'ada').status, 2);
  });

  it('write a sheet to code, and print kappa for a filled sheet; an invalid line is named', () => {
    const sheet = society('codes', 'run').stdout;
    assert.equal(sheet.split('\r\n').length, 6);
    // As the pattern has it: the two agree on all.
    const codes = sheet
      .split('\r\n')
      .map((line) => line.replace(',,', line.slice(line.indexOf('?,') + 2).includes('?') ? ',yes,' : ',no,'));
    writeFileSync(join(dir, 'codes.csv'), codes.join('\r\n'));
    const { status, stdout } = society('codes', 'run', 'codes.csv');
    assert.deepEqual([status, stdout.split('\n')[0]], [0, '4 codes by hand']);
    assert.match(stdout, /asks: kappa (1|has no value), n = 4/);
    writeFileSync(join(dir, 'bad.csv'), 'code,message,value\nasks,m1,yes\n');
    const bad = society('codes', 'run', 'bad.csv');
    assert.deepEqual([bad.status, bad.stderr.trim()], [1, 'bad.csv:2: Unknown message.']);
  });
});

describe('an interview with a language model on the command line', function () {
  this.timeout(60_000);
  const SAID = 'I bake before the sun is up, and nobody asks me why.';
  let dir: string;
  let server: ModelServer;
  const command = (...args: string[]) => spawn(process.execPath, [join(process.cwd(), 'dist', 'cli.mjs'), ...args], { cwd: dir });
  const ended = (child: ReturnType<typeof command>) => new Promise<number | null>((resolve) => child.on('exit', resolve));

  before(async () => {
    server = await startModelServer({
      gapMs: 30,
      reply: ({ body }) => JSON.stringify(body?.stream ? { text: SAID } : { action: 'nothing' }),
    });
    dir = mkdtempSync(join(tmpdir(), 'society-interview-'));
    const models = `models: { far: { kind: openai, base_url: "${server.baseUrl}", name: test } }`;
    writeFileSync(
      join(dir, 'bread.society'),
      FILE.replace('personas:', `${models}\npersonas:`).replace('rounds: 4', 'rounds: 1, model: far'),
    );
    assert.equal(await ended(command('run', 'bread.society', '--quiet', '--out', 'run')), 0);
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('is printed while the answer arrives', async () => {
    const pieces: string[] = [];
    const child = command('ask', 'run', 'ada', 'When do you bake?');
    child.stdout.on('data', (text: Buffer) => pieces.push(text.toString()));
    assert.equal(await ended(child), 0);
    assert.ok(pieces.length > 3, `${pieces.length} pieces`);
    assert.equal(pieces.join(''), `${SAID}\n`);
  });

  it('is paid from the budget of the run, whose folder records it', async () => {
    const spent = (): number => callsIn(join(dir, 'run'));
    const before = spent();
    assert.equal(await ended(command('ask', 'run', 'ada', 'When do you bake?')), 0);
    assert.equal(spent(), before + 1);
  });

  it('is ended by Ctrl-C, also on the server', async () => {
    const child = command('ask', 'run', 'ada', 'When do you bake?');
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    assert.equal(await ended(child), 1);
    for (let i = 0; i < 100 && server.connections.open > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(server.connections.open, 0);
  });
});
