/** *Society: Export…* and *Export People…*: saves a run, or the people of a file, in formats of other programs. */
import { errorText, translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { Kept, RunTold } from '../../exchange/index.js';
import type { LanguageHost } from '../language/host.js';
import { faultWords, type ShownRun } from '../moment/shownRun.js';
import { exportRunTables } from './exportTables.js';
import { filesOf } from './reports.js';
import { saveFile, savePieces } from '../panel/saveFile.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

interface FormatItem extends vscode.QuickPickItem {
  readonly id: string;
}

const runFormats = (): readonly FormatItem[] => [
  { id: 'parquet', label: t('Tables (Parquet)'), description: t('for R and Python: all tables and a data dictionary') },
  { id: 'tidy', label: t('Tables (CSV)'), description: t('the same as CSV') },
  { id: 'gexf', label: t('Network over Rounds (GEXF)'), description: t('for Gephi: time intervals of ties and values') },
  { id: 'graphml', label: t('Network at the End (GraphML)'), description: t('for NetworkX, igraph, Gephi: ties and people') },
  { id: 'people', label: t('People (CSV)'), description: t('a row for each agent: age, gender, interests, variables') },
  { id: 'variables', label: t('Variables by Round (CSV)'), description: t('a row for each round, agent and variable') },
  { id: 'dictionary', label: t('Data Dictionary (CSV)'), description: t('the meaning of the columns of all tables') },
  { id: 'edges', label: t('Ties by Round (CSV)'), description: t('round, from, to, strength, network') },
  { id: 'transcript', label: t('Transcript (Markdown)') },
  { id: 'transcript-csv', label: t('Transcript (CSV)'), description: t('a row for each message') },
  { id: 'surveys', label: t('Survey Answers (CSV)'), description: t('a row for each question') },
  { id: 'groups', label: t('Groups and Decisions (CSV)'), description: t('with the columns of oTree') },
  { id: 'measures', label: t('Measures by Round (CSV)') },
  { id: 'statnet', label: t('Network for statnet (R)'), description: t('a script with its data, for network, sna and ergm') },
  { id: 'rsiena', label: t('Network over Rounds for RSiena (R)'), description: t('a script with its data: waves and covariates') },
  { id: 'otlp', label: t('OpenTelemetry Trace (OTLP/JSON)'), description: t('for Langfuse, Jaeger, Grafana Tempo') },
];

/** Number of events or agents from which writing a run can be cancelled. */
const MANY = 100_000;

const peopleFormats = (): readonly FormatItem[] => [
  { id: 'tinytroupe', label: 'TinyTroupe' },
  { id: 'oasis', label: 'OASIS (JSON)' },
  { id: 'oasis-csv', label: 'OASIS (CSV)' },
  { id: 'sotopia', label: 'Sotopia' },
  { id: 'agent.md', label: t('Agents of the Editor (.agent.md)') },
];

async function chooseFormat(title: string, items: readonly FormatItem[], given: string | undefined): Promise<string | undefined> {
  return (
    items.find(({ id }) => id === given)?.id ?? (await vscode.window.showQuickPick(items, { title, placeHolder: t('Choose a format') }))?.id
  );
}

/** Exports the whole run so far. Without `given`, the user chooses the format. */
export async function exportRun(run: ShownRun, given?: string): Promise<void> {
  const format = await chooseFormat(t('Export Run'), runFormats(), given);
  if (format === undefined) return;
  const { exportRun: write, isTrace, networksToChoose } = await rooms.exchange();
  const { timeline } = run;
  const { id, model } = run.source;
  const held = await heldFor(run);
  if (held === undefined) return;
  if (format === 'parquet' || format === 'tidy') return exportRunTables(run, format === 'tidy' ? 'csv' : format, held);
  const networks = networksToChoose(format, { id, model, timeline, held });
  const network = networks.length > 0 ? await vscode.window.showQuickPick([...networks], { title: t('Which network?') }) : null;
  if (network === undefined) return;
  const texts = isTrace(format) && (await wantsTexts());
  if (texts === undefined) return;
  const kept = isTrace(format) ? await keptOf(run, texts && !held) : null;
  const choice = { network, round: null, history: format === 'gexf', least: null, texts };
  let made: ReturnType<typeof write>;
  try {
    made = write(format, { id, model, timeline, held, ...(kept ? { kept } : {}) }, choice);
  } catch (error) {
    return void vscode.window.showErrorMessage(t('The run could not be exported: {0}', faultWords(run, error)));
  }
  if (!made.ok) return void vscode.window.showInformationMessage(translated(made.message));
  const events = timeline.events.length;
  await savePieces(
    { ...made.file, title: t('Writing {0} events', events), isLong: Math.max(events, timeline.head.roster.length) >= MANY },
    run,
  );
}

/** The contents of the folder of a run. The run may still be running. */
async function keptOf({ dir }: ShownRun, wantsPrompts: boolean): Promise<Kept | null> {
  const { runFolderExtras } = await rooms.runs();
  return runFolderExtras(await filesOf(dir), wantsPrompts);
}

/** Whether the trace includes prompts and answers; undefined if the user cancels. */
async function wantsTexts(): Promise<boolean | undefined> {
  const [without, all] = [t('Without prompts and answers'), t('With prompts and answers')];
  const chosen = await vscode.window.showQuickPick([without, all], { title: t('What should the trace contain?') });
  return chosen === undefined ? undefined : chosen === all;
}

/** Asks about private data if the run has any; undefined if the user cancels. */
async function heldFor({ source: { model }, timeline }: ShownRun): Promise<RunTold['held'] | undefined> {
  const { hasPrivate, redactionOf } = await rooms.runs();
  if (!hasPrivate(model)) return null;
  const wanted = await wantsPrivate(t('Without private data'), t('With private data'));
  return wanted === undefined ? undefined : wanted ? null : redactionOf(model, timeline.head);
}

/** Whether to include private data; undefined if the user cancels. */
async function wantsPrivate(without: string, all: string): Promise<boolean | undefined> {
  const chosen = await vscode.window.showQuickPick([without, all], { title: t('Private Data in the File') });
  return chosen === undefined ? undefined : chosen === all;
}

/** Exports all people of a file, including members of populations, to a folder that the user chooses. */
export async function exportPeople(uri: vscode.Uri, language: LanguageHost, given?: string): Promise<void> {
  const format = await chooseFormat(t('Export People'), peopleFormats(), given);
  if (format === undefined) return;
  const [{ peopleOf, problemLine }, { exportPeople: write, havePrivate, withoutPrivate }] = await Promise.all([
    rooms.runs(),
    rooms.exchange(),
  ]);
  const found = await peopleOf(await language.service(), uri.toString());
  if (!found.ok) {
    const problem = found.problems.find(({ severity }) => severity === 'error') ?? found.problems[0];
    const line = problem ? problemLine(problem, (one) => vscode.workspace.asRelativePath(vscode.Uri.parse(one))) : '';
    return void vscode.window.showErrorMessage(t('The people cannot be exported: the file has errors. {0}', line));
  }
  if (found.people.length === 0)
    return void vscode.window.showInformationMessage(t('No people to export: the file has no personas and no populations.'));
  const asks = havePrivate(found.people);
  const all = !asks || (await wantsPrivate(t('Without secrets and private data'), t('With secrets and private data')));
  if (all === undefined) return;
  const files = write(format, all ? found.people : found.people.map(withoutPrivate), found.ties) ?? [];
  const [only] = files;
  if (only && files.length === 1) return saveFile({ type: 'save', ...only }, { uri });
  await saveInFolder(files, uri);
}

/** Saves files in a folder. Existing files are never overwritten. */
async function saveInFolder(files: readonly { readonly name: string; readonly text: string }[], beside: vscode.Uri): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: false, canSelectFolders: true, defaultUri: vscode.Uri.joinPath(beside, '..') },
      ...{ title: t('Folder for {0} Files', files.length), openLabel: t('Export') },
    })) ?? [];
  if (!folder) return;
  const there = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const taken = files.find(({ name }) => there.has(name));
  if (taken) return void vscode.window.showErrorMessage(t('{0} already exists. Choose another folder. Nothing was written.', taken.name));
  try {
    for (const { name, text } of files)
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
  } catch (error) {
    return void vscode.window.showErrorMessage(t('The files could not be saved: {0}', errorText(error)));
  }
  void vscode.window.showInformationMessage(t('{0} files were saved in {1}.', files.length, vscode.workspace.asRelativePath(folder)));
}
