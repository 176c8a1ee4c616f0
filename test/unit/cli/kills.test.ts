/**
 * The built command line, killed without warning at any moment of a run that a model server answers; and run folders whose
 * files were cut at any byte, each for itself, as a machine leaves them that went down. Gone on with, each comes to the events
 * of a run that nobody cut off, and the server is asked for no answer that was on disk.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { LiveRun, makeMinds, openRecorded } from '../../../src/runs/index.js';
import { type FolderFiles, readAnswers, readEvents } from '../../../src/trace/index.js';
import { runSocietyBeside } from '../../support/commandLine.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';

/** More with `SOCIETY_FUZZ=10 npm test -- --unit --grep killed`. */
const TIMES = Number(process.env['SOCIETY_FUZZ'] ?? 1);
const KILLS = 5 * TIMES;
const CUTS = 16 * TIMES;
const cli = join(process.cwd(), 'dist', 'cli.mjs');

const file = (address: string): string => `society: 1
title: Killed
imports: [library/feed]
models: { far: { kind: openai, base_url: "${address}", name: test } }
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
  cem: { name: Cem, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, model: far, rounds: 12, seed: 3 } }
`;

describe('a run that is killed', function () {
  this.timeout(180_000 * TIMES);
  let dir: string;
  let server: ModelServer;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'society-kills-'));
    server = await startModelServer();
    writeFileSync(join(dir, 'main.society'), file(server.baseUrl));
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const read = (out: string, name: string): string => (existsSync(join(dir, out, name)) ? readFileSync(join(dir, out, name), 'utf8') : '');

  /** Runs the command to its end. */
  async function ended(...args: readonly string[]): Promise<{ code: number | null; err: string }> {
    const { status, stderr } = await runSocietyBeside(dir, args);
    return { code: status, err: stderr };
  }

  /** Runs the command in a process of its own; `killAt` is after how many answers of the server it is killed. */
  async function society(args: readonly string[], killAt: number): Promise<{ code: number | null; err: string }> {
    const child = spawn(process.execPath, [cli, ...args], { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const from = server.requests.length;
    const watch = setInterval(() => {
      if (server.requests.length - from >= killAt) child.kill('SIGKILL');
    }, 1);
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    clearInterval(watch);
    return { code, err };
  }

  let events = '';
  let total = 0;
  it('ends when it is not killed', async () => {
    const whole = await ended('run', 'main.society', '--out', 'whole', '--quiet');
    assert.equal(whole.code, 0, whole.err);
    total = server.requests.length;
    events = read('whole', 'events.jsonl');
    assert.ok(total > 20 && readEvents(events).events.length > 100);
  });

  it(`continues to the same events, ${KILLS} times out of ${KILLS}`, async () => {
    let killed = 0;
    for (let n = 0; n < KILLS; n++) {
      const out = `run${n}`;
      const { code } = await society(['run', 'main.society', '--out', out, '--quiet'], 1 + Math.floor(rng(4, 'kill', n)() * (total - 1)));
      if (code === 0) continue;
      killed++;
      const { answers } = readAnswers(read(out, 'answers.jsonl'));
      const before = server.requests.length;
      const again = await ended('run', '--resume', out, '--quiet');
      assert.equal(again.code, 0, again.err);
      assert.equal(read(out, 'events.jsonl'), events, `kill ${n}`);
      assert.equal(server.requests.length - before, total - answers.length, `kill ${n}: asked for what was on disk`);
    }
    assert.ok(killed > KILLS / 2, `${killed} of ${KILLS} were killed in time`);
  });

  it('never exceeds its budget, however often it is killed and some calls fail', async () => {
    const [calls, chains, kills, places] = [30, 2, 2, 16];
    for (let n = 0; n < chains; n++) {
      const [out, before] = [`paid${n}`, server.requests.length];
      server.mode = (_, index) => (index % 3 === n % 3 ? 'server-error' : 'ok');
      const given = ['--quiet', '--calls', String(calls)];
      let code: number | null = null;
      for (let kill = 0; kill < kills && code === null; kill++) {
        const at = 1 + Math.floor(rng(6, 'kill', n, kill)() * 8);
        code = (await society([...(kill === 0 ? ['run', 'main.society', '--out', out] : ['run', '--resume', out]), ...given], at)).code;
      }
      const last = await ended('run', '--resume', out, ...given);
      const sent = server.requests.length - before;
      assert.equal(last.code, 3, `it pauses at its budget: ${last.err}`);
      // A process may be killed between writing a call down and sending it.
      assert.ok(sent <= calls && sent > calls - kills * places, `${sent} of ${calls} calls were sent`);
    }
    server.mode = 'ok';
  });

  it(`continues to the same events, wherever its files are cut, ${CUTS} times`, async () => {
    const answers = read('whole', 'answers.jsonl');
    const prompts = read('whole', 'prompts.jsonl');
    for (let n = 0; n < CUTS; n++) {
      const cut = (text: string, name: string): string => {
        const bytes = Buffer.from(text);
        return bytes.subarray(0, Math.floor(rng(5, name, n)() * (bytes.length + 1))).toString('utf8');
      };
      const files = folderOf({ events: cut(events, 'events'), answers: cut(answers, 'answers'), prompts: cut(prompts, 'prompts') });
      const known = readAnswers(files.texts.get('answers.jsonl')!).answers.length;
      const used = readEvents(files.texts.get('events.jsonl')!).events.filter(({ type }) => type === 'answer.received').length;
      const before = server.requests.length;
      assert.equal(await resumed(files), 'ended');
      assert.equal(files.texts.get('events.jsonl'), events, `cut ${n}`);
      const asked = server.requests.length - before;
      assert.ok(
        asked <= total - Math.max(known, used),
        `cut ${n}: ${asked} asked, ${known} answers and ${used} uses of ${total} were there`,
      );
      const lines = files.texts.get('prompts.jsonl')!.trimEnd().split('\n');
      for (const line of lines) if (line !== '') JSON.parse(line);
    }
  });

  /** A folder in memory with what is left of the run's lines. */
  function folderOf(left: { events: string; answers: string; prompts: string }): FolderFiles & { readonly texts: Map<string, string> } {
    const texts = new Map(Object.entries(left).map(([name, text]) => [`${name}.jsonl`, text]));
    return {
      texts,
      read: async (name) => texts.get(name) ?? (existsSync(join(dir, 'whole', name)) ? read('whole', name) : null),
      write: async (name, text) => void texts.set(name, text),
      append: async (name, text) => void texts.set(name, (texts.get(name) ?? '') + text),
    };
  }
});

async function resumed(files: FolderFiles): Promise<string> {
  const opened = await openRecorded(files);
  assert.ok(opened.ok, opened.ok ? '' : opened.message);
  const from = opened.run;
  const ports = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };
  const made = await makeMinds(from.resolved.society, from.model, ports, from);
  assert.ok(made.ok);
  const { model, sources, manifest } = from;
  return new LiveRun({ ...made, id: manifest.id, model, sources, files, created: manifest.created, from }).run();
}
