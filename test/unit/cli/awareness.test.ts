/** Agents with a planted awareness of the study, found by a judge on the command line, and agents without one, left in peace. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { leastReply, type ModelServer, type ReceivedRequest, startModelServer } from '../../support/modelServer.js';

/** What agents say after a run. Neither has a word of the claim, which is about `spoken`. */
const AWARE = 'They look at whether we keep chatting although nobody replies.';
const UNAWARE = 'Something about the weather, I suppose.';

describe('awareness by a judge on the command line', function () {
  this.timeout(120_000);
  let dir: string;
  let server: ModelServer;
  let said = AWARE;
  const reply = (request: ReceivedRequest): string => {
    const { body, text } = request;
    if (body?.model === 'reader') return JSON.stringify({ holds: text.includes(AWARE) });
    return text.includes('being studied here') ? JSON.stringify({ text: said }) : leastReply(request);
  };
  before(async () => {
    server = await startModelServer({ reply });
    dir = mkdtempSync(join(tmpdir(), 'society-awareness-'));
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A study with these lines under `awareness:`. */
  const write = (name: string, awareness: string): void =>
    writeFileSync(
      join(dir, name),
      `society: 1
models:
  far: { kind: openai, base_url: "${server.baseUrl}", name: mock }
  careful: { kind: openai, base_url: "${server.baseUrl}", name: reader }
personas: { ada: { name: Ada }, ben: { name: Ben } }
worlds: { square: { actions: { say: { kind: message, to: public, does: Say something. } }, phases: { talk: { who: all, actions: [say] } } } }
scenarios:
  meet:
    model: far
    world: square
    rounds: 1
    measures: { spoken: messages }
    awareness: { ${awareness} }
    expect: { more: { that: spoken > 0, in: 3 of 3 seeds } }
`,
    );
  interface Ended {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly asked: number;
  }
  /** As written only, in three seeds. The server is in this process, so the command is not waited for in one piece. */
  const verify = (name: string, runs: number, ...more: string[]): Promise<Ended> => {
    const start = server.requests.length;
    const args = ['verify', name, '--runs', String(runs), '--workers', '0', '--interviews', '2', ...more];
    const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'cli.mjs'), ...args], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text: Buffer) => void (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => void (stderr += text.toString()));
    return new Promise((done) => child.on('close', (status) => done({ status, stdout, stderr, asked: server.requests.length - start })));
  };
  const forget = (): void => rmSync(join(dir, '.society'), { recursive: true, force: true });
  const row = (stdout: string): string => /^ {2}awareness +(.+?)^ {2}variety/ms.exec(stdout)?.[1]?.replace(/\s+/g, ' ').trim() ?? stdout;

  it('is found where it is planted, after a forecast, and asked once', async () => {
    said = AWARE;
    write('study.society', 'judge: careful');
    const { stdout, stderr } = await verify('study.society', 3, '--yes');
    assert.equal(
      row(stdout),
      '6 of 6 answers recognise the study (100 %; judge `careful`, reader); in 3 of 3 runs at least half of them do: p = 0.001 if one run ' +
        'in ten is a lucky guess. Judge and words of the claim agree in 0 of 6 answers (kappa 0). The judge was told the claims of the study. ' +
        '→ Agents may act as the study expects. Leave out what names it, and compare.',
    );
    assert.match(stderr, /^6 interviews, and 6 questions to the judge; forecast: about 12 calls, /m);
    assert.match(stderr, /questions from outside → http:\/\/127\.0\.0\.1:\d+ \(reader\)/);
    const judged = server.requests.filter(({ body }) => body?.model === 'reader');
    assert.equal(judged.length, 6);
    assert.match(judged[0]!.text, /whether this is true: “spoken > 0”/);
    // The cost of the card has the interviews and the judge.
    const calls = server.requests.length;
    assert.match(stdout, new RegExp(`3 runs; ${calls} calls,`));
    const again = await verify('study.society', 0, '--json');
    assert.deepEqual([again.asked, again.stderr.includes('interviews')], [0, false]);
    const [folder = ''] = readdirSync(join(dir, '.society', 'runs'));
    const kept = readFileSync(join(dir, '.society', 'runs', folder, 'calls.jsonl'), 'utf8');
    assert.equal(kept.split('\n').filter((line) => line.includes('"purpose":"judge"')).length, 2);
  });

  it('is judged again by another question, without another run or interview', async () => {
    write('study.society', 'judge: careful, ask: Does it speak of chatting?, pattern: chatting');
    const { stdout, asked } = await verify('study.society', 0, '--yes');
    assert.equal(asked, 6);
    assert.match(row(stdout), /Judge and pattern agree in 6 of 6 answers\. The judge was asked: “Does it speak of chatting\?” →/);
    assert.match(server.requests.at(-1)!.text, /The text above is the answer\. Does it speak of chatting\?/);
  });

  it('is not found where agents guess at something else', async () => {
    forget();
    said = UNAWARE;
    write('study.society', 'judge: careful');
    const { stdout } = await verify('study.society', 3, '--yes');
    assert.match(row(stdout), /^0 of 6 answers recognise the study \(0 %; .*; in 0 of 3 runs .*: p = 1\.000 if/);
    assert.doesNotMatch(row(stdout), /→/);
  });

  it('asks nothing without a confirmation, nor more than the budget', async () => {
    forget();
    write('study.society', 'judge: careful');
    const refused = await verify('study.society', 3);
    assert.deepEqual([refused.status, refused.asked], [2, 0]);
    const child = await verify('study.society', 3, '--yes', '--calls', '14');
    assert.equal(child.asked, 14);
    assert.match(row(child.stdout), /^0 of 4 answers recognise the study \(0 %; 2 gave no answer; judge `careful`, reader\)/);
  });

  it('is no matter for the built-in mind, and the error names what is', async () => {
    write('study.society', 'judge: builtin');
    const { status, stderr, asked } = await verify('study.society', 3, '--yes');
    assert.deepEqual([status, asked], [1, 0]);
    assert.match(stderr, /`builtin` follows rules and cannot tell .* Name a language model of `models:`, or write a `pattern`/);
  });
});
