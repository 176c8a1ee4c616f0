/**
 * Packs ties and values for the panel: each list becomes one array of numbers. A long run has hundreds of thousands of them,
 * and writing and reading as many small lists would take most of the time.
 */
import type { PanelCourse, PanelFade, PanelTie, PanelValue } from './course.js';

/** Lists of a course. `WIDTH` is the count of numbers per item. */
export interface Packed {
  readonly ties?: Float64Array;
  readonly values?: Float64Array;
}

/** `[seq, network, from, to, strength]`, and `[seq, network, −1, least, factor]` for a fade; `[seq, series, agent, value]`. */
const WIDTH = { ties: 5, values: 4 } as const satisfies Readonly<Record<keyof Packed, number>>;
const NOBODY = -1;

type Part = Partial<PanelCourse>;

/** Splits a part of a course into the part without packed lists, and the packed lists. */
export function pack({ ties, values, ...part }: Part): { readonly part: Part; readonly packed: Packed } {
  return { part, packed: { ...(ties && { ties: packedTies(ties) }), ...(values && { values: packedValues(values) }) } };
}

/** Restores the whole part. */
export const unpack = (part: Part, { ties, values }: Packed): Part => ({
  ...part,
  ...(ties && { ties: unpackedTies(ties) }),
  ...(values && { values: unpackedValues(values) }),
});

/** Whether a received value is packed lists. */
export function isPacked(value: unknown): value is Packed {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([key, list]) => (key === 'ties' || key === 'values') && list instanceof Float64Array && list.length % WIDTH[key] === 0,
  );
}

function packedTies(ties: readonly (PanelTie | PanelFade)[]): Float64Array {
  const packed = new Float64Array(ties.length * WIDTH.ties);
  for (const [i, tie] of ties.entries()) packed.set(tie.length === 5 ? tie : [tie[0], tie[1], NOBODY, tie[3] ?? 0, tie[2]], i * WIDTH.ties);
  return packed;
}

function unpackedTies(packed: Float64Array): readonly (PanelTie | PanelFade)[] {
  const ties: (PanelTie | PanelFade)[] = [];
  for (let i = 0; i < packed.length; i += WIDTH.ties) {
    const [seq, network, from, to, strength] = [packed[i]!, packed[i + 1]!, packed[i + 2]!, packed[i + 3]!, packed[i + 4]!];
    if (from !== NOBODY) ties.push([seq, network, from, to, strength]);
    else ties.push(to > 0 ? [seq, network, strength, to] : [seq, network, strength]);
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
