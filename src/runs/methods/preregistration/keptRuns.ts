/** The runs of a study that exist: run folders, and runs that experiments and claims keep without a folder. */
import type { LanguageService } from '../../../language/api.js';
import { basename, dirname, fileURLToPath, join } from '../../../node/paths.js';
import { folderFiles } from '../../../node/ports.js';
import { experimentPlace, keptRuns } from '../../../node/runPlace.js';
import { type Manifest, parseManifest } from '../../../trace/index.js';
import { designOf } from '../../experiments/design/design.js';
import { planDesign, planExperiment } from '../../experiments/design/experimentPlan.js';
import { readKept, RUNS } from '../../experiments/play/runLog.js';
import type { RegisteredFile } from './preregistration.js';

/** A run with a folder. */
interface FolderRun {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** A run of an experiment that is kept without a folder, or with one. */
interface ExperimentCell {
  /** Id of the experiment, or of the scenario whose expectations were verified. */
  readonly experiment: string;
  readonly key: string;
  readonly arm: string;
  readonly seed: number;
  /** Compared measures without a value at the end. */
  readonly lacking: readonly string[];
  /** Whether it is a run of the current file. */
  readonly isCurrent: boolean;
}

export interface StudyRuns {
  readonly folders: readonly FolderRun[];
  readonly cells: readonly ExperimentCell[];
  /** Runs of the designs of experiments that are not kept, by experiment. */
  readonly missing: ReadonlyMap<string, number>;
}

/** `roots`: folders that can have runs of the file, its own first. */
export async function runsOfStudy(
  language: LanguageService,
  uri: string,
  { designs }: Pick<RegisteredFile, 'designs'>,
  roots: readonly string[],
): Promise<StudyRuns> {
  const scenarios = new Set(designs.map(({ scenario }) => scenario));
  const folders: FolderRun[] = [];
  const name = basename(fileURLToPath(uri));
  for (const root of new Set([dirname(fileURLToPath(uri)), ...roots]))
    for (const dir of await keptRuns(root)) {
      const manifest = parseManifest((await folderFiles(dir).read('manifest.json')) ?? '');
      if (!manifest?.sources[0] || basename(manifest.sources[0].uri) !== name || !scenarios.has(manifest.scenario)) continue;
      folders.push({ folder: basename(dir), manifest });
    }
  const cells: ExperimentCell[] = [];
  const missing = new Map<string, number>();
  for (const { id, kind, scenario, seeds } of designs) {
    if (kind === 'scenario') {
      cells.push(...(await verifiedCells(language, uri, scenario, seeds)));
      continue;
    }
    const found = await cellsOf(language, uri, id);
    cells.push(...found.cells);
    missing.set(id, found.missing);
  }
  return { folders, cells, missing };
}

/** Runs of a scenario that claim cards keep. They are runs of the current file, with the seeds of its expectations. */
async function verifiedCells(
  language: LanguageService,
  uri: string,
  scenario: string,
  seeds: readonly number[],
): Promise<readonly ExperimentCell[]> {
  const place = join(dirname(fileURLToPath(uri)), '.society', 'claims');
  const { cells: known } = readKept((await folderFiles(place).read(RUNS)) ?? '');
  if (known.size === 0) return [];
  const design = { ...designOf({ scenario }), seeds };
  const plan = await planDesign(await language.resolve(uri), { id: scenario, experiment: { scenario }, design }, { language, known });
  return [...plan.known.values()].map(({ key, arm, seed }) => ({ experiment: scenario, key, arm, seed, lacking: [], isCurrent: true }));
}

async function cellsOf(language: LanguageService, uri: string, id: string) {
  const home = dirname(fileURLToPath(uri));
  const places = [experimentPlace(home, id), join(home, '.society', 'claims')];
  const logs = await Promise.all(places.map(async (place) => readKept((await folderFiles(place).read(RUNS)) ?? '').cells));
  const [own = new Map(), verified = new Map()] = logs;
  const plan = await planExperiment(uri, id, { language, known: new Map([...verified, ...own]) });
  const current = new Set(plan.jobs.map(({ key }) => key));
  const wanted = Object.values(plan.experiment.compare ?? {}).map(({ measure }) => measure);
  const all = [...own.values(), ...[...verified.values()].filter(({ key }) => current.has(key) && !own.has(key))];
  const cells = all.map(
    ({ key, arm, seed, measures }): ExperimentCell => ({
      ...{ experiment: id, key, arm, seed, isCurrent: current.has(key) },
      lacking: [...new Set(wanted)].filter((measure) => (measures[measure]?.at(-1) ?? null) === null),
    }),
  );
  return { cells, missing: plan.jobs.length - plan.known.size };
}
