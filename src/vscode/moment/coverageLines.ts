/** What persona coverage says of the lines of a document: one mark for each line, and words for each thing that is written. */
import * as vscode from 'vscode';
import type { CoverageMark, Reach } from '../../runs/index.js';
import { noIcons, plain } from '../window/convert.js';
import { type OwnText, placeToday } from './ownText.js';

const { t } = vscode.l10n;

/** Where something is written today, with what is known of it. */
export interface PlacedMark {
  readonly range: vscode.Range;
  readonly mark: CoverageMark;
}

/** A line by the most remarkable of what is on it. */
interface CoveredLine {
  readonly reach: Reach;
  readonly range: vscode.Range;
  /** Shown after its text; '' where all of it was used. */
  readonly words: string;
}

/** Marks in a document, where it still says what it said in the run. */
export const placedMarks = (own: OwnText, marks: readonly CoverageMark[]): readonly PlacedMark[] =>
  marks.flatMap((mark) => {
    const range = mark.span.source === own.source ? placeToday(own, mark.span.range) : null;
    return range ? [{ range, mark }] : [];
  });

/** From the most remarkable. */
const ORDER: readonly Reach[] = ['withheld', 'unused', 'cut', 'felt', 'used'];

/** Letters of something that is named among others on its line. */
const SHORT = 24;

/** One for each line on which something begins. */
export function coveredLines(document: vscode.TextDocument, placed: readonly PlacedMark[]): readonly CoveredLine[] {
  const lines = new Map<number, PlacedMark[]>();
  for (const one of placed) {
    const { line } = one.range.start;
    const known = lines.get(line);
    if (known) known.push(one);
    else lines.set(line, [one]);
  }
  return [...lines.values()].map((marks) => {
    const reach = ORDER.find((wanted) => marks.some(({ mark }) => mark.reach === wanted))!;
    const last = marks.reduce((end, { range }) => (range.end.isAfter(end) ? range.end : end), marks[0]!.range.end);
    const range = document.validateRange(new vscode.Range(marks[0]!.range.start, last));
    return { reach, range, words: lineWords(document, marks) };
  });
}

/** What was not used. It has its name if other parts of the line were used. */
function lineWords(document: vscode.TextDocument, marks: readonly PlacedMark[]): string {
  const words = SHORT_WORDS();
  return ORDER.filter((reach) => reach !== 'used')
    .flatMap((reach) => {
      const those = marks.filter(({ mark }) => mark.reach === reach);
      if (those.length === 0) return [];
      if (those.length === marks.length) return [words[reach]];
      const names = those.map(({ range }) => named(document.getText(range)));
      return [`${names.join(', ')}: ${words[reach]}`];
    })
    .join(' · ');
}

const named = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return noIcons(line.length > SHORT ? `${line.slice(0, SHORT - 1)}…` : line);
};

const SHORT_WORDS = (): Readonly<Record<Reach, string>> => ({
  used: '',
  withheld: t('withheld, it is private'),
  cut: t('never came to mind'),
  felt: t('changes no question, but a rule reads it'),
  unused: t('changes no question'),
});

/** All that is known of a mark, for the mouse. */
export function markWords({ mark, rounds, names, when }: MarkSaid): vscode.MarkdownString {
  const { reach, asked, used, cut, withheld } = mark;
  const of = asked === 1 ? t('1 question to {0}', names) : t('{0} questions to {1}', asked, names);
  const lines = [
    ...(reach === 'used' ? [t('**Used** in {0} of {1}, in rounds {2}. Without it they would have been others.', used, of, rounds)] : []),
    ...(withheld > 0 ? [t('**Withheld** from {0} of {1}: it is private, and the model that is asked is elsewhere.', withheld, of)] : []),
    ...(cut > 0 ? [t('**Did not come to mind** for {0} of {1}: something else did, or it was forgotten.', cut, of)] : []),
    ...(reach === 'felt'
      ? [t('**Changes none** of {0}, but a rule or a formula reads it: without it the run would have gone another way.', of)]
      : []),
    ...(reach === 'unused' ? [t('**Changes none** of {0}: without it each would have been the same, word for word.', of)] : []),
    when,
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

interface MarkSaid {
  readonly mark: CoverageMark;
  readonly rounds: string;
  /** Whom it is about, fit for Markdown. */
  readonly names: string;
  /** As of which moment. */
  readonly when: string;
}

/** One by name, more by their number. */
export const namesOf = (agents: readonly string[], nameOf: (id: string) => string): string =>
  agents.length === 1 ? plain(nameOf(agents[0]!)) : t('{0} people', agents.length);
