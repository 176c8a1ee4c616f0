/** Runs next to the data from outside that a scenario names under `compare_with`, as they are shown. Words only; nothing is computed here. */
import { marked, t } from '../core/util/l10n.js';

type OutsideKind = 'people' | 'network';

/** One figure of both sides. */
export interface OutsideRow {
  readonly figure: string;
  /** Null where the figure decides nothing. */
  readonly isMatch: boolean | null;
  /** As many as `OUTSIDE_HEADS` has after the figure and the match; empty where there is no value. */
  readonly cells: readonly [theirs: string, ours: string, third: string, fourth: string];
}

/** An entry of `compare_with`, compared, in the language of the reader. */
export interface OutsideSection {
  /** Its id in the file. */
  readonly id: string;
  readonly kind: OutsideKind;
  /** The data and the runs. */
  readonly about: string;
  /** How many figures match. */
  readonly summary: string;
  readonly rows: readonly OutsideRow[];
  /** What a reader must know, also how many have no value. */
  readonly notes: readonly string[];
  /** Everything, as the command line prints it. */
  readonly text: string;
}

export interface ShownOutside {
  readonly sections: readonly OutsideSection[];
  /** Why data cannot be read, or cannot be compared. */
  readonly problems: readonly string[];
}

/** Column heads; a reader translates them. */
export const OUTSIDE_HEADS: { readonly [K in OutsideKind]: readonly string[] } = {
  people: [marked('Figure'), marked('Match'), marked('Among people'), marked('Among agents'), marked('Difference or distance'), '95 %'],
  network: [marked('Figure'), marked('Match'), marked('Network'), marked('Runs'), '95 %', marked('Range of further runs')],
};

const MATCHES: { readonly [K in OutsideKind]: readonly [yes: string, no: string] } = {
  people: [marked('no clear difference'), marked('differs')],
  network: [marked('within the range'), marked('outside the range')],
};

/** For example `differs`; a dash where a figure decides nothing. */
export function matchWords(kind: OutsideKind, isMatch: boolean | null): string {
  const [yes, no] = MATCHES[kind];
  return isMatch === null ? '–' : t(isMatch ? yes : no);
}
