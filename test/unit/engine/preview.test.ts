/** *Show Prompt*: what an agent would be asked, without a run; whose templates are in force; what does not fit a model. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { before, describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import {
  advance,
  asker,
  compileModel,
  type Mind,
  type ScenarioModel,
  type Preview,
  type PreviewHost,
  previewPrompt,
  type Question,
} from '../../../src/engine/index.js';
import type { Society } from '../../../src/language/generated/society.js';
import { createLanguageService, type LanguageService } from '../../../src/language/index.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { loadModel, makeMinds, originAt, promptDocument, type PromptShown, showPrompt } from '../../../src/runs/index.js';
import { ask, compiled, lively, society } from '../../support/societies.js';

const host: PreviewHost = { ask, mind: lively, token: neverCancelled, breathe: () => undefined };

async function previewOf(model: ScenarioModel, agent: string, after = 0): Promise<Preview> {
  const preview = await previewPrompt(model, agent, after, host);
  assert.ok(preview, 'no preview');
  return preview;
}

/** Text, origin and wording of one section of an agent's prompt. */
async function section(source: Society, agent: string, name: string, wording?: string): Promise<string> {
  const { parts } = await previewOf(compiled(source, wording === undefined ? {} : { wording }), agent);
  const part = parts.find((one) => one.section === name);
  return part ? `${part.text} [${part.template.from} ${part.at}]` : 'none';
}

describe('a preview', () => {
  const people = ['ada', 'ben', 'cleo', 'dan'];

  it('is the question of round 1, without any history', async () => {
    const preview = await previewOf(compiled(society(people)), 'ben');
    assert.deepEqual([preview.agent, preview.round, preview.phase, preview.turns, preview.ended], ['ben', 1, 'talk', 4, false]);
    assert.equal(preview.parts.find((part) => part.section === 'you')?.text, 'You are BEN.');
    assert.deepEqual(
      preview.kept.map(({ what, of }) => [what, of]),
      [
        ['messages', 0],
        ['memories', 0],
        ['own', 0],
        ['people', 0],
      ],
    );
  });

  it('lists the actions that are not offered, with reasons', async () => {
    const model = compiled(society(people));
    const first = await previewOf(model, 'ben');
    assert.deepEqual(
      first.closed.map(({ action, why, condition }) => [action, why, condition]),
      ['comment', 'direct_message', 'nothing', 'vote'].map((action) => [action, 'condition', 'round > 1']),
    );
    const alone = await previewOf(compiled(society(['ada'])), 'ada', 1);
    assert.deepEqual(
      alone.closed.map(({ action, why }) => [action, why]),
      [
        ['comment', 'no-target'],
        ['direct_message', 'no-target'],
        ['vote', 'no-target'],
      ],
    );
  });

  it('of a later round is the question of a run with the same mind', async () => {
    const model = compiled(society([...people, 'eli', 'fay', 'gus', 'hal', 'ida']));
    const asked: Question[] = [];
    const listening: Mind = {
      ...lively,
      ask: (question, token) => {
        asked.push(question);
        return lively.ask(question, token);
      },
    };
    const minds = new Map([['builtin', listening]]);
    await advance(model, new Timeline(), { ask, minds, token: neverCancelled, breathe: () => undefined, concurrency: 1 });
    let cut = 0;
    for (const after of [1, 2, 3]) {
      const preview = await previewOf(model, 'cleo', after);
      const question = asked.find(({ agent, situation }) => agent === 'cleo' && situation.round === after + 1)!;
      assert.equal(preview.round, after + 1);
      assert.deepEqual(
        preview.parts.map(({ text }) => text),
        question.parts().map(({ text }) => text),
      );
      const counts = Object.fromEntries(preview.kept.map(({ what, kept, of }) => [what, [kept, of]]));
      assert.deepEqual(counts.messages, [question.situation.seen.length, question.situation.seen.length + question.situation.cut]);
      cut += question.situation.cut;
      assert.equal(counts.memories![0], question.situation.memories.length);
      assert.ok(counts.memories![1]! > 0);
    }
    assert.ok(cut > 0, 'nothing was cut');
  });

  it('plays few rounds, never beyond the last, and reports a society that ended before', async () => {
    const model = compiled(society(people, { scenarios: { main: { world: 'feed', rounds: 30, seed: 3 } } }));
    assert.equal((await previewOf(model, 'ada', 20)).round, 4);
    const both = await previewOf(compiled(society(people), { rounds: 2 }), 'ada', 3);
    assert.deepEqual([both.round, both.ended], [2, false]);
    const short = compiled(society(people, { scenarios: { main: { world: 'feed', rounds: 9, seed: 3, until: 'round >= 2' } } }));
    const last = await previewOf(short, 'ada', 3);
    assert.deepEqual([last.round, last.ended], [2, true]);
  });

  it('is null for an unknown agent, and when it is cancelled', async () => {
    const model = compiled(society(people));
    assert.equal(await previewPrompt(model, 'eve', 0, host), null);
    const source = new CancellationSource();
    let answers = 0;
    const mind: Mind = {
      ...lively,
      ask: (question, token) => {
        if (++answers === 2) source.cancel();
        return lively.ask(question, token);
      },
    };
    assert.equal(await previewPrompt(model, 'ada', 3, { ...host, mind, token: source.token }), null);
    assert.equal(answers, 2);
  });

  it('shows the other sections when one cannot be filled', async () => {
    const source = society(people);
    const broken = { ...source, prompts: { en: { ...source.prompts!.en!, frame: 'You are $(me.age + 1).' } } };
    const { parts } = await previewOf(compiled(broken), 'ada');
    assert.match(parts[0]!.fault ?? '', /missing/i);
    assert.deepEqual(
      parts.map(({ kept }) => kept),
      [false, true, true],
    );
  });
});

