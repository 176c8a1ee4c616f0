/** Formatting keeps comments and data, is done after one pass, and leaves what it cannot read alone. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { below, type Rng, rng } from '../../../src/core/random/rng.js';
import type { TextEdit } from '../../../src/language/index.js';
import { formatEdits, formatRange, formatted } from '../../../src/language/features/formatting/format.js';
import { plainText, templates } from '../../../src/language/features/completion/snippets.js';
import { toData } from '../../../src/language/syntax/node.js';
import { parseTree, type Tree } from '../../../src/language/syntax/parse.js';
import { FEED, HELLO } from './support.js';

const treeOf = (text: string): Tree => parseTree('file:///a.society', text);
const format = (text: string): string => formatted(treeOf(text));
const dataOf = ({ root }: Tree): unknown => root && toData(root);
const data = (text: string): unknown => dataOf(treeOf(text));

/** The text after each `#` that starts a comment, in order. Values that contain ` #` do not occur here. */
const comments = (text: string): string[] => text.split(/\r?\n/).flatMap((line) => /(?:^|\s)(#.*?)\s*$/.exec(line)?.[1] ?? []);

const byEdits = (text: string): string => applied(text, formatEdits(parseTree('file:///a.society', text)));

function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1);
  const offset = (p: { line: number; character: number }): number => (starts[p.line] ?? 0) + p.character;
  let out = text;
  for (const { range, text: now } of [...edits].reverse()) out = out.slice(0, offset(range.start)) + now + out.slice(offset(range.end));
  return out;
}

const shipped: readonly (readonly [string, string])[] = ['library', 'examples'].flatMap((folder) =>
  readdirSync(join(process.cwd(), folder))
    .filter((name) => /\w\.society$/.test(name))
    .map((name) => [`${folder}/${name}`, readFileSync(join(process.cwd(), folder, name), 'utf8')] as const),
);

/** What a new file begins with, and all sections and forms. */
const TEMPLATES: readonly string[] = templates.map(({ body }) => plainText(body));
const FORMS = readFileSync(join(process.cwd(), 'test/fixtures/format.society'), 'utf8');

const WILD = `# About this file.
society: 1
title:   Wild
imports: [ library/feed,library/rewards ]
personas:
    # The baker.
    ada:
        name:  Ada Okafor   # her name
        personality: {openness: high,  agreeableness: 0.4}
        goals:
        - find people to bake with
        -   sleep
        # a goal to come
        voice: |
              Short sentences.

                Dry humour.  
              # not a comment
        bio: Runs a small
          bakery.
        memories:
            -   text: >-
                    Grace once
                    returned her keys.
                about: [grace]
            - { text: "She sings, loudly.", about: [grace] } # keep me
    grace: { name: Grace, bio: 'Moved here, alone.', interests: [jazz] }


ties:
    near: { graph: 'small_world(4, 0.1)' }
`;

const TIDY = `# About this file.
society: 1
title: Wild
imports: [library/feed, library/rewards]

personas:
  # The baker.
  ada:
    name: Ada Okafor   # her name
    personality: { openness: high, agreeableness: 0.4 }
    goals:
      - find people to bake with
      - sleep
    # a goal to come
    voice: |
      Short sentences.

        Dry humour.  
      # not a comment
    bio: Runs a small
      bakery.
    memories:
      - text: >-
          Grace once
          returned her keys.
        about: [grace]
      - text: "She sings, loudly."
        about: [grace] # keep me
  grace:
    name: Grace
    bio: 'Moved here, alone.'
    interests: [jazz]

ties:
  near:
    graph: 'small_world(4, 0.1)'
`;

