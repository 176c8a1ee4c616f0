import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { fileWith, inWorkspace, open, problem, studio, TWO, until } from './support.js';

const at = (document: vscode.TextDocument, text: string, after = 0): vscode.Position =>
  document.positionAt(document.getText().indexOf(text) + after);

describe('the language in the editor', () => {
  before(studio);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows no problem in the examples', async () => {
    for (const name of ['hello.society', 'making_friends.society']) {
      const { document } = await open(inWorkspace(name));
      assert.equal(document.languageId, 'society');
      // The same service answers for the outline, after the check.
      await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
      await new Promise((done) => setTimeout(done, 300));
      assert.deepEqual(
        vscode.languages.getDiagnostics(document.uri).map((d) => d.message),
        [],
      );
    }
  });

  it('marks an unknown key soon after it is typed, and a fix repairs it', async () => {
    const editor = await open(fileWith(TWO));
    const { document } = editor;
    await editor.edit((edit) => edit.replace(new vscode.Range(at(document, 'rounds'), at(document, 'rounds', 6)), 'ronds'));
    const found = await problem(document.uri, 'unknown-key');
    assert.equal(document.getText(found.range), 'ronds');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    const { code } = found;
    assert.ok(typeof code === 'object' && code.value === 'unknown-key', 'its code leads nowhere');
    const page = await vscode.workspace.openTextDocument(code.target);
    assert.match(page.getText(), /^### unknown-key\n[\s\S]*Quick fix:/);
    assert.equal(page.languageId, 'markdown');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      found.range,
    );
    const fix = actions.find((action) => action.isPreferred);
    assert.ok(fix?.edit, 'no fix');
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /rounds: 3/);
    await until(() => (vscode.languages.getDiagnostics(document.uri).length === 0 ? true : undefined), 'the problem to go');
  });

  it('completes keys with their text, and ids', async () => {
    const editor = await open(fileWith(`${TWO}    cast: [ada, ]\n    \n`));
    const { document } = editor;
    const complete = async (position: vscode.Position) =>
      (await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position)).items;
    const keys = await complete(new vscode.Position(document.lineCount - 2, 4));
    assert.ok(
      keys.some((item) => item.label === 'premise'),
      keys.map((item) => item.label).join(', '),
    );
    const ids = await complete(at(document, '[ada, ', 6));
    const labels = ids.map(({ label }) => (typeof label === 'string' ? label : `${label.label} ${label.description ?? ''}`));
    assert.ok(labels.includes('ben Ben'), labels.join(', '));
  });

  it('says on the key of a phase of a crowd why it runs agent by agent', async () => {
    const { document } = await open(
      fileWith(`society: 1
imports: [library/prompts]
populations: { people: { size: 1000 } }
worlds: { w: { agent_vars: { note: '' }, phases: { day: { who: all, then: me.note = me.note + me.note } } } }
scenarios: { s: { cast: [people], world: w, rounds: 2 } }
`),
    );
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at(document, 'day:', 1),
    );
    const texts = hovers.flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value));
    assert.ok(
      texts.some((text) => /^Runs agent by agent[\s\S]*Joining texts is not in columns .* line 4\)/.test(text)),
      texts.join('\n'),
    );
  });

  it('explains a key, and leads from a world to the library, which is read-only', async () => {
    const { document } = await open(fileWith(TWO));
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at(document, 'rounds', 2),
    );
    assert.ok(hover, 'no hover');
    assert.ok((hover.contents[0] as vscode.MarkdownString).value.length > 10);
    const [target] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at(document, 'world: feed', 8),
    );
    assert.equal(target?.uri.scheme, 'society-library');
    const library = await vscode.workspace.openTextDocument(target.uri);
    assert.match(library.getText(target.range), /feed/);
  });

  it('reads imported files that change in an editor or on the disk', async () => {
    const people = fileWith('society: 1\npersonas:\n  ada: { name: Ada }\n', 'people.society');
    const main = vscode.Uri.joinPath(people, '../main.society');
    const text = 'society: 1\nimports: [library/feed, ./people.society]\nscenarios:\n  s: { world: feed, cast: [ada, eve] }\n';
    await vscode.workspace.fs.writeFile(main, new TextEncoder().encode(text));
    await open(main);
    await problem(main, 'unknown-id');
    const editor = await vscode.window.showTextDocument(people, { viewColumn: vscode.ViewColumn.Beside });
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), '  eve: { name: Eve }\n'));
    await until(() => (vscode.languages.getDiagnostics(main).length === 0 ? true : undefined), 'the import to be read again');
  });

  it('offers to run each scenario above its line', async () => {
    const { document } = await open(fileWith(`${TWO}  other:\n    world: feed\n`));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
    const runs = lenses.filter((lens) => lens.command?.command === 'society.run');
    assert.deepEqual(
      runs.map((lens) => lens.command?.arguments?.[1]),
      ['main', 'other'],
    );
    assert.equal(document.lineAt(runs[0]!.range.start.line).text.trim(), 'main:');
  });

  it('lists personas and scenarios in the outline', async () => {
    const { document } = await open(inWorkspace('hello.society'));
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    const personas = symbols.find((symbol) => symbol.name === 'personas');
    assert.equal(personas?.children.length, 4);
  });
});
