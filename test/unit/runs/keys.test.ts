/**
 * A key goes to the server that it is for, in a header, and nowhere else. The tests search for it in everything that a run writes,
 * reports or shows, with servers that repeat what they were sent and with files that have keys where none belong.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { interview } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { folderFiles, nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import {
  egress,
  egressLines,
  LiveRun,
  loadModel,
  makeMinds,
  openRecorded,
  panelDelta,
  panelSnapshot,
  sourceName,
  testModel,
} from '../../../src/runs/index.js';
import { leastReply, type Mode, type ReceivedRequest, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';

const MAIN = 'file:///study/main.society';
/** With characters that are written otherwise in addresses, JSON and base64. */
const KEY = 'sk-planted/key+"0123"-zz==';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const SPELLINGS = [
  ...[KEY, encodeURIComponent(KEY), JSON.stringify(KEY).slice(1, -1), base64(KEY), 'planted', Buffer.from(KEY).toString('hex')],
  // Of base64 in each of its three positions, the middle.
  ...['', 'x', 'xx'].map((before) => base64(before + KEY).slice(8, 28)),
];

/** How servers and proxies repeat what they were sent. */
const ECHOES: { readonly [name: string]: (header: string) => string } = {
  'as it is': (header) => header,
  'in base64': base64,
  'in base64 for addresses, of the key alone': (header) => Buffer.from(header.slice('Bearer '.length)).toString('base64url'),
  'in base64, within other headers': (header) => base64(`POST / HTTP/1.1 authorization: ${header} accept: *`),
  'in hexadecimal': (header) => Buffer.from(header).toString('hex').toUpperCase(),
  'as of an address': encodeURIComponent,
  'as of an address in an address': (header) => encodeURIComponent(encodeURIComponent(header)),
  'with each letter escaped': (header) => [...header].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
  'as of JSON in JSON': (header) => JSON.stringify(JSON.stringify({ header })),
  'with escapes of JSON': (header) => [...header].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
};

/** The least answer, with a text in place of each text of the model's own. */
function replyWith(words: string): (request: ReceivedRequest) => string {
  return (request) => {
    const escaped = JSON.stringify(words).slice(1, -1);
    return leastReply(request).replaceAll('A plain answer.', () => escaped);
  };
}

const file = (address: string, key = "$(secret('lab'))"): string => `society: 1
title: Keys
imports: [library/feed]
models: { lab: { kind: openai, base_url: "${address}", name: test-model, key: ${JSON.stringify(key)}, timeout: 0.2 } }
personas: { ada: { name: Ada, interests: [jazz] }, ben: { name: Ben, interests: [jazz] } }
scenarios: { s: { cast: all, world: feed, rounds: 2, seed: 3, model: lab } }
`;

/** Where in a text a key is; '' where it is not. */
const found = (text: string): string => {
  const spelling = SPELLINGS.find((one) => text.includes(one));
  return spelling === undefined ? '' : text.slice(Math.max(0, text.indexOf(spelling) - 100), text.indexOf(spelling) + 40);
};

async function load(text: string): Promise<Extract<Awaited<ReturnType<typeof loadModel>>, { readonly ok: true }>> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

