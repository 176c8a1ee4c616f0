/**
 * The measures that every society has, in words: what a file can name, what it means, its least and greatest value, and
 * where it comes from. Hover, completion and docs/measures.md read these; the formulas are in `src/analysis`, which has
 * one for each and no others.
 */
import { talkWords } from './measureWordsTalk.js';
import { tieWords } from './measureWordsTies.js';

export { talkWords, tieWords };

export interface MeasureWords {
  readonly title: string;
  /** Definition in one or two sentences, with the conventions that it follows. */
  readonly doc: string;
  /** Least and greatest value as written for people. */
  readonly range: string;
  /** Papers; empty for what needs none. */
  readonly source: string;
}

export type MeasureTable = { readonly [id: string]: MeasureWords };

export type TieMeasureId = keyof typeof tieWords;
export type TalkMeasureId = keyof typeof talkWords;

/** All, ties first. */
export const measureWords: ReadonlyMap<string, MeasureWords> = new Map<string, MeasureWords>(Object.entries({ ...tieWords, ...talkWords }));

/** Definition, range and source in one text, for hover and completion. */
export const measureText = ({ doc, range, source }: MeasureWords): string => `${doc} ${range}.${source === '' ? '' : ` ${source}.`}`;
