/** The library's prompts, rendered for every question of a real run. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { before, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, asker, type Mind, type ScenarioModel, type Question } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { loadModel, makeMinds } from '../../../src/runs/index.js';

describe('the prompts of the library', () => {
  const questions: Question[] = [];
  let model: ScenarioModel;
  const text = (q: Question): string =>
    q
      .parts()
      .map((part) => part.text)
      .join('\n');

  before(async () => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    const loaded = await loadModel(language, pathToFileURL(join(process.cwd(), 'examples', 'making_friends.society')).href, { rounds: 6 });
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    model = loaded.model;
    const minds = await makeMinds(loaded.resolved.society, model, {
      trusted: true,
      env: () => undefined,
      vault: { get: () => Promise.resolve(null) },
      allowedEnv: {},
    });
    assert.ok(minds.ok);
    const builtin = minds.minds.get('builtin')!;
    const listening: Mind = {
      ...builtin,
      prose: true,
      ask: (q, token) => {
        questions.push(q);
        return builtin.ask(q, token);
      },
    };
    const ask = asker(sha256, () => true);
    await advance(model, new Timeline(), {
      ask,
      minds: new Map([['builtin', listening]]),
      token: neverCancelled,
      breathe: () => undefined,
      concurrency: 4,
    });
  });

  it('describe the agent, what it reads, what it remembers and what it can do', () => {
    const asked = (purpose: Question['purpose']): number => questions.filter((q) => q.purpose === purpose).length;
    assert.deepEqual([asked('survey'), asked('act'), questions.length], [20, 120, 140]);
    const late = questions.filter((q) => q.situation.round === 6);
    for (const q of late) {
      assert.match(text(q), new RegExp(`You are ${q.situation.self.name}`));
      for (const option of q.situation.options) assert.ok(text(q).includes(option.does));
      for (const seen of q.situation.seen) assert.ok(text(q).includes(`[${seen.id}]`));
    }
    assert.ok(late.some((q) => q.situation.memories.length > 0 && text(q).includes(q.situation.memories[0]!.text)));
  });

  it('never show a number from 0 to 1', () => {
    for (const q of questions) assert.doesNotMatch(text(q).replace(/«[^»]*»/g, ''), /\b0?\.\d|\b0\.\d/);
  });

  it('fence all text of others', () => {
    for (const q of questions) for (const seen of q.situation.seen) assert.ok(text(q).includes(`«${seen.text}»`), seen.text);
  });

  it('have a few hundred words, without gaps', () => {
    for (const q of questions) {
      assert.ok(text(q).length < 8000);
      assert.doesNotMatch(text(q), /\n\s*\n\s*\n|undefined|\[object/);
    }
  });

  it('hash the question: another word in a memory gives another hash', () => {
    const hashes = new Set(questions.map((q) => q.hash));
    assert.equal(hashes.size, questions.length);
  });
});
