/** Very small models that `npm run models` has installed: what they cost, and their server, which runs in a terminal. */
import * as vscode from 'vscode';
import type { SmallModel } from '../../node/smallModels.js';

const { t } = vscode.l10n;

/** What so small a model cannot show. Short, because the list cuts long lines. */
export const limitWords = (): string => t('Very small: shows that a file runs, not what large models do.');

/** The cost of a model on this machine: disk, memory, and how fast it writes. Short, because the list cuts long lines. */
export function costWords({ disk, speed }: SmallModel): string {
  const size = t('{0} MB on disk', disk);
  if (!speed) return `${size} · ${t('speed not measured')}`;
  const memory = speed.memory === null ? [] : [t('{0} MB memory', speed.memory)];
  return [size, ...memory, t('{0} tokens/s', speed.write)].join(' · ');
}

export interface SmallServer {
  readonly model: SmallModel;
  /** The folder in which `npm run models` starts it. */
  readonly project: string;
  readonly port: number;
}

export const smallServerUrl = ({ port }: Pick<SmallServer, 'port'>): string => `http://127.0.0.1:${port}/v1`;

/** The command of the terminal. The name and the port are checked values. */
const serveCommand = ({ model, port }: Pick<SmallServer, 'model' | 'port'>): string =>
  `npm run models -- serve ${model.name} --port ${port}`;

/** Milliseconds between two questions whether the server answers, and in all. */
const [PAUSE, PATIENCE] = [1_000, 180_000];

/** Starts the server in a terminal. Resolves with true after it answers; with false if it does not, or if the user cancels. */
export async function startSmallServer(server: SmallServer): Promise<boolean> {
  const { model, project, port } = server;
  const terminal = vscode.window.createTerminal({ name: model.name, cwd: project });
  terminal.show(true);
  terminal.sendText(serveCommand(server));
  const { findLocalModels } = await (await import('../../minds/index.js')).localServers();
  const where = { location: vscode.ProgressLocation.Notification, cancellable: true, title: t('Starting {0}…', model.title) };
  return vscode.window.withProgress(where, async (_progress, token) => {
    for (const end = performance.now() + PATIENCE; performance.now() < end; await pause(PAUSE)) {
      if (token.isCancellationRequested || terminal.exitStatus) return false;
      const found = await findLocalModels({ ports: [{ kind: 'small', port }] });
      if (found.some(({ name }) => name === model.name)) return true;
    }
    return false;
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
