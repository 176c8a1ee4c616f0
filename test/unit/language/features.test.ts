/** Hover, definition, outline, scenarios, and the merged society. */
import { strict as assert } from 'node:assert';
import { graphForms } from '../../../src/engine/index.js';
import { createLanguageService, spanOf } from '../../../src/language/index.js';
import { HELLO, hello, MAIN, serviceOver, under } from './support.js';

async function hoverAt(marked: string): Promise<string | null> {
  const offset = marked.indexOf('¦');
  const service = serviceOver();
  service.set(MAIN, marked.replace('¦', ''));
  return (await service.hover(MAIN, offset))?.markdown ?? null;
}

async function definitionsAt(marked: string, files: { readonly [uri: string]: string } = {}): Promise<string[]> {
  const offset = marked.indexOf('¦');
  const service = serviceOver(files);
  service.set(MAIN, marked.replace('¦', ''));
  return (await service.definition(MAIN, offset)).map(
    (span) => `${span.source.slice(span.source.lastIndexOf('/') + 1)}:${span.range.start.line + 1}`,
  );
}

async function resolved(text: string, files: { readonly [uri: string]: string } = {}) {
  const service = serviceOver(files);
  service.set(MAIN, text);
  return service.resolve(MAIN);
}

describe('hover', () => {
  it('explains a key', async () =>
    assert.match((await hoverAt(hello('activity', 'acti¦vity'))) ?? '', /Chance per round.*Default: `0.7`/s));
  it('names the source of a key', async () => assert.match((await hoverAt(hello('rule: evidence', 'ru¦le: evidence'))) ?? '', /rule/));
  it('describes the agent of an id', async () => assert.match((await hoverAt(hello('[ada, grace]', '[a¦da, grace]'))) ?? '', /Ada Okafor/));
  it('explains names and functions in expressions', async () => {
    assert.match((await hoverAt(hello('reciprocity > 0.5', 'recipro¦city > 0.5'))) ?? '', /number/);
    assert.match((await hoverAt(hello('tie(ada, grace)', 'ti¦e(ada, grace)'))) ?? '', /Strength of the tie/);
  });
  it('describes a person at the own id', async () => {
    const said = (await hoverAt(hello('  ada:\n', '  a¦da:\n'))) ?? '';
    assert.match(said, /^\*\*ada\*\* \(persona\)\n\nAda Okafor · 41/);
  });
  it('explains a short form, with its own numbers', async () => {
    const ties = (graph: string): string => `society: 1\nties:\n  near:\n    graph: ${graph}\n`;
    const service = createLanguageService({ read: async () => null }, { graphs: async () => graphForms });
    service.set(MAIN, ties('blocks(team, 0.8, 0.15)'));
    const graph = await service.hover(MAIN, ties('').length + 2);
    assert.match(
      graph?.markdown ?? '',
      /^`blocks\(team, 0\.8, 0\.15\)`\n\n`blocks\(.*p_in, p_out\)`: .*the same block are tied with chance p_in/,
    );
    const top = await hoverAt('society: 1\nscenarios:\n  s:\n    interventions:\n      tell:\n        to: top 2 by de¦gree\n');
    assert.match(top ?? '', /The 2 agents with the highest degree \(number of ties\)/);
    const odds = await hoverAt('society: 1\nscenarios:\n  s:\n    expect:\n      e: { that: x > 1, in: 8 of¦ 10 seeds }\n');
    assert.match(odds ?? '', /at least 8 of 10 runs/);
    const sample = (value: string): string => `society: 1\npopulations:\n  p:\n    size: 3\n    sample:\n      age: ${value}\n`;
    assert.match((await hoverAt(sample('normal(4¦6, 14) in 18..90'))) ?? '', /mean 46 and standard deviation 14, between 18 and 90/);
    assert.match((await hoverAt(sample('2 o¦f [jazz, chess, art]'))) ?? '', /2 different values drawn from this list of 3/);
    assert.match((await hoverAt(sample('1 o¦f [jazz, chess]'))) ?? '', /One value drawn from this list of 2/);
  });
  it('shows nothing in prose and between words', async () => {
    assert.equal(await hoverAt(hello('A forum opens.', 'A fo¦rum opens.')), null);
    assert.equal(await hoverAt('¦'), null);
  });
});

