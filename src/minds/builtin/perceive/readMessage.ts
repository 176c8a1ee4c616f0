/**
 *  * Reads a message for the built-in mind: its topics, the lines of the book in it, and the values of their holes. A pure
 * function of book and text; the cache only saves time.
 */
import { recent } from '../../../core/util/memo.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { capture, type Line } from '../phrases/line.js';
import { interned } from '../../../analysis/talk/lexical.js';

export interface Reading {
  readonly words: readonly string[];
  /** Topics found, strongest first, at most three; weight 0..1. */
  readonly topics: readonly { readonly topic: number; readonly weight: number }[];
  /** Ids of the book's lines found. */
  readonly lines: readonly number[];
  /** The last question in it that is in the book. */
  readonly ask: Line | null;
  /** Whether it asks a question that is not in the book. */
  readonly isQuestion: boolean;
  /** Whether it answers a question about the speaker. */
  readonly isPersonal: boolean;
  /** Kinds and moments of the lines found. */
  readonly has: readonly string[];
  /** Whether it needs no answer: only thanks, agreement, or a yes to an invitation. */
  readonly isClosed: boolean;
  /** Values of holes (`thing`, `day` …) read back from the text. */
  readonly holes: ReadonlyMap<string, string>;
  /** The news in it: the words after a line that introduces news; null if there are none. */
  readonly told: string | null;
}

/** Weight of a topic that a known line is about. */
const SURE = 0.84;

/** Weight of a topic after words that sum to `score`: 1 − 0.4^score, by thirds. */
const STRENGTH = [0, 0.26, 0.46, 0.6, 0.71, 0.78, 0.84, 0.88, 0.91, 0.94];
const strength = (score: number): number => STRENGTH[Math.min(STRENGTH.length - 1, Math.floor(score * 3 + 0.01))] ?? 0;

function topicsIn(book: PhraseBook, found: ReadonlySet<string>): Reading['topics'] {
  const scores = new Map<number, number>();
  for (const word of found) {
    for (const { index, weight } of book.topicWords.get(word) ?? []) scores.set(index, (scores.get(index) ?? 0) + weight);
  }
  const topics = [...scores].filter(([, score]) => score >= 0.99).map(([topic, score]) => ({ topic, weight: strength(score) }));
  return topics.sort((a, b) => b.weight - a.weight || a.topic - b.topic).slice(0, 3);
}

/** The certain topics of the lines found; null if no line has a topic. */
function topicsOf(book: PhraseBook, lines: readonly Line[]): Reading['topics'] | null {
  const sure = new Set(lines.filter((line) => line.topic >= 0 && line.topic !== book.general.index).map((line) => line.topic));
  return sure.size === 0
    ? null
    : [...sure]
        .sort((a, b) => a - b)
        .slice(0, 3)
        .map((topic) => ({ topic, weight: SURE }));
}

/** Whether the text contains the line's literal parts in their order. */
function stands(line: Line, text: string): boolean {
  let from = 0;
  for (const part of line.parts) {
    const literal = part.trim();
    const at = text.indexOf(literal, from);
    if (at < 0) return false;
    from = at + literal.length;
  }
  return true;
}

function linesIn(book: PhraseBook, found: ReadonlySet<string>, text: string): Line[] {
  const lines: Line[] = [];
  for (const word of found) {
    for (const line of book.lineWords.get(word) ?? []) if (stands(line, text)) lines.push(line);
  }
  return lines.sort((a, b) => a.id - b.id);
}

/** Moments that end a conversation, and kinds that keep it open. */
const CLOSING: readonly string[] = [
  'thank',
  'comforted',
  'noted',
  'friend_reply',
  'closing',
  'accept',
  'decline',
  'welcome',
  'agree',
  'interested',
  'acknowledge',
  'curious',
];
const OPEN: readonly string[] = ['ask', 'say', 'remark', 'answer', 'trouble', 'invite', 'direct_invite', 'friend', 'topical'];

/** Shared by all texts without holes. A reading is stored for each text, so its size matters. */
const NO_HOLES: ReadonlyMap<string, string> = new Map();

function toldIn(lines: readonly Line[], text: string): string | null {
  for (const { moment, parts } of lines) {
    const frame = moment === 'pass_on' ? (parts[0] ?? '') : '';
    const at = frame === '' ? -1 : text.indexOf(frame);
    if (at >= 0) return text.slice(at + frame.length).trim();
  }
  return null;
}

/** Whether a text has the question mark of the language. */
export const hasQuestionMark = ({ gap }: PhraseBook, text: string): boolean => text.includes('?') || (gap === '' && text.includes('？'));

/** Reads a text. */
export function read(book: PhraseBook, text: string): Reading {
  const found = new Set(book.words(text));
  const lines = linesIn(book, found, text);
  const topics = topicsOf(book, lines) ?? topicsIn(book, found);
  const holes = new Map<string, string>();
  for (const line of lines) if (line.holes.length > 0) capture(line, text, holes);
  const asks = lines.filter(
    (line) => line.kind === 'ask' && (line.topic === book.general.index || topics.some((t) => t.topic === line.topic)),
  );
  const known = topics[0] ? book.topics[topics[0].topic]?.things.find((thing) => text.includes(thing)) : undefined;
  if (known !== undefined) holes.set('thing', known);
  const has = [...new Set(lines.map((line) => (line.kind === 'moment' ? line.moment : line.kind)))];
  const isQuestion = lines.length === 0 && hasQuestionMark(book, text);
  return {
    words: [...found].map(interned),
    topics,
    lines: lines.map((line) => line.id),
    ask: asks.at(-1) ?? null,
    isPersonal: lines.some((line) => line.kind === 'answer' && line.topic === book.general.index),
    isQuestion,
    has,
    isClosed: !isQuestion && has.some((kind) => CLOSING.includes(kind)) && !has.some((kind) => OPEN.includes(kind)),
    holes: holes.size === 0 ? NO_HOLES : holes,
    told: toldIn(lines, text),
  };
}

/** A cached reader that reads each recent text once. */
export const reader = (book: PhraseBook): ((text: string) => Reading) => recent(16_384, (text) => read(book, text));
