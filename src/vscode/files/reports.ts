/** Documents about runs: *Export Methods…*, *Freeze Expectations* and *Export Report…*. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { finishedSlowly } from '../../core/util/slices.js';
import { breather } from '../../node/yieldToEventLoop.js';
import type { ReportedExpectation } from '../../protocol/reportData.js';
import { parseManifest } from '../../trace/manifest.js';
import { faultWords, type ShownRun } from '../moment/shownRun.js';
import type { Moment } from '../moment/moment.js';
import { rooms } from '../window/rooms.js';
import { saveFile } from '../panel/saveFile.js';
import { claimsPlace } from '../../node/runPlace.js';
import type { FoundCards } from '../../runs/claims/index.js';
import type { FolderFiles, SourceRef } from '../../trace/index.js';
import type { LanguageHost } from '../language/host.js';
import type { Runs } from '../run/runs.js';
import { dirname, join } from '../../node/paths.js';
import { policyHash } from '../window/contentSecurity.js';
import { keepsRuns, pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

// *Export Report…*: the shown run as one file that any browser opens.

export async function exportReport(extensionUri: vscode.Uri, moment: Moment, language: LanguageHost): Promise<void> {
  const { run, seq } = moment;
  if (!run) {
    void vscode.window.showInformationMessage(t('No run to report on. Run a scenario, or open a run from the Society view.'));
    return;
  }
  const making = { location: vscode.ProgressLocation.Window, title: t('Creating the report…') };
  try {
    const html = await vscode.window.withProgress(making, () => reportOf(extensionUri, { run, seq }, language));
    await saveFile({ type: 'save', name: `${run.source.model.scenario} report.html`, text: html }, run);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The report could not be created: {0}', faultWords(run, error)));
  }
}

interface Reported {
  readonly run: ShownRun;
  /** The shown moment; null for the latest. */
  readonly seq: number | null;
}

async function reportOf(extensionUri: vscode.Uri, { run, seq }: Reported, language: LanguageHost): Promise<string> {
  const built = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)));
  const [{ sharedSnapshot, withGroups }, script, style] = await Promise.all([rooms.runs(), built('report.js'), built('report.css')]);
  const created = parseManifest((await (await filesOf(run.dir)).read('manifest.json')) ?? '')?.created ?? '';
  const description = run.resolved.society.description ?? '';
  const expected = await expectedIn(run, created === '' ? null : created);
  const { reportedCards, sourcesOf } = await (await rooms.runs()).claimsRoom();
  const found = await cardsOf(run.uri, sourcesOf(run.resolved));
  const { reportedOutside } = await (await rooms.runs()).peopleRoom();
  const recorded = { ...run, model: run.source.model };
  const outside = await reportedOutside(await language.service(), run.uri.toString(), recorded, breather(BREATH_MS));
  const { reportHtml } = await import('../../../webview/report/html.js');
  return reportHtml({
    snapshot: await finishedSlowly(withGroups(sharedSnapshot(run.source, seq), run.source), breather(BREATH_MS)),
    created,
    description,
    expected,
    cards: reportedCards(found, run.source.model.scenario, expected),
    outside,
    script,
    style,
    hash: policyHash,
  });
}

/** Milliseconds of work after which the event loop runs. */
const BREATH_MS = 8;

/** The expectations of a run, with the frozen expectations next to its file. */
async function expectedIn({ source, resolved, timeline, uri }: ShownRun, created: string | null): Promise<readonly ReportedExpectation[]> {
  const { frozenFile, readFrozen, reportedExpectations } = await (await rooms.runs()).frozenRoom();
  const frozen = readFrozen(await textOf(vscode.Uri.parse(frozenFile(uri.toString()))));
  const { head: state, events } = timeline;
  return reportedExpectations({ model: source.model, resolved, state, events, created }, frozen);
}

