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
  /** The run that a cursor stood in last. Who looks at another one meanwhile is not taken away from there. */
  let debugged: ShownRun | null = null;
  /** Whether it stood where the run is. */
  let atEdge = true;
  const goOn = (): void => {
    if (debugged && moment.run === debugged) moment.go(null);
  };
  return vscode.Disposable.from(
    cursor.onDidMove((at) => {
      // Who looked at a past moment when the session ended still looks at it.
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
