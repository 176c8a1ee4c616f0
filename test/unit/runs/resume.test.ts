/**
 * A run that was cut off anywhere goes on to the same events as one that was not, and asks nobody twice; a run is made again
 * from its folder with no mind at all; a folder has one writer.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { asker, type Mind, type Question } from '../../../src/engine/index.js';
import { folderFiles, sha256 } from '../../../src/node/ports.js';
import {
  AnswerBook,
  type EditImpact,
  editImpact,
  LiveRun,
  loadModel,
  openRecorded,
  type RecordedRun,
  replay,
  sourceName,
  spentOnAnswers,
} from '../../../src/runs/index.js';
import type { FolderFiles } from '../../../src/trace/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { lively } from '../../support/societies.js';

const MAIN = 'file:///study/main.society';

const file = (interest = 'jazz'): string => `society: 1
title: Study
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [${interest}] }
  ben: { name: Ben, interests: [jazz, chess] }
  cem: { name: Cem, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, rounds: 4, seed: 3 } }
`;

/** Speaks prose, answers some time later and in any order, and remembers what it was asked. */
function speaker(): { readonly mind: Mind; readonly asked: string[] } {
  const asked: string[] = [];
  const ask = async (question: Question): Promise<{ text: string; usage: { input: number; output: number } }> => {
    asked.push(`${question.hash} ${question.occurrence}`);
    for (let i = Number.parseInt(question.hash.slice(0, 2), 16) % 7; i > 0; i--) await Promise.resolve();
    const answer = lively.ask(question, { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) });
    return { text: JSON.stringify((answer as { value: unknown }).value), usage: { input: 10, output: 5 } };
  };
  return { mind: { id: 'builtin', kind: 'openai', model: 'test', prose: true, ask }, asked };
}

function memoryFiles(files = new Map<string, string>()): FolderFiles & { readonly files: Map<string, string> } {
  return {
    files,
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, text)),
    append: (name, text) => Promise.resolve(void files.set(name, (files.get(name) ?? '') + text)),
  };
}

async function start(text: string, files: FolderFiles, mind: Mind, reuse?: AnswerBook): Promise<LiveRun> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const sources = loaded.resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
  const live = new LiveRun({
    ...{ id: 'r', model: loaded.model, minds: new Map([['builtin', mind]]), sources, files, created: '2026-01-01T00:00:00Z' },
    ...(reuse ? { reuse } : {}),
  });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return live;
}

async function opened(files: FolderFiles): Promise<RecordedRun> {
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.run;
}

async function goOn(files: FolderFiles, mind: Mind): Promise<LiveRun> {
  const from = await opened(files);
  const { model, sources, manifest } = from;
  const live = new LiveRun({
    ...{ id: manifest.id, model, minds: new Map([['builtin', mind]]), sources, files, created: manifest.created, from },
  });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return live;
}

const EVENTS = 'events.jsonl';
const ANSWERS = 'answers.jsonl';
const lines = (files: Map<string, string>, name: string): string[] => (files.get(name) ?? '').trimEnd().split('\n').sort();

describe('a run that was cut off', function () {
  this.timeout(60_000);

  it('continues to the same events, and asks no question twice, wherever its files end', async () => {
    const whole = memoryFiles();
    const first = speaker();
    await start(file(), whole, first.mind);
    const [events, answers] = [whole.files.get(EVENTS)!, whole.files.get(ANSWERS)!];
    assert.ok(first.asked.length > 6);
    for (let n = 0; n < 120; n++) {
      const random = rng(9, 'cut', n);
      const cut = memoryFiles(new Map(whole.files));
      cut.files.set(EVENTS, events.slice(0, Math.floor(random() * (events.length + 1))));
      // An answer is on disk before its first effect: as many answers at least as the events have.
      const used = (cut.files.get(EVENTS)!.match(/"type":"answer.received"/g) ?? []).length;
      const least = answers
        .split('\n')
        .slice(0, used + 3)
        .join('\n').length;
      cut.files.set(ANSWERS, answers.slice(0, least + Math.floor(random() * Math.max(0, answers.length - least))));
      const kept = new Set((await opened(cut)).answers.map(({ hash, occurrence }) => `${hash} ${occurrence}`));
      const again = speaker();
      await goOn(cut, again.mind);
      assert.equal(cut.files.get(EVENTS), events, `cut ${n}`);
      assert.deepEqual(lines(cut.files, ANSWERS), lines(whole.files, ANSWERS), `cut ${n}`);
      assert.deepEqual(
        again.asked.filter((key) => kept.has(key)),
        [],
        `cut ${n}: asked twice`,
      );
    }
  });

  it('does nothing at its end', async () => {
    const whole = memoryFiles();
    await start(file(), whole, speaker().mind);
    const before = new Map(whole.files);
    const again = speaker();
    await goOn(whole, again.mind);
    assert.deepEqual([again.asked, whole.files], [[], before]);
  });
});

