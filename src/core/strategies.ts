/** Names of the built-in mind's strategies (docs/builtin-mind.md): where they are gone by, and where they are spelled. */
export const STRATEGIES = [
  ...['always_cooperate', 'sustainable', 'tit_for_tat', 'grim', 'generous', 'greedy', 'always_defect', 'split_fair'],
  ...['alternate', 'linear', 'honest', 'conform', 'contrarian', 'popular', 'friends_of_friends', 'similar', 'loyal', 'random'],
] as const;

/** Names that an author can use to say what a number is about to the built-in mind. */
export const HINTS = {
  strategy: 'strategy',
  limit: 'limit',
  opening: 'opening',
  opinion: 'opinion',
  tolerance: 'tolerance',
  share: 'share',
  growth: 'growth',
  price: 'price',
  most: 'most',
  pot: 'pot',
} as const;
