/** F5: a `.society` file as something that can be launched. The session itself is in src/debug and knows no editor. */
import * as vscode from 'vscode';
import type { DebugHost, DebugRun, LaunchConfig } from '../debug/index.js';
import { isSociety } from './language/host.js';
import { rooms } from './rooms.js';
import type { Run } from './run/run.js';
import type { Runs } from './run/runs.js';

const TYPE = 'society';
const { t } = vscode.l10n;

export function registerDebug(runs: Runs, showPanel: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(TYPE, { resolveDebugConfiguration }),
    vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, {
      createDebugAdapterDescriptor: async () => {
        const debug = await rooms.debug();
        const session = new debug.SocietySession(debugHost(runs, showPanel, debug));
        return new vscode.DebugAdapterInlineImplementation(session as unknown as vscode.DebugAdapter);
      },
    }),
  );
}

/** Without a launch.json the active file is what is launched. */
function resolveDebugConfiguration(_folder: unknown, config: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  if (!config.type && !config.request && !config.name) {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isSociety(document)) return undefined;
    const program = programOf(document.uri);
    // The panel shows the conversation; the console, which repeats it, stays closed until it is asked for.
    return {
      type: TYPE,
      request: 'launch',
      name: t('Run Society'),
      program,
      noDebug: config['noDebug'] ?? false,
      internalConsoleOptions: 'neverOpen',
    };
  }
  if (typeof config['program'] === 'string' && config['program'] !== '') return config;
  void vscode.window.showErrorMessage(t('The launch configuration “{0}” names no file. Set "program", as in "${file}".', config.name));
  return undefined;
}

/** Paths read better in launch configurations; what is on no disk keeps its URI. */
const programOf = (uri: vscode.Uri): string => (uri.scheme === 'file' ? uri.fsPath : uri.toString());

function toUri(program: string): vscode.Uri {
  return /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);
}

type Room = typeof import('../debug/index.js');

function debugHost(runs: Runs, showPanel: () => void, { LaunchRefused, Places }: Room): DebugHost {
  return {
    launch: async ({ program, scenario, seed, rounds, mind }: LaunchConfig, gate) => {
      showPanel();
      const started = await runs.start(toUri(program), { scenario, seed, rounds, mind, hold: gate.pace });
      if (!started.ok) throw new LaunchRefused(started.message, true);
      return debugRun(started.run, Places);
    },
    attach: async () => {
      throw new LaunchRefused(t('A recorded run cannot be debugged yet. Run the file to step through it.'), false);
    },
  };
}

const debugRun = (run: Run, Places: Room['Places']): DebugRun => ({
  live: run.live,
  done: run.done,
  stop: () => void run.stop(),
  places: new Places(run.options.resolved.nodes, (uri) => programOf(vscode.Uri.parse(uri, true))),
});
