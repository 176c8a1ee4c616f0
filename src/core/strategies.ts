/** Names of the built-in mind's strategies (docs/builtin-mind.md): where they are gone by, and where they are spelled. */
export const STRATEGIES = [
  ...['always_cooperate', 'sustainable', 'tit_for_tat', 'grim', 'generous', 'greedy', 'always_defect', 'split_fair'],
  ...['alternate', 'linear', 'honest', 'conform', 'contrarian', 'popular', 'friends_of_friends', 'similar', 'loyal', 'random'],
] as const;
