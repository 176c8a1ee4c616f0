/** Templates of prompts: what cannot be filled in is said at its place, and the library's own templates are sound. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, type Mind, type Question } from '../../../src/engine/index.js';
import { isTemplate, templateNames } from '../../../src/language/checks/expressions/templates.js';
import { libraryUri } from '../../../src/language/index.js';
import { promptScope } from '../../../src/engine/observation/prompt.js';
import { ask, compiled, lively, society } from '../../support/societies.js';
import { applyFix, brief, diagnose, HELLO } from './support.js';

const library = { [libraryUri('prompts')]: readFileSync(join(process.cwd(), 'library', 'prompts.society'), 'utf8') };
const problems = async (text: string): Promise<string[]> => brief(text, await diagnose(text, library));

/** HELLO whose scenario says this in one section. */
const saying = (template: string, section = 'you'): string =>
  HELLO.replace('    rounds: 20\n', `    rounds: 20\n    prompts:\n      ${section}: |\n        ${template}\n`);
const LINE =
  saying('')
    .split('\n')
    .findIndex((line) => line.trim() === 'you: |') + 2;

describe('a template of prompts', () => {
  it('can use every name and helper of a situation', async () => {
    const all = '$(me.name) $(round) $(rounds) $(phase) $(premise) $(language) $(params.topic) $(seen.length) $(cut) $(mine.length)';
    assert.deepEqual(await problems(saying(all, 'setting')), []);
    assert.deepEqual(
      await problems(saying('$(memories.length) $(options.length) $(riders.length) $(known.map(k => words(k.tie)).join(", "))')),
      [],
    );
    assert.deepEqual(await problems(saying('$(me.levels.map(l => band(l.level)).join(", ")) $(quote(me.bio)) costs $5 and { "a" }')), []);
  });

  it('is an error where it uses an unknown name', async () => {
    const text = saying('You are $(mee.name) in round $(round).');
    assert.deepEqual(await problems(text), [`${LINE} expression-unknown-name mee`]);
  });

  it('is an error where it uses a field that the engine does not give', async () => {
    const text = saying('You are $(me.ocupation).');
    assert.deepEqual(await problems(text), [`${LINE} expression-unknown-field ocupation`]);
    assert.match(applyFix(text, await diagnose(text, library)), /\$\(me\.occupation\)/);
    const listed = saying("$(seen.map(m => m.writer + ': ' + quote(m.text)).join('; '))");
    assert.deepEqual(await problems(listed), [`${LINE} expression-unknown-field writer`]);
  });

  it('is an error in the syntax of another program, and a fix repairs it', async () => {
    for (const [written, meant] of [
      ['{{me.name}}', '$(me.name)'],
      ['{{ round }}', '$(round)'],
      ['${premise}', '$(premise)'],
      ['{me.name}', '$(me.name)'],
      ['$me.name', '$(me.name)'],
    ] as const) {
      const text = saying(`You are ${written} here.`);
      assert.deepEqual(await problems(text), [`${LINE} template-placeholder ${written}`]);
      assert.ok(applyFix(text, await diagnose(text, library)).includes(`You are ${meant} here.`), written);
    }
    assert.deepEqual(await problems(saying('Dear {{nobody}},')), [`${LINE} template-placeholder {{nobody}}`]);
    assert.deepEqual(await problems(saying('A set {x} and $$(me.name) are text.')), []);
  });

  it('is found in the file, in a world, in a scenario, in a persona and in a wording', async () => {
    const end = 'prompts:\n  mine:\n    you: $(nope)\n    wordings:\n      b: { you: $(nope2) }\n';
    assert.deepEqual(
      (await problems(HELLO + end)).map((line) => line.replace(/^\d+ /, '')),
      ['expression-unknown-name nope', 'expression-unknown-name nope2'],
    );
    const persona = HELLO.replace('    age: 41\n', '    age: 41\n    prompts: { you: "{{me.nam}}" }\n');
    assert.deepEqual(
      (await problems(persona)).map((line) => line.replace(/^\d+ /, '')),
      ['template-placeholder {{me.nam}}'],
    );
    assert.ok(isTemplate({ kind: 'template', path: 'worlds.feed.prompts.you' }));
    assert.ok(!isTemplate({ kind: 'template', path: 'worlds.feed.does' }));
  });

  it('gives a warning when it replaces the whole set of the library', async () => {
    const text = `${HELLO}prompts:\n  en:\n    you: You are $(me.name).\n`;
    const [first, ...rest] = await diagnose(text, library);
    assert.deepEqual([first?.code, first?.severity, rest.length], ['prompts-replaced', 'warning', 0]);
    assert.match(first!.message, /`frame`.*`answer`/);
    assert.deepEqual(await problems(`${HELLO}prompts:\n  terse:\n    you: You are $(me.name).\n`), []);
  });

  it('is a warning where it writes the premise a second time, and a fix removes it', async () => {
    const text = saying('$(premise)\n        You see $(seen.length) messages.', 'situation');
    assert.deepEqual(await problems(text), [`${LINE} premise-twice $(premise)`]);
    const fixed = applyFix(text, await diagnose(text, library));
    assert.ok(fixed.includes('situation: |\n        You see'), fixed);
    assert.deepEqual(await problems(fixed), []);
    assert.equal(
      applyFix(saying('Now: $(premise) Go on.'), await diagnose(saying('Now: $(premise) Go on.'), library)),
      saying('Now: Go on.'),
    );
    const inside = saying("$(premise == '' ? 'Nothing.' : 'It begins: ' + premise)");
    assert.deepEqual(await problems(inside), [`${LINE} premise-twice $(premise == '' ? 'Nothing.' : 'It begins: ' + premise)`]);
  });

  it('may read the premise, or write it in a question without the setting or with a setting that does not', async () => {
    const quiet = async (text: string): Promise<void> => assert.deepEqual(await problems(text), [], text);
    await quiet(saying("$(premise == '' ? 'Nobody said why.' : 'You know why.') $(premise.length)"));
    await quiet(saying('$(premise)', 'coach'));
    await quiet(saying('$(premise)\n      setting: $(world)', 'situation'));
    await quiet(`${saying('$(premise)')}prompts:\n  other: { setting: $(world) }\n`);
    const german = 'language: de\nprompts:\n  de:\n    frame: Deutsch.\n    situation: Es gilt $(premise)\n';
    await quiet(HELLO.replace('imports:', `${german}imports:`));
    await quiet(`${HELLO}prompts:\n  mine: { setting: $(world) }\n  more: { extends: mine, you: $(premise) }\n`);
  });

  it('is compared with the setting of its own set and of the sets that it extends', async () => {
    const codes = async (text: string): Promise<string[]> => (await diagnose(text, library)).map(({ code }) => code);
    const twice = ['premise-twice'];
    assert.deepEqual(await codes(`${HELLO}prompts:\n  own: { setting: $(premise), you: $(premise) }\n`), twice);
    assert.deepEqual(await codes(`${HELLO}prompts:\n  more: { extends: en, you: $(premise) }\n  quiet: { setting: $(world) }\n`), twice);
    const wording = (own: string): string => `${HELLO}prompts:\n  own:\n    setting: $(premise)\n    wordings:\n      b: { ${own} }\n`;
    assert.deepEqual(await codes(wording('you: $(premise)')), twice);
    assert.deepEqual(await codes(wording('you: $(premise), setting: $(world)')), []);
  });

  it('knows exactly the fields that the engine gives', async () => {
    const questions: Question[] = [];
    const mind: Mind = {
      ...lively,
      ask: (question) => {
        questions.push(question);
        return lively.ask(question, neverCancelled);
      },
    };
    const model = compiled(society(['ada', 'ben', 'cleo'], { scenarios: { main: { world: 'feed', rounds: 6, seed: 3 } } }));
    await advance(model, new Timeline(), {
      ask,
      minds: new Map([['builtin', mind]]),
      token: neverCancelled,
      breathe: () => undefined,
      concurrency: 1,
    });
    const names = templateNames().names;
    const { self, ...rest } = questions.at(-1)!.situation;
    assert.deepEqual(
      [...names.keys()].sort(),
      [...new Set([...Object.keys(rest), 'me', 'kept', 'confided', 'plain', 'lines', 'again'])].sort(),
    );
    const fieldsOf = (name: string): readonly string[] => {
      const type = names.get(name)!.type;
      const record = type.kind === 'list' ? type.of : type;
      assert.ok(record.kind === 'record' && !record.open, name);
      return [...record.fields.keys()].sort();
    };
    assert.deepEqual(fieldsOf('me'), [...new Set([...Object.keys(self), 'gender', 'levels'])].sort());
    const shownAs = (name: string): object[] =>
      questions.flatMap(({ situation }) => promptScope(model.agents.at(0)!.prompt, situation).lookup(name) as object[]);
    for (const name of ['seen', 'mine', 'memories', 'known', 'riders'] as const) {
      const item = shownAs(name)[0];
      assert.ok(item, `no ${name} in any round`);
      assert.deepEqual(fieldsOf(name), Object.keys(item).sort(), name);
    }
    assert.deepEqual(fieldsOf('options'), [...new Set(shownAs('options').flatMap((option) => Object.keys(option)))].sort());
  });
});
