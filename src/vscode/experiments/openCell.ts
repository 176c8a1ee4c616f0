/** Opens a run of a cell of the table. The run is played again into a run folder, with the same result. */
import * as vscode from 'vscode';
import type { Arm, ExperimentRun } from '../../runs/experiments/index.js';
import { debugRecordedRun } from '../debug/debugger.js';
import { rooms } from '../window/rooms.js';
import type { Runs } from '../run/runs.js';
import { listedAt } from '../side/runList.js';
import type { ExperimentSession } from './session.js';
import { dirname, join } from '../../node/paths.js';
import { pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

interface OpeningPorts {
  readonly runs: Runs;
  readonly showPanel: () => void;
}

interface Choice extends vscode.QuickPickItem {
  readonly cell: ExperimentRun;
}

/** Lets the user choose a run of an arm by its value, and opens it in the panel or, with the button next to it, in the debugger. */
export async function openRunOf(session: ExperimentSession, of: { arm: number; column: number }, ports: OpeningPorts): Promise<void> {
  const arm = session.plan?.arms[of.arm];
  const column = session.table(0).columns[of.column];
  if (!arm || !column) return;
  const { measuredIn } = await rooms.experiments();
  const debug: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('debug-alt'), tooltip: t('Debug This Run') };
  const items = session.cells
    .filter((cell) => cell.arm === arm.id)
    .sort((a, b) => a.seed - b.seed)
    .map((cell): Choice => {
      const value = measuredIn(cell, column);
      const description = value === null ? t('no value') : `${column.measure} ${Math.round(value * 1e4) / 1e4}`;
      return { label: t('Seed {0}', cell.seed), description, buttons: [debug], cell };
    });
  if (items.length === 0) return void vscode.window.showInformationMessage(t('No finished runs of this arm yet.'));
  const chosen = await picked(
    items,
    t('Open a Run of “{0}”', arm.id),
    t('Press Enter to open the run in the panel, or the button to open it in the debugger'),
  );
  if (chosen) await openRun(session, arm, chosen.cell, chosen.debugged, ports);
}

function picked(
  items: readonly Choice[],
  title: string,
  placeholder: string,
): Promise<{ readonly cell: ExperimentRun; readonly debugged: boolean } | null> {
  const pick = vscode.window.createQuickPick<Choice>();
  Object.assign(pick, { items, title, placeholder, matchOnDescription: true });
  return new Promise((resolve) => {
    const done = (item: Choice | undefined, debugged: boolean): void => {
      resolve(item ? { cell: item.cell, debugged } : null);
      pick.dispose();
    };
    pick.onDidAccept(() => done(pick.selectedItems[0], false));
    pick.onDidTriggerItemButton(({ item }) => done(item, true));
    pick.onDidHide(() => done(undefined, false));
    pick.show();
  });
}

/** Opens a run. A run with answers of language models is already stored; any other run is played again. */
export async function openRun(
  { ports: { uri }, plan }: ExperimentSession,
  { set, wording, model }: Arm,
  { run, seed }: ExperimentRun,
  debugged: boolean,
  { runs, showPanel }: OpeningPorts,
): Promise<void> {
  let dir = run === undefined ? null : join(dirname(pathOf(uri)), '.society', 'runs', run);
  if (dir === null && plan) {
    if (!debugged) showPanel();
    const scenario = plan.experiment.scenario;
    const choices = { ...(wording === null ? {} : { wording }), ...(model === null ? {} : { mind: model }) };
    const started = await runs.start(uri, { scenario, seed, set, ...choices, pace: 0 });
    if (!started.ok) return;
    await started.run.done;
    dir = started.run.dir;
    if (!debugged) return;
  }
  if (dir === null) return;
  if (debugged) return debugRecordedRun(dir, undefined);
  const listed = await listedAt(uriOf(dir));
  if (listed) await vscode.commands.executeCommand('society.lookAtRun', listed);
  else void vscode.window.showErrorMessage(t('The run in {0} no longer exists.', dir));
}
