/** The *Society* view container in the side bar, and its *Runs* view: runs with their state, newest first. A click shows a run. */
import * as vscode from 'vscode';
import { Disposables } from '../../core/util/lifecycle.js';
import type { Moment } from '../moment/moment.js';
import type { Runs } from '../run/runs.js';
import { AgentsView } from './agentsView.js';
import { MindView } from './mindView.js';
import { isLiveState, type RunState } from '../../protocol/summary.js';
import type { EditorRun } from '../run/run.js';
import { soon } from '../window/debounce.js';
import { type ListedRun, listRuns, runRoots } from './runList.js';
import { pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

const ICONS: Readonly<Record<RunState, string>> = {
  running: 'sync~spin',
  waiting: 'debug-pause',
  held: 'debug-pause',
  ended: 'check',
  stopped: 'debug-stop',
  paused: 'debug-pause',
  failed: 'error',
  elsewhere: 'sync',
  interrupted: 'debug-disconnect',
};

const REST = 150;

/** For example `2026-11-22 09:01:33`. The format does not depend on the locale, and includes seconds to distinguish runs of the same minute. */
function localTime(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

class RunsView implements vscode.TreeDataProvider<ListedRun>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Runs of this window that are still in memory, and the folders of all its runs. */
  #own: readonly EditorRun[] = [];
  readonly #roots = new Map<string, vscode.Uri>();
  readonly #parts: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    readonly runs: Runs,
    readonly moment: Moment,
    readonly storage: vscode.Uri,
  ) {
    const change = soon(REST, () => this.#changed.fire());
    const files = vscode.workspace.createFileSystemWatcher('**/.society/runs/*/manifest.json');
    this.#parts = vscode.Disposable.from(
      this.#changed,
      change,
      files,
      files.onDidCreate(change.ask),
      files.onDidChange(change.ask),
      files.onDidDelete(change.ask),
      moment.onDidChoose(change.ask),
      runs.onDidEnd(change.ask),
      runs.onDidStart((run) => {
        this.#keep(run);
        change.ask();
      }),
      vscode.window.registerTreeDataProvider('society.runs', this),
    );
  }

  refresh(): void {
    this.#changed.fire();
  }

  getChildren(parent?: ListedRun): Promise<ListedRun[]> | ListedRun[] {
    return parent ? [] : listRuns(runRoots(this.storage, [...this.#roots.values()]), this.#own);
  }

  getTreeItem(listed: ListedRun): vscode.TreeItem {
    const { manifest, dir, run } = listed;
    const state = stateOf(listed);
    const looked = this.moment.run?.dir === pathOf(dir);
    const item = new vscode.TreeItem(manifest.title);
    const time = localTime(new Date(manifest.created));
    item.id = dir.toString();
    // The id, such as `stairs-s1-2`, begins with the scenario and the seed. Commands name runs by it.
    item.description = [manifest.id, time].join(' · ');
    item.tooltip = [
      manifest.title,
      [manifest.scenario, t('seed {0}', manifest.seed)].join(' · '),
      stateWords(state),
      ...(manifest.problem ? [manifest.problem] : []),
      time,
      pathOf(dir),
    ].join('\n');
    // The shown run has a coloured icon.
    item.iconPath = new vscode.ThemeIcon(ICONS[state], looked ? new vscode.ThemeColor('charts.blue') : undefined);
    item.contextValue = isLiveState(state) && run ? 'live' : state === 'ended' ? 'ended' : 'open';
    item.accessibilityInformation = {
      label: [manifest.title, item.description, stateWords(state), ...(looked ? [t('shown')] : [])].join(', '),
    };
    item.command = { command: 'society.lookAtRun', title: t('Show Run'), arguments: [listed] };
    return item;
  }

  dispose(): void {
    this.#parts.dispose();
  }

  /** Keeps a run. Finished runs that are not shown are read again from their folders when needed. */
  #keep(run: EditorRun): void {
    const { live, last } = this.runs;
    run.onDidHold(() => this.#changed.fire());
    this.#own = [...this.#own.filter((one) => live.includes(one) || one === last || one === this.moment.run), run];
    const root = vscode.Uri.joinPath(uriOf(run.dir), '..');
    this.#roots.set(root.toString(), root);
  }
}

const stateOf = ({ standing, run }: ListedRun): RunState => run?.state ?? standing;

function stateWords(state: RunState): string {
  const words: Readonly<Record<RunState, string>> = {
    running: t('running'),
    waiting: t('paused in the debugger'),
    held: t('paused by a command'),
    ended: t('ended'),
    stopped: t('stopped, can be resumed'),
    paused: t('paused at its budget'),
    failed: t('failed'),
    elsewhere: t('running in another process'),
    interrupted: t('interrupted, can be resumed'),
  };
  return words[state];
}

// The *Society* view container in the side bar: runs, the agents of the shown run, and the mind of one agent.

export class SideBar implements vscode.Disposable {
  readonly #parts = new Disposables();
  readonly runs: RunsView;
  readonly agents: AgentsView;
  readonly mind: MindView;

  /** @param storage folder for runs that cannot be stored next to their file. */
  constructor(runs: Runs, moment: Moment, storage: vscode.Uri) {
    this.runs = this.#parts.push(new RunsView(runs, moment, storage));
    this.agents = this.#parts.push(new AgentsView(moment));
    this.mind = this.#parts.push(new MindView(moment));
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
