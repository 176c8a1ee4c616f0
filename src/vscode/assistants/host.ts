/** The tools for assistants in this window: its folders, its open texts, its keys and its runs. */
import * as vscode from 'vscode';
import type { StartedRun, ToolHost } from '../../tools/index.js';
import { PLATFORM } from '../../node/platform.js';
import type { WindowThreads } from '../experiments/threads.js';
import { mindAccess } from '../model/access.js';
import type { Keys } from '../model/keys.js';
import type { LanguageHost } from '../language/host.js';
import type { EditorRun } from '../run/run.js';
import type { Runs } from '../run/runs.js';
import { pathOf, uriOf } from '../window/paths.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

interface EditorPorts {
  readonly extensionUri: vscode.Uri;
  readonly storage: vscode.Uri;
  readonly language: LanguageHost;
  readonly keys: Keys;
  readonly runs: Runs;
  readonly threads: WindowThreads;
  readonly showPanel: () => void;
}

export function editorHost({ extensionUri, storage, language, keys, runs, threads, showPanel }: EditorPorts): ToolHost {
  return {
    roots: () =>
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => PLATFORM === 'web' || uri.scheme === 'file')
        .map(({ uri }) => pathOf(uri)),
    runHomes: [pathOf(storage)],
    program: pathOf(extensionUri),
    language: () => language.service(),
    access: (file) => mindAccess(keys, uriOf(file)),
    isUnsaved: (path) => vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && pathOf(uri) === path),
    cannotWrite: () => (vscode.workspace.isTrusted ? null : t('This workspace is not trusted, so assistants cannot write in it.')),
    write: async (path, text) => vscode.workspace.fs.writeFile(uriOf(path), new TextEncoder().encode(text)),
    start: async ({ file, calls, tokens, maySend: _asked, ...choices }) => {
      const uri = uriOf(file);
      if (runs.of(uri)) throw new Error(t('A run of this file is active. Wait for its end, or stop it.'));
      showPanel();
      const started = await runs.start(uri, { ...choices, pace: 0 });
      if (!started.ok) throw new Error(started.message === '' ? t('The user cancelled the run.') : started.message);
      const { lowerLimits } = await rooms.tools();
      started.run.ledger.limit(lowerLimits(started.run.ledger.limits, { calls, tokens }));
      return startedRun(started.run);
    },
    recorded: (dir) => runs.recorded(dir),
    live: () => runs.live.map(startedRun),
    player: (material) => threads.player(material),
  };
}

const startedRun = (run: EditorRun): StartedRun => ({
  ...{ id: run.live.id, dir: run.dir, live: run.live, resolved: run.resolved, done: run.done },
  stop: () => run.stop(),
});
