/** The row `people` of a card: the runs as written, compared with the tables of people and the networks that the scenario names. */
import type { LanguageService, Resolved } from '../../language/api.js';
import type { Experiment } from '../../language/generated/society.js';
import type { ExperimentRun } from '../experiments/design/runRecord.js';
import { comparePeople } from '../people/comparison.js';
import { loadPeople, specsOf } from '../people/loadPeople.js';
import { shortLines } from '../people/peopleText.js';
import { recordName } from '../people/referenceSpec.js';
import type { RowContent } from './card.js';
import type { Claim } from './claim.js';
import { networkLines } from './networkLines.js';

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
  const specs = specsOf(resolved, scenario);
  const networks = await networkLines(language, resolved, scenario);
  if (specs.length === 0 && !networks) return null;
  const measures = [...(specs.length > 0 ? [recordName(specs)] : []), ...(networks ? [networks.measure] : [])];
  const tables = await loadPeople(language, resolved, scenario);
  const { people } = tables;
  const problems = [...tables.problems.map(({ message }) => message), ...(networks?.problems ?? [])];
  const rowsOf = (cells: readonly ExperimentRun[], prefix: string): readonly string[] => {
    const runs = cells.flatMap(({ answers }) => answers ?? []);
    if (runs.length === 0) return [];
    const onTables = people.flatMap(({ spec, table }) => {
      const compared = comparePeople(spec, table, runs);
      const lines: readonly string[] = compared.ok
        ? shortLines(compared.comparison)
        : compared.problems.map(({ message }) => `${spec.id}: ${message}`);
      return lines;
    });
    return [...onTables, ...(networks?.of(runs) ?? [])].map((line) => `${prefix}${line}`);
  };
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
