/** Templates and blocks have no problem as they are inserted, and are in shape. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLanguageService, templates } from '../../../src/language/index.js';
import { formatted } from '../../../src/language/features/formatting/format.js';
import { plainText } from '../../../src/language/features/completion/snippets.js';
import { parseTree } from '../../../src/language/syntax/parse.js';
import { completeAt, MAIN } from './support.js';

/** With the library that ships. */
async function problems(text: string): Promise<readonly string[]> {
  const service = createLanguageService({
    read: (uri) =>
      Promise.resolve(
        uri.startsWith('society-library:/')
          ? readFileSync(join(process.cwd(), 'library', uri.slice('society-library:/'.length)), 'utf8')
          : null,
      ),
  });
  service.set(MAIN, text);
  const found = (await service.diagnostics(MAIN)).filter(({ code }) => !code.startsWith('unused-'));
  return found.map((d) => `${d.range.start.line + 1} ${d.severity} ${d.message}`);
}

describe('templates', () => {
  it('are four: people talking, network study, game, import people', () => {
    assert.deepEqual(
      templates.map(({ label }) => label),
      ['People talking', 'Network study', 'Game', 'Import people'],
    );
  });
  for (const { label, body } of templates) {
    it(`${label} has no problem and is formatted`, async () => {
      const text = plainText(body);
      assert.deepEqual(await problems(text), []);
      assert.equal(formatted(parseTree(MAIN, text)), text);
    });
    it(`${label} has tab stops from place to place`, () => {
      const stops = [...body.matchAll(/\$\{(\d+):/g)].map((found) => Number(found[1]));
      assert.deepEqual(
        stops,
        [...Array(stops.length).keys()].map((i) => i + 1),
      );
    });
  }
  it('are offered in an empty file, and while its first word is typed, and nowhere else', async () => {
    const offered = async (text: string): Promise<string[]> =>
      (await completeAt(text)).filter(({ kind }) => kind === 'snippet').map(({ label }) => label);
    assert.equal((await offered('¦')).length, 4);
    assert.equal((await offered('peo¦')).length, 4);
    assert.deepEqual(await offered('society: 1\n¦'), []);
  });
});

describe('blocks', () => {
  const BASE = 'society: 1\nimports: [library/feed]\npersonas:\n  zoe: { name: Zoe }\nscenarios:\n  here:\n    cast: all\n    rounds: 3\n';
  for (const [section, label, where] of [
    ['personas', 'new persona', BASE.replace('personas:\n', 'personas:\n  ¦\n')],
    ['populations', 'new population', `${BASE}populations:\n  ¦\n`],
    ['ties', 'new network', `${BASE}ties:\n  ¦\n`],
    ['worlds', 'new world', `${BASE}worlds:\n  ¦\n`],
    ['scenarios', 'new scenario', BASE.replace('scenarios:\n', 'scenarios:\n  ¦\n')],
    ['surveys', 'new survey', `${BASE}    surveys:\n      ¦\n`],
    ['experiments', 'new experiment', `${BASE}experiments:\n  ¦\n`],
    ['models', 'new model', `${BASE}models:\n  ¦\n`],
    ['fragments', 'new fragment', `${BASE}fragments:\n  ¦\n`],
  ] as const) {
    it(`of ${section} has no problem`, async () => {
      const item = (await completeAt(where)).find((each) => each.label === label);
      assert.ok(item, `${label} is offered`);
      const at = where.indexOf('¦');
      const indent = /[ ]*$/.exec(where.slice(0, at))?.[0] ?? '';
      const text = where.slice(0, at) + plainText(item.insert).replaceAll('\n', `\n${indent}`).trimEnd() + where.slice(at + 1);
      assert.deepEqual(await problems(text), [], text);
    });
  }
  it('of experiments is not offered without a scenario', async () => {
    assert.deepEqual(await completeAt('society: 1\nexperiments:\n  ¦\n'), []);
  });
});
