/** The text below a saved picture: the meaning of its colours, and its source. Positions only; no page. */
import type { Grouping } from '../../ui/palette.js';

interface Line {
  readonly x: number;
  /** Of the line on which letters stand, from the top of the foot. */
  readonly y: number;
  readonly text: string;
}

export interface Foot {
  readonly height: number;
  /** The meaning of a hue; its dot is before the text, by `DOT`. */
  readonly marks: readonly (Line & { readonly hue: number })[];
  readonly lines: readonly Line[];
}

/** Size of letters, and where the middle of a dot is from the beginning of its text. */
export const LETTERS = 11;
export const DOT = { x: -8, y: -4, r: 4 } as const;

const HEIGHT = 15;
const MARGIN = 10;
/** Width of a usual sign, as a share of the size; between two marks. */
const SIGN = 0.56;
const APART = 26;

export function footOf(width: number, legend: Grouping['legend'], text: string): Foot {
  const marks: (Foot['marks'][number] & object)[] = [];
  const start = MARGIN + DOT.r - DOT.x;
  let [x, y] = [start, 0.8 * HEIGHT];
  for (const { hue, label } of legend) {
    const long = label.length * LETTERS * SIGN;
    if (x + long > width - MARGIN && marks.length > 0) [x, y] = [start, y + HEIGHT];
    marks.push({ x, y, hue, text: label });
    x += long + APART;
  }
  const top = marks.length > 0 ? y + 0.4 * HEIGHT : 0;
  const lines = broken(text, width - 2 * MARGIN).map((line, i) => ({ x: MARGIN, y: top + (i + 0.8) * HEIGHT, text: line }));
  return { height: top + lines.length * HEIGHT + MARGIN, marks, lines };
}

/** Words in lines no longer than a width. */
function broken(text: string, width: number): readonly string[] {
  const most = Math.max(12, Math.floor(width / (LETTERS * SIGN)));
  const all: string[] = [];
  for (const word of text.split(/\s+/u).filter((one) => one !== '')) {
    const last = all.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) all[all.length - 1] = `${last} ${word}`;
    else all.push(word);
  }
  return all;
}
