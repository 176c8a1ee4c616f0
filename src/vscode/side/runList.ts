/** The list of runs: the runs of this window, and those in `.society/runs` of its folders. */
import * as vscode from 'vscode';
import type { RunState } from '../../protocol/summary.js';
import { storedRunState } from '../../runs/live/runState.js';
import type { Manifest } from '../../trace/index.js';
import { parseManifest } from '../../trace/manifest.js';
import type { EditorRun } from '../run/run.js';
import { keepsRuns, pathOf, uriOf } from '../window/paths.js';

export interface ListedRun {
  readonly kind: 'run';
  readonly dir: vscode.Uri;
  readonly manifest: Manifest;
  /** The status of the run, read from its folder. */
  readonly standing: RunState;
  /** The run object, if the run was started in this window. */
  readonly run: EditorRun | undefined;
}

/** Whether an argument of a command is a listed run. */
export const isListed = (value: unknown): value is ListedRun =>
  typeof value === 'object' && value !== null && (value as Partial<ListedRun>).kind === 'run';

/** Maximum number of listed runs. Other runs are only in the folder. */
const MOST = 300;

/** Lists runs, newest first. */
export async function listRuns(roots: readonly vscode.Uri[], own: readonly EditorRun[]): Promise<ListedRun[]> {
  const byDir = new Map(own.map((run) => [uriOf(run.dir).toString(), run]));
  const folders = [...new Map(roots.map((root) => [root.toString(), root])).values()];
  const dirs = (await Promise.all(folders.map(foldersIn))).flat();
  const read = dirs.map(async (dir) => (await listedAt(dir, byDir.get(dir.toString()))) ?? []);
  const found = (await Promise.all(read)).flat();
  return found.sort((a, b) => (a.manifest.created < b.manifest.created ? 1 : -1)).slice(0, MOST);
}

/** The run in a folder; null if there is none. */
export async function listedAt(dir: vscode.Uri, run?: EditorRun): Promise<ListedRun | null> {
  const manifest = await manifestOf(dir);
  return manifest && { kind: 'run', dir, manifest, standing: await storedRunState(manifest.state, pathOf(dir)), run };
}

/** Folders with runs: of the workspace, of the extension's storage, and of the runs of this window. */
export function runRoots(storage: vscode.Uri, own: readonly vscode.Uri[]): readonly vscode.Uri[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => keepsRuns(uri)).map(({ uri }) => uri);
  return [...[...folders, storage].map((folder) => vscode.Uri.joinPath(folder, '.society', 'runs')), ...own];
}

/** The file that was run, if it can be found: next to the folder of its runs, or by its name in the workspace. */
export async function fileOf({ dir, manifest, run }: Omit<ListedRun, 'kind' | 'standing'>): Promise<vscode.Uri> {
  if (run) return run.uri;
  const name = manifest.sources[0]?.uri ?? '';
  const beside = vscode.Uri.joinPath(dir, '..', '..', '..', name);
  const there = await vscode.workspace.fs.stat(beside).then(
    () => true,
    () => false,
  );
  if (there) return beside;
  const [found] = await vscode.workspace.findFiles(`**/${name}`, '**/{node_modules,.society}/**', 1);
  return found ?? beside;
}

async function foldersIn(root: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const entries = await vscode.workspace.fs.readDirectory(root).then(undefined, () => []);
  return entries.filter(([, type]) => type === vscode.FileType.Directory).map(([name]) => vscode.Uri.joinPath(root, name));
}

export async function manifestOf(dir: vscode.Uri): Promise<Manifest | null> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dir, 'manifest.json')).then(undefined, () => null);
  return bytes && parseManifest(new TextDecoder().decode(bytes));
}
