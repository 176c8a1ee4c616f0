/** New files from the templates of the language. They become files of the user's once they are saved. */
import * as vscode from 'vscode';
import { LANGUAGE } from './language/host.js';
import { rooms } from './rooms.js';

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  readonly body: string;
}

/** Opens an untitled file with a template, named or chosen, its places ready to be filled in. */
export async function newSocietyFile(id?: string): Promise<vscode.TextEditor | undefined> {
  const { templates } = await rooms.language();
  const named = templates.find((template) => template.id === id);
  const body =
    named?.body ?? (await choose(templates.map(({ label, detail, body: text }): Choice => ({ label, detail, body: text }))))?.body;
  if (body === undefined) return undefined;
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: '' });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(body), new vscode.Position(0, 0));
  return editor;
}

const choose = (choices: readonly Choice[]): Thenable<Choice | undefined> =>
  vscode.window.showQuickPick(choices, {
    title: t('New Society File'),
    placeHolder: t('What to start from'),
    matchOnDetail: true,
  });
