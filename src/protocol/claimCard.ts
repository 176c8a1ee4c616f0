/** Claim cards as they are shown: in the editor, in reports, in methods texts and in the gallery. Words only; nothing is computed here. */

import { english, marked, t, type Wording } from '../core/util/l10n.js';

/** `holds_open`: holds as written, and is not shown under other conditions, where a difference is not shown either. */
export type VerdictKind = 'holds' | 'holds_open' | 'holds_under' | 'depends_on' | 'not_shown' | 'equivalent';

/** The words of each verdict, the same everywhere. */
export const VERDICT_WORDS: { readonly [K in VerdictKind]: string } = {
  holds: 'holds',
  holds_open: 'holds, not shown under all conditions',
  holds_under: 'holds under some conditions',
  depends_on: 'depends on a condition',
  not_shown: 'not shown',
  equivalent: 'equivalent',
};

/** The words of several verdicts of a kind. */
const VERDICTS_WORDS: { readonly [K in VerdictKind]: string } = {
  ...VERDICT_WORDS,
  holds: marked('hold'),
  holds_open: marked('hold, not shown under all conditions'),
  holds_under: marked('hold under some conditions'),
  depends_on: marked('depend on a condition'),
};

/** The verdicts with which a claim passes as a test. */
export const isUpheld = (kind: VerdictKind): boolean => kind === 'holds' || kind === 'equivalent';

/** `budget`: not played within the runs or the money; `waiting`: not played yet; `lost`: its runs did not end. */
export type WhyUnexamined = 'budget' | 'stopped' | 'waiting' | 'lost';

/** Something that a claim was not examined under, for example `wording` or `random acts`. */
export interface Unexamined {
  readonly what: string;
  readonly why: WhyUnexamined;
}

export interface ShownVerdict {
  readonly kind: VerdictKind;
  /** Also names what was not examined. */
  readonly sentence: string;
  readonly unexamined: readonly Unexamined[];
  /** Whether the claim is also supported with random acts. */
  readonly isAlsoRandom: boolean;
}

export interface ShownRow {
  /** For example `effect`. */
  readonly row: string;
  /** The question that it answers. */
  readonly question: string;
  /** As `CardRow` in `runs/claims`. */
  readonly state: 'filled' | 'unpaid' | 'absent';
  /** At least one: what was found, or why there is nothing. */
  readonly lines: readonly string[];
  /** What to do about it; null where there is nothing to do. */
  readonly todo: string | null;
}

export interface ShownCard {
  /** Unique in its file: `scenario.expectation` or `experiment.comparison.arm`. */
  readonly id: string;
  /** The scenario or experiment that it is under. */
  readonly under: string;
  /** What it claims, as text. */
  readonly says: string;
  readonly verdict: ShownVerdict;
  readonly rows: readonly ShownRow[];
  /** The minds that spoke in its runs, as text. */
  readonly minds: string;
}

/** For example `holds. It holds as written.` */
export const verdictWords = ({ kind, sentence }: Pick<ShownVerdict, 'kind' | 'sentence'>): string => `${VERDICT_WORDS[kind]}. ${sentence}`;

/** For example `holds; not examined: wording, models`. */
export const shortVerdict = ({ kind, unexamined }: ShownVerdict): string =>
  unexamined.length > 0
    ? t('{0}; not examined: {1}', t(VERDICT_WORDS[kind]), unexamined.map(({ what }) => what).join(', '))
    : t(VERDICT_WORDS[kind]);

/** For example `1 holds`, `2 hold under some conditions`. */
export const countWords = (kind: VerdictKind, n: number, t: Wording = english): string =>
  `${n} ${t(n === 1 ? VERDICT_WORDS[kind] : VERDICTS_WORDS[kind])}`;

/** For example `3 claims: 2 hold (1 also with random acts, 1 not examined under all conditions), 1 not shown`. */
export function verdictCounts(cards: readonly Pick<ShownCard, 'verdict'>[], t: Wording = english): string {
  const kinds = [...new Set(cards.map(({ verdict }) => verdict.kind))].map((kind) => {
    const own = cards.flatMap(({ verdict }) => (verdict.kind === kind ? [verdict] : []));
    const notes = kind === 'not_shown' ? [] : notesOn(own, t);
    return `${countWords(kind, own.length, t)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  });
  return `${t(cards.length === 1 ? '{0} claim' : '{0} claims', cards.length)}: ${kinds.join(', ')}`;
}

function notesOn(verdicts: readonly ShownVerdict[], t: Wording): readonly string[] {
  const random = verdicts.filter(({ isAlsoRandom }) => isAlsoRandom).length;
  const unexamined = verdicts.filter((one) => one.unexamined.length > 0).length;
  return [
    ...(random > 0 ? [t('{0} also with random acts', random)] : []),
    ...(unexamined > 0 ? [t('{0} not examined under all conditions', unexamined)] : []),
  ];
}