describe('templates', () => {
  const source = society(['ada', 'ben']);
  const own = (more: Partial<Society>): Society => ({ ...source, ...more });
  const scenario = source.scenarios!.main!;
  const ada = source.personas!.ada!;

  it("come from the persona over the scenario over the world over the language's default, section by section", async () => {
    const world = { ...source.worlds!.feed!, prompts: { you: 'world', frame: 'world', answer: 'world' } };
    const layered = own({
      worlds: { feed: world },
      scenarios: { main: { ...scenario, prompts: { you: 'scenario', frame: 'scenario' } } },
      personas: { ...source.personas, ada: { ...ada, prompts: { you: 'persona' } } },
    });
    assert.equal(await section(layered, 'ada', 'you'), 'persona [persona personas.ada.prompts.you]');
    assert.equal(await section(layered, 'ben', 'you'), 'scenario [scenario scenarios.main.prompts.you]');
    assert.equal(await section(layered, 'ada', 'frame'), 'scenario [scenario scenarios.main.prompts.frame]');
    assert.equal(await section(layered, 'ada', 'answer'), 'world [world worlds.feed.prompts.answer]');
    assert.equal(await section(source, 'ada', 'answer'), 'Answer. [default prompts.en.answer]');
  });

  it('of a named set are where the set is written, over the set that it extends', async () => {
    const sets = {
      ...source.prompts,
      terse: { you: 'terse', answer: 'terse' },
      polite: { extends: 'terse', you: 'polite' },
    };
    const named = own({ prompts: sets, scenarios: { main: { ...scenario, prompts: { extends: 'polite', frame: 'mine' } } } });
    assert.equal(await section(named, 'ben', 'frame'), 'mine [scenario scenarios.main.prompts.frame]');
    assert.equal(await section(named, 'ben', 'you'), 'polite [scenario prompts.polite.you]');
    assert.equal(await section(named, 'ben', 'answer'), 'terse [scenario prompts.terse.answer]');
  });

  it('are an empty text where a section is left out', async () => {
    const silent = own({ scenarios: { main: { ...scenario, prompts: { answer: '' } } } });
    const { parts } = await previewOf(compiled(silent), 'ada');
    assert.deepEqual(
      parts.map(({ section: name, why }) => `${name} ${why}`),
      ['frame always', 'answer empty', 'you always'],
    );
  });

  it('use the requested wording, and an unknown wording is an error that lists the known ones', async () => {
    const sets = { en: { ...source.prompts!.en!, wordings: { a: { you: 'a' }, b: { you: 'b', frame: 'b' } } } };
    const worded = own({ prompts: sets, scenarios: { main: { ...scenario, prompts: { frame: 'scenario' } } } });
    assert.equal(await section(worded, 'ada', 'you'), 'You are ADA. [default prompts.en.you]');
    assert.equal(await section(worded, 'ada', 'you', 'a'), 'a [default prompts.en.wordings.a.you]');
    assert.equal(await section(worded, 'ada', 'you', 'b'), 'b [default prompts.en.wordings.b.you]');
    assert.equal(await section(worded, 'ada', 'frame', 'b'), 'scenario [scenario scenarios.main.prompts.frame]');
    assert.deepEqual(compiled(worded).wordings, ['a', 'b']);
    const wrong = compileModel(worded, { wording: 'c' });
    assert.ok(!wrong.ok);
    assert.match(wrong.problems[0]!.message, /no wording `c`.*a, b/);
    assert.ok(!compileModel(source, { wording: 'a' }).ok);
  });

  it('are shared by all agents that override nothing', () => {
    const { agents } = compiled(
      own({ personas: { ...source.personas, ada: { ...ada, prompts: { you: 'persona' } }, cleo: { name: 'C' } } }),
    );
    assert.notEqual(agents.at(0)!.prompt, agents.at(1)!.prompt);
    assert.equal(agents.at(1)!.prompt, agents.at(2)!.prompt);
  });
});

