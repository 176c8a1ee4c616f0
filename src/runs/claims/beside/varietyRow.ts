/** The row that says how alike agents answer, and whether they follow the majority of those that they hear. */
import type { AnswerVariety } from '../../../analysis/index.js';
import { intervalOfMean } from '../../../analysis/statistics/meanInterval.js';
import { type Interval, permutationTest } from '../../../analysis/statistics/resampling.js';
import { mean } from '../../../analysis/statistics/samples.js';
import { rng } from '../../../core/random/rng.js';
import { figureText } from '../../../core/util/textPosition.js';
import type { ExperimentRun } from '../../experiments/design/runRecord.js';
import type { RowContent } from '../card.js';
import { chanceWords, rangeWords } from '../rowWords.js';

/** How often minority answers move to the majority, and the difference to agents that hear nobody. */
interface Conformity {
  readonly moved: number;
  readonly minority: number;
  /** The share as written, and with isolated agents, over seeds that have both; null without such seeds. */
  readonly against: {
    readonly share: number;
    readonly isolated: number;
    readonly interval: Interval | null;
    readonly p: number | null;
  } | null;
}

type Cells = readonly Pick<ExperimentRun, 'seed' | 'arm' | 'variety'>[];

/**
 * `written`: runs as the file is written. `isolated`: the same runs with agents that hear nobody, in which answers move only by
 * themselves. Null where no two agents answered the same question.
 */
export function varietyRow(written: Cells, isolated: Cells): RowContent | null {
  const known = written.flatMap(({ variety }) => variety ?? []);
  if (known.length === 0) return null;
  const moments = known.reduce((sum, one) => sum + one.moments, 0);
  const share = (of: (one: AnswerVariety) => number): string =>
    `${Math.round((100 * known.reduce((sum, one) => sum + of(one) * one.moments, 0)) / moments)} %`;
  const runs = known.length < written.length ? ` (measured in ${known.length} of ${written.length} runs)` : '';
  const conformity = conformityOf(written, isolated);
  const p = conformity.against?.p ?? null;
  return {
    state: 'filled',
    lines: [
      `The most frequent answer is ${share(({ modal }) => modal)} of the answers; ${share(({ same }) => same)} of the pairs of agents answer the same${runs}.`,
      ...conformityLines(conformity),
    ],
    todo: null,
    runs: written.length,
    ...(p === null ? {} : { p }),
  };
}

/** Seed by seed: without any conformity, what is written and what is isolated could be exchanged in each seed. */
function conformityOf(written: Cells, isolated: Cells): Conformity {
  const [own, others] = [bySeed(written), bySeed(isolated)];
  const both = [...own].flatMap(([seed, share]) => {
    const alone = others.get(seed);
    return alone === undefined ? [] : [[share, alone] as const];
  });
  const gaps = both.map(([share, alone]) => share - alone);
  const total = totalOf(written);
  if (both.length === 0) return { ...total, against: null };
  const isTested = gaps.length > 1 && gaps.some((gap) => gap !== 0);
  const p = isTested
    ? permutationTest(
        gaps,
        gaps.map(() => 0),
        true,
        rng(0, 'claim', 'conformity'),
      )
    : null;
  const [share, alone] = [mean(both.map(([one]) => one)), mean(both.map(([, one]) => one))];
  return { ...total, against: { share, isolated: alone, interval: intervalOfMean(gaps), p } };
}

function totalOf(cells: Cells): Pick<Conformity, 'moved' | 'minority'> {
  const known = cells.flatMap(({ variety }) => variety ?? []);
  return { moved: known.reduce((sum, one) => sum + one.moved, 0), minority: known.reduce((sum, one) => sum + one.minority, 0) };
}

/** The share of minority answers that moved, by seed, over all arms. */
function bySeed(cells: Cells): ReadonlyMap<number, number> {
  const seeds = new Set(cells.map(({ seed }) => seed));
  return new Map(
    [...seeds].flatMap((seed) => {
      const { moved, minority } = totalOf(cells.filter((cell) => cell.seed === seed));
      return minority === 0 ? [] : [[seed, moved / minority] as const];
    }),
  );
}

function conformityLines({ moved, minority, against }: Conformity): readonly string[] {
  if (minority === 0) return ['Conformity: no minority answered again.'];
  const share = `Conformity: ${moved} of ${minority} minority answers (${Math.round((100 * moved) / minority)} %) are the majority's next time`;
  if (!against) return [`${share}.`];
  const { isolated, interval, p } = against;
  const by = against.share - isolated;
  const test = p === null ? '' : `, ${chanceWords(p)}`;
  return [`${share}; with isolated agents ${Math.round(100 * isolated)} %: difference ${figureText(by)}${rangeWords(interval)}${test}.`];
}
