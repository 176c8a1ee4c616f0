/**
 * Questions asked before their turn, in runs with a folder: who may be asked so, and that a run which was killed meanwhile goes
 * on to the same events, with the answers that it has, whether it asks ahead again or not.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { BUDGET_REACHED, type Mind, MindFault, type ScenarioModel, type Question } from '../../../src/engine/index.js';
import { createLanguageService, type Resolved } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  type AheadChoice,
  askedAhead,
  LiveRun,
  type LiveRunOptions,
  loadModel,
  openRecorded,
  sourceName,
} from '../../../src/runs/index.js';
import type { FolderFiles } from '../../../src/trace/index.js';

const MAIN = 'file:///study/main.society';

const STREET = `society: 1
imports: [library/prompts]
populations: { people: { size: 12 } }
ties: { street: { among: all, graph: ring(4) } }
worlds:
  w:
    actions: { say: { kind: message, to: neighbours, does: Talk. } }
    phases: { talk: { who: all, order: simultaneous, actions: [say] } }
scenarios: { s: { cast: all, world: w, rounds: 4, seed: 3 } }
`;

async function loadedOf(text: string): Promise<{ readonly model: ScenarioModel; readonly resolved: Resolved }> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

const keyOf = ({ hash, occurrence }: Pick<Question, 'hash' | 'occurrence'>): string => `${hash} ${occurrence}`;

/** Speaks prose, answers some turns of the event loop later, and remembers what it was asked. */
/** `failed` has how many questions had been asked when each fault came back. */
function speaker(fault: () => MindFault | null = () => null): {
  readonly mind: Mind;
  readonly asked: string[];
  readonly failed: number[];
} {
  const asked: string[] = [];
  const failed: number[] = [];
  const ask = async (question: Question): Promise<{ text: string }> => {
    asked.push(keyOf(question));
    const failing = fault();
    for (let i = Number.parseInt(question.hash.slice(0, 2), 16) % 40; i > 0; i--) await new Promise((resolve) => setImmediate(resolve));
    if (failing) {
      failed.push(asked.length);
      throw failing;
    }
    return { text: JSON.stringify({ action: 'say', text: `Words ${question.hash.slice(0, 6)}.` }) };
  };
  return { mind: { id: 'builtin', kind: 'openai', model: 'test', prose: true, ask }, asked, failed };
}

interface Files extends FolderFiles {
  readonly files: Map<string, string>;
  /** What stood in the folder before each line that came to it. */
  readonly moments: Map<string, string>[];
}

function memoryFiles(files = new Map<string, string>()): Files {
  const moments: Map<string, string>[] = [];
  return {
    ...{ files, moments },
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, text)),
    append: (name, text) => {
      moments.push(new Map(files));
      return Promise.resolve(void files.set(name, (files.get(name) ?? '') + text));
    },
  };
}

const EARLY: ReadonlySet<string> = new Set(['builtin']);

/** Time that does not move: looking takes no time. */
const timing: NonNullable<LiveRunOptions['timing']> = {
  now: () => 0,
  after: (_milliseconds, act) => {
    const waiting = setImmediate(act);
    return { dispose: () => clearImmediate(waiting) };
  },
};

async function start(files: FolderFiles, mind: Mind, ahead: ReadonlySet<string>): Promise<LiveRun> {
  const { model, resolved } = await loadedOf(STREET);
  const sources = resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
  const minds = new Map([['builtin', mind]]);
  const live = new LiveRun({ ...{ id: 'r', model, minds, sources, files, ahead, timing, created: '2026-01-01T00:00:00Z' } });
  await live.run();
  return live;
}

async function goOn(files: FolderFiles, mind: Mind, ahead: ReadonlySet<string>): Promise<LiveRun> {
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  const from = found.run;
  const { model, sources, manifest } = from;
  const minds = new Map([['builtin', mind]]);
  const live = new LiveRun({ ...{ id: manifest.id, model, minds, sources, files, ahead, timing, created: manifest.created, from } });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return live;
}

const EVENTS = 'events.jsonl';
const ANSWERS = 'answers.jsonl';

