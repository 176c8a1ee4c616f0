/** `.socrun` files: saves a run in one file, and opens such a file in a separate, read-only panel. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { Log } from '../window/log.js';
import { type ShownRun, openAtItsEnd } from '../moment/shownRun.js';
import { rooms } from '../window/rooms.js';
import type { Runs } from '../run/runs.js';
import { Panel, type Wish } from './panel.js';
import { saveFile } from './saveFile.js';
import { basename } from '../../node/paths.js';
import { pathOf } from '../window/paths.js';

const { t } = vscode.l10n;

/** The editor for packed runs. */
export const PACKED = 'society.packedRun';

interface PackedPorts {
  readonly extensionUri: vscode.Uri;
  readonly log: Pick<Log, 'warn'>;
}

interface PackedRun extends vscode.CustomDocument {
  readonly run: ShownRun;
}

/** Registers the editor for packed runs. */
export function registerPackedRuns(ports: PackedPorts): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider<PackedRun> = {
    openCustomDocument: async (uri) => ({ uri, run: await packedRun(uri), dispose: () => undefined }),
    resolveCustomEditor: ({ run }, view) => {
      const panel: Panel = new Panel(view, {
        extensionUri: ports.extensionUri,
        receive: (wish) => void receive(wish, run, panel, ports.log),
      });
      panel.show(run);
    },
  };
  return vscode.window.registerCustomEditorProvider(PACKED, provider);
}

async function packedRun(uri: vscode.Uri): Promise<ShownRun> {
  const [{ packedFiles }, { openRecorded }] = await Promise.all([import('../../node/packedRun.js'), rooms.runs()]);
  const files = packedFiles(await vscode.workspace.fs.readFile(uri));
  const opened = await openRecorded(files);
  if (!opened.ok) throw new Error(opened.message);
  const file = vscode.Uri.joinPath(uri, '..', opened.run.manifest.sources[0]?.uri ?? '');
  const run = await openAtItsEnd(pathOf(uri), file, undefined, files);
  if (!run) throw new Error(t('Try again.'));
  return run;
}

/** Handles moving in time and saving. Everything else needs a run folder. */
async function receive(wish: Wish, run: ShownRun, panel: Panel, log: Pick<Log, 'warn'>): Promise<void> {
  if (wish.type === 'error') log.warn(`panel: ${wish.text.slice(0, 500)}`);
  else if (wish.type === 'go') panel.show(run, wish.seq);
  else if (wish.type === 'save') await saveFile(wish, run);
  else if (wish.type === 'copy') await vscode.env.clipboard.writeText(wish.text);
  else
    void vscode.window.showInformationMessage(
      t('A packed run is read-only. To fork or debug it, unzip it into a new folder in .society/runs.'),
    );
}

/** *Save Run As…*: saves the folder of a run as one file. The user chooses the place. */
export async function saveRunAs(dir: string | undefined, runs: Runs): Promise<void> {
  if (dir === undefined) return void vscode.window.showInformationMessage(t('No run to save yet.'));
  const name = `${basename(dir)}.socrun`;
  const beside = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: t('Save Run As'),
    filters: { [t('Packed runs')]: ['socrun'] },
    ...(beside ? { defaultUri: vscode.Uri.joinPath(beside, name) } : {}),
  });
  if (uri) await packTo(dir, uri, runs);
}

/** Packs a run folder. For an active run, this includes everything up to now. */
export async function packTo(dir: string, uri: vscode.Uri, runs: Pick<Runs, 'live'>): Promise<void> {
  try {
    const { packRun } = await import('../../node/packedRun.js');
    await runs.live.find((run) => run.dir === dir)?.live.flush();
    await vscode.workspace.fs.writeFile(uri, await packRun(dir));
    const saved = t(
      'Saved {0}. The file contains the whole run, including prompts and private data.',
      vscode.workspace.asRelativePath(uri),
    );
    void vscode.window.showInformationMessage(saved);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The run could not be saved: {0}', errorText(error)));
  }
}
