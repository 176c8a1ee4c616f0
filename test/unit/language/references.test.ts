/** Where things are named, and renaming them: across files, in expressions, in prose, in the paths of arms. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import type { FileEdits, LanguageService } from '../../../src/language/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { linesOf } from '../../../src/language/text/lines.js';
import { FEED } from './support.js';

const PEOPLE = 'file:///study/people.society';
const MAIN = 'file:///study/main.society';

const FILES: { readonly [uri: string]: string } = {
  [PEOPLE]: `society: 1
fragments:
  newcomer: { traits: [curious] }
personas:
  ada:
    name: Ada
    extends: [newcomer]
    vars: { trust: 0.5 }
    memories:
      - text: Grace found her keys.
        about: [grace]
  grace: { name: Grace, extends: newcomer }
`,
  [MAIN]: `society: 1
imports: [library/feed, ./people.society]
ties:
  friendship: { among: all, change: { rule: evidence } }
worlds:
  lake:
    params: { capacity: 100 }
    vars: { stock: =params.capacity }
    agent_vars: { total: 0 }
    actions:
      harvest:
        does: "Take some of the $(stock) that is left, $(me.name)."
        args: { amount: 0..stock }
        effect: |
          stock -= args.amount
          me.total += amount
      rest: { kind: nothing }
    phases:
      day: { who: all, actions: [harvest, rest] }
  pond:
    extends: lake
    phases:
      night: { who: all, actions: [harvest] }
scenarios:
  fish:
    premise: "Ada is $(ada.name) and $(tie(ada, grace, friendship) > 0.5 ? 'tied' : 'free')."
    cast: [ada, grace]
    world: lake
    groups:
      treated: { of: [ada], if: me.total > 3 }
    interventions:
      hint: { at: 2, to: treated, then: "join(grace, treated)" }
    measures:
      left: stock
      bond: tie(ada, grace)
    until: left < 5 && change(bond) > 0
  other:
    cast: all
    world: pond
    groups: { treated: { of: [grace] } }
    measures: { left: mean(all.map(left => left.total)) }
experiments:
  e:
    scenario: fish
    arms: { base: {}, hard: { groups.treated.of: grace, measures.bond: "0" } }
    compare: { l: { measure: left, arms: [base, hard] } }
`,
};

function service(files: { readonly [uri: string]: string } = FILES): LanguageService {
  const all: { readonly [uri: string]: string } = { 'society-library:/feed.society': FEED, ...files };
  return createLanguageService({
    read: (uri) => Promise.resolve(all[uri] ?? null),
    list: () => Promise.resolve(Object.keys(files).sort()),
    roots: () => ['file:///study'],
  });
}

/** Offset of the n-th occurrence of a word in a file, after `before`. */
function offset(uri: string, before: string, word: string, files = FILES): number {
  const text = files[uri]!;
  const from = text.indexOf(before);
  assert.ok(from >= 0, before);
  return text.indexOf(word, from + before.length - word.length) + 1;
}

/** `file:line` of every place, in order. */
async function placesOf(uri: string, at: number): Promise<string[]> {
  const spans = await service().references(uri, at, true);
  return spans.map(({ source, range }) => `${source === MAIN ? 'main' : 'people'}:${range.start.line + 1}`);
}

const textsAt = async (uri: string, at: number): Promise<Set<string>> => {
  const spans = await service().references(uri, at, true);
  return new Set(
    spans.map(({ source, range }) => {
      const { text, starts } = linesOf(FILES[source]!);
      return text.slice(starts[range.start.line]! + range.start.character, starts[range.end.line]! + range.end.character);
    }),
  );
};

describe('references', () => {
  it('of a person are found in both files: casts, groups, memories, expressions and prose', async () => {
    const fromKey = await placesOf(PEOPLE, offset(PEOPLE, '\n  ada', 'ada'));
    assert.deepEqual(fromKey, ['people:5', 'main:26', 'main:26', 'main:27', 'main:30', 'main:35']);
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, 'bond: tie(ada', 'ada')), fromKey);
    assert.deepEqual(await textsAt(PEOPLE, offset(PEOPLE, '\n  ada', 'ada')), new Set(['ada']));
    assert.equal((await placesOf(PEOPLE, offset(PEOPLE, 'about: [grace', 'grace'))).filter((p) => p.startsWith('people')).length, 2);
  });

  it('of a fragment are the places that extend it', async () => {
    assert.deepEqual(await placesOf(PEOPLE, offset(PEOPLE, 'newcomer', 'newcomer')), ['people:3', 'people:7', 'people:12']);
  });

  it('of a variable, a parameter and an argument are in expressions, statements and prose of their world', async () => {
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, 'vars: { stock', 'stock')), ['main:8', 'main:12', 'main:13', 'main:15', 'main:34']);
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, 'params: { capacity', 'capacity')), ['main:7', 'main:8']);
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, 'args: { amount', 'amount')), ['main:13', 'main:15', 'main:16']);
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, 'agent_vars: { total', 'total')), ['main:9', 'main:16', 'main:30', 'main:41']);
  });

  it('of an action are in the phases of its world and of those that extend it', async () => {
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, 'harvest', 'harvest')), ['main:11', 'main:19', 'main:23']);
  });

  it('of a group and a measure stay within their scenario, with the arms of its experiment', async () => {
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, 'to: treated', 'treated')), ['main:30', 'main:32', 'main:32', 'main:45']);
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, '      left', 'left')), ['main:34', 'main:36', 'main:46']);
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, '      bond', 'bond')), ['main:35', 'main:36', 'main:45']);
    assert.deepEqual(await placesOf(MAIN, offset(MAIN, '  friendship', 'friendship')), ['main:4', 'main:26']);
  });

  it('are empty on prose, keys of the format and display names', async () => {
    for (const word of ['premise', 'name: Ada', 'curious'])
      assert.deepEqual(
        await service().references(
          word === 'premise' ? MAIN : PEOPLE,
          FILES[word === 'premise' ? MAIN : PEOPLE]!.indexOf(word) + word.length,
          true,
        ),
        [],
      );
  });

  it('of one file are its highlights, with the definition marked', async () => {
    const found = await service().highlights(MAIN, offset(MAIN, 'vars: { stock', 'stock'));
    assert.deepEqual(
      found.map(({ kind, range }) => `${kind} ${range.start.line + 1}`),
      ['write 8', 'read 12', 'read 13', 'read 15', 'read 34'],
    );
  });
});

