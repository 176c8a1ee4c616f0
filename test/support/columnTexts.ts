/** The texts of rows, values and ties in events, made and read at once. */
import { base64Slices, bytesSlices } from '../../src/core/columns/bytes.js';
import { type Indices, indexSlices, type IndexText, indicesInSlices } from '../../src/core/columns/indexText.js';
import { type TieEnds, tieEndsInSlices, tieEndsSlices } from '../../src/core/columns/tieText.js';
import { type Values, valueSlices, valuesInSlices, type ValueText } from '../../src/core/columns/valueText.js';
import { finished } from '../../src/core/util/slices.js';

export const base64Of = (bytes: Uint8Array): string => finished(base64Slices(bytes));
export const bytesOf = (text: string): Uint8Array => finished(bytesSlices(text));
export const indexText = (indices: Indices): IndexText => finished(indexSlices(indices));
export const indicesIn = (text: IndexText): Indices => finished(indicesInSlices(text));
export const tieEndsText = (ends: TieEnds): { readonly from: string; readonly to: string } => finished(tieEndsSlices(ends));
export const tieEndsIn = (texts: { readonly from: string; readonly to: string }): TieEnds => finished(tieEndsInSlices(texts));
export const valueText = (values: Values): ValueText => finished(valueSlices(values));
export const valuesIn = (text: ValueText, length: number): Values => finished(valuesInSlices(text, length));
