/** The texts of the claims in the page of an experiment. This file does not access the page. */
import { verdictCounts } from '../../src/protocol/claimCard.js';
import type { ExperimentClaims } from '../../src/protocol/experiment.js';
import { count, group } from '../ui/format.js';
import { t } from '../../src/core/util/l10n.js';

const counted = ({ claims }: ExperimentClaims): string => {
  const cards = claims.flatMap(({ card }) => card ?? []);
  return cards.length === 0 ? '' : verdictCounts(cards, t);
};

export const claimWords = {
  head: t('Claims'),
  about: t(
    'Each comparison, and each expectation of the scenario, is a claim. A card shows whether it holds: against chance, null runs, other wordings, and without its parts.',
  ),
  actions: t('Verify claims'),
  /** The first press counts the runs; the button then names what the second one plays. It is never disabled, so that it keeps the focus. */
  verify: ({ state, missing, most }: ExperimentClaims) =>
    state === 'counted'
      ? missing > most
        ? t('Play {0} of {1}', group(most), count(missing, '{0} missing run', '{0} missing runs'))
        : t('Play {0}', count(missing, '{0} missing run', '{0} missing runs'))
      : state === 'counting'
        ? t('Counting runs')
        : t('Verify…'),
  counting: t('Counting the missing runs'),
  cancel: t('Cancel'),
  cancelTitle: t('All finished runs and rows are kept'),
  bar: t('Finished runs of claims'),
  progress: ({ state, done, missing, most, doing }: ExperimentClaims) =>
    [
      state === 'stopping' ? t('Stopping') : t('Verifying'),
      t('{0} of {1} done', group(done), count(Math.min(missing, most), '{0} run', '{0} runs')),
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
        return claims.doing ?? t('Verifying');
      case 'stopping':
        return t('Stopping');
    }
  },
  stale: t('The file has changed since its claims were verified. Verify again; runs that are still valid are reused.'),
  unverified: t('not verified'),
  noCard: t('This claim has no card yet.'),
  more: (n: number) => t('{0} more: society verify prints all cards.', count(n, '{0} claim', '{0} claims')),
  rowsOf: (id: string) => t('Rows of {0}', id),
  heads: [t('Row'), t('Answer')],
} as const;
