/** Formatting keeps comments and data, is done after one pass, and leaves what it cannot read alone. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { below, type Rng, rng } from '../../../src/core/rng.js';
import { formatEdits, formatted } from '../../../src/language/features/format.js';
import { toData } from '../../../src/language/tree/node.js';
import { parseTree } from '../../../src/language/tree/parse.js';
import { FEED, HELLO } from './support.js';

const format = (text: string): string => formatted(parseTree('file:///a.society', text));
const data = (text: string): unknown => {
  const { root } = parseTree('file:///a.society', text);
  return root && toData(root);
};

/** What stands behind a `#` that starts a comment, in order; texts with such a mark in them do not occur here. */
const comments = (text: string): string[] => text.split(/\r?\n/).flatMap((line) => /(?:^|\s)(#.*?)\s*$/.exec(line)?.[1] ?? []);

function byEdits(text: string): string {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1);
  const offset = (p: { line: number; character: number }): number => (starts[p.line] ?? 0) + p.character;
  let out = text;
  for (const { range, text: now } of [...formatEdits(parseTree('file:///a.society', text))].reverse())
    out = out.slice(0, offset(range.start)) + now + out.slice(offset(range.end));
  return out;
}

const shipped: readonly (readonly [string, string])[] = ['library', 'examples'].flatMap((folder) =>
  readdirSync(join(process.cwd(), folder))
    .filter((name) => name.endsWith('.society'))
    .map((name) => [`${folder}/${name}`, readFileSync(join(process.cwd(), folder, name), 'utf8')] as const),
);

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
  it('indents, spaces and opens what is risky, and keeps every comment', () => {
    assert.equal(format(WILD), TIDY);
    assert.deepEqual(parse(format(WILD)), parse(WILD));
  });
  it('gives edits that lead to the same text, and none where nothing is to be done', () => {
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
  it('leaves short flows and prose on one line as they are', () => {
    for (const line of [
      '  a: { rule: evidence, growth: 0.1 }\n',
      '  a: [ada, grace]\n',
      '  a: A new forum opens, and nobody knows anybody.\n',
    ])
      assert.equal(format(`society: 1\n\nextra:\n${line}`), `society: 1\n\nextra:\n${line}`);
  });
  it('opens a flow within a flow only where that is risky too', () => {
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
  it('leaves a file with a syntax error alone', () => {
    for (const text of [
      'society: 1\npersonas:\n    ada:\n        name: "Ada\n',
      'society: 1\n\tx: 2\n',
      'society: 1\ntitle: a\ntitle:   b\n',
      '',
    ])
      assert.equal(format(text), text);
  });
  it('keeps the lines at the end of a text that counts them', () => {
    const text = 'society: 1\n\nextra:\n  a: |+\n    x\n\n\n';
    assert.equal(format(text), text);
    assert.equal(format('society: 1\ntitle: x\n\n\n'), 'society: 1\ntitle: x\n');
    assert.equal(format('society: 1\ntitle: x'), 'society: 1\ntitle: x\n');
  });

  for (const [name, text] of [...shipped, ['HELLO', HELLO], ['FEED', FEED]] as const) {
    it(`is done with ${name} after one pass and keeps its data`, () => {
      const once = format(text);
      assert.equal(format(once), once);
      assert.deepEqual(data(once), data(text));
      assert.deepEqual(comments(once), comments(text));
    });
  }
  for (const [name, text] of shipped) it(`has nothing to do in ${name}`, () => assert.equal(format(text), text));

  it('finds back from any layout to the same text', () => {
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

  it('keeps the data and is done after one pass, over 2400 seeded mutations', function () {
    this.timeout(120_000);
    const seeds = [WILD, TIDY, HELLO, FEED, shipped.find(([name]) => name.endsWith('hello.society'))?.[1] ?? ''];
    let changed = 0;
    for (let n = 0; n < 2400; n++) {
      const random = rng(11, 'format', n);
      const text = mutated(seeds[n % seeds.length] as string, random);
      const once = format(text);
      if (once !== text) changed++;
      assert.deepEqual(data(once), data(text), `data of mutation ${n}:\n${text}`);
      assert.equal(format(once), once, `second pass of mutation ${n}:\n${text}`);
      assert.deepEqual(comments(once).sort(), comments(text).sort(), `comments of mutation ${n}:\n${text}`);
      if (n % 10 === 0) assert.equal(byEdits(text), once, `edits of mutation ${n}`);
    }
    assert.ok(changed > 900, `only ${changed} texts were changed`);
  });
});

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
