/**
 * How two texts differ by lines: as a unified diff for people to read, and as the edits that turn one into the other. Texts that are
 * too different are shown as wholly removed and added.
 */
import { diffArrays } from 'diff';
import type { Range } from '../../core/util/textPosition.js';

/** Lines around a change. */
const AROUND = 2;

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

/** Whole lines that are replaced. */
export interface LineEdit {
  readonly range: Range;
  readonly text: string;
}

/** Edits of whole lines that turn one text into another, in order. Equal lines at the beginning and the end are left out first. */
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

/** One item of an alignment: of both lists (` `), of the first alone (`-`), or of the second alone (`+`). */
interface AlignedItem<T> {
  readonly sign: ' ' | '-' | '+';
  readonly item: T;
}

/**
 * Lists with more insertions and deletions than this are not aligned. Any two lists of 1,000 items each are within the bound. The
 * comparisons are at most the length of the longer list plus half the square of the bound.
 */
export const MOST_EDITS = 2000;

/** The shortest way from one list to the other, by Myers' algorithm (package `diff`); null where it is longer than `MOST_EDITS`. */
export function alignment<T>(
  a: readonly T[],
  b: readonly T[],
  comparator: (x: T, y: T) => boolean = (x, y) => x === y,
): readonly AlignedItem<T>[] | null {
  const changes = diffArrays([...a], [...b], { comparator, maxEditLength: MOST_EDITS });
  return (
    changes?.flatMap(({ added, removed, value }) => value.map((item) => ({ sign: added ? '+' : removed ? '-' : ' ', item }) as const)) ??
    null
  );
}

function stepsOf(a: readonly string[], b: readonly string[]): readonly Step[] {
  const whole = (): readonly AlignedItem<string>[] => [
    ...a.map((item) => ({ sign: '-', item }) as const),
    ...b.map((item) => ({ sign: '+', item }) as const),
  ];
  let [i, j] = [0, 0];
  return (alignment(a, b) ?? whole()).map(({ sign, item }): Step => {
    const step = { sign, text: item, a: i, b: j };
    if (sign !== '+') i++;
    if (sign !== '-') j++;
    return step;
  });
}
