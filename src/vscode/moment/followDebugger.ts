/** The cursor of a debugger sets the shown moment. While the debugger lets the run continue, the moment follows the run. */
import * as vscode from 'vscode';
import { TYPE } from '../debug/configuration.js';
import type { Debugger } from '../debug/debugger.js';
import type { ShownRun } from './shownRun.js';
import type { Moment } from './moment.js';

interface Message {
  readonly type?: string;
  readonly command?: string;
}

export function followDebugger(moment: Moment, cursor: Pick<Debugger, 'onDidMove'>): vscode.Disposable {
  /** The run of the last cursor position. A user who shows another run meanwhile stays at that run. */
  let debugged: ShownRun | null = null;
  /** Whether the cursor was at the current end of the run. */
  let atEdge = true;
  const goOn = (): void => {
    if (debugged && moment.run === debugged) moment.go(null);
  };
  return vscode.Disposable.from(
    cursor.onDidMove((at) => {
      // A past moment that is shown when the session ends stays shown.
      if (!at) return atEdge ? goOn() : undefined;
      debugged = at.run;
      atEdge = at.isLive;
      moment.set(at.run, at.seq);
    }),
    vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: ({ type, command }: Message) => {
          if (type === 'request' && (command === 'continue' || command === 'society/runTo')) goOn();
        },
      }),
    }),
  );
}
