/** What a claim was not examined under: conditions that were not played, or whose runs did not end. A verdict names all of it. */
import type { Unexamined, WhyUnexamined } from '../../protocol/claimCard.js';
import type { CardFigures, UnderCondition } from './card.js';
import { type ConditionKind, conditionWords } from './conditions.js';

/** The conditions that were not played, by kind, with the runs that they need. */
export type Unpaid = ReadonlyMap<ConditionKind, { readonly conditions: readonly string[]; readonly runs: number }>;

/** What was not played, and why. */
export interface Unplayed {
  readonly unpaid: Unpaid;
  readonly why: WhyUnexamined;
}

export const ALL_PLAYED: Unplayed = { unpaid: new Map(), why: 'waiting' };

/** The words of each kind of condition, where none of its kind was played. */
const GROUPS: readonly {
  readonly what: string;
  readonly kinds: readonly ConditionKind[];
  readonly of: (figures: CardFigures) => readonly UnderCondition[];
}[] = [
  { what: 'null runs', kinds: ['null'], of: ({ nulls }) => nulls },
  { what: 'wording', kinds: ['wording', 'perturbation'], of: ({ wordings, perturbations }) => [...wordings, ...perturbations] },
  { what: 'models', kinds: ['model'], of: ({ models }) => models },
  { what: 'parts', kinds: ['part', 'persona'], of: ({ parts }) => parts },
];

/** In the order of the rows of a card. Of a kind that was examined in part, each condition has its name. */
export const unexaminedOf = (figures: CardFigures, { unpaid, why }: Unplayed): readonly Unexamined[] =>
  GROUPS.flatMap(({ what, kinds, of }): readonly Unexamined[] => {
    const left = kinds.flatMap((kind) => unpaid.get(kind)?.conditions ?? []);
    const played = of(figures);
    const lost = played.filter((one) => one.lost > 0).map(({ condition }) => conditionWords(condition));
    const unplayed = left.length > 0 && played.length === 0 ? [what] : left;
    return [...unplayed.map((name) => ({ what: name, why })), ...lost.map((name): Unexamined => ({ what: name, why: 'lost' }))];
  });

const WHY_WORDS: { readonly [W in WhyUnexamined]: string } = {
  budget: 'budget',
  stopped: 'stopped',
  waiting: 'not played yet',
  lost: 'runs did not end',
};

/** For example ` Not examined: wording, models (budget).` Empty where all was examined. */
export function unexaminedWords(all: readonly Unexamined[]): string {
  const reasons = [...new Set(all.map(({ why }) => why))];
  const each = reasons.map((why) => {
    const names = all.filter((one) => one.why === why).map(({ what }) => what);
    return `${names.join(', ')} (${WHY_WORDS[why]})`;
  });
  return each.length > 0 ? ` Not examined: ${each.join('; ')}.` : '';
}
