/** A claim card in the language of the reader. What is not known as a phrase, such as names of files and arms, stays as it is. */
import { groupedFor, t } from '../../core/util/l10n.js';
import type { ShownCard } from '../../protocol/claimCard.js';
import { CARD_PHRASES } from './cardPhrases.js';

export function translatedCard(card: ShownCard): ShownCard {
  if (globalThis.societyTranslations === undefined) return card;
  const { verdict, rows } = card;
  return {
    ...card,
    verdict: {
      ...verdict,
      sentence: phrased(verdict.sentence),
      unexamined: verdict.unexamined.map((one) => ({ ...one, what: phrased(one.what) })),
    },
    rows: rows.map((row) => ({
      ...row,
      question: phrased(row.question),
      lines: row.lines.map(phrased),
      todo: row.todo === null ? null : phrased(row.todo),
    })),
  };
}

/** Where a text is divided that is no sentence: at marks outside of brackets. */
const MARKS = ['; ', ': ', ', '].map((mark) => ({ mark, at: new RegExp(`${mark}(?![^([]*[)\\]])`) }));

/** Words of a card for a reader: sentences and fixed phrases as a whole; otherwise part by part. A text in brackets at its end is a part. */
export function phrased(text: string): string {
  const sentences = text.split(/(?<=\.) (?=\p{Lu})/u);
  if (sentences.length > 1) return sentences.map(phrased).join(' ').replaceAll('。 ', '。');
  const whole = text.endsWith('.') || FIXED.has(text) ? known(text) : null;
  if (whole !== null) return whole;
  for (const { mark, at } of MARKS) {
    const parts = text.split(at);
    if (parts.length > 1) return parts.map(phrased).join(mark);
  }
  const [, before, inside] = /^(.+) \((.+)\)$/.exec(text) ?? [];
  if (before !== undefined && inside !== undefined) return `${phrased(before)} (${phrased(inside)})`;
  const [, some, all] = /^([\d,]+) of ([\d,]+)$/.exec(text) ?? [];
  return some === undefined ? (known(text) ?? text) : t('{0} of {1}', grouped(some), grouped(all!));
}

/** A text that is one of the phrases; null for another text. */
function known(text: string): string | null {
  if (FIXED.has(text)) return t(text);
  for (const { english, pattern } of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return t(english, ...found.slice(1).map((value) => (/\p{L}{2}| of /u.test(value) ? phrased(value) : grouped(value))));
  }
  return null;
}

/** The groups of a count as the language of the reader divides them. */
const grouped = (value: string): string => value.replace(/\d{1,3}(?:,\d{3})+/g, (count) => groupedFor(Number(count.replaceAll(',', ''))));

const FIXED: ReadonlySet<string> = new Set(CARD_PHRASES);

const PATTERNS = CARD_PHRASES.map((english) => ({
  english,
  pattern: new RegExp(`^${english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.+?)')}$`),
}));
