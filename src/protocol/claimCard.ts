/** Claim cards as they are shown: in the editor, in reports, in methods texts and in the gallery. Words only; nothing is computed here. */

export type VerdictKind = 'holds' | 'holds_under' | 'depends_on' | 'not_shown' | 'equivalent';

/** The words of each verdict, the same everywhere. */
export const VERDICT_WORDS: { readonly [K in VerdictKind]: string } = {
  holds: 'holds',
  holds_under: 'holds under some conditions',
  depends_on: 'depends on a condition',
  not_shown: 'not shown',
  equivalent: 'equivalent',
};

/** The verdicts with which a claim passes as a test. */
export const isUpheld = (kind: VerdictKind): boolean => kind === 'holds' || kind === 'equivalent';

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
  readonly verdict: { readonly kind: VerdictKind; readonly sentence: string };
  readonly rows: readonly ShownRow[];
  /** The minds that spoke in its runs, as text. */
  readonly minds: string;
}

/** For example `holds. It holds as written.` */
export const verdictWords = ({ kind, sentence }: ShownCard['verdict']): string => `${VERDICT_WORDS[kind]}. ${sentence}`;

/** For example `1 holds`, `2 hold under some conditions`. */
export const countWords = (kind: VerdictKind, n: number): string =>
  `${n} ${n === 1 ? VERDICT_WORDS[kind] : VERDICT_WORDS[kind].replace(/^(hold|depend)s/, '$1')}`;

/** For example `2 claims: 1 holds, 1 not shown`. */
export function verdictCounts(cards: readonly Pick<ShownCard, 'verdict'>[]): string {
  const kinds = new Map<VerdictKind, number>();
  for (const { verdict } of cards) kinds.set(verdict.kind, (kinds.get(verdict.kind) ?? 0) + 1);
  return `${cards.length} ${cards.length === 1 ? 'claim' : 'claims'}: ${[...kinds].map(([kind, n]) => countWords(kind, n)).join(', ')}`;
}
