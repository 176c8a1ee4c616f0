/**
 * The phrase book: what `library/phrases.society` says in one language, compiled for speaking and for recognising.
 * All prose is data; nothing here knows a language. The schema has already checked the data's shape.
 */
import { memoBy, recent } from '../../../core/util/memo.js';
import { MindFault } from '../../../engine/model/mind.js';
import { compileLine, type Line, type LineKind, type LineList } from './line.js';
import { isTelling, type Words, wordsFor } from './bookWords.js';

interface TopicData {
  readonly name?: string;
  readonly aliases?: readonly string[];
  readonly things?: readonly string[];
  readonly says?: readonly string[];
  readonly troubles?: readonly string[];
  readonly asks?: readonly { readonly ask: string; readonly answers?: readonly string[] }[];
  readonly remarks?: readonly string[];
}

interface VoiceData {
  readonly words?: readonly string[];
  readonly plain?: number;
  readonly opens?: readonly string[];
  readonly closes?: readonly string[];
}

/** The effect of a word on the tone of a text: positive, negative, or a denial. */
type Tone = 'good' | 'bad' | 'denial';

interface LanguageData {
  readonly spaces?: boolean;
  readonly articles?: boolean;
  readonly slots?: { readonly [name: string]: readonly string[] };
  readonly voices?: { readonly [id: string]: VoiceData };
  readonly moments?: { readonly [id: string]: readonly string[] };
  readonly heeds?: { readonly [reward: string]: readonly string[] };
  readonly tones?: { readonly [tone in Tone]?: readonly string[] };
  readonly general?: TopicData;
  readonly topics?: { readonly [id: string]: TopicData };
}

/** `phrases:` of a society: language tag → phrases. */
export interface PhraseData {
  readonly [language: string]: LanguageData;
}

export interface Topic {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly things: readonly string[];
  readonly says: LineList;
  readonly troubles: LineList;
  readonly asks: LineList;
  readonly remarks: LineList;
}

export interface Voice {
  readonly id: string;
  /** Words of a persona's `voice` that choose it. */
  readonly words: readonly string[];
  /** Chance 0..1 of an utterance without a frame. */
  readonly plain: number;
  readonly opens: LineList;
  readonly closes: LineList;
}

interface Posting {
  readonly index: number;
  readonly weight: number;
}

export interface PhraseBook {
  readonly language: string;
  /** The words of a text in the writing of the language. */
  readonly words: Words;
  /** What separates sentences: a space, or nothing. */
  readonly gap: ' ' | '';
  /** Whether `a` in front of a value becomes `an` in front of a vowel, as in English. */
  readonly articles: boolean;
  readonly lines: readonly Line[];
  readonly topics: readonly Topic[];
  /** Used for interests without a topic; its lines contain `{interest}`. The last of `topics`. */
  readonly general: Topic;
  readonly slots: ReadonlyMap<string, readonly string[]>;
  readonly voices: readonly Voice[];
  readonly moments: ReadonlyMap<string, LineList>;
  /** Word → rewards that advice with it serves. */
  readonly heeds: ReadonlyMap<string, readonly string[]>;
  /** Word → its tone. */
  readonly tones: ReadonlyMap<string, Tone>;
  /** Answers by the id of the line they answer. */
  readonly answers: ReadonlyMap<number, LineList>;
  /** Word → topics with this word in their aliases or things; a phrase of n words gives each word 1/n. */
  readonly topicWords: ReadonlyMap<string, readonly Posting[]>;
  /** Word → lines of which it is the rarest word. */
  readonly lineWords: ReadonlyMap<string, readonly Line[]>;
}

/** Holes that the mind fills, in addition to the book's slots. */
export const HOLES = [
  ...['me', 'job', 'name', 'interest', 'shared', 'thing', 'topic', 'say', 'trouble', 'ask', 'answer', 'remark'],
  ...['amount', 'share', 'statement', 'told'],
] as const;

/** Phrases, or what compiles them at the first question: a run by rules asks none. */
export type Phrases = PhraseBook | (() => PhraseBook);

/**
 * Compiles the phrases for a language tag, its primary language, or the first language in the data.
 * @throws MindFault `no_phrases` if the data has no language.
 */
export const phraseBook = (data: PhraseData | undefined, language: string): PhraseBook => phrasesOf(data, language)();

/**
 * The same, compiled at the first call of the result.
 * @throws MindFault `no_phrases` at once if the data has no language.
 */
export function phrasesOf(data: PhraseData | undefined, language: string): () => PhraseBook {
  const all = data ?? {};
  const tag = [language, language.split('-')[0] ?? '', ...Object.keys(all)].find((t) => all[t] !== undefined);
  const chosen = tag === undefined ? undefined : all[tag];
  if (tag === undefined || chosen === undefined)
    throw new MindFault('no_phrases', 'There are no phrases for the built-in mind. Import `library/phrases`.');
  return () => compiled(`${tag}\n${textOf(chosen)}`);
}

const textOf = memoBy((chosen: LanguageData): string => JSON.stringify(chosen));

/**
 * Books by tag and text, which has no line break. Compiling takes longer than a short run: the seeds of a test or an experiment share one
 * book, and so do files with equal phrases, such as those of the library.
 */
