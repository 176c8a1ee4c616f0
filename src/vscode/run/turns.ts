/** Shows what goes wrong in the turns of the last run as problems, at the lines where its author can act. */
import * as vscode from 'vscode';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import type { RunProblems } from './problems.js';
import type { EditorRun } from './run.js';
import type { Runs } from './runs.js';

export function registerTurnProblems(runs: Runs, problems: RunProblems, language: LanguageHost): vscode.Disposable {
  let watched: vscode.Disposable | undefined;
  const watch = async (run: EditorRun): Promise<void> => {
    watched?.dispose();
    watched = undefined;
    const { TurnProblems } = await rooms.runs();
    const found = new TurnProblems(run.live.model);
    let known = 0;
    const show = async (): Promise<void> => {
      const { events } = run.live.timeline;
      const since = events.slice(known);
      known = events.length;
      if (!found.add(since)) return;
      // The file as it is now: lines move while a run goes on.
      const now = await (await language.service()).resolve(run.uri.toString());
      if (runs.last === run) problems.showTurns(found.placed(now));
    };
    if (runs.last !== run) return;
    watched = run.onDidAdvance(() => void show());
    await show();
  };
  return vscode.Disposable.from(
    runs.onDidStart((run) => void watch(run)),
    { dispose: () => watched?.dispose() },
  );
}
