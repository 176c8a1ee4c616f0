/** The *Society* view in the side bar: runs, the agents of the one that is looked at, and one agent's mind. */
import type * as vscode from 'vscode';
import { Disposables } from '../../core/util/lifecycle.js';
import type { Moment } from '../moment/moment.js';
import type { Runs } from '../run/runs.js';
import { AgentsView } from './agentsView.js';
import { MindView } from './mindView.js';
import { RunsView } from './runsView.js';

export class SideBar implements vscode.Disposable {
  readonly #parts = new Disposables();
  readonly runs: RunsView;
  readonly agents: AgentsView;
  readonly mind: MindView;

  /** @param storage folder of runs that cannot be kept next to their file. */
  constructor(runs: Runs, moment: Moment, storage: vscode.Uri) {
    this.runs = this.#parts.push(new RunsView(runs, moment, storage));
    this.agents = this.#parts.push(new AgentsView(moment));
    this.mind = this.#parts.push(new MindView(moment));
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