describe('definition', () => {
  it('leads from an id to its entry', async () => {
    assert.deepEqual(await definitionsAt(hello('[ada, grace]', '[ada, gra¦ce]')), ['main.society:21']);
    assert.deepEqual(await definitionsAt(hello('[newcomer]', '[newc¦omer]')), ['main.society:6']);
  });
  it('leads from an expression to an agent', async () =>
    assert.deepEqual(await definitionsAt(hello('tie(ada, grace)', 'tie(a¦da, grace)')), ['main.society:9']));
  it('leads into the library', async () => {
    assert.deepEqual(await definitionsAt(hello('use: feed', 'use: fe¦ed')), ['feed.society:3']);
    assert.deepEqual(await definitionsAt(hello('library/feed', 'library/fe¦ed')), ['feed.society:1']);
  });
  it('leads nowhere from prose', async () => assert.deepEqual(await definitionsAt(hello('A forum', 'A fo¦rum')), []));
});

describe('outline and scenarios', () => {
  it('shows sections, entries and names', async () => {
    const service = serviceOver();
    service.set(MAIN, HELLO);
    const symbols = await service.symbols(MAIN);
    assert.deepEqual(
      symbols.map((s) => s.name),
      ['fragments', 'personas', 'ties', 'scenarios'],
    );
    const ada = symbols[1]?.children[0];
    assert.deepEqual([ada?.name, ada?.detail, ada?.kind], ['ada', 'Ada Okafor', 'persona']);
    assert.equal(symbols[3]?.children[0]?.children[0]?.name, 'bond');
    for (const s of symbols) assert.ok(s.range.start.line <= s.selection.start.line && s.range.end.line >= s.selection.end.line);
  });
  it('names each scenario at its lens', async () => {
    const service = serviceOver();
    service.set(MAIN, HELLO);
    const [scenario] = await service.scenarios(MAIN);
    assert.deepEqual([scenario?.id, scenario?.node, scenario?.range.start.line], ['meet', 'scenarios.meet', 31]);
  });
});

