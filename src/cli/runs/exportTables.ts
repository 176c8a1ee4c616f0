/** `society export RUN… --to parquet` and `society export FILE [EXPERIMENT] --to parquet`: tidy tables of runs, with a data dictionary. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { neverCancelled } from '../../core/util/lifecycle.js';
import { noSuch } from '../../core/util/suggest.js';
import type { TableChoice, TabledRun, TablePiece, TableWriter } from '../../exchange/tables/index.js';
import { tablesRoom } from '../../exchange/index.js';
import type { ScenarioModel } from '../../engine/index.js';
import { writePieceFiles } from '../../node/pieceFiles.js';
import { folderFiles } from '../../node/ports.js';
import { experimentPlace, keptRuns } from '../../node/runPlace.js';
import { armModels, planExperiment, playedRuns, readKept, RUNS } from '../../runs/experiments/index.js';
import { hasPrivate, redactionOf, timelineOf } from '../../runs/index.js';
import { experimentIn } from '../experiments/experiment.js';
import { fileUri, openLanguage, seedsGiven } from '../terminal/files.js';
import { aside, jsonText, plural, UsageError } from '../terminal/output.js';
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
  readonly runs: AsyncIterable<TabledRun>;
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
  if (existsSync(folder)) throw new UsageError(`${folder} already exists. Choose another folder with --out.`);
  const choice: TableChoice = { form, only, isShared, compress: (bytes) => gzipSync(bytes), about: study.about };
  const writer = new TableWriter(schemaOf(study.models, study.levels), choice);
  await writePieceFiles(folder, piecesOf(writer, study.runs));
  const { runs, rows, lost } = writer.counts;
  if (values.json) process.stdout.write(jsonText({ folder, runs, rows: Object.fromEntries(rows), lost: Object.fromEntries(lost) }));
  const isPrivate = !isShared && study.models.some(hasPrivate);
  const sum = [...rows.values()].reduce((total, count) => total + count, 0);
  aside(
    `${plural(runs, 'run')}, ${plural(sum, 'row')} in ${plural(rows.size, 'table')}, synthetic data${isPrivate ? ', including private fields (--shared omits them)' : ''}: ${folder}\n`,
  );
  for (const [column, count] of lost)
    aside(`${column}: ${plural(count, 'value')} ${count === 1 ? 'is' : 'are'} not of the type of the column, and missing in the table\n`);
  return 0;
}

async function* piecesOf(writer: TableWriter, runs: AsyncIterable<TabledRun>): AsyncGenerator<TablePiece> {
  for await (const run of runs) yield* writer.add(run);
  yield* writer.end();
}

/** Run folders, each read twice if there are several: for the columns, and for the rows. */
async function ofRuns(paths: readonly string[], { kept, seeds, shared = false }: TableValues): Promise<TabledStudy> {
  const { aboutRuns } = await tablesRoom();
  if (kept !== undefined || seeds !== undefined) throw new UsageError('--kept and --seeds are for experiments.');
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
  if (twice !== undefined) throw new UsageError(`Two run folders are named ${twice}, so their rows could not be distinguished.`);
  return { models, levels: [], runs: runs(), about: aboutRuns(models), name: models[0]!.scenario };
}

async function ofExperiment(path: string, rest: readonly string[], { kept, seeds, shared = false }: TableValues): Promise<TabledStudy> {
  const { aboutRuns } = await tablesRoom();
  if (rest.length > 1) throw new UsageError('export takes one file and one id of an experiment in it, or run folders.');
  const uri = fileUri(path);
  const home = dirname(fileURLToPath(uri));
  const language = openLanguage();
  const id = await experimentIn(language, { uri, path, given: rest[0] });
  const dir = kept === undefined ? experimentPlace(home, id) : resolve(kept);
  const { cells } = readKept((await folderFiles(dir).read(RUNS)) ?? '');
  const plan = await planExperiment(uri, id, { language, known: cells, seeds: seedsGiven(seeds) });
  if (plan.known.size === 0) {
    const others =
      cells.size > 0 ? ` ${plural(cells.size, 'run')} with other seeds or settings ${cells.size === 1 ? 'is' : 'are'} kept there.` : '';
    throw new UsageError(
      `No run of the design of ${id} is kept in ${dir}.${others} Play it first: society experiment ${path} ${id}${others && seeds === undefined ? ', or name the seeds with --seeds' : ''}`,
    );
  }
  const missing = plan.jobs.length - plan.known.size;
  if (missing > 0) aside(`${plural(missing, 'run')} of ${plan.jobs.length} not played yet, so not in the tables\n`);
  const folders = new Map((await keptRuns(home)).map((run) => [basename(run), folderFiles(run)]));
  const models = await armModels(plan);
  async function* runs(): AsyncGenerator<TabledRun> {
    for await (const run of playedRuns(plan, { folders, token: neverCancelled }))
      yield { ...run, held: shared ? redactionOf(run.model, run.timeline.head) : null };
  }
  return { models, levels: plan.arms.map(({ levels }) => levels), runs: runs(), about: `Experiment ${id}. ${aboutRuns(models)}`, name: id };
}
