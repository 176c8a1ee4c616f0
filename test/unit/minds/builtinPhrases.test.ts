import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { HOLES, type PhraseData, phraseBook } from '../../../src/minds/builtin/phrases/phraseBook.js';
import { capture, compileLine, fill } from '../../../src/minds/builtin/phrases/line.js';
import { read } from '../../../src/minds/builtin/perceive/readMessage.js';
import { wordsInOrder } from '../../../src/analysis/talk/lexical.js';
import { book, phrases } from './builtinSupport.js';

const line = (text: string) => compileLine(text, { id: 0, kind: 'say', topic: 0, moment: '', ask: 0 }, wordsInOrder, true);
const filled = (text: string, values: { readonly [hole: string]: string }): string | null => fill(line(text), (hole) => values[hole]);

describe('a line', () => {
  it('fills its holes with matching articles and capitals', () => {
    assert.equal(filled('I ate a {thing}.', { thing: 'open sandwich' }), 'I ate an open sandwich.');
    assert.equal(filled('I ate a {thing}.', { thing: 'unicorn' }), 'I ate a unicorn.');
    assert.equal(filled('A {thing} is good.', { thing: 'apple pie' }), 'An apple pie is good.');
    assert.equal(filled('Yes. {thing} it is.', { thing: 'tea' }), 'Yes. Tea it is.');
    assert.equal(filled('No {thing}.', {}), null);
  });

  it('returns the words that it was filled with', () => {
    const compiled = line('Who joins me at {place} on {day} for a {thing}?');
    const holes = new Map<string, string>();
    capture(compiled, 'Who joins me at the library on Monday at six for an old canon?', holes);
    assert.deepEqual(
      [...holes],
      [
        ['place', 'the library'],
        ['day', 'Monday at six'],
        ['thing', 'old canon'],
      ],
    );
  });

  it('matches words without case, plural or apostrophe', () => {
    assert.deepEqual(wordsInOrder("Don't the Allotments need chess?"), ['dont', 'the', 'allotment', 'need', 'chess']);
  });
});

describe('the phrase book of the library', () => {
  const slots = [...book.slots.keys()];

  it('uses only known holes', () => {
    const known = new Set<string>([...HOLES, ...slots]);
    for (const each of book.lines) for (const hole of each.holes) assert.ok(known.has(hole), `{${hole}} in ${each.text}`);
  });

  it('has no line that YAML cut, no duplicate, and no line without an end', () => {
    const texts = book.lines.filter((each) => each.moment !== 'open' && each.moment !== 'close').map((each) => each.text);
    for (const text of texts) assert.match(text, /([.!?]|\})$/, text);
    assert.deepEqual(
      texts.filter((text, i) => texts.indexOf(text) !== i),
      [],
    );
  });

  it('is rich enough: 25 topics, each with enough statements, questions, answers and remarks, and 12 variants a moment', () => {
    const topics = book.topics.filter((topic) => topic !== book.general);
    assert.ok(topics.length >= 25);
    for (const topic of topics) {
      const answers = topic.asks.lines.map((ask) => book.answers.get(ask.id)?.lines.length ?? 0);
      assert.ok(topic.says.lines.length >= 6 && topic.asks.lines.length >= 4 && topic.remarks.lines.length >= 5, topic.id);
      assert.ok(answers.every((n) => n >= 3) && answers.reduce((a, b) => a + b, 0) >= 6, topic.id);
      assert.ok(topic.things.length >= 6, topic.id);
    }
    // Texts that are not heard next to those of another agent, such as a plan, need fewer.
    const aside = /^(insight|wonder|plan|coach|interview|open_answer)/;
    for (const [moment, list] of book.moments) assert.ok(list.lines.length >= (aside.test(moment) ? 6 : 12), moment);
  });

  it('keeps talk on a topic: statements, questions and remarks name the thing', () => {
    for (const topic of book.topics) {
      const hole = topic === book.general ? 'interest' : 'thing';
      for (const list of [topic.says, topic.troubles, topic.asks])
        for (const each of list.lines) assert.ok(each.holes.includes(hole), each.text);
    }
  });

  it('recognises every question of its own, with topic and thing', () => {
    for (const topic of book.topics.filter((each) => each !== book.general)) {
      for (const ask of topic.asks.lines) {
        for (const thing of topic.things) {
          const text = fill(ask, () => thing) ?? '';
          const reading = read(book, `Hello there. ${text}`);
          assert.equal(reading.ask?.id, ask.id, text);
          assert.equal(reading.topics[0]?.topic, topic.index, text);
          assert.equal(reading.holes.get('thing'), thing, text);
        }
      }
    }
  });

  it('finds topics in texts of others, and none where there is none', () => {
    const topicOf = (text: string): string | undefined => book.topics[read(book, text).topics[0]?.topic ?? -1]?.id;
    assert.equal(topicOf('A man lost a puppy near the bakery'), 'dogs');
    assert.equal(topicOf('my telescope arrived!'), 'astronomy');
    assert.equal(topicOf('The council meets on Monday.'), undefined);
  });

  it('falls back to another language, and reports when there is none', () => {
    assert.equal(phraseBook(phrases, 'en-GB').language, 'en');
    assert.equal(phraseBook(phrases, 'pl').language, 'en');
    assert.throws(() => phraseBook({}, 'en'), { code: 'no_phrases' });
  });

  it('is replaced as a whole by the language of a file: a copy with one more topic knows that topic too', async () => {
    const service = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    const booked = async (own: string) => {
      service.set('file:///own.society', own);
      const { society } = await service.resolve('file:///own.society');
      return phraseBook(society.phrases as PhraseData, 'en');
    };
    const alone = await booked('society: 1\nphrases: { en: { topics: { llamas: { things: [llama], says: ["My {thing} hums."] } } } }\n');
    assert.deepEqual([alone.moments.size, alone.topics.map(({ id }) => id)], [0, ['llamas', 'general']]);
    const copied = await booked(
      readFileSync('library/phrases.society', 'utf8').replace(
        /^ {4}topics:\n/m,
        '$&      llamas: { things: [llama], says: ["My {thing} hums."] }\n',
      ),
    );
    assert.equal(copied.topics.length, book.topics.length + 1);
    assert.equal(copied.topics[read(copied, 'The llamas are here').topics[0]?.topic ?? -1]?.id, 'llamas');
    assert.equal(copied.moments.size, book.moments.size);
  });
});