describe('formatting', () => {
  it('indents, spaces, opens risky flows, and keeps every comment', () => {
    assert.equal(format(WILD), TIDY);
    assert.deepEqual(parse(format(WILD)), parse(WILD));
  });
  it('gives edits that lead to the same text, and none for a formatted file', () => {
    assert.equal(byEdits(WILD), TIDY);
    assert.deepEqual(formatEdits(parseTree('file:///a.society', TIDY)), []);
    const one = TIDY.replace('    bio: Runs', '    bio:   Runs');
    assert.deepEqual(
      formatEdits(parseTree('file:///a.society', one)).map((edit) => [edit.range.start.line, edit.range.end.line]),
      [[19, 20]],
    );
  });
  it('keeps CRLF, a byte order mark and emoji', () => {
    const text = `\ufeff${WILD.replace('Dry', '👋🏽 Dry')}`.replaceAll('\n', '\r\n');
    assert.equal(format(text), `\ufeff${TIDY.replace('Dry', '👋🏽 Dry')}`.replaceAll('\n', '\r\n'));
  });
  it('keeps short flows and prose on one line', () => {
    for (const line of [
      '  a: { rule: evidence, growth: 0.1 }\n',
      '  a: [ada, grace]\n',
      '  a: A new forum opens, and the people are strangers.\n',
    ])
      assert.equal(format(`society: 1\n\nextra:\n${line}`), `society: 1\n\nextra:\n${line}`);
  });
  it('opens a nested flow only where that is risky too', () => {
    const text = 'society: 1\nextra:\n  a: { ask: { scale: 1..7, text: Will the small bakery close this year? }, ends: [no, yes] }\n';
    assert.equal(
      format(text),
      'society: 1\n\nextra:\n  a:\n    ask:\n      scale: 1..7\n      text: Will the small bakery close this year?\n    ends: [no, yes]\n',
    );
  });
  it('does not open a flow with a comment or an anchor in it', () => {
    for (const flow of ["{ a: 'x, y', # why\n      b: 2 }", "{ a: &one 'x, y', b: 2 }"]) {
      const text = `society: 1\n\nextra:\n  key: ${flow}\n`;
      assert.equal(format(text), text);
    }
  });
  it('does not change a file with a syntax error', () => {
    for (const text of [
      'society: 1\npersonas:\n    ada:\n        name: "Ada\n',
      'society: 1\n\tx: 2\n',
      'society: 1\ntitle: a\ntitle:   b\n',
      '',
    ])
      assert.equal(format(text), text);
  });
  it('keeps the lines at the end of a text with a keep indicator', () => {
    const text = 'society: 1\n\nextra:\n  a: |+\n    x\n\n\n';
    assert.equal(format(text), text);
    assert.equal(format('society: 1\ntitle: x\n\n\n'), 'society: 1\ntitle: x\n');
    assert.equal(format('society: 1\ntitle: x'), 'society: 1\ntitle: x\n');
  });

  for (const [name, text] of [...shipped, ['HELLO', HELLO], ['FEED', FEED]] as const) {
    it(`is stable with ${name} after one pass and keeps its data`, () => {
      const once = format(text);
      assert.equal(format(once), once);
      assert.deepEqual(data(once), data(text));
      assert.deepEqual(comments(once), comments(text));
    });
  }
  for (const [name, text] of shipped) it(`has nothing to do in ${name}`, () => assert.equal(format(text), text));

  it('restores the same text from any layout', () => {
    const wide = TIDY.replace(/^ +/gm, '$&$&')
      .replace(/^ {16}Dry/m, '              Dry')
      .replace(/^( +)- /gm, '$1-   ');
    const list = TIDY.replace(/^( +) {2}(- (?:find|sleep))/gm, '$1$2')
      .replaceAll(': {', ':  {')
      .replace('[jazz]', '[ jazz ]');
    const blank = TIDY.replace('\nties:', '\n\n\n\nties:   ')
      .replace('personas:\n', 'personas:\n\n\n')
      .replace('\n    goals', '\n\n\n    goals');
    assert.equal(format(wide), TIDY);
    assert.equal(format(list), TIDY);
    assert.equal(format(blank), TIDY.replace('personas:\n', 'personas:\n\n').replace('\n    goals', '\n\n    goals'));
  });

  it('keeps the data and is stable after one pass, over 2500 seeded mutations that still parse', function () {
    this.timeout(240_000);
    const seeds = [WILD, TIDY, HELLO, FEED, ...shipped, ...TEMPLATES, FORMS].map((one) => windowOf(typeof one === 'string' ? one : one[1]));
    let [changed, sound] = [0, 0];
    for (let n = 0; sound < 2500; n++) {
      const random = rng(11, 'format', n);
      const text = mutated(seeds[n % seeds.length] as string, random);
      const tree = treeOf(text);
      const once = formatted(tree);
      if (tree.problems.length > 0) {
        assert.equal(once, text);
        continue;
      }
      sound++;
      if (once !== text) changed++;
      const again = treeOf(once);
      assert.deepEqual(dataOf(again), dataOf(tree), `data of mutation ${n}:\n${text}`);
      assert.equal(formatted(again), once, `second pass of mutation ${n}:\n${text}`);
      assert.deepEqual(comments(once).sort(), comments(text).sort(), `comments of mutation ${n}:\n${text}`);
      if (n % 10 === 0) assert.equal(byEdits(text), once, `edits of mutation ${n}`);
    }
    assert.ok(changed > 1500, `only ${changed} texts were changed`);
  });

  it('keeps the data and is stable after one pass, over generated documents', function () {
    this.timeout(120_000);
    let changed = 0;
    for (let n = 0; n < 1000; n++) {
      const random = rng(12, 'made', n);
      const text = made(random);
      const tree = treeOf(text);
      assert.deepEqual(
        tree.problems.map(({ message }) => message),
        [],
        text,
      );
      const once = formatted(tree);
      if (once !== text) changed++;
      const again = treeOf(once);
      assert.deepEqual(dataOf(again), dataOf(tree), `data of ${n}:\n${text}\n→\n${once}`);
      assert.deepEqual(parse(once), parse(text), `data of ${n} by another reader:\n${text}`);
      assert.equal(formatted(again), once, `second pass of ${n}:\n${text}\n→\n${once}`);
      assert.deepEqual(comments(once).sort(), comments(text).sort(), `comments of ${n}:\n${text}\n→\n${once}`);
    }
    assert.ok(changed > 750, `only ${changed} texts were changed`);
  });
});

