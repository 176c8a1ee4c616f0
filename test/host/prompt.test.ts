import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { fileWith, open, studio, until } from './support.js';

const TEXT = `society: 1
title: Prompts
imports: [library/feed]

personas:
  ada:
    name: Ada Okafor
    backstory: |
      Learned to bake in Enugu.
    interests: [jazz]
  ben: { name: Ben, interests: [jazz, chess] }

scenarios:
  main:
    world: feed
    rounds: 5
    seed: 2
    prompts:
      wordings:
        curt: { answer: Answer in JSON. }
`;

const shown = (): vscode.TextDocument | undefined =>
  vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'society-prompt')?.document;

const prompt = (part: string): Promise<vscode.TextDocument> =>
  until(() => {
    const document = shown();
    return document?.getText().includes(part) ? document : undefined;
  }, `a prompt with: ${part}`);

const at = (document: vscode.TextDocument, text: string, after = 0): vscode.Position =>
  document.positionAt(document.getText().indexOf(text) + after);

function select(editor: vscode.TextEditor, text: string): void {
  const position = at(editor.document, text);
  editor.selection = new vscode.Selection(position, position);
}

describe('Show Prompt', () => {
  before(studio);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens next to the file the prompt of the persona at the cursor, read-only, and leaves the cursor in the text', async () => {
    const editor = await open(fileWith(TEXT));
    select(editor, 'Learned');
    await vscode.commands.executeCommand('society.showPrompt');
    const document = await prompt('# Ada Okafor');
    assert.match(document.getText(), /Learned to bake in Enugu\./);
    assert.match(document.getText(), /## you · prompts\.en\.you · library\/prompts\.society:\d+ · \d+ tokens/);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
    const before = document.getText();
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(document.getText(), before);
  });

  it('follows the typing, keeps the last prompt while the file has errors, and reports them', async () => {
    const editor = await open(fileWith(TEXT));
    select(editor, 'Learned');
    await vscode.commands.executeCommand('society.showPrompt');
    await prompt('Learned to bake');
    await editor.edit((edit) => edit.insert(at(editor.document, 'Learned'), 'Once '));
    await prompt('Once Learned to bake');
    await editor.edit((edit) => edit.replace(new vscode.Range(at(editor.document, 'rounds'), at(editor.document, 'rounds', 6)), 'ronds'));
    const wrong = await prompt('ronds');
    assert.match(wrong.getText(), /^test\.society:16: [\s\S]*Once Learned to bake/);
    await editor.edit((edit) => edit.replace(new vscode.Range(at(editor.document, 'ronds'), at(editor.document, 'ronds', 5)), 'rounds'));
    await until(() => (shown()?.getText().startsWith('# Ada') ? true : undefined), 'the prompt without the error');
  });

  it('links each part to its line, and words to their lines', async () => {
    const { document: file } = await open(fileWith(TEXT));
    await vscode.commands.executeCommand('society.showPrompt', file.uri, 'ada');
    const document = await prompt('# Ada Okafor');
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    const parts = links.filter(({ range }) => document.lineAt(range.start.line).text.startsWith('## '));
    assert.ok(parts.length >= 5, `${parts.length} links`);
    assert.equal(parts[0]!.target?.scheme, 'society-library');
    assert.match(parts[0]!.target?.fragment ?? '', /^L\d+/);
    const [place] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at(document, 'Learned to bake', 3),
    );
    assert.equal(place?.uri.toString(), file.uri.toString());
    assert.match(file.lineAt(place.range.start.line).text, /backstory/);
  });

  it('has a lens above each persona, and offers a later round and each wording', async () => {
    const { document: file } = await open(fileWith(TEXT));
    const lensesOf = async (uri: vscode.Uri): Promise<vscode.Command[]> => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
      return lenses.flatMap(({ command }) => (command?.command === 'society.showPrompt' ? [command] : []));
    };
    const above = await lensesOf(file.uri);
    assert.deepEqual(
      above.map((command) => command.arguments?.[1]),
      ['ada', 'ben'],
    );
    await vscode.commands.executeCommand('society.showPrompt', ...above[1]!.arguments!);
    const first = await prompt('# Ben');
    const [later, curt] = await lensesOf(first.uri);
    await vscode.commands.executeCommand('society.showPrompt', ...later!.arguments!);
    assert.match((await prompt('round 4 of 5')).getText(), /Your last messages/);
    await vscode.commands.executeCommand('society.showPrompt', ...curt!.arguments!);
    assert.match((await prompt('Answer in JSON.')).getText(), /wording curt/);
  });

  it('finds the scenario of a person in another open file that imports it', async () => {
    const people = fileWith('society: 1\npersonas:\n  eve: { name: Eve, bio: Sells maps. }\n', 'people.society');
    const main = vscode.Uri.joinPath(people, '../main.society');
    const text = 'society: 1\nimports: [library/feed, ./people.society]\nscenarios:\n  s: { world: feed, cast: [eve] }\n';
    await vscode.workspace.fs.writeFile(main, new TextEncoder().encode(text));
    await open(main);
    await open(people);
    await vscode.commands.executeCommand('society.showPrompt', people, 'eve');
    assert.match((await prompt('# Eve')).getText(), /Sells maps\./);
  });
});
