/** `society export RUN… --to parquet` and `society export FILE [EXPERIMENT] --to parquet`: tidy tables of runs, with a data dictionary. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type CancellationToken, CancellationSource } from '../../core/util/lifecycle.js';
import { groupedFor, t } from '../../core/util/l10n.js';
import { noSuch } from '../../core/util/suggest.js';
import type { TableChoice, TabledRun, TablePiece, TableWriter } from '../../exchange/tables/index.js';
import { tablesRoom } from '../../exchange/index.js';
import type { ScenarioModel } from '../../engine/index.js';
import { writePieceFiles } from '../../node/pieceFiles.js';
import { folderFiles } from '../../node/ports.js';
import { experimentPlace, keptRuns } from '../../node/runPlace.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { armModels, planExperiment, playedRuns, readKept, RUNS } from '../../runs/experiments/index.js';
import { hasPrivate, redactionOf, timelineOf } from '../../runs/index.js';
import { experimentIn } from '../experiments/experiment.js';
import { fileUri, openLanguage, seedsGiven } from '../terminal/files.js';
import { aside, jsonText, plural, UsageError } from '../terminal/output.js';
import { MANY, tableWords } from './exportSize.js';
import { openRecording } from './replay.js';

interface TableValues {
  readonly out?: string | undefined;
  readonly kept?: string | undefined;
  readonly seeds?: string | undefined;
  readonly tables?: string | undefined;
  readonly shared?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** The form of the files that `--to` names; null if it names another export. */
export const tableForm = (to: string): TableChoice['form'] | null => (to === 'tidy' ? 'csv' : to === 'parquet' ? 'parquet' : null);

interface TabledStudy {
  readonly models: readonly ScenarioModel[];
  readonly levels: readonly NonNullable<TabledRun['arm']>['levels'][];
  runs(token: CancellationToken): AsyncIterable<TabledRun>;
  /** What the runs are of. */
  readonly about: string;
  /** Name of the folder, without its ending. */
  readonly name: string;
}

export async function exportTables(paths: readonly string[], form: TableChoice['form'], values: TableValues): Promise<number> {
  const { schemaOf, TABLE_NAMES, TableWriter } = await tablesRoom();
  const only = values.tables?.split(',').map((name) => name.trim());
  for (const name of only ?? []) if (!TABLE_NAMES.includes(name)) throw new UsageError(`--tables: ${noSuch('table', name, TABLE_NAMES)}`);
  const isShared = values.shared === true;
  const [first = ''] = paths;
  const study = first.endsWith('.society') ? await ofExperiment(first, paths.slice(1), values) : await ofRuns(paths, values);
  const folder = values.out ?? `${study.name.replace(/[^\w.-]+/g, '-')}-${form === 'csv' ? 'tidy' : form}`;
  if (existsSync(folder)) throw new UsageError(t('{0} already exists. Choose another folder with --out.', folder));
  const choice: TableChoice = { form, only, isShared, compress: (bytes) => gzipSync(bytes), about: study.about };
  const writer = new TableWriter(schemaOf(study.models, study.levels), choice);
  const cancel = new CancellationSource();
  const stop = (): void => cancel.cancel();
  process.once('SIGINT', stop);
  try {
    await writePieceFiles(folder, piecesOf(writer, study, { form, only, token: cancel.token }));
  } catch (error) {
    if (!cancel.token.isCancellationRequested) throw error;
    aside(t('Stopped. Nothing is left of {0}\n', folder));
    return INTERRUPTED;
  } finally {
    process.removeListener('SIGINT', stop);
  }
  const { runs, rows, lost } = writer.counts;
  if (values.json) process.stdout.write(jsonText({ folder, runs, rows: Object.fromEntries(rows), lost: Object.fromEntries(lost) }));
  const isPrivate = !isShared && study.models.some(hasPrivate);
  const sum = [...rows.values()].reduce((total, count) => total + count, 0);
  aside(
    t(
      isPrivate
        ? '{0}, {1} in {2}, synthetic data, including private fields (--shared omits them): {3}\n'
        : '{0}, {1} in {2}, synthetic data: {3}\n',
      ...[plural(runs, 'run'), plural(sum, 'row'), plural(rows.size, 'table'), folder],
    ),
  );
  for (const [column, count] of lost)
    aside(
      t(
        count === 1
          ? '{0}: {1} value is not of the type of the column, and missing in the table\n'
          : '{0}: {1} values are not of the type of the column, and missing in the table\n',
        ...[column, groupedFor(count)],
      ),
    );
  return 0;
}

