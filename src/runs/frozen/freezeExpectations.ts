/** *Freeze Expectations*: records a file's expectations, with the number of runs at that time. */
import type { Resolved } from '../../language/api.js';
import { t } from '../../core/util/l10n.js';
import type { Society } from '../../language/generated/society.js';
import { experimentPlace, keptRuns } from '../../node/runPlace.js';
import { basename, fileURLToPath, hasPath } from '../../node/paths.js';
import { folderFiles } from '../../node/ports.js';
import { parseManifest } from '../../trace/index.js';
import { readKept, RUNS } from '../experiments/play/runLog.js';
import { testedScenarios } from '../expectations/testedScenarios.js';
import { expectationsOf, type Freeze, freeze, type Frozen, readFrozen } from './frozenExpectations.js';

interface FreezeHost {
  /** Folders that can have runs of the file: its own, and that of the workspace. */
  readonly roots: readonly string[];
  /** The content of the file of frozen expectations; null where there is none. */
  readonly before: string | null;
  /** ISO 8601. */
  readonly date: string;
}

/** `added` is null where everything was frozen before in its current form. */
interface Freezing {
  readonly frozen: Frozen;
  readonly added: Freeze | null;
}

/** Rejects with a message where the file has errors, has no expectations, or has a freeze that cannot be read. */
export async function freezeExpectations(resolved: Resolved, only: string | undefined, host: FreezeHost): Promise<Freezing> {
  const before = readFrozen(host.before);
  const wrong = resolved.problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new Error(`The file has errors, so its expectations are not known: ${wrong.message}`);
  const scenarios = testedScenarios(resolved).filter((id) => only === undefined || id === only);
  if (!scenarios.some((id) => Object.keys(expectationsOf(resolved.society, id)).length > 0))
    throw new Error(
      only === undefined
        ? 'There are no expectations. Write one under `expect:` of a scenario.'
        : `There are no expectations in \`${only}\`. Write one under \`expect:\` of a scenario.`,
    );
  const runs = await runsBefore(resolved, host.roots);
  const frozen = freeze(before, { resolved, scenarios, date: host.date, runs: (id) => runs.get(id) ?? 0 });
  // Where nothing is new, an earlier freeze exists, or everything would be new.
  return frozen ? { frozen, added: frozen.freezes.at(-1)! } : { frozen: before!, added: null };
}

/** Runs of each scenario of a file that are kept, including those of experiments. */
async function runsBefore(
  { uri, society }: Pick<Resolved, 'uri' | 'society'>,
  roots: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const add = (scenario: string, n: number): void => void found.set(scenario, (found.get(scenario) ?? 0) + n);
  const name = hasPath(uri) ? basename(fileURLToPath(uri)) : '';
  for (const root of new Set(roots)) {
    for (const dir of await keptRuns(root)) {
      const manifest = parseManifest((await folderFiles(dir).read('manifest.json')) ?? '');
      if (manifest?.sources[0] && basename(manifest.sources[0].uri) === name) add(manifest.scenario, 1);
    }
    for (const [scenario, n] of await experimentRuns(society, root)) add(scenario, n);
  }
  return found;
}

/** Runs that only the folders of experiments have: those that asked language models have a run folder, and are counted there. */
async function experimentRuns({ experiments = {} }: Society, root: string): Promise<readonly (readonly [string, number])[]> {
  const counts = Object.entries(experiments).map(async ([id, { scenario }]) => {
    const { cells } = readKept((await folderFiles(experimentPlace(root, id)).read(RUNS)) ?? '');
    return [scenario, [...cells.values()].filter(({ run }) => run === undefined).length] as const;
  });
  return Promise.all(counts);
}

/** The frozen expectations as text: scenario, expectation, and the number of runs of the scenario at that time. */
export const freezingWords = ({ added }: Freezing): readonly string[] =>
  Object.entries(added?.scenarios ?? {}).flatMap(([scenario, { runs, expect }]) =>
    Object.entries(expect).map(([id, { that, in: odds, sha256 }]) => {
      const late = runs === 0 ? '' : runs === 1 ? t('; post hoc, for {0} run is kept', 1) : t('; post hoc, for {0} runs are kept', runs);
      const what = odds === null ? that : t('{0} in {1}', that, odds);
      return `${scenario} › ${id}: ${what} (${sha256.slice(0, 12)}${late})`;
    }),
  );
