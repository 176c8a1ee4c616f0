/**
 * Ties and values on their way to the panel: each list as one array of numbers. A long run has hundreds of thousands, and as many
 * small lists take either side far longer to write and to read than all else that there is to do with them.
 */
import type { PanelCourse, PanelFade, PanelTie, PanelValue } from './course.js';

/** Lists of a course, each item as so many numbers as `WIDTH` says. */
export interface Packed {
  readonly ties?: Float64Array;
  readonly values?: Float64Array;
}

/** `[seq, network, from, to, strength]`, and `[seq, network, −1, −1, factor]` for a fade; `[seq, series, agent, value]`. */
const WIDTH = { ties: 5, values: 4 } as const satisfies Readonly<Record<keyof Packed, number>>;
const NOBODY = -1;

type Part = Partial<PanelCourse>;

/** A part of a course, and what of it is sent as numbers. */
export function pack({ ties, values, ...part }: Part): { readonly part: Part; readonly packed: Packed } {
  return { part, packed: { ...(ties && { ties: packedTies(ties) }), ...(values && { values: packedValues(values) }) } };
}

/** The whole part again. */
export const unpack = (part: Part, { ties, values }: Packed): Part => ({
  ...part,
  ...(ties && { ties: unpackedTies(ties) }),
  ...(values && { values: unpackedValues(values) }),
});

/** Whether a value from elsewhere is one of these. */
export function isPacked(value: unknown): value is Packed {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([key, list]) => (key === 'ties' || key === 'values') && list instanceof Float64Array && list.length % WIDTH[key] === 0,
  );
}

function packedTies(ties: readonly (PanelTie | PanelFade)[]): Float64Array {
  const packed = new Float64Array(ties.length * WIDTH.ties);
  for (const [i, tie] of ties.entries()) packed.set(tie.length === 3 ? [tie[0], tie[1], NOBODY, NOBODY, tie[2]] : tie, i * WIDTH.ties);
  return packed;
}

function unpackedTies(packed: Float64Array): readonly (PanelTie | PanelFade)[] {
  const ties: (PanelTie | PanelFade)[] = [];
  for (let i = 0; i < packed.length; i += WIDTH.ties) {
    const [seq, network, from, strength] = [packed[i]!, packed[i + 1]!, packed[i + 2]!, packed[i + 4]!];
    ties.push(from === NOBODY ? [seq, network, strength] : [seq, network, from, packed[i + 3]!, strength]);
  }
  return ties;
}

function packedValues(values: readonly PanelValue[]): Float64Array {
  const packed = new Float64Array(values.length * WIDTH.values);
  for (const [i, value] of values.entries()) packed.set(value, i * WIDTH.values);
  return packed;
}

function unpackedValues(packed: Float64Array): readonly PanelValue[] {
  const values: PanelValue[] = [];
  for (let i = 0; i < packed.length; i += WIDTH.values) values.push([packed[i]!, packed[i + 1]!, packed[i + 2]!, packed[i + 3]!]);
  return values;
}