/** The pieces of all tables. On a terminal, their size so far is shown. Throws if it is cancelled. */
async function* piecesOf(
  writer: TableWriter,
  study: TabledStudy,
  { form, only, token }: Pick<TableChoice, 'form' | 'only'> & { readonly token: CancellationToken },
): AsyncGenerator<TablePiece> {
  const { expectedRows } = await tablesRoom();
  const breathe = breather(BREATH_MS);
  let [bytes, told] = [0, 0];
  const tell = (words: string): void => void process.stderr.write(`\r\u001b[K${words}`);
  const stopIfCancelled = (): void => {
    if (token.isCancellationRequested) throw new Error(t('The export was stopped.'));
  };
  try {
    for await (const run of study.runs(token)) {
      const rows = expectedRows(run, only);
      if (rows >= MANY) aside(await tableWords(run.id, rows, form));
      for (const piece of writer.add(run)) {
        yield piece;
        bytes += piece.bytes.length;
        await breathe();
        stopIfCancelled();
        if (process.stderr.isTTY && bytes >= told + TOLD) tell(t('{0} MB written', Math.floor((told = bytes) / 1_000_000)));
      }
    }
    stopIfCancelled();
    yield* writer.end();
  } finally {
    if (told > 0) tell('');
  }
}

/** Milliseconds of work before a pause, and bytes between two notes of the size. */
const BREATH_MS = 50;
const TOLD = 1_000_000;

/** The exit code of a command that Ctrl+C stops. */
const INTERRUPTED = 130;

/** Run folders, each read twice if there are several: for the columns, and for the rows. */
async function ofRuns(paths: readonly string[], { kept, seeds, shared = false }: TableValues): Promise<TabledStudy> {
  const { aboutRuns } = await tablesRoom();
  if (kept !== undefined || seeds !== undefined) throw new UsageError(t('--kept and --seeds are for experiments.'));
  const opened = paths.length === 1 ? await openRecording(paths[0]!) : null;
  const models: ScenarioModel[] = [];
  for (const path of paths) models.push((opened ?? (await openRecording(path))).model);
  async function* runs(): AsyncGenerator<TabledRun> {
    for (const path of paths) {
      const run = opened ?? (await openRecording(path));
      const timeline = timelineOf(run);
      const held = shared ? redactionOf(run.model, timeline.head) : null;
      const id = paths.length === 1 ? run.manifest.id : basename(resolve(path));
      yield { id, model: run.model, timeline, held, arm: null, folder: basename(resolve(path)) };
    }
  }
  const names = paths.map((path) => basename(resolve(path)));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(t('Two run folders are named {0}, so their rows could not be distinguished.', twice));
  return { models, levels: [], runs, about: aboutRuns(models), name: models[0]!.scenario };
}

async function ofExperiment(path: string, rest: readonly string[], { kept, seeds, shared = false }: TableValues): Promise<TabledStudy> {
  const { aboutRuns } = await tablesRoom();
  if (rest.length > 1) throw new UsageError(t('export takes one file and one id of an experiment in it, or run folders.'));
  const uri = fileUri(path);
  const home = dirname(fileURLToPath(uri));
  const language = openLanguage();
  const id = await experimentIn(language, { uri, path, given: rest[0] });
  const dir = kept === undefined ? experimentPlace(home, id) : resolve(kept);
  const { cells } = readKept((await folderFiles(dir).read(RUNS)) ?? '');
  const plan = await planExperiment(uri, id, { language, known: cells, seeds: seedsGiven(seeds) });
  if (plan.known.size === 0) {
    const none = t('No run of the design of {0} is kept in {1}.', id, dir);
    const others = [
      cells.size === 1
        ? t('{0} run with other seeds or settings is kept there.', 1)
        : t('{0} runs with other seeds or settings are kept there.', groupedFor(cells.size)),
    ];
    const play = t('Play it first: society experiment {0} {1}', path, id);
    const asked =
      cells.size > 0 && seeds === undefined
        ? t('Name the seeds with --seeds, or play it first: society experiment {0} {1}', path, id)
        : play;
    throw new UsageError([none, ...(cells.size > 0 ? others : []), asked].join(' '));
  }
  const missing = plan.jobs.length - plan.known.size;
  if (missing > 0) aside(t('{0} of {1} not played yet, so not in the tables\n', plural(missing, 'run'), groupedFor(plan.jobs.length)));
  const folders = new Map((await keptRuns(home)).map((run) => [basename(run), folderFiles(run)]));
  const models = await armModels(plan);
  async function* runs(token: CancellationToken): AsyncGenerator<TabledRun> {
    for await (const run of playedRuns(plan, { folders, token }))
      yield { ...run, held: shared ? redactionOf(run.model, run.timeline.head) : null };
  }
  return { models, levels: plan.arms.map(({ levels }) => levels), runs, about: `Experiment ${id}. ${aboutRuns(models)}`, name: id };
}