describe('formatting a part', () => {
  const rangeOf = (text: string, from: string, to: string): readonly [number, number] => [text.indexOf(from), text.indexOf(to) + to.length];
  const formatPart = (text: string, range: readonly [number, number]): string =>
    applied(text, formatRange(parseTree('file:///a.society', text), range));

  it('changes the selected lines and no others', () => {
    const text = 'society: 1\npersonas:\n  ada:\n    name:   Ada\n    age:  41\n  ben:\n    name:   Ben\n';
    assert.equal(formatPart(text, rangeOf(text, '    age', '41')), text.replace('age:  41', 'age: 41'));
    assert.equal(formatPart(text, rangeOf(text, '  ben', 'name:   Ben')), text.replace('name:   Ben', 'name: Ben'));
  });
  it('takes the whole section where a part alone would change the data', () => {
    const text = 'society: 1\n\npersonas:\n    ada:\n        name: Ada\n        age: 41\n\nties:\n    near:  {}\n';
    assert.equal(
      formatPart(text, rangeOf(text, '        name', 'Ada')),
      'society: 1\n\npersonas:\n  ada:\n    name: Ada\n    age: 41\n\nties:\n    near:  {}\n',
    );
  });
  it('never changes the data, whatever is selected', () => {
    let changed = 0;
    for (let n = 0; n < 600; n++) {
      const random = rng(13, 'range', n);
      const text = mutated([WILD, HELLO, FEED][n % 3] as string, random);
      if (parseTree('file:///a.society', text).problems.length > 0) continue;
      const from = below(random, text.length);
      const now = formatPart(text, [from, from + below(random, text.length - from)]);
      if (now !== text) changed++;
      assert.deepEqual(data(now), data(text), text);
    }
    assert.ok(changed > 150, `only ${changed}`);
  });
});

/** A piece of a long text that is a text by itself, so that thousands of it take seconds. */
function windowOf(text: string): string {
  if (text.length < 6000) return text;
  const lines = text.split('\n');
  const end = lines.findIndex((line, i) => i > 120 && /^\S/.test(line));
  return `${lines.slice(0, end < 0 || end > 250 ? 120 : end).join('\n')}\n`;
}

const WORDS = [
  'ada',
  'jazz club',
  '👋🏽 Über',
  'Closing, soon',
  "it's",
  'a (b) c',
  '#tag',
  '@home',
  '0.5',
  '012',
  'yes',
  'normal(46, 14) in 18..90',
  '=x + 1',
  '$(me.name): hm',
  '- dash',
  '',
];