const compiled = recent(4, (key: string): PhraseBook => {
  const end = key.lastIndexOf('\n');
  return compile(key.slice(0, end), JSON.parse(key.slice(end + 1)) as LanguageData);
});

function compile(tag: string, chosen: LanguageData): PhraseBook {
  const { spaces = true, articles = true } = chosen;
  const words = wordsFor(spaces);
  const maker = new Maker(words, articles);
  const topics = Object.entries(chosen.topics ?? {}).map(([id, topic], i) => maker.topic(id, topic, i));
  const general = maker.topic('general', chosen.general ?? {}, topics.length);
  const voices = Object.entries(chosen.voices ?? {}).map(([id, voice]) => maker.voice(id, voice));
  const moments = new Map(Object.entries(chosen.moments ?? {}).map(([id, texts]) => [id, maker.list(texts, 'moment', -1, id)]));
  return {
    language: tag,
    words,
    gap: spaces ? ' ' : '',
    articles,
    lines: maker.lines,
    topics: [...topics, general],
    general,
    slots: new Map(Object.entries(chosen.slots ?? {})),
    voices,
    moments,
    heeds: heedsOf(chosen, words),
    tones: tonesOf(chosen, words),
    answers: maker.answers,
    topicWords: topicWords(chosen, topics, words),
    lineWords: lineWords(maker.lines),
  };
}

const TONES: readonly Tone[] = ['good', 'bad', 'denial'];

const tonesOf = ({ tones = {} }: LanguageData, words: Words): ReadonlyMap<string, Tone> =>
  new Map(TONES.flatMap((tone) => (tones[tone] ?? []).flatMap((text) => words(text).map((word) => [word, tone] as const))));

function heedsOf({ heeds = {} }: LanguageData, words: Words): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [reward, texts] of Object.entries(heeds))
    for (const word of new Set(texts.flatMap(words))) found.set(word, [...(found.get(word) ?? []), reward]);
  return found;
}

/** Numbers lines and lists while the book is compiled. */
class Maker {
  readonly lines: Line[] = [];
  readonly answers = new Map<number, LineList>();
  #lists = 0;
  readonly #words: Words;
  readonly #articles: boolean;

  constructor(words: Words, articles: boolean) {
    [this.#words, this.#articles] = [words, articles];
  }

  list(texts: readonly string[] | undefined, kind: LineKind, topic = -1, moment = '', ask = -1): LineList {
    const lines = (texts ?? []).map((text) => this.#line(text, kind, topic, moment, ask));
    return { id: this.#lists++, lines };
  }

  topic(id: string, data: TopicData, index: number): Topic {
    const asks = this.list(
      data.asks?.map((a) => a.ask),
      'ask',
      index,
    );
    data.asks?.forEach((a, i) => {
      const line = asks.lines[i];
      if (line) this.answers.set(line.id, this.list(a.answers, 'answer', index, '', line.id));
    });
    return {
      index,
      id,
      name: data.name ?? id.replaceAll('_', ' '),
      things: data.things ?? [],
      says: this.list(data.says, 'say', index),
      troubles: this.list(data.troubles, 'trouble', index),
      asks,
      remarks: this.list(data.remarks, 'remark', index),
    };
  }

  voice(id: string, data: VoiceData): Voice {
    return {
      id,
      words: (data.words ?? []).flatMap(this.#words),
      plain: data.plain ?? 0.3,
      opens: this.list(data.opens, 'moment', -1, 'open'),
      closes: this.list(data.closes, 'moment', -1, 'close'),
    };
  }

  #line(text: string, kind: LineKind, topic: number, moment: string, ask: number): Line {
    const id = this.lines.length;
    const line = compileLine(text, { id, kind, topic, moment, ask: ask < 0 ? id : ask }, this.#words, this.#articles);
    this.lines.push(line);
    return line;
  }
}

function post<T>(index: Map<string, T[]>, word: string, posting: T): void {
  const list = index.get(word);
  if (list) list.push(posting);
  else index.set(word, [posting]);
}

/** The index that finds topics in a text. A word counts once for a topic, with its highest weight. */
function topicWords(data: LanguageData, topics: readonly Topic[], words: Words): Map<string, Posting[]> {
  const index = new Map<string, Posting[]>();
  for (const topic of topics) {
    const best = new Map<string, number>();
    for (const phrase of [topic.name, topic.id, ...(data.topics?.[topic.id]?.aliases ?? []), ...topic.things]) {
      const parts = words(phrase.replaceAll('_', ' '));
      for (const word of parts) best.set(word, Math.max(best.get(word) ?? 0, 1 / parts.length));
    }
    for (const [word, weight] of best) post(index, word, { index: topic.index, weight });
  }
  return index;
}

/** The index that finds lines in a text, by their rarest word. It has no lines with fewer than two content words. */
function lineWords(lines: readonly Line[]): Map<string, Line[]> {
  const frequency = new Map<string, number>();
  for (const line of lines) for (const word of line.words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const index = new Map<string, Line[]>();
  for (const line of lines) {
    const telling = line.words.filter((word) => isTelling(word, 2));
    if (telling.length < 2) continue;
    const rarest = telling.reduce((a, b) => ((frequency.get(b) ?? 0) < (frequency.get(a) ?? 0) ? b : a));
    post(index, rarest, line);
  }
  return index;
}
