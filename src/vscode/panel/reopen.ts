/**
 * The last run of this workspace, read again from its folder: what the panel shows after a reload. The model is made
 * from the texts that the run itself keeps, so a file that changed since does not matter.
 */
import * as vscode from 'vscode';
import { Timeline } from '../../core/timeline.js';
import type { PanelSource } from '../../runs/index.js';
import type { Manifest } from '../../trace/index.js';
import { rooms } from '../rooms.js';
import type { Run } from '../run/run.js';
import type { Shown } from './panel.js';

const LAST_RUN = 'society.lastRun';
/** Base of the texts inside a run folder; no file system has this scheme. */
const INSIDE = 'society-run:/';

interface LastRun {
  readonly dir: string;
  readonly uri: string;
  /** The one mind that was asked for in place of the file's. */
  readonly mind: string | null;
}

export interface Reopened extends Shown {
  readonly uri: vscode.Uri;
  readonly dir: string;
}

export function rememberRun(state: vscode.Memento, run: Run): Thenable<void> {
  const minds = run.live.model.minds.map(({ id }) => id);
  const known = Object.keys(run.options.resolved.society.models ?? {});
  const [only] = minds;
  const mind = minds.length === 1 && only !== undefined && !known.includes(only) ? only : null;
  return state.update(LAST_RUN, { dir: run.options.dir, uri: run.uri.toString(), mind } satisfies LastRun);
}

/** Null when there is none, or when it cannot be shown any more. */
export async function reopenRun(state: vscode.Memento): Promise<Reopened | null> {
  const last = state.get<LastRun>(LAST_RUN);
  if (!last) return null;
  const source = await sourceOf(last);
  return source && { source, uri: vscode.Uri.parse(last.uri, true), dir: last.dir, onDidAdvance: () => ({ dispose: () => {} }) };
}

async function sourceOf({ dir, mind }: LastRun): Promise<PanelSource | null> {
  const [{ folderFiles }, { openRun }] = await Promise.all([import('../../node/ports.js'), import('../../trace/index.js')]);
  const files = folderFiles(dir);
  const opened = await openRun(files);
  if (!opened) return null;
  const { manifest, events } = opened;
  const model = await modelOf(manifest, mind, (sha256) => files.read(`blobs/${sha256}`));
  if (!model) return null;
  const timeline = Timeline.of(events);
  const status = manifest.state === 'running' ? 'stopped' : manifest.state;
  return { id: manifest.id, model, state: timeline.head, events: timeline.events, status, problem: manifest.problem };
}

async function modelOf(
  manifest: Manifest,
  mind: string | null,
  blob: (sha256: string) => Promise<string | null>,
): Promise<PanelSource['model'] | null> {
  const [{ createLanguageService, LIBRARY }, { loadModel }] = await Promise.all([rooms.language(), rooms.runs()]);
  const inside = (name: string): string =>
    name.startsWith('library/') ? `${LIBRARY}/${name.slice('library/'.length)}` : INSIDE + encodeURI(name);
  const texts = new Map(manifest.sources.map(({ uri, sha256 }) => [inside(uri), sha256]));
  const [entry] = manifest.sources;
  if (!entry) return null;
  const language = createLanguageService({
    read: async (uri) => {
      const sha256 = texts.get(uri);
      return sha256 === undefined ? null : blob(sha256);
    },
  });
  const { scenario, seed, rounds } = manifest;
  const loaded = await loadModel(language, inside(entry.uri), { scenario, seed, rounds, ...(mind === null ? {} : { mind }) });
  return loaded.ok ? loaded.model : null;
}
