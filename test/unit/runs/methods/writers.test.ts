/** What people and models wrote is only text in Markdown and in LaTeX, whatever it looks like. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, it } from 'mocha';
import { type Block, code, heading, list, paragraph, table, verbatim } from '../../../../src/runs/methods/document.js';
import { latexOf, tex } from '../../../../src/runs/methods/latex.js';
import { markdownOf } from '../../../../src/runs/methods/markdown.js';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '$x$ & 100 %',
  'a_b^c~d',
  '\\input{/etc/passwd}',
  '```',
  '`',
  '|',
  '\\',
  '[a](http://b.c)',
  '-',
  '---',
  '*',
  '\\\\',
  '}',
  '{',
  '# x',
  '\\end{quote}',
  'Ünïcode 漢 κ',
  '\n',
  '\u0007',
  ' ',
];

/** Everything that a text can stand in. */
const blocksOf = (text: string): readonly Block[] => [
  heading(1, `h${text}`),
  paragraph(text, code(text), { cite: ['park2023'] }),
  ...list([text, [code(text)]]),
  ...table(['a', 'b'], [[text, [code(text)]]]),
  verbatim(text),
  { kind: 'box', title: text, lines: [text] },
];

const texts = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), { maxLength: 6 }).map((parts) => parts.join(''));

/** What a stretch of TeX calls, opens and closes, read sign by sign as TeX has it. */
function readTex(source: string): { readonly commands: ReadonlySet<string>; readonly depth: number; readonly active: string } {
  const commands = new Set<string>();
  let [depth, active] = [0, ''];
  for (const [token] of source.matchAll(/\\(?:[A-Za-z]+|.)|./gs)) {
    if (token === '{') depth++;
    else if (token === '}') assert.ok(--depth >= 0, `a brace closes what none opened: ${source}`);
    else if (token.length > 1) commands.add(token);
    else if (/[%#$&^_~]/.test(token)) active += token;
  }
  return { commands, depth, active };
}

describe('Markdown that is written', () => {
  it('has a golden form', () => {
    const blocks: readonly Block[] = [
      heading(2, 'A & <b>'),
      paragraph('Take ', code('a`b'), ' ', { cite: ['x', 'y'] }, '.'),
      ...list(['one', '2 * 3'], true),
      ...table(['a|b'], [[[code('x || y')]]]),
      verbatim('```\nend'),
      { kind: 'box', title: 'Mind', lines: ['this'] },
    ];
    assert.equal(
      markdownOf(blocks),
      [
        '## A &amp; &lt;b>',
        'Take ``a`b`` [@x; @y].',
        '1. one\n2. 2 \\* 3',
        '| a\\|b |\n|---|\n| `x \\|\\| y` |',
        '````text\n```\nend\n````',
        '> **Mind**\n>\n> - this\n',
      ].join('\n\n'),
    );
  });

  it('has the same elements for any text, none of them from the text', () => {
    const markdown = new MarkdownIt({ html: true, linkify: true });
    const kinds = (text: string) =>
      markdown
        .parse(markdownOf(blocksOf(text)), {})
        .flatMap(({ type, children }) => [type, ...(children ?? []).map((child) => child.type)])
        .filter((type) => type !== 'text' && type !== 'text_special' && type !== 'code_inline');
    const plain = kinds('x');
    fc.assert(
      fc.property(texts, (text) => {
        const said = kinds(`x${text}x`);
        assert.deepEqual(said, plain);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe('LaTeX that is written', () => {
  it('has a golden form', () => {
    const signs = '100 % of $x_1$ & #2 {a} ^ ~ \\ <img> | " `';
    assert.equal(
      tex(signs),
      '100 \\% of \\$x\\_1\\$ \\& \\#2 \\{a\\} \\textasciicircum{} \\textasciitilde{} \\textbackslash{} \\textless{}img\\textgreater{} \\textbar{} \\textquotedbl{} \\textasciigrave{}',
    );
    assert.equal(tex('\\input{x}'), '\\textbackslash{}input\\{x\\}');
    assert.equal(tex('a -- b'), 'a -{}- b');
    assert.equal(tex('max(0, e − ξ)'), 'max(0, e − \\ensuremath{\\xi})');
  });

  it('breaks code at readable places, and inside words that are too long for a line', () => {
    const text = latexOf([paragraph(code('reward_social(a)'), ' ', code('0123456789abcdef0123456789'))], '');
    assert.match(text, /\\texttt\{reward\\_\\allowbreak\{\}social\(\\allowbreak\{\}a\)\}/);
    assert.match(text, /0123456789ab\\allowbreak\{\}c\\allowbreak\{\}d/);
  });

  it('has the same commands for any text, and closes what it opens', () => {
    const escapes = readTex(tex(HOSTILE.join('"`|<>~^#$&%_{}'))).commands;
    const plain = readTex(latexOf(blocksOf('x'), '')).commands;
    fc.assert(
      fc.property(texts, (text) => {
        const { commands, depth, active } = readTex(latexOf(blocksOf(`x${text}x`), ''));
        assert.equal(depth, 0);
        const own = [...commands].filter((name) => !plain.has(name) && !escapes.has(name) && !['\\medskip', '\\allowbreak'].includes(name));
        assert.deepEqual(own, []);
        assert.match(active.replaceAll('~', ''), /^%*&*(?:%|&)*$/);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('has no text that begins an argument or ends an environment', () => {
    const text = latexOf([...list(['[a]']), ...table(['h'], [['[b]'], ['*c']]), verbatim('[d]\n  \\end{quote}')], '');
    assert.match(text, /\\item \{\}\[a\]/);
    assert.match(text, /^\{\}\[b\] \\\\$/m);
    assert.match(text, /^~~\{\}\\textbackslash\{\}end\\\{quote\\\}\\par$/m);
  });
});
