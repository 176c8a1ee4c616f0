/** Phrases of the built-in mind in the language of a society, and the writing of languages without spaces. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, type PhraseData, phraseBook } from '../../../src/minds/builtin/index.js';
import { read } from '../../../src/minds/builtin/perceive/readMessage.js';
import { fill } from '../../../src/minds/builtin/phrases/line.js';
import { HOLES } from '../../../src/minds/builtin/phrases/phraseBook.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { compiled, play } from '../../support/societies.js';
import { book as english } from './builtinSupport.js';

/** For each language of the library: its tag in a file, and a persona's occupation, interests and voice. */
const LANGUAGES = {
  de: { tag: 'de-AT', occupation: 'Bäckerin', interests: ['Backen', 'Garten'], voice: 'kurz und trocken', chosen: 'terse' },
  es: { tag: 'es', occupation: 'panadera', interests: ['panadería', 'cocina'], voice: 'amable y cálida', chosen: 'warm' },
  ja: { tag: 'ja', occupation: 'パン職人', interests: ['パン作り', '料理'], voice: '無口で率直', chosen: 'terse' },
  zh: { tag: 'zh-CN', occupation: '面包师', interests: ['烘焙', '做饭'], voice: '话少，很直接', chosen: 'terse' },
} as const;

const URI = 'file:///neighbours.society';
const files = nodeTextFiles(join(process.cwd(), 'library'));

const textOf = (tag: string, { occupation, interests, voice }: (typeof LANGUAGES)[keyof typeof LANGUAGES]): string => `society: 1
language: ${tag}
imports: [library/feed]
personas:
  ada: { name: Ada, occupation: ${occupation}, interests: [${interests.join(', ')}], voice: ${voice} }
  ben: { name: Ben, interests: [${interests[1]}] }
populations:
  others: { size: 6, name: 'X{n}', sample: { interests: '1 of [${interests.join(', ')}]' } }
scenarios:
  week: { world: feed, rounds: 5, seed: 2 }
`;

/** The society of a text, and what is said in it. `without`: a file of the library that is missing, as in the record of an old run. */
async function talk(text: string, tag: string, without = '') {
  const read = (uri: string) => (without !== '' && uri.endsWith(without) ? Promise.resolve(null) : files.read(uri));
  const service = createLanguageService({ ...files, read });
  service.set(URI, text);
  const { society, problems } = await service.resolve(URI);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  const book = phraseBook(society.phrases as PhraseData, tag);
  const { timeline } = await play(compiled(society), builtinMind(book));
  return { book, said: timeline.events.flatMap((event) => ('text' in event && typeof event.text === 'string' ? [event.text] : [])) };
}

for (const [language, persona] of Object.entries(LANGUAGES)) {
  const { tag, interests, voice, chosen } = persona;
  describe(`the phrases of ${language}`, () => {
    it('are said in a society of this language, and in no other', async () => {
      const { book, said } = await talk(textOf(tag, persona), tag);
      assert.equal(book.language, language);
      assert.ok(said.length > 12);
      for (const text of said) {
        assert.notDeepEqual(read(book, text).lines, [], text);
        assert.deepEqual(read(english, text).lines, [], text);
      }
      const elsewhere = await talk(textOf('en', persona), 'en');
      assert.equal(elsewhere.book.language, 'en');
    });

    it('are not part of a run whose record does not have them', async () => {
      const { book } = await talk(textOf(tag, persona), tag, `phrases_${language}.society`);
      assert.equal(book.language, 'en');
    });

    it('have the moments, slots, tones and heeds of the English book, known holes, no duplicates, and lines with an end', async () => {
      const { book } = await talk(textOf(tag, persona), tag);
      for (const part of ['moments', 'slots'] as const) assert.deepEqual([...book[part].keys()].sort(), [...english[part].keys()].sort());
      for (const [moment, { lines }] of book.moments) assert.ok(lines.length >= 6, moment);
      assert.deepEqual(new Set(book.tones.values()), new Set(english.tones.values()));
      assert.deepEqual(new Set([...book.heeds.values()].flat()), new Set([...english.heeds.values()].flat()));
      const known = new Set<string>([...HOLES, ...book.slots.keys()]);
      const texts = book.lines.map(({ text }) => text);
      for (const { text, holes } of book.lines) {
        assert.ok(!text.startsWith('{') && holes.every((hole) => known.has(hole)), text);
        assert.match(text, /([.!?。！？…]|\})$/u, text);
      }
      assert.deepEqual(
        texts.filter((text, i) => texts.indexOf(text) !== i),
        [],
      );
    });

    it('are understood: each question is found again with its topic and thing, interests have topics, and a voice is chosen', async () => {
      const { book } = await talk(textOf(tag, persona), tag);
      const topics = book.topics.filter((topic) => topic !== book.general);
      assert.ok(topics.length >= 9);
      for (const topic of topics)
        for (const ask of topic.asks.lines)
          for (const thing of topic.things) {
            const text = fill(ask, () => thing) ?? '';
            const reading = read(book, text);
            assert.deepEqual([reading.ask?.id, reading.topics[0]?.topic, reading.holes.get('thing')], [ask.id, topic.index, thing], text);
          }
      for (const interest of interests) assert.notEqual(book.topics[read(book, interest).topics[0]?.topic ?? -1], undefined, interest);
      const words = new Set(book.words(voice));
      assert.ok(book.voices.find(({ id }) => id === chosen)?.words.some((word) => words.has(word)));
    });
  });
}

describe('a language without spaces', () => {
  const data = (spaces: boolean): PhraseData => ({
    zh: {
      spaces,
      articles: false,
      topics: { 面包: { aliases: ['烘焙'], things: ['全麦面包'], says: ['我烤了{thing}。'], asks: [{ ask: '你用什么面粉做{thing}？' }] } },
      moments: { thank: ['谢谢你，{name}。'] },
    },
  });

  it('has pairs of characters as words, so topics and lines are found inside of a text', () => {
    const book = phraseBook(data(false), 'zh-CN');
    assert.deepEqual(book.words('我爱面包。OK 茶'), ['我爱', '爱面', '面包', '茶', 'ok']);
    assert.equal(book.topics[read(book, '我们都喜欢烘焙').topics[0]?.topic ?? -1]?.id, '面包');
    assert.deepEqual(read(book, '谢谢你，小明。').has, ['thank']);
    assert.equal(read(book, '你吃饭了吗？').isQuestion, true);
    assert.equal(book.topics[read(phraseBook(data(true), 'zh-CN'), '我们都喜欢烘焙').topics[0]?.topic ?? -1], undefined);
  });
});

describe('a language without articles', () => {
  it('keeps an `a` in front of a value', () => {
    const lines = (articles: boolean) =>
      phraseBook({ es: { articles, moments: { thank: ['Saludos a {name}.'] } } }, 'es').moments.get('thank');
    assert.equal(
      fill(lines(false)!.lines[0]!, () => 'Ana'),
      'Saludos a Ana.',
    );
    assert.equal(
      fill(lines(true)!.lines[0]!, () => 'Ana'),
      'Saludos an Ana.',
    );
  });
});
