/** *Create Diagnostics for a Report*: facts about the file and the shown run without private data, as a document that the user can read. */
import * as vscode from 'vscode';
import { machineFacts, runFileSizes } from '../../node/machineFacts.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';

interface Asked {
  readonly language: LanguageHost;
  /** The society file, and the folder of the shown run; null where there is none. */
  readonly file: vscode.Uri | null;
  readonly dir: string | null;
  readonly version: string;
}

/** Opens the document, unsaved. Nothing is sent. */
export async function createDiagnostics({ language, file, dir, version }: Asked): Promise<vscode.TextDocument> {
  const [runs, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
  const { diagnosticsDocument } = await runs.diagnosticsRoom();
  const run = dir === null ? null : await runs.openRun(folderFiles(dir));
  const content = diagnosticsDocument({
    about: {
      version,
      editor: vscode.version,
      place: vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop',
      ...placeFacts(),
      ...machineFacts(),
    },
    file: file && (await runs.loadModel(await language.service(), file.toString())),
    runs: run && dir !== null ? [{ ...run, bytes: await runFileSizes(dir) }] : [],
  });
  const document = await vscode.workspace.openTextDocument({ language: 'json', content: `${JSON.stringify(content, null, 2)}\n` });
  await vscode.window.showTextDocument(document);
  return document;
}

/** How the window is set up. Values of settings are numbers and words of the program; of allowed variables only their number. */
function placeFacts() {
  const settings = vscode.workspace.getConfiguration('society');
  const known = (key: string, type: 'number' | 'boolean' | 'string'): number | boolean | string | null => {
    const value = settings.get<unknown>(key);
    return typeof value === type && String(value).length < 10 ? (value as number | boolean | string) : null;
  };
  return {
    ...{ remote: vscode.env.remoteName !== undefined, trusted: vscode.workspace.isTrusted, language: vscode.env.language },
    folders: vscode.workspace.workspaceFolders?.length ?? 0,
    settings: {
      pace: known('run.pace', 'number'),
      askAhead: known('run.askAhead', 'string'),
      coverage: known('editor.coverage', 'boolean'),
      allowedVariables: Object.keys(settings.get<object>('allowedEnvironment') ?? {}).length,
    },
  };
}
