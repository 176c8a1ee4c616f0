/**
 * *Society: Import…*: opens files of other tools as an untitled society. A report next to it lists what was mapped, guessed and
 * kept. Nothing is written until the user saves.
 */
import * as vscode from 'vscode';
import type { Imported, ImportFile, ImportOptions, ImportReport } from '../../exchange/index.js';
import { LANGUAGE } from '../language/host.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

/** Scheme of the report documents. */
const SCHEME = 'society-import';

const reports = {
  text: '',
  changed: new vscode.EventEmitter<vscode.Uri>(),
  provider: null as vscode.Disposable | null,

  async show(text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: '/Import.md' });
    reports.provider ??= vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: reports.changed.event,
      provideTextDocumentContent: () => reports.text,
    });
    reports.text = text;
    reports.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true });
  },
};

/** Disposes the resources for reports. */
export function disposeImports(): void {
  reports.provider?.dispose();
  reports.provider = null;
  reports.text = '';
}

/** Imports files, given (for example by the menu of the explorer) or chosen. */
export async function importFiles(named: readonly vscode.Uri[], options: ImportOptions = {}): Promise<vscode.TextEditor | undefined> {
  const uris = named.length > 0 ? named : await chooseFiles();
  if (uris.length === 0) return undefined;
  const { importSociety, MOST_BYTES, problemLine } = await rooms.exchange();
  const imported = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: t('Importing') }, async () =>
    importSociety(await Promise.all(uris.map((uri) => readFile(uri, MOST_BYTES))), options),
  );
  if (!imported.ok) {
    await vscode.window.showErrorMessage(imported.problems.map(problemLine).join('\n'));
    return undefined;
  }
  return show(imported, uris, options);
}

/** Shows the society, with the report next to it. */
async function show(
  imported: Extract<Imported, { ok: true }>,
  uris: readonly vscode.Uri[],
  options: ImportOptions,
): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: imported.text });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await reports.show(imported.words);
  void offer(imported.report, uris, options);
  return editor;
}

/** Reports the number of problems, and offers to keep the names and to map columns manually. */
async function offer(report: ImportReport, uris: readonly vscode.Uri[], options: ImportOptions): Promise<void> {
  const { files, people, ties, pseudonyms, problems } = report;
  const [keep, map] = [t('Keep the Names'), t('Map Columns…')];
  const isTable = files.some(({ format }) => format === 'records');
  const counts = t('{0} people and {1} ties were imported. Save the file to keep them.', people, ties);
  const told = problems.length === 0 ? counts : `${counts} ${t('The report next to it lists {0} problems.', problems.length)}`;
  const chosen = await vscode.window.showInformationMessage(told, ...(pseudonyms > 0 ? [keep] : []), ...(isTable ? [map] : []));
  if (chosen === keep) await importFiles(uris, { ...options, names: 'keep' });
  const pairs = chosen === map ? await askForMap(options.map ?? []) : undefined;
  if (pairs) await importFiles(uris, { ...options, map: pairs });
}

/** Asks for pairs in the format of the command line. */
async function askForMap(known: readonly string[]): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: t('Map Columns'),
    prompt: t('Enter the field of each column, for example: Job Title=occupation; Comment=bio; Trust=vars.trust'),
    value: known.join('; '),
  });
  return text
    ?.split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
}

const IMPORTED = /^[a-z][\w+.-]*:.*\.(json|jsonl|ndjson|ya?ml|csv|tsv|edges|graphml|gexf)$/i;

/** Imports files of other tools that the user drops into a society, like the command. The text of the society does not change. */
export const registerImportDrops = (): vscode.Disposable =>
  vscode.languages.registerDocumentDropEditProvider(LANGUAGE, {
    async provideDocumentDropEdits(_document, _position, dropped) {
      const list = (await dropped.get('text/uri-list')?.asString()) ?? '';
      const uris = list.split(/\r?\n/).flatMap((line) => (IMPORTED.test(line) ? [vscode.Uri.parse(line, true)] : []));
      if (uris.length === 0) return undefined;
      void importFiles(uris);
      return new vscode.DocumentDropEdit('');
    },
  });

const chooseFiles = async (): Promise<readonly vscode.Uri[]> =>
  (await vscode.window.showOpenDialog({
    canSelectMany: true,
    openLabel: t('Import'),
    title: t('People and Ties of Other Tools'),
    filters: {
      [t('People and ties')]: ['json', 'jsonl', 'ndjson', 'yaml', 'yml', 'csv', 'tsv', 'txt', 'edges', 'graphml', 'gexf', 'xml'],
      [t('All files')]: ['*'],
    },
  })) ?? [];

/** Reads a file. A file that is too long is not read. */
async function readFile(uri: vscode.Uri, most: number): Promise<ImportFile> {
  const { size } = await vscode.workspace.fs.stat(uri);
  const bytes = size > most ? new Uint8Array() : await vscode.workspace.fs.readFile(uri);
  return { name: uri.path.slice(uri.path.lastIndexOf('/') + 1), size, bytes };
}