describe('a run that asks ahead', function () {
  this.timeout(60_000);

  it('has the events of one that does not, and continues to them wherever it is killed', async () => {
    const plain = memoryFiles();
    await start(plain, speaker().mind, new Set());
    const whole = memoryFiles();
    const live = await start(whole, speaker().mind, EARLY);
    assert.equal(whole.files.get(EVENTS), plain.files.get(EVENTS));
    assert.ok(live.tally.used > 0);
    for (let n = 0; n < 24; n++) {
      const random = rng(7, 'kill', n);
      const cut = memoryFiles(new Map(whole.moments[Math.floor(random() * whole.moments.length)]));
      const kept = (cut.files.get(ANSWERS) ?? '').split('\n').slice(0, -1);
      const known = new Set(kept.map((line) => keyOf(JSON.parse(line) as Question)));
      const { mind, asked } = speaker();
      await goOn(cut, mind, n % 2 === 0 ? EARLY : new Set());
      assert.equal(cut.files.get(EVENTS), plain.files.get(EVENTS));
      assert.deepEqual(
        asked.filter((key) => known.has(key)),
        [],
      );
      assert.equal(new Set(asked).size, asked.length);
    }
  });

  it('is not paused by a budget before a turn needs the answer', async () => {
    const plain = memoryFiles();
    await start(plain, speaker().mind, new Set());
    // The budget is used up at the 14th call, which is an early one, and is raised again.
    let calls = 0;
    const empty = (): MindFault | null => (++calls === 14 ? new MindFault(BUDGET_REACHED, 'The budget is used up.') : null);
    const whole = memoryFiles();
    const { mind, failed } = speaker(empty);
    const live = await start(whole, mind, EARLY);
    assert.equal(live.state, 'ended');
    assert.equal(whole.files.get(EVENTS), plain.files.get(EVENTS));
    // After that call comes back no agent is asked ahead. How many are before it depends on how fast answers come.
    assert.equal(live.tally.wasted, 1);
    assert.ok(live.tally.asked <= failed[0]!, JSON.stringify({ ...live.tally, failed }));
  });

  it('asks ahead only models without a price, or all language models, and never a person or a script', async () => {
    const { model, resolved } = await loadedOf(
      `${STREET.replace('rounds: 4', 'rounds: 4, model: $M')}models:
  here: { kind: openai, base_url: "http://127.0.0.1:9/v1", name: m }
  priced: { kind: openai, base_url: "https://api.example.com/v1", name: m, price: { input: 1, output: 1 } }
  given: { kind: openai, base_url: "https://api.example.com/v1", name: m, price: { input: 0, output: 0 } }
  unknown: { kind: openai, base_url: "https://api.example.com/v1", name: m }
  backed: { kind: openai, base_url: "http://127.0.0.1:9/v1", name: m, fallback: me }
  me: { kind: human }
  script: { kind: scripted }
`.replace('$M', 'here'),
    );
    const all = ['here', 'priced', 'given', 'unknown', 'backed', 'me', 'script', 'builtin'];
    const minds = all.map((id) => ({ id, kind: 'openai' as const, model: '' }));
    const asked = (choice: AheadChoice): readonly string[] => [...askedAhead(resolved.society, { ...model, minds }, choice)];
    assert.deepEqual(asked('auto'), ['here', 'given']);
    assert.deepEqual(asked('on'), ['here', 'priced', 'given', 'unknown']);
    assert.deepEqual(asked('off'), []);
  });
});

describe('a run that cannot be stored', () => {
  it('cancels all open questions', async () => {
    const hung: string[] = [];
    let asked = 0;
    const ask: Mind['ask'] = async ({ agent }, token) => {
      if (asked++ === 0) return { text: JSON.stringify({ action: 'say', text: 'The first.' }) };
      await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
      hung.push(agent ?? '');
      throw new MindFault('cancelled', 'The question was cancelled.');
    };
    const files: FolderFiles = { ...memoryFiles(), append: () => Promise.reject(new Error('The disk is full.')) };
    const live = await start(files, { ...speaker().mind, ask }, new Set());
    assert.deepEqual([live.state, live.problem], ['failed', 'The disk is full.']);
    assert.equal(hung.length, asked - 1);
    assert.ok(asked > 1);
  });
});
