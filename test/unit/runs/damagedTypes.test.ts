/** Values of other types in the files of a run: an error names the damaged file, in words, and never shows how the program failed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import type { Mind } from '../../../src/engine/index.js';
import { exportRun, runExportIds } from '../../../src/exchange/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  LiveRun,
  loadModel,
  openRecorded,
  readingFault,
  type RecordedRun,
  replay,
  runSummary,
  sharedSnapshot,
  sourceName,
} from '../../../src/runs/index.js';
import { compareRuns, transcriptText } from '../../../src/runs/pastRoom.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import type { FolderFiles } from '../../../src/trace/index.js';
import { lively } from '../../support/societies.js';

const MAIN = 'file:///study/main.society';
const STUDY = `society: 1
title: Study
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz, chess] }
  cem: { name: Cem, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, rounds: 3, seed: 3, memory: { kind: stream } } }
`;

const mind: Mind = {
  ...{ id: 'builtin', kind: 'openai', model: 'test', prose: true },
  ask: (question) => {
    const { value } = lively.ask(question, undefined as never) as { readonly value: unknown };
    return { text: JSON.stringify(value), usage: { input: 10, output: 5 } };
  },
};

function memoryFiles(files = new Map<string, string>()): FolderFiles & { readonly files: Map<string, string> } {
  return {
    files,
    read: async (name) => files.get(name) ?? null,
    write: async (name, text) => void files.set(name, text),
    append: async (name, text) => void files.set(name, (files.get(name) ?? '') + text),
  };
}

async function played(): Promise<Map<string, string>> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, STUDY);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const sources = loaded.resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
  const { files, ...ports } = memoryFiles();
  const options = {
    id: 'r',
    model: loaded.model,
    minds: new Map([['builtin', mind]]),
    sources,
    files: ports,
    created: '2026-01-01T00:00:00Z',
  };
  assert.equal(await new LiveRun(options).run(), 'ended');
  return files;
}

const OTHERS: readonly unknown[] = [null, true, -1, 1e300, '', 'x', [], [null], {}, { x: 1 }];

/** A value with one of its parts replaced by something of another type. */
function altered(value: unknown, random: () => number): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.length === 0 || random() < 0.2) {
    const others = OTHERS.filter((other) => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value));
    return others[Math.floor(random() * others.length)];
  }
  const key = keys[Math.floor(random() * keys.length)]!;
  const part = altered((value as { readonly [key: string]: unknown })[key], random);
  return Array.isArray(value) ? value.with(Number(key), part) : { ...(value as object), [key]: part };
}

/** The files with one line of one of them altered, without the sums of it where `unsealed`, as in a run of an older version. */
function damaged(whole: ReadonlyMap<string, string>, name: string, unsealed: boolean, random: () => number): Map<string, string> {
  const files = new Map(whole);
  if (unsealed) files.delete('events.sums.jsonl');
  const text = files.get(name)!;
  const lines = name === 'manifest.json' ? [text] : text.trimEnd().split('\n');
  const at = Math.floor(random() * lines.length);
  const open = unsealed ? lines[at]!.replace(/,"sum":"[^"]*"\}$/, '}') : lines[at]!;
  lines[at] = JSON.stringify(altered(JSON.parse(open), random));
  return files.set(name, `${lines.join('\n')}\n`);
}

const RAW =
  /is not (?:a function|iterable|defined|a constructor)|Cannot (?:read|convert|set|use)|undefined|call stack|Invalid (?:array|string)|reduce of empty/;

const READERS: { readonly [name: string]: (run: RecordedRun, whole: RecordedRun, files: FolderFiles) => unknown } = {
  replay: (run) => replay(run),
  show: ({ model, events }) => runSummary(model, Timeline.of(events)),
  report: ({ model, events, manifest: { id, state, problem } }) => {
    const timeline = Timeline.of(events);
    return sharedSnapshot({ id, model, timeline, state, problem, cost: null, summary: runSummary(model, timeline) });
  },
  transcript: ({ events }) => transcriptText(Timeline.of(events).head),
  diff: (run, whole) => compareRuns(run, whole, 20),
  ...Object.fromEntries(
    runExportIds.map((format) => [
      `export ${format}`,
      ({ manifest, model, events }: RecordedRun) => {
        const timeline = Timeline.of(events);
        const made = exportRun(format, { id: manifest.id, model, timeline, held: null }, { network: null, round: null, least: null });
        return made.ok && [...made.file.pieces];
      },
    ]),
  ),
  resume: async (from, _, files) => {
    const { model, sources, manifest } = from;
    const options = { id: manifest.id, model, minds: new Map([['builtin', mind]]), sources, files, created: manifest.created, from };
    const live = new LiveRun(options);
    const state = await live.run();
    assert.ok(state === 'ended' || !RAW.test(live.problem ?? ''), `${live.problem}`);
  },
};

async function assertReadOrTold(files: Map<string, string>, whole: RecordedRun, what: string): Promise<'read' | 'told'> {
  const found = await openRecorded(memoryFiles(files));
  if (!found.ok) {
    assert.doesNotMatch(found.message, RAW, what);
    return 'told';
  }
  let told: 'read' | 'told' = found.run.damage.length > 0 ? 'told' : 'read';
  for (const [name, read] of Object.entries(READERS)) {
    try {
      await read(found.run, whole, memoryFiles(new Map(files)));
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      const words = readingFault(error, found.run);
      assert.doesNotMatch(words, RAW, `${name} of ${what}: ${(error as Error).stack}`);
      told = 'told';
    }
  }
  return told;
}

describe('values of other types in the files of a run', function () {
  this.timeout(180_000);

  it('are reported by every reader of these files', async () => {
    const files = await played();
    const found = await openRecorded(memoryFiles(files));
    assert.ok(found.ok);
    assert.equal(await assertReadOrTold(files, found.run, 'the whole run'), 'read');
    const told = { 'manifest.json': 0, 'events.jsonl': 0, 'answers.jsonl': 0 };
    for (let n = 0; n < 160; n++) {
      const name = (['manifest.json', 'events.jsonl', 'answers.jsonl', 'events.jsonl'] as const)[n % 4]!;
      const random = rng(5, 'types', n);
      const unsealed = n % 8 >= 4;
      const bad = damaged(files, name, unsealed, random);
      if ((await assertReadOrTold(bad, found.run, `${name}, no. ${n}${unsealed ? ', without sums' : ''}`)) === 'told') told[name]++;
    }
    for (const [name, count] of Object.entries(told)) assert.ok(count > 10, `${name}: ${count} of them were told`);
  });
});
