/**
 * Descriptions of the measures that every society has: id, definition, least and greatest value, and source. Hover,
 * completion and docs/measures.md use them. The formulas are in `src/analysis`, with exactly one for each measure.
 */
import { t } from '../../core/util/l10n.js';
import { talkWords } from './measureWordsTalk.js';
import { tieWords } from './measureWordsTies.js';

export { talkWords, tieWords };

export interface MeasureWords {
  readonly title: string;
  /** Definition in one or two sentences, with its conventions. */
  readonly doc: string;
  /** Least and greatest value, as text. */
  readonly range: string;
  /** Papers; empty if none is needed. */
  readonly source: string;
}

export type MeasureTable = { readonly [id: string]: MeasureWords };

export type TieMeasureId = keyof typeof tieWords;
export type TalkMeasureId = keyof typeof talkWords;

/** All, ties first. */
export const measureWords: ReadonlyMap<string, MeasureWords> = new Map<string, MeasureWords>(Object.entries({ ...tieWords, ...talkWords }));

/** Definition in the language of the reader, range and source in one text, for hover and completion. */
export const measureText = ({ doc, range, source }: MeasureWords): string => `${t(doc)} ${range}.${source === '' ? '' : ` ${source}.`}`;
