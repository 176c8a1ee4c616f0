/** Documents as passages: what a passage is, its heading, where long ones are cut, and the position of each. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import MarkdownIt from 'markdown-it';
import { LONGEST_PASSAGE, type Passage, passagesOf } from '../../../src/language/text/passages.js';

const texts = (source: string, isMarkdown = true): string[] => passagesOf(source, isMarkdown).map(({ text }) => text);

/** What is left where spaces, breaks of lines and their order do not count. */
const bare = (text: string): string => text.replace(/\s/g, '');

describe('passages of a document', () => {
  it('are its paragraphs, with wrapped lines joined', () => {
    assert.deepEqual(texts('\uFEFFThe bridge\r\nis closed.\r\n\r\n\r\n  Until May.  \n'), ['The bridge is closed.', 'Until May.']);
    assert.deepEqual(texts('Wanted:\n- flour\n  of rye\n- salt\n1. first\n| a | b |\n> said'), [
      'Wanted:\n- flour of rye\n- salt\n1. first\n| a | b |\n> said',
    ]);
    assert.deepEqual(texts(''), []);
    assert.deepEqual(texts(' \n\t\n***\n\n---\n\n. . .\n'), [], 'what has neither letters nor digits says nothing');
  });

  it('have the nearest heading in front, in Markdown only', () => {
    const source = '# Minutes #\n\nOne.\n\nTwo.\n## Hall\nThree.\n\n## Nothing\n##\nFour.\n\nRoof\n----\nFive.\n\n#6 is a number.';
    const found = ['Minutes — One.', 'Minutes — Two.', 'Hall — Three.', 'Four.', 'Roof — Five.', 'Roof — #6 is a number.'];
    assert.deepEqual(texts(source), found);
    assert.deepEqual(texts('# Minutes\n\nOne.', false), ['# Minutes', 'One.']);
    assert.deepEqual(texts('# Only\n## headings\n'), []);
    assert.deepEqual(texts(`# ${'long '.repeat(50)}\n\nOne.`), [`# ${'long '.repeat(50)}`.trim(), 'One.'], 'too long to be a heading');
  });

  it('leave out data at the start, and take code unchanged', () => {
    assert.deepEqual(texts('---\ntitle: x\n---\nOne.'), ['One.']);
    assert.deepEqual(texts('---\nOne.\n'), ['--- One.'], 'data that do not end are text');
    assert.deepEqual(texts('Run:\n```sh\n# not a heading\nls\n```\nTwo.'), ['Run:', '# not a heading ls', 'Two.']);
  });

  it('are cut at the ends of sentences where they are too long, else between words, else at any character', () => {
    const sentence = 'The council met and nobody came. ';
    const pieces = passagesOf(`# Hall\n\n${sentence.repeat(60)}`, true);
    assert.ok(pieces.length > 3);
    for (const { text } of pieces) {
      assert.match(text, /^Hall — The council/);
      assert.ok(text.endsWith('came.') && text.length <= LONGEST_PASSAGE + 'Hall — '.length);
    }
    assert.deepEqual(
      texts('会議は中止。'.repeat(150)).map((text) => [text.length, text.endsWith('。')]),
      [...[600, 300].map((length) => [length, true])],
    );
    for (const text of texts('word '.repeat(500))) assert.match(text, /^word( word)*$/);
    const wide = texts(`x${'𝒜'.repeat(500)}`);
    // A half of one is a character of its own.
    assert.ok(wide.every((text) => !/\p{Surrogate}/u.test(text)));
    assert.equal(wide.join(''), `x${'𝒜'.repeat(500)}`);
  });

  it('include every word of a text file once, with its position', () => {
    for (const name of ['CHANGELOG.md', 'docs/models.md', 'LICENSE']) {
      const source = readFileSync(name, 'utf8').replace(/^[\s-=*]+$/gm, '');
      const found = passagesOf(source, false);
      assert.equal(bare(found.map(({ text }) => text).join('')), bare(source), name);
      for (const { text, at } of found) assert.equal(bare(source.slice(...at)), bare(text));
    }
  });

  it('are cut in bounded time, whatever is in the file', () => {
    for (const part of ['# ', '#', '`', ' ', '-', '"', '. ', '\n#\n', '— '])
      assert.ok(passagesOf(`${part.repeat(250_000 / part.length)}x`, true).length >= 0);
  }).timeout(10_000);
});

describe('passages of Markdown', () => {
  // Another parser says where paragraphs are and what heads them.
  for (const name of readdirSync('docs').filter((file) => file.endsWith('.md')))
    it(`begin where markdown-it has the paragraphs of docs/${name}, under the same heading`, () => {
      const source = readFileSync(`docs/${name}`, 'utf8');
      const lines = source.split('\n');
      const found = new Map<number, Passage>();
      for (const passage of passagesOf(source, true)) {
        const line = source.slice(0, passage.at[0]).split('\n').length - 1;
        if (!found.has(line)) found.set(line, passage);
      }
      let heading = '';
      let compared = 0;
      const tokens = new MarkdownIt({ html: true, linkify: false }).parse(source, {});
      tokens.forEach(({ type, level, map }, i) => {
        const content = tokens[i + 1]?.content ?? '';
        if (type === 'heading_open' && level === 0) heading = content;
        if (type !== 'paragraph_open' || level !== 0 || !map) return;
        const passage = found.get(map[0]);
        const own = lines
          .slice(...map)
          .join(' ')
          .slice(0, 100);
        assert.ok(passage, `line ${map[0] + 1}: ${own}`);
        assert.ok(
          bare(passage.text).startsWith(bare(`${heading === '' ? '' : `${heading} — `}${own}`)),
          `${passage.text}\n${heading}\n${own}`,
        );
        compared++;
      });
      assert.ok(compared > 0);
    });
});