describe('a key', function () {
  this.timeout(30_000);
  let root: string;
  const said: string[] = [];
  const real = { out: process.stdout.write, err: process.stderr.write };
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'society-keys-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  /** What is printed meanwhile is searched too. */
  async function overheard(act: () => Promise<void>): Promise<void> {
    const listen = (text: unknown): boolean => said.push(String(text)) > 0;
    process.stdout.write = process.stderr.write = listen as typeof process.stdout.write;
    try {
      await act();
    } finally {
      process.stdout.write = real.out;
      process.stderr.write = real.err;
    }
  }

  /** A run, an interview and a test of the model, and all that is left of them and shown. */
  async function traces(mode: Mode, echo = '', reply = leastReply): Promise<readonly string[]> {
    const server = await startModelServer({ mode, reply });
    const dir = join(root, `${mode} ${echo}`);
    const shown: unknown[] = [];
    try {
      const { resolved, model, problems } = await load(file(server.baseUrl));
      const vault = { get: () => Promise.resolve({ value: KEY, origin: server.origin }) };
      const ports = { trusted: true, env: () => undefined, vault, allowedEnv: {}, timing: fastTiming(), now: () => 0 };
      const made = await makeMinds(resolved.society, model, ports, { resolved });
      assert.ok(made.ok);
      const sources = resolved.sources.map(({ uri, text }) => ({ uri: sourceName(MAIN, uri), text }));
      const live = new LiveRun({ ...made, id: 'r', model, sources, files: folderFiles(dir), created: '2026-01-01T00:00:00Z' });
      await live.run();
      assert.ok(server.requests.length > 0 && server.requests.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
      const { timeline, state } = live;
      const { head, events } = timeline;
      const source = { id: 'r', model, timeline, state, problem: live.problem, cost: null };
      shown.push(
        problems,
        live.problem,
        events,
        panelSnapshot(source),
        panelDelta(source, events),
        egressLines(egress(resolved.society, model)),
      );
      shown.push(await testModel(resolved.society, 'lab', ports, neverCancelled));
      shown.push(made.ledger.booked(), await openRecorded(folderFiles(dir)));
      const heard = (_: number, soFar: string): void => void shown.push(soFar);
      const host = { sha256, minds: made.minds, token: neverCancelled };
      if (head.roster.length > 0)
        for (const along of [host, { ...host, heard }])
          shown.push(await interview(model, head, { agent: 'ada', text: 'Well?' }, along).catch((error: unknown) => error));
    } finally {
      await server.close();
    }
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const kept = files.map(({ parentPath, name }) => `${name} ${readFileSync(join(parentPath, name), 'utf8')}`);
    return [...kept, ...shown.map((one) => inspect(one, { depth: 12, maxStringLength: null, maxArrayLength: null }))];
  }

  for (const mode of ['ok', 'echoes-key', 'unauthorized', 'expired-key', 'server-error', 'redirect', 'reset', 'slow', 'half-json'] as const)
    it(`is only sent to its server: ${mode}`, async () => {
      said.length = 0;
      await overheard(async () => {
        for (const text of await traces(mode)) assert.equal(found(text), '');
      });
      for (const text of said) assert.equal(found(text), '');
    });

  for (const [how, spelled] of Object.entries(ECHOES)) {
    it(`is only sent to its server, which repeats it in answers: ${how}`, async () => {
      const shown = await traces('ok', how, replyWith(`You sent ${spelled(`Bearer ${KEY}`)}, thank you.`));
      assert.ok(
        shown.some((text) => text.includes('[key]')),
        'the server repeated it',
      );
      for (const text of shown) assert.equal(found(text), '');
    });

    it(`is only sent to its server, which repeats it in an error: ${how}`, async () => {
      const mode: Mode = 'echoes-key';
      const server = await startModelServer({ mode, echo: spelled });
      try {
        const { resolved } = await load(file(server.baseUrl));
        const vault = { get: () => Promise.resolve({ value: KEY, origin: server.origin }) };
        const ports = { trusted: true, env: () => undefined, vault, allowedEnv: {}, timing: fastTiming(), now: () => 0 };
        const tested = inspect(await testModel(resolved.society, 'lab', ports, neverCancelled), { depth: 12, maxStringLength: null });
        assert.match(tested, /Bad header/);
        assert.equal(found(tested), '');
      } finally {
        await server.close();
      }
    });
  }

  it('is not repeated in messages about a file or an address that contains it', async () => {
    const texts = [file('http://localhost:9/v1', KEY), file(`http://me:${encodeURIComponent(KEY)}@localhost:9/v1`)];
    for (const text of texts) {
      const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
      language.set(MAIN, text);
      const { society, problems } = await language.resolve(MAIN);
      const ports = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {}, now: () => 0 };
      const tested = await testModel(society, 'lab', ports, neverCancelled);
      assert.equal(tested.ok, false);
      for (const one of [...problems.map(({ message }) => message), ...tested.lines]) assert.equal(found(one), '', one);
    }
  });
});
