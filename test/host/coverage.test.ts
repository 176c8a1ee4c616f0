/** Persona coverage and the run's own text in the editor: marks that follow the moment and the text, and what was edited since. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import type { Reach } from '../../src/runs/index.js';
import type { EditorRun } from '../../src/vscode/run/run.js';
import { fileWith, open, studio, until } from './support.js';

const TEXT = `society: 1
title: Covered
imports: [library/feed]

personas:
  ada:
    name: Ada
    interests: [jazz, chess]
    activity: 0.7
    vars: { mood: 0.5 }
    memories:
      - text: |
          The mill burned down.
        importance: 1
      - text: I am owed nine sacks of flour.
        importance: 10
  ben: { name: Ben, interests: [jazz] }

scenarios:
  main:
    world: feed
    rounds: 3
    seed: 2
    memory: { recall: 1, weights: { recency: 0, relevance: 0 } }
    interventions:
      gloom: { at: 2, then: ada.mood = 0.1 }
`;

describe('persona coverage', () => {
  let api: StudioApi;
  let uri: vscode.Uri;
  let run: EditorRun;
  let editor: vscode.TextEditor;

  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('society');

  before(async () => {
    api = await studio();
    await settings().update('run.pace', 0, vscode.ConfigurationTarget.Global);
  });
  beforeEach(async () => {
    uri = fileWith(TEXT);
    editor = await open(uri);
    const started = await api.runs.start(uri);
    assert.ok(started.ok, started.ok ? '' : started.message);
    run = started.run;
    assert.equal(await run.done, 'ended');
  });
  afterEach(async () => {
    await settings().update('editor.coverage', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** The marks, by the text of their line. */
  const shown = (): ReadonlyMap<string, Reach> | undefined => {
    const marks = api.coverage.shown.get(uri.toString());
    return marks && new Map(marks.map(({ range, mark }) => [editor.document.getText(range).split('\n')[0]!.trim(), mark.reach]));
  };
  const covered = (what: string, is: (marks: ReadonlyMap<string, Reach>) => boolean): Promise<ReadonlyMap<string, Reach>> =>
    until(() => {
      const marks = shown();
      return marks && is(marks) ? marks : undefined;
    }, what);
  const edit = (line: number, from: string, to: string): Promise<boolean> =>
    Promise.resolve(
      editor.edit((builder) => {
        const at = editor.document.lineAt(line).text.indexOf(from);
        assert.ok(at >= 0, `${line} has ${from}`);
        builder.replace(new vscode.Range(line, at, line, at + from.length), to);
      }),
    );

  it('is shown on request, by command and by setting, and describes the use of each line', async () => {
    assert.equal(shown(), undefined);
    await vscode.commands.executeCommand('society.showCoverage');
    assert.equal(settings().get('editor.coverage'), true);
    const marks = await covered('marks', ({ size }) => size > 0);
    assert.equal(marks.get('jazz'), 'used');
    assert.equal(marks.get('mood: 0.5'), 'used');
    assert.equal(marks.get('text: |'), 'cut');
    assert.equal(marks.get('text: I am owed nine sacks of flour.'), 'used');
    // It is the default of a person without this field.
    assert.equal(marks.get('activity: 0.7'), 'unused');
    assert.match(api.coverage.status, /^\$\(checklist\) \d+ of \d+ lines used$/);
    await vscode.commands.executeCommand('society.hideCoverage');
    await until(() => (shown() === undefined ? true : undefined), 'no marks');
    assert.equal(settings().get('editor.coverage'), false);
  });

  it('follows the moment: it is empty before the first question, and counts grow', async () => {
    await vscode.commands.executeCommand('society.showCoverage');
    await covered('marks', ({ size }) => size > 0);
    api.moment.go(0);
    await covered('no questions yet', ({ size }) => size === 0);
    const second = run.timeline.events.find((event) => event.type === 'round.started' && event.round === 2)!.seq;
    api.moment.go(second);
    await covered('marks of round 1', ({ size }) => size > 0);
    const rounds = api.coverage.shown.get(uri.toString())!.map(({ mark }) => mark.rounds);
    assert.ok(
      rounds.every((of) => of.every((round) => round === 1)),
      JSON.stringify(rounds),
    );
  });

  it('stays with its lines while the user types above them, and drops a line that is edited', async () => {
    await vscode.commands.executeCommand('society.showCoverage');
    await covered('marks', (marks) => marks.has('jazz') && marks.has('chess'));
    await editor.edit((builder) => builder.insert(new vscode.Position(4, 0), '# A remark\n\n'));
    await covered('the same marks lower down', (marks) => marks.get('mood: 0.5') === 'used' && marks.has('chess'));
    await edit(9, 'chess', 'go');
    const marks = await covered('no mark on what is new', (all) => !all.has('go') && !all.has('jazz, go') && all.has('activity: 0.7'));
    assert.ok(!marks.has('chess'));
  });

  it('says in an edited file that it is from an earlier version, and opens both side by side', async () => {
    const titles = async (): Promise<readonly string[]> =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100)).map(
        ({ command }) => command?.title ?? '',
      );
    const hints = async (): Promise<readonly string[]> =>
      (await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, new vscode.Range(0, 0, 30, 0))).map(
        ({ label }) => String(label),
      );
    const isEarlier = (title: string): boolean => title.startsWith('From a run of an earlier version');
    assert.ok(!(await titles()).some(isEarlier));
    assert.ok((await hints()).includes('now 0.1'), (await hints()).join(' | '));
    await edit(9, '0.5', '0.9');
    assert.ok((await titles()).some(isEarlier), (await titles()).join(' | '));
    assert.ok((await hints()).includes('in the run 0.1'), (await hints()).join(' | '));
    await vscode.commands.executeCommand('society.compareRunText', uri);
    const { input } = await until(() => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      return tab?.input instanceof vscode.TabInputTextDiff ? (tab as { readonly input: vscode.TabInputTextDiff }) : undefined;
    }, 'a comparison');
    assert.equal(input.modified.toString(), uri.toString());
    assert.equal((await vscode.workspace.openTextDocument(input.original)).getText(), TEXT);
  });

  it('belongs to the texts that a recorded run keeps', async () => {
    await edit(6, 'Ada', 'Adeline');
    await editor.document.save();
    const listed = (await api.side.runs.getChildren()).find((one) => one.run === run)!;
    api.moment.set(null);
    await vscode.commands.executeCommand('society.lookAtRun', { ...listed, run: undefined });
    await open(uri);
    await vscode.commands.executeCommand('society.showCoverage');
    const marks = await covered('marks', (all) => all.get('jazz') === 'used');
    assert.ok(!marks.has('name: Adeline'));
  });
});

