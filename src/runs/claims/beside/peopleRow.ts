/** The row `people` of a card: the runs as written, compared with the tables of people and the networks that the scenario names. */
import { english } from '../../../core/util/l10n.js';
import type { LanguageService, Resolved } from '../../../language/api.js';
import type { Experiment } from '../../../language/generated/society.js';
import type { ExperimentRun } from '../../experiments/design/runRecord.js';
import { outsideData } from '../../people/outside/outsideData.js';
import type { RowContent } from '../card.js';
import type { Claim } from '../claim.js';

/** The tables of a scenario. */
export interface PeopleTables {
  /** The experiment, whose runs also record what agents answer. */
  readonly recording: (experiment: Experiment) => Experiment;
  /** The row of a claim, from the runs as written of all arms. */
  readonly row: (claim: Claim, cells: readonly ExperimentRun[]) => RowContent;
}

/** The row of a scenario without tables. */
export const NO_TABLE: RowContent = {
  ...{ state: 'absent', lines: [], runs: 0 },
  todo: 'Name a table of people, or a network, under `compare_with:` of the scenario.',
};

/** Null for a scenario that names no table and no network. */
export async function peopleTables(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
): Promise<PeopleTables | null> {
  const outside = await outsideData(language, resolved, scenario);
  if (!outside) return null;
  const { measures, problems } = outside;
  const rowsOf = (cells: readonly ExperimentRun[], prefix: string): readonly string[] =>
    outside
      .of(
        cells.flatMap(({ answers }) => answers ?? []),
        english,
      )
      .map((line) => `${prefix}${line}`);
  // A card is shown again after each condition, with the same runs as written.
  const known = new WeakMap<readonly ExperimentRun[], Map<string, readonly string[]>>();
  const linesOf = (claim: Claim, cells: readonly ExperimentRun[]): readonly string[] => {
    const arms = claim.kind === 'comparison' ? [claim.arm, claim.from] : [...new Set(cells.map(({ arm }) => arm))];
    const made = known.get(cells) ?? new Map<string, readonly string[]>();
    known.set(cells, made);
    return arms.flatMap((arm) => {
      const prefix = claim.kind === 'comparison' ? `${arm}: ` : '';
      const lines =
        made.get(`${prefix}${arm}`) ??
        rowsOf(
          cells.filter((cell) => cell.arm === arm),
          prefix,
        );
      made.set(`${prefix}${arm}`, lines);
      return lines;
    });
  };
  return {
    recording: (experiment) => ({
      ...experiment,
      compare: { ...experiment.compare, ...Object.fromEntries(measures.map((measure) => [measure, { measure }])) },
    }),
    row: (claim, cells) => {
      const lines = [...problems, ...linesOf(claim, cells)];
      return lines.length > problems.length
        ? { state: 'filled', lines, todo: null, runs: cells.length }
        : { state: problems.length > 0 ? 'absent' : 'unpaid', lines, todo: null, runs: 0 };
    },
  };
}
