/** Folding, selection, links, search and colours by meaning. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { linesOf } from '../../../src/language/text/lines.js';
import { fits } from '../../../src/language/features/navigation/symbols.js';
import { HELLO, MAIN, serviceOver } from './support.js';

const TEXT = `# A street.
# It is short.
society: 1
imports: [library/feed]

models:
  small: { kind: openai, base_url: http://localhost:11434/v1, name: q }

personas:
  ada:
    name: Ada Okafor
    backstory: |
      Learned to bake.

      Plays jazz.
  ben: { name: Ben }

worlds:
  lake:
    params: { capacity: 100 }
    vars: { stock: =params.capacity }
    actions:
      take: { does: "There are $(stock) left.", effect: "stock -= min(2, params.capacity)" }
    phases:
      day: { who: all, actions: [take] }
scenarios:
  s:
    cast: [ada, ben]
    world: lake
    groups: { young: { of: all, if: me.age < 30 } }
    measures: { low: "share(all.map(a => a.age < stock))" }
`;

const service = (text = TEXT) => {
  const over = serviceOver();
  over.set(MAIN, text);
  return over;
};

describe('folding', () => {
  it('covers sections, entries, blocks of text to their last line, and runs of comments', async () => {
    const found = await service().folding(MAIN);
    const has = (start: number, end: number): boolean => found.some((one) => one.start + 1 === start && one.end + 1 === end);
    assert.ok(has(1, 2) && found[0]?.kind === 'comment');
    assert.ok(has(9, 16), 'personas');
    assert.ok(has(10, 15), 'ada, with her story');
    assert.ok(has(12, 15), 'the story, with its empty line');
    assert.equal(new Set(found.map(({ start }) => start)).size, found.length);
  });

  it('of an invalid or empty file covers what there is, without an error', async () => {
    for (const text of ['', 'x', 'personas:\n  ada: {', '\t', '- a\n- b: c\n  d: e\n'])
      assert.ok(Array.isArray(await service(text).folding(MAIN)));
  });
});

describe('a selection', () => {
  const grown = async (word: string, text = TEXT): Promise<string[]> => {
    const { starts } = linesOf(text);
    const ranges = await service(text).selection(MAIN, text.indexOf(word) + 1);
    return ranges.map(({ start, end }) => text.slice(starts[start.line]! + start.character, starts[end.line]! + end.character));
  };

  it('grows from the word over the value, the entry and the section to the file', async () => {
    const found = await grown('Okafor');
    assert.deepEqual(found.slice(0, 3), ['Okafor', 'Ada Okafor', 'name: Ada Okafor']);
    assert.equal(found.at(-1), TEXT);
    assert.ok(found.some((one) => one.startsWith('ada:')) && found.some((one) => one.startsWith('personas:')));
  });

  it('grows in an expression part by part', async () => {
    const found = await grown('a.age < stock');
    assert.deepEqual(found.slice(0, 6), [
      'a',
      'a.age',
      'a.age < stock',
      'a => a.age < stock',
      'all.map(a => a.age < stock)',
      'share(all.map(a => a.age < stock))',
    ]);
  });

  it('always grows, at every place', async () => {
    const over = service();
    for (let offset = 0; offset <= TEXT.length; offset += 3) {
      const { starts } = linesOf(TEXT);
      const at = (p: { line: number; character: number }): number => starts[p.line]! + p.character;
      const spans = (await over.selection(MAIN, offset)).map(({ start, end }) => [at(start), at(end)] as const);
      for (const [i, [start, end]] of spans.entries()) {
        const outer = spans[i + 1];
        if (outer) assert.ok(outer[0] <= start && outer[1] >= end && outer[1] - outer[0] > end - start, `at ${offset}`);
      }
    }
  });
});

describe('links', () => {
  it('lead to the library and to an endpoint, and nowhere from an address with a secret in it', async () => {
    const found = await service().links(MAIN);
    assert.deepEqual(
      found.map(({ target }) => target),
      ['society-library:/feed.society', 'http://localhost:11434/v1'],
    );
    assert.equal((await service(TEXT.replace('http://localhost:11434/v1', "http://x/$(secret('a'))")).links(MAIN)).length, 1);
  });
});

describe('search', () => {
  it('finds ids by their letters in order, and people by their names', async () => {
    const names = async (query: string): Promise<string[]> => (await service().workspaceSymbols(query)).map(({ name }) => name);
    assert.deepEqual(await names('okfr'), ['ada']);
    assert.deepEqual(await names('lk'), ['lake']);
    assert.deepEqual(await names('zzz'), []);
    assert.ok((await names('')).includes('young'));
    assert.ok(fits('AdOk', 'Ada Okafor') && !fits('oka', 'koala'));
  });
});

describe('colours by meaning', () => {
  const painted = async (text = TEXT): Promise<Map<string, string>> => {
    const { text: all, starts } = linesOf(text);
    const found = await service(text).tokens(MAIN, 0, text.length);
    return new Map(
      found.map(({ line, character, length, type, definition, readonly }) => [
        `${line + 1} ${all.slice(starts[line]! + character, starts[line]! + character + length)}`,
        `${type}${definition ? ' definition' : ''}${readonly ? ' readonly' : ''}`,
      ]),
    );
  };

  it('distinguish a definition from its references, people from variables, and parameters from values', async () => {
    const found = await painted();
    assert.equal(found.get('10 ada'), 'class definition');
    assert.equal(found.get('28 ada'), 'class');
    assert.equal(found.get('23 take'), 'function definition');
    assert.equal(found.get('25 take'), 'function');
    assert.equal(found.get('23 stock'), 'variable');
    assert.equal(found.get('21 params'), 'variable readonly');
    assert.equal(found.get('31 age'), 'property');
    assert.equal(found.get('31 a'), 'parameter');
    assert.equal(found.get('30 young'), 'interface definition');
  });

  it('are in order, on one line each, without overlap, and the same for a part as for the whole', async () => {
    for (const text of [TEXT, HELLO, readFileSync('examples/making_friends.society', 'utf8')]) {
      const over = service(text);
      const whole = await over.tokens(MAIN, 0, text.length);
      for (const [i, one] of whole.entries()) {
        const next = whole[i + 1];
        if (next) assert.ok(next.line > one.line || (next.line === one.line && next.character >= one.character + one.length));
      }
      const half = text.indexOf('\n', text.length / 2);
      const parts = [...(await over.tokens(MAIN, 0, half)), ...(await over.tokens(MAIN, half + 1, text.length))];
      assert.deepEqual(parts, whole);
    }
  });
});