const TOWN = `society: 1
title: Town
imports: [library/feed]

personas:
  ada: { name: Ada, interests: [jazz], vars: { mood: 0.5 } }
`;

const COUNTRY = `society: 1
title: Country
imports: [library/feed, { from: ./town.society, as: town }]

personas:
  ben: { name: Ben, interests: [jazz] }

scenarios:
  main:
    world: feed
    rounds: 2
    seed: 2
    interventions:
      gloom: { at: 1, then: town_ada.mood = 0.1 }
`;

describe('minds of a file that is imported under a prefix', () => {
  it('are shown in that file too', async () => {
    const api = await studio();
    const uri = fileWith(COUNTRY, 'country.society');
    const town = vscode.Uri.joinPath(uri, '..', 'town.society');
    await vscode.workspace.fs.writeFile(town, new TextEncoder().encode(TOWN));
    await open(uri);
    const started = await api.runs.start(uri);
    assert.ok(started.ok, started.ok ? '' : started.message);
    assert.equal(await started.run.done, 'ended');
    await open(town);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', town, 100);
    const shown = lenses.find(({ command }) => command?.command === 'society.showAgent');
    assert.deepEqual([shown?.command?.arguments, shown?.range.start.line], [['town_ada'], 5]);
    const all = new vscode.Range(0, 0, 30, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', town, all);
    assert.ok(hints.some(({ label }) => label === 'now 0.1'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', town, new vscode.Position(5, 3));
    assert.ok(hovers.some(({ contents }) => contents.some((one) => (one as vscode.MarkdownString).value.startsWith('**Ada** · '))));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
