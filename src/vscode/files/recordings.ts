/** *Open a Recorded Run…*: runs of real language models that ship with the extension. They open in the panel, which only reads them. */
import * as vscode from 'vscode';
import { mindWords } from '../../core/mindLabels.js';
import { PACKED } from '../panel/runFile.js';

const { t } = vscode.l10n;

/** A recorded run, from the manifest of its pack. */
export interface Recording {
  /** The scenario, which is also the name of the pack. */
  readonly id: string;
  readonly uri: vscode.Uri;
  readonly title: string;
  /** The models that answered. */
  readonly models: string;
  /** Model, quantisation, server and date. */
  readonly label: string;
}

interface RecordingItem extends vscode.QuickPickItem {
  readonly recording: Recording;
}

/** Opens a recorded run, given by id or chosen. */
export async function openRecording(extensionUri: vscode.Uri, id?: string): Promise<void> {
  const recordings = await readRecordings(extensionUri);
  const chosen =
    recordings.find((one) => one.id === id) ??
    (
      await vscode.window.showQuickPick(recordings.map(recordingItem), {
        title: t('Open a Recorded Run'),
        placeHolder: t('Societies that real language models played. No model is asked'),
        matchOnDetail: true,
      })
    )?.recording;
  if (chosen) await showRecording(chosen);
}

export const showRecording = ({ uri }: Recording): Thenable<unknown> => vscode.commands.executeCommand('vscode.openWith', uri, PACKED);

export const recordingItem = (recording: Recording): RecordingItem => ({
  recording,
  label: recording.title,
  description: recording.models,
  detail: recording.label,
});

/** The recorded runs of the extension, by name. A pack that cannot be read is left out. */
export async function readRecordings(extensionUri: vscode.Uri): Promise<readonly Recording[]> {
  const [{ packedFiles, SOCRUN }, { parseManifest }] = await Promise.all([
    import('../../node/packedRun.js'),
    import('../../trace/manifest.js'),
  ]);
  const folder = vscode.Uri.joinPath(extensionUri, 'examples', 'recorded');
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).filter((name) => name.endsWith(SOCRUN));
  const read = async (name: string): Promise<readonly Recording[]> => {
    const uri = vscode.Uri.joinPath(folder, name);
    try {
      const manifest = parseManifest((await packedFiles(await vscode.workspace.fs.readFile(uri)).read('manifest.json')) ?? '');
      if (!manifest) return [];
      const { title, minds, label = '' } = manifest;
      return [{ id: name.slice(0, -SOCRUN.length), uri, title, models: minds.map(mindWords).join(', '), label }];
    } catch {
      return [];
    }
  };
  return (await Promise.all(names.sort().map(read))).flat();
}
