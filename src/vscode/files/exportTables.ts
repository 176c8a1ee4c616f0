/** *Society: Export…* as tables, and *Export Experiment…*: tidy tables of a run or an experiment, in a new folder. */
import * as vscode from 'vscode';
import type { ScenarioModel } from '../../engine/index.js';
import type { RunTold, TableChoice, TabledRun } from '../../exchange/index.js';
import { writePieceFiles } from '../../node/pieceFiles.js';
import { folderFiles } from '../../node/ports.js';
import { experimentPlace, keptRuns } from '../../node/runPlace.js';
import { breather } from '../../node/yieldToEventLoop.js';
import type { LanguageHost } from '../language/host.js';
import { faultWords, type ShownRun } from '../moment/shownRun.js';
import { rooms } from '../window/rooms.js';
import { basename, join } from '../../node/paths.js';
import { keepsRuns, pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

/** Milliseconds of work after which the event loop runs. */
const BREATH_MS = 8;

type TableForm = TableChoice['form'];

interface Tabled {
  readonly models: readonly ScenarioModel[];
  readonly levels: readonly NonNullable<TabledRun['arm']>['levels'][];
  readonly about: string;
  /** Name of the folder. */
  readonly name: string;
  readonly isShared: boolean;
  runs(token: vscode.CancellationToken): AsyncIterable<TabledRun>;
}

/** The displayed run as tables. `held`: the private data that is left out. */
export async function exportRunTables(run: ShownRun, form: TableForm, held: RunTold['held']): Promise<void> {
  const { aboutRuns } = await (await rooms.exchange()).tablesRoom();
  const { timeline } = run;
  const { id, model } = run.source;
  const folder = basename(run.dir);
  async function* runs(): AsyncGenerator<TabledRun> {
    yield { id, model, timeline, held, arm: null, folder };
  }
  const tabled = {
    models: [model],
    levels: [],
    about: aboutRuns([model]),
    name: `${model.scenario}-${form}`,
    isShared: held !== null,
    runs,
  };
  await saveTables(tabled, form, run.uri, run);
}

/** The runs of an experiment that were played, as tables. Without `given`, the user chooses the form. */
export async function exportExperiment(uri: vscode.Uri, id: string, language: LanguageHost, given?: string): Promise<void> {
  const forms = [
    { label: 'Parquet', form: 'parquet' as const },
    { label: 'CSV', form: 'csv' as const },
  ];
  const form =
    forms.find((one) => one.form === given)?.form ?? (await vscode.window.showQuickPick(forms, { title: t('Export Experiment') }))?.form;
  if (form === undefined) return;
  try {
    const tabled = await tabledExperiment(uri, id, language, form);
    if (tabled === null) return void vscode.window.showInformationMessage(t('No run of {0} is kept. Run the experiment first.', id));
    await saveTables(tabled, form, uri, null);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The tables could not be written: {0}', faultWords(null, error)));
  }
}

/** Null if no run of the experiment is kept. */
async function tabledExperiment(uri: vscode.Uri, id: string, language: LanguageHost, form: TableForm): Promise<Tabled | null> {
  const [{ armModels, planExperiment, playedRuns, readKept, RUNS }, { aboutRuns }, { hasPrivate, redactionOf }] = await Promise.all([
    rooms.experiments(),
    rooms.exchange().then(({ tablesRoom }) => tablesRoom()),
    rooms.runs(),
  ]);
  const home = pathOf(vscode.Uri.joinPath(uri, '..'));
  const { cells } = readKept((await folderFiles(experimentPlace(home, id)).read(RUNS)) ?? '');
  const plan = await planExperiment(uri.toString(), id, { language: await language.service(), known: cells });
  if (plan.known.size === 0) return null;
  const models = await armModels(plan);
  const isShared = models.some(hasPrivate) && !(await wantsPrivate());
  const folders = new Map((await keptRuns(home)).map((run) => [basename(run), folderFiles(run)]));
  async function* runs(token: vscode.CancellationToken): AsyncGenerator<TabledRun> {
    for await (const run of playedRuns(plan, { folders, token }))
      yield { ...run, held: isShared ? redactionOf(run.model, run.timeline.head) : null };
  }
  const levels = plan.arms.map((arm) => arm.levels);
  return { models, levels, about: `Experiment ${id}. ${aboutRuns(models)}`, name: `${id}-${form}`, isShared, runs };
}

/** Whether tables include private data. */
async function wantsPrivate(): Promise<boolean> {
  const all = t('With private data');
  return (await vscode.window.showQuickPick([t('Without private data'), all], { title: t('Private Data in the File') })) === all;
}

/** Writes the tables into a new folder, in a folder that the user chooses. */
async function saveTables(tabled: Tabled, form: TableForm, beside: vscode.Uri, run: ShownRun | null): Promise<void> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: false, canSelectFolders: true, defaultUri: vscode.Uri.joinPath(beside, '..') },
      ...{ title: t('Folder for the Tables'), openLabel: t('Export') },
    })) ?? [];
  if (!parent) return;
  if (!keepsRuns(parent)) return void vscode.window.showErrorMessage(t('Choose a folder on this computer.'));
  const folder = join(pathOf(parent), tabled.name.replace(/[^\w.-]+/g, '-'));
  if (await exists(folder)) return void vscode.window.showErrorMessage(t('{0} already exists. Nothing was written.', folder));
  try {
    const location = vscode.ProgressLocation.Notification;
    const counts = await vscode.window.withProgress({ location, title: t('Writing tables…'), cancellable: true }, (_progress, token) =>
      written(tabled, form, folder, token),
    );
    if (counts === null) return;
    const rows = [...counts.rows.values()].reduce((sum, count) => sum + count, 0);
    void vscode.window.showInformationMessage(t('{0} runs, {1} rows and a data dictionary were saved in {2}.', counts.runs, rows, folder));
  } catch (error) {
    void vscode.window.showErrorMessage(t('The tables could not be written: {0}', faultWords(run, error)));
  }
}

/** Null if the user cancels; then nothing is left of the folder. */
async function written(tabled: Tabled, form: TableForm, folder: string, token: vscode.CancellationToken) {
  const [{ schemaOf, TableWriter }, { gzip }] = await Promise.all([
    rooms.exchange().then(({ tablesRoom }) => tablesRoom()),
    import('../../node/gzip.js'),
  ]);
  const { models, levels, about, isShared } = tabled;
  const writer = new TableWriter(schemaOf(models, levels), { form, isShared, about, compress: gzip });
  const breathe = breather(BREATH_MS);
  async function* pieces() {
    for await (const run of tabled.runs(token))
      for (const piece of writer.add(run)) {
        yield piece;
        await breathe();
        if (token.isCancellationRequested) throw new Cancelled();
      }
    if (token.isCancellationRequested) throw new Cancelled();
    yield* writer.end();
  }
  try {
    await writePieceFiles(folder, pieces());
    return writer.counts;
  } catch (error) {
    if (error instanceof Cancelled) return null;
    throw error;
  }
}

const exists = (path: string): Thenable<boolean> =>
  vscode.workspace.fs.stat(uriOf(path)).then(
    () => true,
    () => false,
  );

class Cancelled extends Error {}
