/** Where a debugger's cursor stands is the moment that is looked at; while it lets the run go on, the run is followed. */
import * as vscode from 'vscode';
import { TYPE } from '../debug/configuration.js';
import type { Debugger } from '../debug/debugger.js';
import type { Moment } from './moment.js';

interface Message {
  readonly type?: string;
  readonly command?: string;
}

export function followDebugger(moment: Moment, cursor: Pick<Debugger, 'onDidMove'>): vscode.Disposable {
  return vscode.Disposable.from(
    cursor.onDidMove((at) => (at ? moment.set(at.run, at.seq) : moment.go(null))),
    vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: ({ type, command }: Message) => (type === 'request' && command === 'continue' ? moment.go(null) : undefined),
      }),
    }),
  );
}
