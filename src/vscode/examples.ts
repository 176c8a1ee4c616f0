/** The examples that ship with the extension, opened as new files of the user's own. */
import * as vscode from 'vscode';
import { LANGUAGE } from './language/host.js';

const { t } = vscode.l10n;

interface Example extends vscode.QuickPickItem {
  readonly file: string;
}

const examples = (): readonly Example[] => [
  {
    file: 'hello.society',
    label: t('Hello'),
    description: 'hello.society',
    detail: t('Four people meet. The shortest society, with three things to try.'),
  },
  {
    file: 'making_friends.society',
    label: t('Making friends'),
    description: 'making_friends.society',
    detail: t('Twenty people in a neighbourhood forum, twenty rounds. Ties form by what they say to one another.'),
  },
  {
    file: 'leaving.society',
    label: t('Why did Ben leave?'),
    description: 'leaving.society',
    detail: t('Four people, one of whom leaves. To be asked why in the debugger, step by step.'),
  },
];

/** Opens an example, named or chosen. In a folder it becomes a file of that folder once it is saved. */
export async function openExample(extensionUri: vscode.Uri, name?: string): Promise<vscode.TextEditor | undefined> {
  const known = examples();
  const chosen =
    known.find(({ file }) => file === name) ??
    (await vscode.window.showQuickPick(known, {
      title: t('Open an Example'),
      placeHolder: t('Each runs without a key'),
      matchOnDetail: true,
    }));
  if (!chosen) return undefined;
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'examples', chosen.file));
  return openCopy(chosen.file, new TextDecoder().decode(bytes));
}

async function openCopy(file: string, text: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder?.scheme === 'file') {
    const target = vscode.Uri.joinPath(folder, file);
    if (await exists(target)) return vscode.window.showTextDocument(target);
    const document = await vscode.workspace.openTextDocument(target.with({ scheme: 'untitled' }));
    if (document.getText() === '') {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), text);
      await vscode.workspace.applyEdit(edit);
    }
    return vscode.window.showTextDocument(document);
  }
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: LANGUAGE, content: text }));
}

const exists = async (uri: vscode.Uri): Promise<boolean> =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