/** A document of random depth, written with random indents, styles, blank lines and comments. */
function made(random: Rng): string {
  const one = <T>(list: readonly T[]): T => list[below(random, list.length)] as T;
  const chance = (n: number): boolean => below(random, n) === 0;
  const eol = chance(4) ? '\r\n' : '\n';
  const scalar = (flow: boolean): string => {
    const word = one(WORDS);
    const plain = word !== '' && !/[#:,()@$]|^[-=]|[[\]{}]/.test(word.replace(/\(b\)/, flow ? '(' : ''));
    if (plain && !chance(4)) return word;
    return chance(2) ? `'${word.replaceAll("'", "''")}'` : `"${word}"`;
  };
  const flow = (depth: number): string => {
    const parts = Array.from({ length: below(random, 4) }, () => (depth > 0 && chance(3) ? flow(depth - 1) : scalar(true)));
    const [pad, gap] = [one(['', ' ', '  ']), one([', ', ',  ', ' , '])];
    if (chance(2)) return `[${pad}${parts.join(gap)}${pad}]`;
    return `{${pad}${parts.map((part, i) => `k${i}: ${part}`).join(gap)}${pad}}`;
  };
  const rows: string[] = ['society: 1'];
  const note = (column: number): void => {
    if (chance(6)) rows.push('');
    if (chance(6)) rows.push(`${' '.repeat(column)}# note ${below(random, 99)}`);
  };
  const tail = (): string => (chance(6) ? `${one([' ', '   '])}# end ${below(random, 99)}` : chance(8) ? '  ' : '');
  const value = (head: string, column: number, depth: number): void => {
    const step = one([2, 2, 3, 4]);
    switch (below(random, depth > 0 ? 7 : 4)) {
      case 0:
        rows.push(`${head}${one([' ', '  '])}${flow(2)}${tail()}`);
        return;
      case 1: {
        const lines = Array.from({ length: 1 + below(random, 3) }, (_, i) =>
          i > 0 && chance(3)
            ? ''
            : `${' '.repeat(column + step + (i > 0 ? below(random, 3) : 0))}text ${one(['# no note', 'a: b', '- c', 'd'])}`,
        );
        rows.push(`${head} ${one(['|', '>', '|-', '>-'])}`, ...lines);
        return;
      }
      case 4:
      case 5:
        rows.push(`${head}${tail()}`);
        map(column + step, depth - 1);
        return;
      case 6: {
        rows.push(`${head}${tail()}`);
        const dash = column + one([0, step]);
        for (let i = 1 + below(random, 3); i > 0; i--) {
          note(dash);
          rows.push(`${' '.repeat(dash)}-${one([' ', '   '])}${chance(3) ? flow(1) : scalar(false)}${tail()}`);
        }
        return;
      }
      default:
        rows.push(`${head} ${scalar(false)}${tail()}`);
    }
  };
  const map = (column: number, depth: number): void => {
    for (let i = 1 + below(random, 4); i > 0; i--) {
      note(column);
      value(`${' '.repeat(column)}${one(['a', 'b', 'c', 'key'])}${rows.length}:`, column, depth);
    }
  };
  map(0, 3);
  return (chance(8) ? '\ufeff' : '') + rows.join(eol) + (chance(5) ? '' : eol);
}

const PIECES = [
  '  ',
  '\n',
  ': ',
  ' # note',
  '- ',
  "'",
  '{ a: b }',
  '[x, y]',
  ', ',
  '\n    # far in\n',
  '|',
  '&a ',
  '👋',
  '   ',
  '\n\n\n',
  '(',
  'x: "y, z"',
  '\r\n',
];

/** One to three edits: of layout mostly, so that many results still parse. */
function mutated(text: string, random: Rng): string {
  let out = text;
  for (let k = 1 + below(random, 3); k > 0; k--) {
    const lines = out.split('\n');
    const at = below(random, lines.length);
    const line = lines[at] ?? '';
    switch (below(random, 6)) {
      case 0:
        out = lines.map((l) => l.replace(/^ +/, (s) => s + s)).join('\n');
        break;
      case 1:
        lines[at] = `${line}${' '.repeat(below(random, 4))}`;
        lines.splice(at, 0, ...(below(random, 2) === 0 ? ['', ''] : [`${' '.repeat(below(random, 9))}# note ${below(random, 99)}`]));
        out = lines.join('\n');
        break;
      case 2:
        lines[at] = line.replace(': ', `:${' '.repeat(1 + below(random, 4))}`).replace(', ', ',  ');
        out = lines.join('\n');
        break;
      case 3:
        lines.splice(at, 1);
        out = lines.join('\n');
        break;
      case 4:
        lines[at] = `${' '.repeat(below(random, 4))}${line}`;
        out = lines.join('\n');
        break;
      default: {
        const where = below(random, out.length);
        out = out.slice(0, where) + (PIECES[below(random, PIECES.length)] as string) + out.slice(where + below(random, 3));
      }
    }
  }
  return out;
}
