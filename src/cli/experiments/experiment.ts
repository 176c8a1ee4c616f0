/** `society experiment FILE [ID]`: plays the arms of an experiment with the same seeds, and compares them. */
import { translated } from '../../core/util/recordedText.js';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noSuch } from '../../core/util/suggest.js';
import { type LanguageService, sensitivityDesign } from '../../language/index.js';
import { experimentPlace } from '../../node/runPlace.js';
import { machineMemory } from '../../node/machine.js';
import { folderFiles, writeWhole } from '../../node/ports.js';
import {
  comparisonsOf,
  experimentCsv,
  type ManyRuns,
  openKept,
  planExperiment,
  type Played,
  readKept,
  RUNS,
  sensitivitiesOf,
  sensitivityCsv,
  type Shard,
  shardFolder,
  shardOf,
  stabilityOf,
} from '../../runs/experiments/index.js';
import { argumentsOf, nullRuns } from '../terminal/arguments.js';
import { forecastExperiment } from './experimentConsent.js';
import { expectedOfPlan } from './experimentTime.js';
import type { FolderFiles } from '../../trace/index.js';
import { mergeExperiment } from './experimentMerge.js';
import { aloneIn, playPlan } from './playPlan.js';
import { askingOptions, PLAY_OPTIONS, workersIn } from './playSession.js';
import { experimentWords } from './experimentText.js';
import { checkUnused, fileUri, openLanguage, seedsGiven } from '../terminal/files.js';
import { aside, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { PAUSED } from '../terminal/spending.js';
import { t } from '../../core/util/l10n.js';

const OPTIONS = {
  ...PLAY_OPTIONS,
  seeds: { type: 'string' },
  null: { type: 'string', multiple: true },
  out: { type: 'string' },
  csv: { type: 'string' },
  force: { type: 'boolean' },
  sensitivity: { type: 'string' },
  json: { type: 'boolean' },
  shard: { type: 'string' },
  queue: { type: 'string' },
  forecast: { type: 'boolean' },
} as const;

export async function experiment(args: readonly string[]): Promise<number> {
  if (args[0] === 'merge') return mergeExperiment(args.slice(1));
  const { values, positionals } = argumentsOf('experiment', args, OPTIONS);
  const [path, given] = positionals;
  if (path === undefined || positionals.length > 2)
    throw new UsageError(t('experiment needs one file, and takes at most one id of an experiment in it.'));
  const { used } = machineMemory();
  const uri = fileUri(path);
  const language = openLanguage();
  const id = await experimentIn(language, { uri, path, given });
  const workers = workersIn(values);
  const shard = values.shard === undefined ? undefined : asShard(values.shard);
  const seeds = seedsGiven(values.seeds);
  const nulls = nullRuns(values.null);
  for (const path of [values.csv, values.sensitivity]) if (path !== undefined && !values.force) await checkUnused(path);
  const dir = values.out === undefined ? experimentPlace(dirname(fileURLToPath(uri)), id) : resolve(values.out);
  const folder = shard ? join(dir, shardFolder(shard)) : dir;
  const kept = await openKept(shard ? unlocked(folderFiles(folder)) : folderFiles(folder));
  try {
    if (kept.broken > 0) aside(t('{0} of {1} cannot be read: ignored\n', plural(kept.broken, 'line'), join(folder, RUNS)));
    const earlier = shard ? readKept((await folderFiles(dir).read(RUNS)) ?? '').cells : [];
    const plan = await planExperiment(uri, id, { language, seeds, shard, nulls, known: new Map([...earlier, ...kept.cells]) });
    if (values.sensitivity !== undefined && sensitivityDesign(plan.experiment.sample) === null)
      throw new UsageError(t('--sensitivity needs a sample drawn by morris or saltelli; {0} has none.', id));
    const expected = values.queue === undefined ? await expectedOfPlan(plan, workers, used, values.forecast ?? false) : null;
    if (values.forecast) return await forecastExperiment(plan, expected);
    for (const line of expected?.lines ?? []) aside(`${line}\n`);
    if (expected?.never) return 1;
    const played = await playPlan(plan, {
      kept,
      alone: aloneIn(plan, workers),
      queue: values.queue,
      folder,
      asking: { ...askingOptions(values), shard },
    });
    return await told(played, id, values, expected?.estimate ?? null);
  } finally {
    await kept.close();
  }
}

/**
 * The scheduler runs one task at a time for a part. Where a task was killed on another machine, this machine cannot
 * detect that its lock is stale.
 */
function unlocked({ lock: _, ...files }: FolderFiles): FolderFiles {
  return files;
}

/** The named experiment, or the first. */
export async function experimentIn(
  language: LanguageService,
  { uri, path, given }: { readonly uri: string; readonly path: string; readonly given: string | undefined },
): Promise<string> {
  const ids = Object.keys((await language.resolve(uri)).society.experiments ?? {});
  const id = given ?? ids[0];
  if (id === undefined) throw new UsageError(t('{0} has no experiment. Write one under experiments:.', path));
  if (!ids.includes(id)) throw new UsageError(`${path}: ${noSuch('experiment', id, ids)}`);
  return id;
}

function asShard(text: string): Shard {
  try {
    return shardOf(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

interface Telling {
  /** The files for runs, and for the effects of factors, as CSV. */
  readonly csv?: string;
  readonly sensitivity?: string;
  readonly json?: boolean;
}

async function told(played: Played, id: string, values: Telling, estimate: ManyRuns | null): Promise<number> {
  const compared = comparisonsOf(played);
  const stability = stabilityOf(played);
  const sensitivity = sensitivitiesOf(played);
  if (values.csv !== undefined) await writeWhole(values.csv, [...experimentCsv(played)].join(''));
  if (values.sensitivity !== undefined) await writeWhole(values.sensitivity, sensitivityCsv(`${id}; synthetic data`, sensitivity));
  const { seeds, lost, state, problem, arms } = played;
  process.stdout.write(
    values.json
      ? jsonText({ id, state, seeds, arms, compared, stability, sensitivity, lost, ...(estimate ? { estimate } : {}) })
      : `${printable(experimentWords(id, played, compared, stability, sensitivity))}\n`,
  );
  if (state === 'stopped') aside(t('stopped: completed runs are kept, and the same command continues with the rest\n'));
  if (state === 'paused') aside(`${translated(problem ?? '')}\n`);
  if (state === 'paused') return PAUSED;
  return lost.length > 0 || state === 'stopped' ? 1 : 0;
}
