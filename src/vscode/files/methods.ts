/** *Export Methods*: how a run was done, written up. *Freeze Expectations*: what a file expects, written down before it is played. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { FolderFiles } from '../../trace/index.js';
import type { LanguageHost } from '../language/host.js';
import { saveFile } from '../panel/saveFile.js';
import { rooms } from '../window/rooms.js';
import type { Runs } from '../run/runs.js';

const { t } = vscode.l10n;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A run, and the file it came from. */
interface WrittenUp {
  readonly dir: string;
  readonly uri: vscode.Uri;
}

export async function exportMethods(run: WrittenUp | null, runs: Pick<Runs, 'live'>): Promise<void> {
  if (!run) {
    void vscode.window.showInformationMessage(t('There is no run to write up. Run a scenario, or open a run from the Society view.'));
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
    void vscode.window.showErrorMessage(t('The run could not be written up: {0}', wordsOf(error)));
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
    const study = gathering.study(frozen);
    return ending === 'md' ? methodsMarkdown(study) : methodsLatex(study);
  } catch (error) {
    throw new Error(readingFault(error, opened.run), { cause: error });
  }
}

/** Those of a folder, or of a run that is packed in one file. */
export async function filesOf(dir: string): Promise<FolderFiles> {
  if (dir.endsWith('.socrun')) return (await import('../../node/packedRun.js')).packedFiles(await readFile(dir));
  return (await import('../../node/ports.js')).folderFiles(dir);
}

/** A file's text; null where there is no such file. */
export async function textOf(uri: vscode.Uri): Promise<string | null> {
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

/** Of the file as it is saved: what is only in the editor is saved first. */
export async function freezeFile(uri: vscode.Uri, language: LanguageHost, storage: vscode.Uri): Promise<void> {
  try {
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (uri.scheme === 'untitled' || (document?.isDirty && !(await document.save())))
      throw new Error(t('Save the file first. Frozen expectations are kept next to it.'));
    const { freezeExpectations, freezingWords, frozenFile, frozenText } = await (await rooms.runs()).frozenRoom();
    const file = vscode.Uri.parse(frozenFile(uri.toString()));
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    const roots = [vscode.Uri.joinPath(uri, '..'), ...(folder ? [folder] : []), storage].map(({ fsPath }) => fsPath);
    const resolved = await (await language.service()).resolve(uri.toString());
    const freezing = await freezeExpectations(resolved, undefined, { roots, before: await textOf(file), date: new Date().toISOString() });
    if (freezing.added === null)
      return void vscode.window.showInformationMessage(t('All expectations are frozen already. Nothing was written.'));
    await vscode.workspace.fs.writeFile(file, Buffer.from(frozenText(freezing.frozen)));
    const frozen = freezingWords(freezing);
    const name = vscode.workspace.asRelativePath(file);
    const words = t('Frozen into {0}: {1}. Earlier freezes stay in it. Put it into version control.', name, frozen.join('; '));
    const open = t('Open');
    if ((await vscode.window.showInformationMessage(words, open)) === open) await vscode.window.showTextDocument(file);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The expectations could not be frozen: {0}', wordsOf(error)));
  }
}