const FILE = `society: 1
title: Prompts
imports: [library/feed]
models:
  small: { kind: openai, base_url: http://localhost:1/v1, name: tiny, context: CONTEXT, max_tokens: 100 }
personas:
  ada:
    name: Ada
    model: small
    backstory: |
      BACKSTORY
  ben: { name: Ben, prompts: { you: "You are Ben, and that is all." } }
populations:
  crowd: { size: 3, sample: { age: 20..60 } }
scenarios:
  first: { world: feed, cast: [ben] }
  second:
    world: feed
    premise: A forum opens.
    rounds: 5
    prompts:
      frame: |
        You play one person in a simulated society.
        Be brief.
`;
const URI = 'file:///study/main.society';

describe('Show Prompt', () => {
  let language: LanguageService;
  const library = nodeTextFiles(join(process.cwd(), 'library'));
  const text = (context = 8192, backstory = 'Learned to bake in Enugu.'): string =>
    FILE.replace('CONTEXT', String(context)).replace('BACKSTORY', backstory);
  const shownOf = async (agent: string, more: object = {}): Promise<PromptShown & { ok: true }> => {
    const shown = await showPrompt(language, URI, { agent, ...more }, neverCancelled);
    assert.ok(shown.ok, shown.ok ? '' : shown.message);
    return shown;
  };
  before(() => {
    language = createLanguageService(library);
    language.set(URI, text());
  });

  it('takes the first scenario of the agent, and the first member of a population', async () => {
    assert.equal((await shownOf('ben')).model.scenario, 'first');
    assert.equal((await shownOf('ada')).model.scenario, 'second');
    assert.equal((await shownOf('crowd')).preview.agent, 'crowd_01');
    assert.equal((await shownOf('ben', { scenario: 'second' })).model.scenario, 'second');
  });

  it('heads each part with its place in the file and its tokens, which add up', async () => {
    const shown = await shownOf('ada');
    const { text: document, tokens, links } = promptDocument(shown);
    const heads = document.split('\n').filter((line) => line.startsWith('## ') && line.includes('tokens'));
    assert.deepEqual(
      heads.map((line) => line.split(' ')[1]),
      ['frame', 'setting', 'options', 'answer', 'messages', 'you', 'situation', 'turn'],
    );
    assert.match(heads[0]!, /scenarios\.second\.prompts\.frame · main\.society:22 · \d+ tokens, system · the scenario's own$/);
    assert.match(heads[1]!, /prompts\.en\.setting · library\/prompts\.society:\d+ · \d+ tokens, system$/);
    const sum = heads.reduce((total, line) => total + Number(/(\d+) tokens/.exec(line)![1]), 0);
    assert.equal(sum, tokens);
    const size = new RegExp(`≈ ${tokens} tokens ± \\d+ % of the 8192 in the context of \`small\`, 100 of them for the answer`);
    assert.match(document, size);
    const lines = document.split('\n');
    for (const { line, start, end, target } of links)
      assert.ok(lines[line]!.slice(start, end).endsWith(`:${target.range.start.line + 1}`), lines[line]);
    assert.match(document, /## memories .* left out: it is empty/);
  });

  it('links words of a person to their lines, and the rest to the template', async () => {
    const document = promptDocument(await shownOf('ada'));
    const lines = document.text.split('\n');
    const row = lines.findIndex((line) => line.includes('Learned to bake'));
    const there = originAt(document, row, lines[row]!.indexOf('bake'));
    assert.deepEqual(
      [there?.source, there?.range.start.line],
      [
        URI,
        text()
          .split('\n')
          .findIndex((line) => line.includes('backstory')),
      ],
    );
    assert.match(originAt(document, row, 2)?.source ?? '', /^society-library:/);
  });

  it('shows how a template differs from the default, only where it does', async () => {
    const { text: document } = promptDocument(await shownOf('ada'));
    const difference = document.slice(document.indexOf('## frame against the default'));
    assert.match(
      difference,
      /^--- prompts\.en\.frame · library\/prompts\.society:\d+\n\+\+\+ scenarios\.second\.prompts\.frame · main\.society:22\n@@ -1 \+1 @@\n-/m,
    );
    assert.match(difference, /^\+Be brief\.$/m);
    assert.match(difference, /^-Stay in character\./m);
    assert.doesNotMatch(document, /## you against/);
  });

  it('lists what was kept and cut, and why a memory was recalled', async () => {
    language.set(URI, `${text().replace('cast: [ben]', 'cast: all, rounds: 9')}`);
    const { text: document } = promptDocument(await shownOf('ada', { after: 3 }));
    assert.match(document, /round 4 of/);
    assert.match(document, /- (\d+ new messages?; none cut|\d+ of \d+ new messages)/);
    assert.match(document, /score [\d.]+: recency [\d.]+, importance [\d.]+, relevance [\d.]+/);
    assert.match(document, /- \d+ own messages?; none cut/);
    assert.match(document, /- 4 people it knows of; none cut/);
    language.set(URI, text());
  });

  it('explains what is wrong: an error with its place, an unknown agent, no scenario', async () => {
    const failure = async (source: string, agent: string): Promise<PromptShown & { ok: false }> => {
      language.set(URI, source);
      const shown = await showPrompt(language, URI, { agent }, neverCancelled);
      language.set(URI, text());
      assert.ok(!shown.ok);
      return shown;
    };
    const broken = await failure(text().replace('rounds: 5', 'ronds: 5'), 'ada');
    assert.deepEqual([broken.code, broken.problem?.code, broken.problem?.uri], ['problems', 'unknown-key', URI]);
    assert.equal((await failure(text(), 'eve')).code, 'not-cast');
    assert.equal((await failure(text().slice(0, text().indexOf('scenarios:')), 'ada')).code, 'no-scenario');
  });

  it('warns in a check when a prompt does not fit its model, at the text that makes it long', async () => {
    const warnings = async (source: string): Promise<string[]> => {
      language.set(URI, source);
      const { problems } = await loadModel(language, URI, { scenario: 'second' });
      language.set(URI, text());
      const lines = source.split('\n');
      return problems
        .filter(({ code }) => code === 'prompt-too-long')
        .map((p) => `${p.severity} ${lines[p.range.start.line]!.trim()}: ${p.message}`);
    };
    assert.deepEqual(await warnings(text()), []);
    assert.deepEqual(await warnings(text(8192, 'word '.repeat(3000).trim())), []);
    const [long, ...others] = await warnings(text(2400, 'word '.repeat(3000).trim()));
    assert.match(
      long ?? '',
      /^warning backstory: \|: The prompt of Ada needs about 2\d\d\d tokens .* the context of `small` is 2400, 100 .* `you`/,
    );
    assert.deepEqual(others, []);
    const { tokens } = promptDocument(await shownOf('ada'));
    assert.deepEqual(await warnings(text(Math.ceil(tokens * 1.1) + 100)), []);
    assert.match(
      (await warnings(text(tokens + 100))).join('\n'),
      /^warning ada:: The prompt of Ada may not fit: it needs about \d+ tokens \(± \d+ %\)/,
    );
    assert.match((await warnings(text(Math.floor(tokens * 0.9) + 100))).join('\n'), /^warning ada:: The prompt of Ada needs about/);
    const [tight] = await warnings(text(150));
    assert.match(tight ?? '', /^warning ada:: /);
  });

  it('after some rounds is what a run of the file with the built-in mind would ask', async () => {
    const uri = pathToFileURL(join(process.cwd(), 'examples', 'making_friends.society')).href;
    const loaded = await loadModel(language, uri);
    assert.ok(loaded.ok);
    const access = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };
    const minds = await makeMinds(loaded.resolved.society, loaded.model, access);
    assert.ok(minds.ok);
    const asked: Question[] = [];
    const builtin = minds.minds.get('builtin')!;
    const listening: Mind = {
      ...builtin,
      ask: (question, token) => {
        asked.push(question);
        return builtin.ask(question, token);
      },
    };
    const options = { minds: new Map([['builtin', listening]]), token: neverCancelled, breathe: () => undefined, concurrency: 4 };
    await advance(loaded.model, new Timeline(), { ...options, ask: asker(sha256, () => false) });
    const shown = await showPrompt(language, uri, { agent: 'mei', after: 3 }, neverCancelled);
    assert.ok(shown.ok);
    const { seen } = asked.find(({ agent, situation }) => agent === 'mei' && situation.round === 4)!.situation;
    assert.ok(seen.length > 0);
    for (const message of seen)
      assert.ok(
        shown.preview.parts.some((part) => part.text.includes(`[${message.id}]`)),
        message.id,
      );
  });
});
