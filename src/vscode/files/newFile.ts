/** New files from the templates of the language. They become files of the user's once they are saved. */
import * as vscode from 'vscode';
import { LANGUAGE } from '../language/host.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  readonly body: string;
}

/** A society to practise on: one error to fix, one list to complete, one line to type. */
const PRACTICE = `society: 1
title: Practice
imports: [library/feed]

personas:
  ada:
    name: Ada Okafor
    # 1. The next line has an error. Put the cursor in it, press Ctrl+. and choose the fix.
    occuption: Baker
  ben:
    name: Ben Achterberg
    # 2. On the empty line below, press Ctrl+Space: the list has all that a person can have. Choose \`interests\`.
    

scenarios:
  meet:
    world: feed
    # 3. Below this line, type \`rounds: 5\` and press Enter. Then press Ctrl+F5 to run.
    
`;

/** The argument of *New Society File* that opens it. */
const PRACTICE_ID = 'practice';

/** Opens an untitled file with a template, named or chosen, its places ready to be filled in. */
export async function newSocietyFile(id?: string): Promise<vscode.TextEditor | undefined> {
  if (id === PRACTICE_ID) {
    const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: PRACTICE });
    return vscode.window.showTextDocument(document);
  }
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
