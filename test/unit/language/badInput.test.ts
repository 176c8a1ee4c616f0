/** Files while a user types, and malformed files. Nothing throws. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { growth } from '../../support/growth.js';
import { brief, diagnose, HELLO, MAIN, serviceOver } from './support.js';

const PERSONAS = 'society: 1\npersonas:\n';

async function everything(text: string, offset: number): Promise<number> {
  const service = serviceOver();
  service.set(MAIN, text);
  const diagnostics = await service.diagnostics(MAIN);
  for (const { range } of diagnostics)
    assert.ok(range.start.line < range.end.line || (range.start.line === range.end.line && range.start.character <= range.end.character));
  await Promise.all([
    service.completion(MAIN, offset),
    service.hover(MAIN, offset),
    service.definition(MAIN, offset),
    service.symbols(MAIN),
    service.scenarios(MAIN),
    service.resolve(MAIN),
  ]);
  return diagnostics.length;
}

describe('bad input', () => {
  it('shows at most one error while a file is typed, apart from ids that are still to come', async () => {
    const service = serviceOver();
    for (let end = 0; end <= HELLO.length; end++) {
      const text = HELLO.slice(0, end);
      service.set(MAIN, text);
      const found = (await service.diagnostics(MAIN)).filter((d) => d.code !== 'unknown-id');
      assert.ok(found.length <= 1, `${JSON.stringify(text.slice(-30))}: ${brief(text, found).join(' | ')}`);
      const last = text.split('\n').length;
      for (const d of found)
        assert.ok(
          d.range.start.line >= last - 4 || d.code === 'missing-value',
          `${JSON.stringify(text.slice(-30))}: line ${d.range.start.line + 1} of ${last}`,
        );
    }
  });

  it('answers every question at every eleventh keystroke', async () => {
    for (let end = 0; end <= HELLO.length; end += 11) await everything(HELLO.slice(0, end), end);
  });

  it('says what an empty file needs', async () => {
    for (const text of ['', '\n\n', '# nothing\n', '\ufeff'])
      assert.deepEqual(
        (await diagnose(text)).map((d) => d.code),
        ['missing-key'],
      );
  });

  it('says how to start where a text is no society', async () => {
    for (const text of ['hello', '- a\n- b\n', '42'])
      assert.deepEqual(
        (await diagnose(text)).map((d) => d.code),
        ['missing-key'],
        text,
      );
  });

  it('has the same problems in CRLF', async () => {
    const text = HELLO.replace('age: 41', 'aeg: 41').replace('reciprocity >', 'reciprcity >');
    const crlf = await diagnose(text.replaceAll('\n', '\r\n'));
    assert.deepEqual(crlf, await diagnose(text));
    assert.equal(crlf.length, 2);
  });

  it('counts characters as editors do', async () => {
    const broken = HELLO.replace('until: reciprocity > 0.5', "until: \"'👋' == 'b' || nope\"");
    assert.deepEqual(brief(broken, await diagnose(broken)), ['39 expression-unknown-name nope']);
    const quoted = HELLO.replace('voice: Short sentences.', "voice: '👋 hi' #now");
    assert.deepEqual(brief(quoted, await diagnose(quoted)), []);
  });

  it('finds the place of a mistake inside a block', async () => {
    const world = `${HELLO}worlds:\n  w:\n    vars: { stock: 1 }\n    actions:\n      take:\n        effect: |\n          stock -= 1\n          stcok += 2\n        when: >-\n          stock > 1 &&\n          stokc < 3\n`;
    assert.deepEqual(brief(world, await diagnose(world)), ['48 expression-unknown-name stcok', '51 expression-unknown-name stokc']);
  });

  it('answers for a file of 5 MB', async function () {
    this.timeout(30_000);
    const many = Array.from(
      { length: 17_000 },
      (_, i) =>
        `  p${i}:\n    name: Person ${i}\n    age: ${20 + (i % 60)}\n    interests: [sourdough, jazz, chess]\n    voice: |\n      Short sentences, dry humour, and a good deal of patience with neighbours.\n    bio: Runs a small shop in the street near the old church.\n    goals:\n      - find people who like the same things\n    drives: { social_interaction: 0.7, emotional_support: 0.3 }\n`,
    ).join('');
    const text = `society: 1\npersonas:\n${many}`;
    assert.ok(text.length > 5_000_000);
    const service = serviceOver();
    service.set(MAIN, text.replace('age: 20\n', 'aeg: 20\n'));
    assert.deepEqual(
      (await service.diagnostics(MAIN)).map((d) => d.code),
      ['unknown-key'],
    );
    const items = await service.completion(MAIN, text.length);
    assert.ok(items.length > 0);
  });

  it('rejects texts that a parser should not read', async function () {
    this.timeout(30_000);
    for (const unit of ['[', '{a: ', '- ', 'a: ', '"', "'\n", 'a:\n', '? ', '&a ', '\t', ' ', 'x']) {
      // The second text is larger than what is parsed.
      for (const size of [100_000, 3_000_000]) {
        const found = await diagnose(unit.repeat(Math.ceil(size / unit.length)));
        assert.ok(found.length >= 1 && found.length <= 1000, `${size} of ${JSON.stringify(unit)}: ${found.length}`);
      }
    }
    for (const deep of ['['.repeat(20_000), '- '.repeat(20_000), `a: ${'{a: '.repeat(20_000)}`])
      assert.ok((await diagnose(deep)).length >= 1);
  });

  it('takes time that grows with the text', async function () {
    this.timeout(120_000);
    const of = (unit: (i: number) => string, head: string, size: number): Promise<number> =>
      growth<typeof import('../../../src/language/index.js')>('src/language/index.ts', size, (language, n) => {
        const service = language.createLanguageService({ read: () => Promise.resolve(null), roots: () => [] });
        service.set(MAIN, head + Array.from({ length: n }, (_, i) => unit(i)).join(''));
        return service.diagnostics(MAIN);
      });
    assert.ok((await of(() => 'k: "\n', '', 1_000)) < 5, 'quotes that are not closed');
    assert.ok((await of((i) => `  p${i}: { name: P${i}, bio: x }\n`, PERSONAS, 500)) < 5, 'personas');
    // Of long chains a bounded number of bases is read for each, so the work is linear from there on.
    const chain = (i: number): string => `  a${i}: { ${i === 0 ? 'name: A' : `extends: a${i - 1}`} }\n`;
    assert.ok((await of(chain, PERSONAS, 1_000)) < 6, 'a chain of bases');
  });

  it('merges at most two hundred bases into one entry, however long the chain', async () => {
    const chain = (n: number): string =>
      `society: 1\npersonas:\n  a0: { goals: [g0] }\n${Array.from({ length: n }, (_, i) => `  a${i + 1}: { extends: a${i}, goals: [g${i + 1}] }\n`).join('')}`;
    for (const [length, goals] of [
      [150, 151],
      [1500, 201],
    ] as const) {
      const service = serviceOver();
      service.set(MAIN, chain(length));
      const { society, problems } = await service.resolve(MAIN);
      const most = Math.max(...Object.values(society.personas ?? {}).map((persona) => persona.goals?.length ?? 0));
      assert.ok(most <= goals && (length > 200 || most === goals), `${length}: ${most}`);
      assert.deepEqual(
        problems.filter(({ code }) => code === 'extends-deep').map(({ range }) => range.start.line),
        length > 200 ? [203] : [],
      );
    }
  });

  it('ends with thousands of mistakes', async function () {
    this.timeout(30_000);
    const texts = [
      'a: |\n'.repeat(20_000),
      `society: 1\npersonas:\n${'  ab\n    c: d\n'.repeat(5_000)}`,
      `a:\n  - "${'x: y\n'.repeat(20_000)}`,
      '*a '.repeat(20_000),
    ];
    for (const text of texts) {
      const found = await diagnose(text);
      assert.ok(found.length >= 1 && found.length <= 1000);
    }
  });

  it('never throws, whatever is cut, doubled or inserted', async function () {
    this.timeout(60_000);
    const bits = [
      '"',
      "'",
      '{',
      '[',
      '}',
      ']',
      ':',
      ': ',
      ' #',
      '- ',
      '|',
      '>',
      '&a',
      '*a',
      '!',
      '\t',
      '\r\n',
      '\n',
      '  ',
      '$(',
      ')',
      '=',
      '😀',
      '\u0000',
      '<<',
      '---\n',
      '%',
      '@',
      ',',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(HELLO.length),
        fc.nat(60),
        fc.array(fc.constantFrom(...bits), { maxLength: 3 }),
        fc.boolean(),
        async (at, cut, insert, crlf) => {
          const text = HELLO.slice(0, at) + insert.join('') + HELLO.slice(at + cut);
          await everything(crlf ? text.replaceAll('\n', '\r\n') : text, Math.min(at + 1, text.length));
        },
      ),
      { numRuns: 120, seed: 7 },
    );
  });
});
