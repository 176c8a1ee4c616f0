/** The runs of a study that exist: run folders, and runs that experiments and claims keep without a folder. */
import type { LanguageService } from '../../../language/api.js';
import { basename, dirname, fileURLToPath } from '../../../node/paths.js';
import { folderFiles } from '../../../node/ports.js';
import { claimsPlace, experimentPlace, foldersIn, keptRuns } from '../../../node/runPlace.js';
import { type Manifest, parseManifest } from '../../../trace/index.js';
import { designOf } from '../../experiments/design/design.js';
import { planDesign, planExperiment } from '../../experiments/design/experimentPlan.js';
import { readKept, RUNS } from '../../experiments/play/runLog.js';
import { heldMeasure } from '../../experiments/design/expectationMeasures.js';
import type { RegisteredDesign, RegisteredFile } from './preregistration.js';

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
  /** Runs of the designs that are not kept. */
  readonly missing: readonly { readonly kind: RegisteredDesign['kind']; readonly id: string; readonly runs: number }[];
}

/** `roots`: folders that can have runs of the file, besides its own. Run folders directly next to the file count too. */
export async function runsOfStudy(
  language: LanguageService,
  uri: string,
  { designs, claims }: Pick<RegisteredFile, 'designs' | 'claims'>,
  roots: readonly string[],
): Promise<StudyRuns> {
  const scenarios = new Set(designs.map(({ scenario }) => scenario));
  const folders: FolderRun[] = [];
  const name = basename(fileURLToPath(uri));
  const home = dirname(fileURLToPath(uri));
  const places = await Promise.all([foldersIn(home), ...[...new Set([home, ...roots])].map(keptRuns)]);
  for (const dir of new Set(places.flat())) {
    const manifest = parseManifest((await folderFiles(dir).read('manifest.json')) ?? '');
    if (!manifest?.sources[0] || basename(manifest.sources[0].uri) !== name || !scenarios.has(manifest.scenario)) continue;
    folders.push({ folder: basename(dir), manifest });
  }
  const cells: ExperimentCell[] = [];
  const missing: StudyRuns['missing'][number][] = [];
  for (const { id, kind, scenario, seeds } of designs) {
    if (kind === 'scenario') {
      const expectations = claims.flatMap((claim) =>
        claim.kind === 'expectation' && claim.id.startsWith(`${id}.`) ? claim.id.slice(id.length + 1) : [],
      );
      const found = await verifiedCells(language, uri, scenario, seeds, expectations);
      cells.push(...found);
      const current = found.flatMap(({ seed, isCurrent }) => (isCurrent ? seed : []));
      const ended = folders.flatMap(({ manifest: one }) =>
        one.scenario === scenario && one.state === 'ended' && one.parent === null ? one.seed : [],
      );
      const played = new Set([...current, ...ended]);
      missing.push({ kind, id, runs: seeds.filter((seed) => !played.has(seed)).length });
      continue;
    }
    const found = await cellsOf(language, uri, id);
    cells.push(...found.cells);
    missing.push({ kind, id, runs: found.missing });
  }
  return { folders, cells, missing };
}

/**
 * Runs of a scenario as written that claim cards keep, with any seeds. Runs of older texts are known by the expectations that they measured,
 * as long as no other scenario of the file has made them.
 */
async function verifiedCells(
  language: LanguageService,
  uri: string,
  scenario: string,
  planned: readonly number[],
  expectations: readonly string[],
): Promise<readonly ExperimentCell[]> {
  const { cells: known } = readKept((await folderFiles(claimsPlace(dirname(fileURLToPath(uri)))).read(RUNS)) ?? '');
  const [asWritten] = designOf({ scenario }).arms;
  const candidates = [...known.values()].filter(({ arm }) => arm === asWritten!.id);
  if (candidates.length === 0) return [];
  const resolved = await language.resolve(uri);
  const seeds = [...new Set([...planned, ...candidates.map(({ seed }) => seed)])];
  const keysOf = async (id: string): Promise<ReadonlySet<string>> => {
    const design = { ...designOf({ scenario: id }), seeds };
    const plan = await planDesign(resolved, { id, experiment: { scenario: id }, design }, { language, known });
    return new Set(plan.jobs.map(({ key }) => key));
  };
  const { scenarios = {} } = resolved.society;
  const current = Object.hasOwn(scenarios, scenario) ? await keysOf(scenario) : new Set<string>();
  const measured = new Set(expectations.map(heldMeasure));
  const isAsked = (measures: object): boolean => Object.keys(measures).some((one) => measured.has(one));
  const older = candidates.filter(({ key, measures }) => !current.has(key) && isAsked(measures));
  const others = Object.keys(scenarios).filter(
    (id) => id !== scenario && expectations.some((one) => Object.hasOwn(scenarios[id]?.expect ?? {}, one)),
  );
  const ofOthers = new Set((await Promise.all(older.length === 0 ? [] : others.map(keysOf))).flatMap((keys) => [...keys]));
  return [...candidates.filter(({ key }) => current.has(key)), ...older.filter(({ key }) => !ofOthers.has(key))].map(
    ({ key, arm, seed }) => ({
      ...{ experiment: scenario, key, arm, seed, lacking: [], isCurrent: current.has(key) },
    }),
  );
}

async function cellsOf(language: LanguageService, uri: string, id: string) {
  const home = dirname(fileURLToPath(uri));
  const places = [experimentPlace(home, id), claimsPlace(home)];
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