describe('resolve', () => {
  it('applies extends: scalars override, lists append, maps merge', async () => {
    const { society, problems } = await resolved(
      hello(
        '  newcomer: { traits: [curious], activity: 0.8 }',
        '  newcomer: { traits: [curious], activity: 0.8, age: 20, drives: { coordination: 0.2 } }',
      ).replace('    voice: Short sentences.', '    drives: { social_interaction: 0.9 }'),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(society.personas?.ada?.age, 41);
    assert.deepEqual(society.personas?.ada?.activity, 0.8);
    assert.deepEqual(society.personas?.ada?.drives, { coordination: 0.2, social_interaction: 0.9 });
    assert.deepEqual(society.personas?.grace?.traits, ['curious', 'kind']);
    assert.equal('extends' in (society.personas?.grace ?? {}), false);
  });
  it('replaces lists that are named so', async () => {
    const { society } = await resolved(hello('    traits: [kind]\n', '    traits: [kind]\n    replace: [traits]\n'));
    assert.deepEqual(society.personas?.grace?.traits, ['kind']);
  });
  it('knows the place of each node, inherited ones too', async () => {
    const { nodes } = await resolved(HELLO);
    const at = (node: string): string => {
      const span = nodes.get(node);
      assert.ok(span, node);
      return `${span.range.start.line + 1} ${under(HELLO, span)}`;
    };
    assert.equal(at('personas.ada.age'), '11 age: 41');
    assert.equal(at('personas.ada.interests.1'), '14 jazz');
    assert.equal(at('personas.ada.traits.0'), '6 curious');
    assert.equal(at('scenarios.meet.measures.bond'), '38 bond: tie(ada, grace)');
    assert.deepEqual(spanOf(nodes, 'personas.ada.age.nothing.here'), nodes.get('personas.ada.age'));
  });
  it('merges imports first, in order, and the file over them', async () => {
    const files = {
      'file:///study/people/b.society': 'society: 1\nimports: [./c.society]\npersonas:\n  ben: { name: Ben }\ntitle: Not this\n',
      'file:///study/people/c.society': 'society: 1\npersonas:\n  cleo: { name: Cleo, extends: newcomer }\n',
    };
    const { society, sources, nodes, problems } = await resolved(hello('[library/feed]', '[library/feed, ./people/b.society]'), files);
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(society.personas ?? {}), ['ben', 'cleo', 'ada', 'grace']);
    assert.equal(society.title, 'Hello');
    assert.deepEqual(society.personas?.cleo?.traits, ['curious']);
    assert.deepEqual(
      sources.map((s) => s.uri.slice(s.uri.lastIndexOf('/') + 1)),
      ['main.society', 'feed.society', 'b.society', 'c.society'],
    );
    assert.equal(nodes.get('personas.cleo')?.source, 'file:///study/people/c.society');
    assert.ok(society.worlds?.feed);
  });
  it('places and removes inherited entries of a world', async () => {
    const world =
      'worlds:\n  mine:\n    extends: feed\n    actions:\n      vote: { off: true }\n      shout: { kind: message, before: comment }\n      hum: { kind: nothing, first: true }\n    phases:\n      talk: { riders: {} }\n      end: { after: talk, order: { kind: moderated, first: all } }\n';
    const { society } = await resolved(HELLO + world);
    assert.deepEqual(Object.keys(society.worlds?.mine?.actions ?? {}), ['hum', 'post', 'shout', 'comment', 'rest']);
    assert.deepEqual(society.worlds?.mine?.actions?.shout, { kind: 'message' });
    assert.deepEqual(society.worlds?.mine?.phases?.end, { order: { kind: 'moderated', first: 'all' } });
    assert.equal(society.worlds?.mine?.does, 'A forum.');
  });
  it("adds the library's prompts and phrases without an import", async () => {
    const { society } = await resolved(HELLO, {
      'society-library:/prompts.society': 'society: 1\nprompts:\n  en: { you: Hello. }\n',
      'society-library:/phrases.society': 'society: 1\nphrases:\n  en: { moments: { greet: [Hi] } }\n',
    });
    assert.equal(society.prompts?.en?.you, 'Hello.');
    assert.deepEqual(society.phrases?.en?.moments?.greet, ['Hi']);
  });
  it('ends where files import or extend each other', async () => {
    const files = {
      'file:///study/b.society': 'society: 1\nimports: [./main.society]\npersonas:\n  ben: { extends: cleo }\n  cleo: { extends: ben }\n',
    };
    const { society, problems } = await resolved(hello('[library/feed]', '[library/feed, ./b.society]'), files);
    assert.ok(society.personas?.ben);
    assert.deepEqual(
      problems.map((p) => [p.code, p.uri]),
      [
        ['extends-cycle', 'file:///study/b.society'],
        ['extends-cycle', 'file:///study/b.society'],
      ],
    );
  });
  it('keeps data as data', async () => {
    const { society } = await resolved(`${HELLO}extra:\n  __proto__: { polluted: 1 }\n  constructor: 2\n`);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
    assert.ok(Object.hasOwn(society.extra ?? {}, '__proto__'));
  });
  it('follows aliases and rejects those that expand without bound', async () => {
    const { society, problems } = await resolved(`${HELLO}extra:\n  a: &words [x, y]\n  b: *words\n`);
    assert.deepEqual([problems, society.extra?.b], [[], ['x', 'y']]);
    const laughs = `extra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => `  a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`).join('')}  z: *a9\n`;
    const bomb = await resolved(HELLO + laughs);
    assert.ok(bomb.problems.some((p) => p.code === 'aliases'));
  });
});