/** The claim cards that are kept for a file, if they belong to these texts. */
async function cardsOf(uri: vscode.Uri, sources: readonly SourceRef[]): Promise<FoundCards> {
  const { cardsFile, foundCards } = await (await rooms.runs()).claimsRoom();
  if (!keepsRuns(uri)) return foundCards(null, sources);
  return foundCards(await textOf(uriOf(join(claimsPlace(dirname(pathOf(uri))), cardsFile(pathOf(uri))))), sources);
}

/** A run and its file. */
interface WrittenUp {
  readonly dir: string;
  readonly uri: vscode.Uri;
}

export async function exportMethods(run: WrittenUp | null, runs: Pick<Runs, 'live'>): Promise<void> {
  if (!run) {
    void vscode.window.showInformationMessage(t('No run to describe. Run a scenario, or open a run from the Society view.'));
    return;
  }
  const form = await vscode.window.showQuickPick(
    [
      { label: 'Markdown', ending: 'md' as const },
      { label: 'LaTeX', ending: 'tex' as const },
    ],
    { title: t('Export Methods') },
  );
  if (!form) return;
  try {
    await saveFile({ type: 'save', name: `methods.${form.ending}`, text: await methodsOf(run, runs, form.ending) }, run);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The methods could not be exported: {0}', errorText(error)));
  }
}

async function methodsOf({ dir, uri }: WrittenUp, runs: Pick<Runs, 'live'>, ending: 'md' | 'tex'): Promise<string> {
  await runs.live.find((one) => one.dir === dir)?.live.flush();
  const { frozenRoom, methodsRoom, openRecorded, readingFault } = await rooms.runs();
  const { frozenFile, readFrozen } = await frozenRoom();
  const { Gathering, methodsLatex, methodsMarkdown } = await methodsRoom();
  const opened = await openRecorded(await filesOf(dir));
  if (!opened.ok) throw new Error(opened.message);
  const frozen = readFrozen(await textOf(vscode.Uri.parse(frozenFile(uri.toString()))));
  try {
    const gathering = new Gathering();
    gathering.add(opened.run);
    const study = gathering.study(frozen, { cards: await cardsOf(uri, opened.run.manifest.sources) });
    return ending === 'md' ? methodsMarkdown(study) : methodsLatex(study);
  } catch (error) {
    throw new Error(readingFault(error, opened.run), { cause: error });
  }
}

/** The files of a run folder, or of a run that is packed in one file. */
export async function filesOf(dir: string): Promise<FolderFiles> {
  if (dir.endsWith('.socrun')) return (await import('../../node/packedRun.js')).packedFiles(await vscode.workspace.fs.readFile(uriOf(dir)));
  return (await import('../../node/ports.js')).folderFiles(dir);
}

/** The text of a file; null if there is no such file. */
export async function textOf(uri: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

/** Freezes the expectations of the file. Unsaved changes are saved first. */
export async function freezeFile(uri: vscode.Uri, language: LanguageHost, storage: vscode.Uri): Promise<void> {
  try {
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (uri.scheme === 'untitled' || (document?.isDirty && !(await document.save())))
      throw new Error(t('Save the file first. Frozen expectations are stored next to it.'));
    const { freezeExpectations, freezingWords, frozenFile, frozenText } = await (await rooms.runs()).frozenRoom();
    const file = vscode.Uri.parse(frozenFile(uri.toString()));
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    const roots = [vscode.Uri.joinPath(uri, '..'), ...(folder ? [folder] : []), storage].map(pathOf);
    const resolved = await (await language.service()).resolve(uri.toString());
    const freezing = await freezeExpectations(resolved, undefined, { roots, before: await textOf(file), date: new Date().toISOString() });
    if (freezing.added === null)
      return void vscode.window.showInformationMessage(t('All expectations are frozen already. Nothing was written.'));
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(frozenText(freezing.frozen)));
    const frozen = freezingWords(freezing);
    const name = vscode.workspace.asRelativePath(file);
    const words = t('Frozen in {0}: {1}. The file also keeps earlier freezes. Put it into version control.', name, frozen.join('; '));
    const open = t('Open');
    if ((await vscode.window.showInformationMessage(words, open)) === open) await vscode.window.showTextDocument(file);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The expectations could not be frozen: {0}', errorText(error)));
  }
}
