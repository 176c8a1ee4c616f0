/** New files: examples that ship with the extension, and templates. */
import * as vscode from 'vscode';
import { LANGUAGE } from '../language/host.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

interface Example extends vscode.QuickPickItem {
  readonly file: string;
}

const example = (file: string, label: string, detail: string): Example => ({ file, label, description: file, detail });

/** The examples in a good order to try them. The walkthrough and the debugger start with the first three. */
const examples = (): readonly Example[] => [
  example('hello.society', t('Hello'), t('Four people meet. The shortest society, with three things to try.')),
  example('making_friends.society', t('Making friends'), t('Twenty people in a forum. Ties form from what they say to each other.')),
  example('leaving.society', t('Why did Ben leave?'), t('Four people. One of them leaves; ask why in the debugger.')),
  example('rumour.society', t('A rumour'), t('Forty neighbours pass on a rumour that three of them believe. With an experiment.')),
  example('debate.society', t('Cars in the old town'), t('Ten agents argue. What an agent thinks and what it says are separate.')),
  example('commons.society', t('A lake for five'), t('Five villages fish in one lake, with and without talk. With tests.')),
  example(
    'donor_game.society',
    t('Giving to strangers'),
    t('Twelve agents take turns to give to strangers; newcomers learn from successful agents.'),
  ),
  example('haggle.society', t('One used cargo bike'), t('Two people, one price. Each knows only its own limit.')),
  example('network_formation.society', t('Friends in a new house'), t('Thirty newcomers choose their friends, one after another.')),
];

/** Opens an example, given by name or chosen. With an open folder, the example is saved in that folder. */
export async function openExample(extensionUri: vscode.Uri, name?: string): Promise<vscode.TextEditor | undefined> {
  const known = examples();
  const chosen =
    known.find(({ file }) => file === name) ??
    (await vscode.window.showQuickPick(known, {
      title: t('Open an Example'),
      placeHolder: t('All examples run without a key'),
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

// New files from the templates of the language. They are untitled until the user saves them.

interface Choice extends vscode.QuickPickItem {
  readonly body: string;
}

/** A society for practice: one error to fix, one list to complete, one line to type. */
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
    # 2. On the empty line below, press Ctrl+Space: the list shows all fields of a person. Choose \`interests\`.
    

scenarios:
  meet:
    world: feed
    # 3. Below this line, type \`rounds: 5\` and press Enter. Then press Ctrl+F5 to run.
    
`;

/** The argument of *New Society File* that opens it. */
const PRACTICE_ID = 'practice';

/** Opens an untitled file with a template, given by id or chosen. Its placeholders can be filled in. */
export async function newSocietyFile(id?: string): Promise<vscode.TextEditor | undefined> {
  if (id === PRACTICE_ID) {
    const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: PRACTICE });
    return vscode.window.showTextDocument(document);
  }
  const { templates } = await rooms.language();
  const named = templates.find((template) => template.id === id);
  const body =
    named?.body ??
    (await choose(templates.map(({ label, detail, body: text }): Choice => ({ label, detail: t(detail), body: text }))))?.body;
  if (body === undefined) return undefined;
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: '' });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(body), new vscode.Position(0, 0));
  return editor;
}

const choose = (choices: readonly Choice[]): Thenable<Choice | undefined> =>
  vscode.window.showQuickPick(choices, {
    title: t('New Society File'),
    placeHolder: t('Choose a template'),
    matchOnDetail: true,
  });
