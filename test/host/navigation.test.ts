/** Navigation through the editor's own commands, in a real editor. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { fileWith, open, studio } from './support.js';

const TEXT = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada }
  ben: { name: Ben }
scenarios:
  s:
    cast: [ada, ben]
    measures: { bond: "tie(ada, ben)" }
`;

const run = <T>(command: string, ...args: readonly unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...args);

describe('navigation', () => {
  let document: vscode.TextDocument;
  const at = (word: string, from = 0): vscode.Position => document.positionAt(TEXT.indexOf(word, from) + 1);
  before(async () => {
    await studio();
    document = (await open(fileWith(TEXT, 'navigation.society'))).document;
  });

  it('finds references and highlights', async () => {
    const places = await run<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, at('ada:'));
    assert.deepEqual(places.map(({ range }) => range.start.line).sort(), [3, 7, 8]);
    const marks = await run<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', document.uri, at('ada:'));
    assert.equal(marks.length, 3);
  });

  it('renames in values and expressions, and explains where it cannot', async () => {
    const edit = await run<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, at('ada:'), 'zoe');
    assert.equal(edit.get(document.uri).length, 3);
    await assert.rejects(async () => run('vscode.executeDocumentRenameProvider', document.uri, at('ada:'), 'ben'), /already/);
    await assert.rejects(async () => run('vscode.prepareRename', document.uri, at('Ada')), /display name/);
  });

  it('folds, links, expands a selection, colours, and finds ids in the workspace', async () => {
    const folds = await run<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.ok(folds.some(({ start, end }) => start === 2 && end === 4));
    const links = await run<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    assert.equal(links[0]?.target?.scheme, 'society-library');
    const [selection] = await run<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', document.uri, [at('Ada')]);
    assert.ok(selection?.parent?.parent);
    const tokens = await run<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length >= 5 * 8, String(tokens.data.length));
    const symbols = await run<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'ada');
    assert.ok(symbols.some(({ name }) => name === 'ada'));
  });

  it('shows the arguments of a function', async () => {
    const help = await run<vscode.SignatureHelp>(
      'vscode.executeSignatureHelpProvider',
      document.uri,
      document.positionAt(TEXT.indexOf('tie(') + 4),
    );
    assert.match(help.signatures[0]?.label ?? '', /^tie\(a: agent, b: agent/);
  });
});