describe('a recorded run', () => {
  it('is remade without a mind, byte by byte', async () => {
    const whole = memoryFiles();
    const live = await start(file(), whole, speaker().mind);
    const result = replay(await opened(whole));
    assert.deepEqual(result, { ok: true, events: live.timeline.events.length, steps: live.timeline.head.step + 1 });
  });

  it('reveals a changed event, and changed texts', async () => {
    const whole = memoryFiles();
    await start(file(), whole, speaker().mind);
    const forged = memoryFiles(new Map(whole.files));
    forged.files.set(EVENTS, whole.files.get(EVENTS)!.replace(/("type":"message.sent".*?"text":")/, '$1Not '));
    const damaged = replay(await opened(forged));
    assert.ok(!damaged.ok && /not as it was written/.test(damaged.message));
    // A forger removes the sums as well.
    forged.files.delete('events.sums.jsonl');
    const found = replay(await opened(forged));
    assert.ok(!found.ok && /differs from what this file gives/.test(found.message));
    for (const name of forged.files.keys()) if (name.startsWith('blobs/')) forged.files.set(name, 'other');
    const refused = await openRecorded(forged);
    assert.match(refused.ok ? '' : refused.message, /missing from the run folder, or was changed/);
  });

  it('of a version with fewer fields in its manifest opens', async () => {
    const whole = memoryFiles();
    await start(file(), whole, { ...lively, id: 'builtin', kind: 'builtin' });
    const { mind: _, wording: __, nulls: ___, prose: ____, withheld: _____, ...before } = JSON.parse(whole.files.get('manifest.json')!);
    whole.files.set('manifest.json', JSON.stringify(before));
    assert.ok(replay(await opened(whole)).ok);
  });

  it('gives its answers to another run of the same file, and only those that still match to a changed one', async () => {
    const whole = memoryFiles();
    await start(file(), whole, speaker().mind);
    const { answers } = await opened(whole);
    const same = new AnswerBook(answers);
    const none = speaker();
    const copy = memoryFiles();
    await start(file(), copy, none.mind, same);
    assert.deepEqual([none.asked.length, same.reused, same.missed], [0, answers.length, 0]);
    assert.equal(copy.files.get(EVENTS), whole.files.get(EVENTS));
    // The new folder is whole by itself, and nobody was paid for it.
    const again = await opened(copy);
    const texts = (kept: readonly object[]): readonly string[] => kept.map((line) => JSON.stringify({ ...line, reused: true })).sort();
    assert.deepEqual(texts(again.answers), texts(answers));
    const paying = { models: { builtin: { kind: 'openai', base_url: 'https://api.example.com/v1', name: 'test' } } } as const;
    assert.deepEqual(
      [answers, again.answers].map((kept) => spentOnAnswers(paying as never, kept).calls),
      [answers.length, 0],
    );
    const other = new AnswerBook(answers);
    const asked = speaker();
    await start(file('sailing'), memoryFiles(), asked.mind, other);
    assert.ok(other.reused > 0 && other.missed > 0, `${other.reused} ${other.missed}`);
    assert.equal(asked.asked.length, other.missed);
  });
});

describe('the blast radius of an edit', () => {
  it('is zero without an edit, the questions of one person for an edit of a persona, and all for one of everybody’s text', async () => {
    const whole = memoryFiles();
    await start(file(), whole, speaker().mind);
    const { events } = await opened(whole);
    const radius = async (text: string): Promise<EditImpact> => {
      const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
      language.set(MAIN, text);
      const loaded = await loadModel(language, MAIN);
      assert.ok(loaded.ok);
      return editImpact(
        loaded.model,
        events,
        asker(sha256, () => true),
      );
    };
    const none = await radius(file());
    assert.deepEqual([none.changed, none.byAgent], [0, []]);
    assert.equal(none.questions, events.filter(({ type }) => type === 'question.asked').length);
    const ada = await radius(file('sailing'));
    assert.deepEqual(ada.byAgent, [['ada', events.filter((e) => e.type === 'question.asked' && e.agent === 'ada').length]]);
    assert.equal((await radius(file().replace('rounds: 4', 'premise: A new board opens., rounds: 4'))).changed, none.questions);
  });
});

describe('a run folder', () => {
  const made: string[] = [];
  after(() => Promise.all(made.map((dir) => rm(dir, { recursive: true, force: true }))));
  const fresh = async (): Promise<string> => {
    const dir = await mkdtemp(join(tmpdir(), 'society-resume-'));
    made.push(dir);
    return dir;
  };

  it('has one writer; a second one gets the name of the first, and changes no file', async () => {
    const dir = await fresh();
    const release = await folderFiles(dir).lock!();
    await assert.rejects(folderFiles(dir).lock!(), /being written by process \d+/);
    await release();
    await (await folderFiles(dir).lock!())();
  });

  it('is free again when its writer ended, or the lock is broken', async () => {
    const dir = await fresh();
    const { hostname } = await import('node:os');
    await writeFile(join(dir, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    await (await folderFiles(dir).lock!())();
    await writeFile(join(dir, 'lock'), '{"pid":');
    await (await folderFiles(dir).lock!())();
  });

  it('has the old or the new text of each rewritten file, never half', async () => {
    const dir = await fresh();
    const files = folderFiles(dir);
    await files.write('manifest.json', 'old');
    await files.write('manifest.json', 'new');
    assert.equal(await readFile(join(dir, 'manifest.json'), 'utf8'), 'new');
  });
});