function applied(files: { readonly [uri: string]: string }, edits: readonly FileEdits[]): { [uri: string]: string } {
  const out = { ...files };
  for (const { uri, edits: own } of edits) {
    const { text, starts } = linesOf(files[uri]!);
    const at = ({ line, character }: { line: number; character: number }): number => starts[line]! + character;
    out[uri] = [...own]
      .sort((a, b) => at(b.range.start) - at(a.range.start))
      .reduce((sum, { range, text: by }) => sum.slice(0, at(range.start)) + by + sum.slice(at(range.end)), text);
  }
  return out;
}

const problems = async (files: { readonly [uri: string]: string }): Promise<string[]> => {
  const over = service(files);
  const all = await Promise.all(Object.keys(files).map((uri) => over.diagnostics(uri)));
  return all.flatMap((list) => list.map(({ code, range }) => `${code} ${range.start.line}`));
};

describe('rename', () => {
  it('offers only the id, and rejects display names, the library and words of the format', async () => {
    const over = service();
    const at = await over.renameAt(MAIN, offset(MAIN, 'bond: tie(ada', 'ada'));
    assert.ok(at.ok && at.placeholder === 'ada');
    const refused = async (uri: string, where: number): Promise<string> => {
      const found = await over.renameAt(uri, where);
      return found.ok ? 'ok' : found.message;
    };
    assert.match(await refused(PEOPLE, FILES[PEOPLE]!.indexOf('name: Ada') + 7), /display name/);
    assert.match(await refused(MAIN, FILES[MAIN]!.indexOf('premise') + 2), /Only ids/);
  });

  it('rejects an invalid id, a duplicate, a name of expressions, and a parameter of an arrow function', async () => {
    const over = service();
    const why = async (uri: string, where: number, name: string): Promise<string> => {
      const found = await over.rename(uri, where, name);
      return found.ok ? 'ok' : found.message;
    };
    const ada = offset(PEOPLE, '\n  ada', 'ada');
    assert.match(await why(PEOPLE, ada, 'Ada'), /cannot be an id/);
    assert.match(await why(PEOPLE, ada, 'grace'), /already/);
    assert.match(await why(PEOPLE, ada, 'me'), /reserved name in expressions/);
    assert.match(await why(MAIN, offset(MAIN, 'vars: { stock', 'stock'), 'capacity'), /already|something else/);
    assert.match(await why(MAIN, offset(MAIN, 'agent_vars: { total', 'total'), 'left'), /used inside|something else|already/);
  });

  it('of anything to a new id and back changes nothing, and causes no problem in between', async () => {
    const before = await problems(FILES);
    let tried = 0;
    for (const [uri, text] of Object.entries(FILES))
      for (const match of text.matchAll(/[a-z_]+/g)) {
        const over = service();
        const at = match.index;
        const target = await over.renameAt(uri, at);
        if (!target.ok) continue;
        const there = await over.rename(uri, at, 'zz_new');
        assert.ok(there.ok, `${match[0]}: ${there.ok ? '' : there.message}`);
        const files = applied(FILES, there.files);
        assert.deepEqual(await problems(files), before, `renaming ${match[0]} at ${at}`);
        const [first] = there.files;
        const line = first!.edits[0]!.range.start;
        const moved = service(files);
        const back = await moved.rename(first!.uri, linesOf(files[first!.uri]!).starts[line.line]! + line.character, target.placeholder);
        assert.ok(back.ok, `${match[0]} back: ${back.ok ? '' : back.message}`);
        assert.deepEqual(applied(files, back.files), FILES);
        tried++;
      }
    assert.ok(tried > 60, `${tried} places`);
  });

  it('of every id of the examples causes no problem either', async () => {
    for (const name of ['hello', 'making_friends']) {
      const uri = `file:///study/${name}.society`;
      const files = { [uri]: readFileSync(`examples/${name}.society`, 'utf8') };
      const before = await problems(files);
      const over = service(files);
      const seen = new Set<string>();
      for (const match of files[uri]!.matchAll(/^ {2}([a-z_]+):/gm)) {
        if (seen.has(match[1]!)) continue;
        seen.add(match[1]!);
        const found = await over.rename(uri, match.index + 3, 'zz_new');
        if (found.ok) assert.deepEqual(await problems(applied(files, found.files)), before, match[1]);
      }
    }
  });
});
