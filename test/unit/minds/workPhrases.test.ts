import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, type PhraseData, phraseBook } from '../../../src/minds/builtin/index.js';
import { fill } from '../../../src/minds/builtin/phrases/line.js';
import { HOLES } from '../../../src/minds/builtin/phrases/phraseBook.js';
import { read } from '../../../src/minds/builtin/perceive/readMessage.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { compiled, play } from '../../support/societies.js';
import { book as library } from './builtinSupport.js';

const URI = 'file:///office.society';
const OFFICE = (imports: string): string => `society: 1
imports: [${imports}]
personas:
  ada: { name: Ada Okafor, occupation: analyst, interests: [planning, data] }
  ben: { name: Ben Castell, occupation: designer, interests: [reviews, lunch] }
  mia: { name: Mia Lindt, occupation: recruiter, interests: [hiring, onboarding, football] }
populations:
  staff: { size: 9, name: 'Staff {n}', sample: { interests: '2 of [planning, meetings, customers, deadlines, lunch, chess]' } }
ties:
  colleagues: { among: all, change: { rule: evidence } }
scenarios:
  week: { world: feed, rounds: 8, premise: A messenger opens in an office. }
`;

/** Holes for what a moment is about. */
const FRAMED = ['say', 'ask', 'answer', 'remark', 'trouble', 'told', 'amount', 'share'];

async function resolved(imports: string) {
  const service = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  service.set(URI, OFFICE(imports));
  return service.resolve(URI);
}

async function said(imports: string): Promise<readonly string[]> {
  const { society } = await resolved(imports);
  const mind = builtinMind(phraseBook(society.phrases as PhraseData, 'en'));
  const { timeline } = await play(compiled(society), mind);
  return timeline.events.flatMap((event) => ('text' in event && typeof event.text === 'string' ? [event.text] : []));
}

describe('the phrase book for work', () => {
  it('replaces the English of the library, in any order of the imported parts, without a problem', async () => {
    for (const imports of ['library/feed, library/work_phrases', 'library/work_phrases, library/feed, library/phrases']) {
      const { society, problems } = await resolved(imports);
      assert.deepEqual(problems, []);
      const ids = Object.keys(society.phrases?.en?.topics ?? {});
      assert.ok(ids.includes('planning') && !ids.includes('baking'), imports);
    }
  });

  it('has the slots, voices, moments, tones and heeds of the default book, and as many lines as a moment needs', async () => {
    const book = phraseBook((await resolved('library/work_phrases, library/feed')).society.phrases as PhraseData, 'en');
    assert.deepEqual([...book.slots.keys()], [...library.slots.keys()]);
    assert.deepEqual(
      book.voices.map(({ id, words }) => [id, words]),
      library.voices.map(({ id, words }) => [id, words]),
    );
    assert.deepEqual([...book.moments.keys()], [...library.moments.keys()]);
    assert.deepEqual([...book.tones], [...library.tones]);
    assert.deepEqual([...book.heeds], [...library.heeds]);
    for (const [moment, { lines }] of library.moments) {
      const own = book.moments.get(moment)?.lines ?? [];
      assert.ok(own.length >= Math.min(lines.length, 12), moment);
      // A moment offers the same things to say, so it needs the frames that hold them.
      const framed = (list: typeof own) => FRAMED.filter((hole) => list.some(({ holes }) => holes.includes(hole)));
      assert.deepEqual(framed(own), framed(lines), moment);
    }
  });

  it('has only known holes, lines with an end, no duplicates and no line that begins with a hole', async () => {
    const book = phraseBook((await resolved('library/work_phrases, library/feed')).society.phrases as PhraseData, 'en');
    const known = new Set<string>([...HOLES, ...book.slots.keys()]);
    for (const each of book.lines) for (const hole of each.holes) assert.ok(known.has(hole), `{${hole}} in ${each.text}`);
    const texts = book.lines.filter(({ moment }) => moment !== 'open' && moment !== 'close').map(({ text }) => text);
    for (const text of texts) assert.match(text, /^[^{].*([.!?]|\})$/, text);
    assert.deepEqual(
      texts.filter((text, i) => texts.indexOf(text) !== i),
      [],
    );
  });

  it('names the thing in all statements, questions and remarks, and recognises its questions', async () => {
    const book = phraseBook((await resolved('library/work_phrases, library/feed')).society.phrases as PhraseData, 'en');
    assert.ok(book.topics.length > 12);
    for (const topic of book.topics) {
      const general = topic === book.general;
      for (const list of [topic.says, topic.troubles, topic.asks])
        for (const each of list.lines) assert.ok(each.holes.includes(general ? 'interest' : 'thing'), each.text);
      assert.ok(general || (topic.says.lines.length >= 6 && topic.asks.lines.length >= 4 && topic.remarks.lines.length >= 5), topic.id);
      for (const ask of topic.asks.lines) assert.ok((book.answers.get(ask.id)?.lines.length ?? 0) >= 3, ask.text);
      for (const ask of general ? [] : topic.asks.lines)
        for (const thing of topic.things) {
          const text = fill(ask, () => thing) ?? '';
          const reading = read(book, `Hello there. ${text}`);
          assert.deepEqual([reading.ask?.id, reading.topics[0]?.topic, reading.holes.get('thing')], [ask.id, topic.index, thing], text);
        }
    }
  });

  it('does not mention a neighbourhood, in the file or in a run of an office', async () => {
    const file = readFileSync('library/work_phrases.society', 'utf8');
    assert.doesNotMatch(file, /neighbou?r|street|forum/i);
    const neighbourly = /neighbou?r|\bstreet\b|\bforum\b|\btram\b|\bgrandmother\b|\baunt\b/i;
    const office = await said('library/feed, library/work_phrases');
    assert.ok(office.length > 50);
    assert.deepEqual(
      office.filter((text) => neighbourly.test(text)),
      [],
    );
    assert.ok((await said('library/feed')).some((text) => neighbourly.test(text)));
  });
});
