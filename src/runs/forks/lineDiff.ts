/** How two texts differ by lines: as a unified diff for people to read, and as the edits that make one of the other. */
import type { Range } from '../../core/util/textPosition.js';

/** Lines around a change. */
const AROUND = 2;

/** Longer texts are shown as taken out and put in whole. */
const MOST_LINES = 1000;

type Step = { readonly sign: ' ' | '-' | '+'; readonly text: string; readonly a: number; readonly b: number };

/** Hunks with their `@@` lines, without file names; empty for equal texts. */
export function lineDiff(before: string, after: string): readonly string[] {
  if (before === after) return [];
  const steps = stepsOf(linesOf(before), linesOf(after));
  const near = steps.map((_, i) => steps.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(({ sign }) => sign !== ' '));
  return steps.flatMap((step, i) => {
    if (!near[i]) return [];
    const line = `${step.sign}${step.text}`;
    return near[i - 1] ? [line] : [`@@ -${step.a + 1} +${step.b + 1} @@`, line];
  });
}

/** Whole lines that became others. */
export interface LineEdit {
  readonly range: Range;
  readonly text: string;
}

/** Edits of whole lines by which one text becomes another, in order; those at the beginning and the end that are the same are not compared further. */
export function lineEdits(before: string, after: string): readonly LineEdit[] {
  const [a, b] = [before.split(/\r\n|\r|\n/), after.split(/\r\n|\r|\n/)];
  let first = 0;
  while (first < a.length && first < b.length && a[first] === b[first]) first++;
  let last = 0;
  while (last < a.length - first && last < b.length - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last++;
  const steps = stepsOf(a.slice(first, a.length - last), b.slice(first, b.length - last));
  const edits: { from: number; to: number; lines: string[] }[] = [];
  let open: (typeof edits)[number] | null = null;
  for (const { sign, text, a: at } of steps) {
    if (sign === ' ') open = null;
    else if (!open) edits.push((open = { from: first + at, to: first + at, lines: [] }));
    if (open && sign === '-') open.to++;
    if (open && sign === '+') open.lines.push(`${text}\n`);
  }
  return edits.map(({ from, to, lines }) => ({
    range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } },
    text: lines.join(''),
  }));
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** The shortest way from one to the other, by the longest common subsequence. */
function stepsOf(a: readonly string[], b: readonly string[]): readonly Step[] {
  const common = a.length <= MOST_LINES && b.length <= MOST_LINES ? commonLengths(a, b) : null;
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (common && i < a.length && j < b.length && a[i] === b[j]) steps.push({ sign: ' ', text: a[i]!, a: i++, b: j++ });
    else if (i < a.length && (j >= b.length || !common || common[i + 1]![j]! >= common[i]![j + 1]!))
      steps.push({ sign: '-', text: a[i]!, a: i++, b: j });
    else steps.push({ sign: '+', text: b[j]!, a: i, b: j++ });
  }
  return steps;
}

/** Length of the longest common subsequence of what follows each pair of places. */
export function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
  return table;
}
