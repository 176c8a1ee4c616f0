/** The texts of the claims in the page of an experiment. This file does not access the page. */
import { verdictCounts } from '../../src/protocol/claimCard.js';
import type { ExperimentClaims } from '../../src/protocol/experiment.js';
import { count, group } from '../ui/format.js';

const counted = ({ claims }: ExperimentClaims): string => {
  const cards = claims.flatMap(({ card }) => card ?? []);
  return cards.length === 0 ? '' : verdictCounts(cards);
};

export const claimWords = {
  head: 'Claims',
  about:
    'Each comparison, and each expectation of the scenario, is a claim. A card shows whether it holds: against chance, null runs, other wordings, and without its parts.',
  actions: 'Verify claims',
  /** The first press counts the runs; the button then names what the second one plays. It is never disabled, so that it keeps the focus. */
  verify: ({ state, missing, most }: ExperimentClaims) =>
    state === 'counted'
      ? missing > most
        ? `Play ${group(most)} of ${count(missing, 'missing run', 'missing runs')}`
        : `Play ${count(missing, 'missing run', 'missing runs')}`
      : state === 'counting'
        ? 'Counting runs'
        : 'Verify…',
  counting: 'Counting the missing runs',
  cancel: 'Cancel',
  cancelTitle: 'All finished runs and rows are kept',
  bar: 'Finished runs of claims',
  progress: ({ state, done, missing, most, doing }: ExperimentClaims) =>
    [
      state === 'stopping' ? 'Stopping' : 'Verifying',
      `${group(done)} of ${count(Math.min(missing, most), 'run', 'runs')} done`,
      ...(doing === null ? [] : [doing]),
    ].join(' · '),
  spoken(claims: ExperimentClaims): string {
    switch (claims.state) {
      case 'open':
        return counted(claims);
      case 'counting':
        return claimWords.counting;
      case 'counted':
        return claimWords.verify(claims);
      case 'verifying':
        return claims.doing ?? 'Verifying';
      case 'stopping':
        return 'Stopping';
    }
  },
  stale: 'The file has changed since its claims were verified. Verify again; runs that are still valid are reused.',
  unverified: 'not verified',
  noCard: 'This claim has no card yet.',
  more: (n: number) => `${count(n, 'claim', 'claims')} more: society verify prints all cards.`,
  rowsOf: (id: string) => `Rows of ${id}`,
  heads: ['Row', 'Answer'],
} as const;
