/** A run, and the people of a file, as files of other programs, saved with the editor's own dialog. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { fileWith, open, studio, TWO, until } from './support.js';

describe('export', () => {
  let api: StudioApi;
  let uri: vscode.Uri;

  before(async () => {
    api = await studio();
    // A dialog in the editor's own window, which a command accepts unchanged.
    await vscode.workspace.getConfiguration('files').update('simpleDialog.enable', true, vscode.ConfigurationTarget.Global);
    uri = fileWith(TWO);
    await open(uri);
  });
  after(async () => {
    await vscode.workspace.getConfiguration('files').update('simpleDialog.enable', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** The text of the file that is saved in the folder of the society after the dialog is accepted. */
  async function saved(name: string): Promise<string> {
    const path = vscode.Uri.joinPath(uri, '..', name).fsPath;
    return until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      try {
        return readFileSync(path, 'utf8') || undefined;
      } catch {
        return undefined;
      }
    }, `the file ${name}`);
  }

  it('writes the shown run as a table, and as a graph over its rounds', async () => {
    const started = await api.runs.start(uri, { pace: 0 });
    assert.ok(started.ok);
    await started.run.done;
    await until(() => (api.moment.run ? true : undefined), 'the run to be looked at');
    const { scenario } = started.run.source.model;
    void vscode.commands.executeCommand('society.exportRun', undefined, 'transcript-csv');
    assert.match(await saved(`${scenario}-transcript-csv.csv`), /^round,message,.*,mind,synthetic\n1,/);
    void vscode.commands.executeCommand('society.exportRun', undefined, 'gexf');
    assert.match(await saved(`${scenario}-gexf.gexf`), /mode="dynamic"/);
  });

  it('writes the shown run as tables with a dictionary, in a new folder', async () => {
    const { scenario } = api.moment.run!.source.model;
    void vscode.commands.executeCommand('society.exportRun', undefined, 'parquet');
    assert.match(await saved(`${scenario}-parquet/dictionary.csv`), /^table,column,type,unit,values,meaning,missing,source,written_at\n/);
    const messages = readFileSync(vscode.Uri.joinPath(uri, '..', `${scenario}-parquet`, 'messages.parquet').fsPath);
    assert.equal(messages.subarray(0, 4).toString() + messages.subarray(-4).toString(), 'PAR1PAR1');
  });

  it('writes the people of a file', async () => {
    void vscode.commands.executeCommand('society.exportPeople', uri, 'oasis');
    const people = JSON.parse(await saved('users.json')) as readonly { readonly realname: string }[];
    assert.deepEqual(
      people.map(({ realname }) => realname),
      ['Ada', 'Ben'],
    );
  });
});
