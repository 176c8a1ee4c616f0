/** Persona coverage of the lines of a document: one mark for each line, and a text for each part of a line. */
import * as vscode from 'vscode';
import type { CoverageMark, Reach } from '../../runs/index.js';
import { noIcons, plain } from '../window/convert.js';
import { type OwnText, placeToday } from './ownText.js';

const { t } = vscode.l10n;

/** A mark, and its place in the current text. */
export interface PlacedMark {
  readonly range: vscode.Range;
  readonly mark: CoverageMark;
}

/** A line with the most important mark on it. */
interface CoveredLine {
  readonly reach: Reach;
  readonly range: vscode.Range;
  /** The text after the line; '' if all of the line was used. */
  readonly words: string;
}

/** Marks in the parts of a document that have not changed since the run. */
export const placedMarks = (own: OwnText, marks: readonly CoverageMark[]): readonly PlacedMark[] =>
  marks.flatMap((mark) => {
    const range = mark.span.source === own.source ? placeToday(own, mark.span.range) : null;
    return range ? [{ range, mark }] : [];
  });

/** Sorted from most to least important. */
const ORDER: readonly Reach[] = ['withheld', 'unused', 'cut', 'felt', 'used'];

/** Maximum length of the name of one part of a line. */
const SHORT = 24;

/** One entry for each line on which a mark begins. */
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

/** The text about the unused parts of a line. It names them if other parts of the line were used. */
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
  withheld: t('withheld because it is private'),
  cut: t('never recalled'),
  felt: t('changes no question, but a rule reads it'),
  unused: t('changes no question'),
});

/** The hover text of a mark, with all details. */
export function markWords({ mark, rounds, names, when }: MarkSaid): vscode.MarkdownString {
  const { reach, asked, used, cut, withheld } = mark;
  const of = asked === 1 ? t('1 question to {0}', names) : t('{0} questions to {1}', asked, names);
  const lines = [
    ...(reach === 'used' ? [t('**Used** in {0} of {1}, in rounds {2}. Without it these questions would differ.', used, of, rounds)] : []),
    ...(withheld > 0 ? [t('**Withheld** from {0} of {1}: it is private, and the model is external.', withheld, of)] : []),
    ...(cut > 0 ? [t('**Not recalled** for {0} of {1}: the agent recalled other memories, or forgot this one.', cut, of)] : []),
    ...(reach === 'felt' ? [t('**Changes none** of {0}, but a rule or a formula reads it: without it the run would differ.', of)] : []),
    ...(reach === 'unused' ? [t('**Changes none** of {0}: without it each question would be the same, word for word.', of)] : []),
    when,
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

interface MarkSaid {
  readonly mark: CoverageMark;
  readonly rounds: string;
  /** The names of the agents, escaped for Markdown. */
  readonly names: string;
  /** The text for the moment of the data. */
  readonly when: string;
}

/** The name of one agent, or the number of several. */
export const namesOf = (agents: readonly string[], nameOf: (id: string) => string): string =>
  agents.length === 1 ? plain(nameOf(agents[0]!)) : t('{0} people', agents.length);
