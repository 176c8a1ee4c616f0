/** The *Mind* view: one agent of the shown run at the shown moment. Owns the chosen agent and the filter of its memories. */
import * as vscode from 'vscode';
import { agentAt } from '../../core/events/agents.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { firstMade, madeFrom } from '../../runs/views/inspectAgent.js';
import { setContext } from '../window/contextKeys.js';
import { soon } from '../window/debounce.js';
import type { Moment } from '../moment/moment.js';
import { mindRows, type Row } from './mindRows.js';

/** Number of memories that are listed in one step. */
const PAGE = 50;
const REST = 300;

export class MindView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<Row>;
  readonly #parts: vscode.Disposable;
  #agent: string | null = null;
  #filter = '';
  #memories = PAGE;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(readonly moment: Moment) {
    // Without a chosen agent nothing needs an update. A view that updates all the time would show its progress bar during the whole run.
    const change = soon(REST, () => this.#agent !== null && this.#update());
    this.#view = vscode.window.createTreeView('society.mind', { treeDataProvider: this });
    this.#parts = vscode.Disposable.from(this.#changed, change, this.#view, moment.onDidMove(change.ask));
  }

  get agent(): string | null {
    return this.#agent;
  }

  get isVisible(): boolean {
    return this.#view.visible;
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows an agent by its id, or the first member of the population with that id. */
  show(id: string): void {
    this.#agent = id;
    this.#memories = PAGE;
    setContext('society.mindShown', true);
    this.search('');
  }

  /** Shows an agent that was selected elsewhere. If it is already shown, the search stays. */
  follow(id: string): void {
    if (id !== this.#agent) this.show(id);
  }

  /** Lists the memories that contain a text; '' lists all. */
  search(filter: string): void {
    this.#filter = filter.trim();
    this.#memories = PAGE;
    setContext('society.memoriesFiltered', this.#filter !== '');
    this.#update();
  }

  more(): void {
    this.#memories += PAGE;
    this.#changed.fire();
  }

  getChildren(parent?: Row): Row[] {
    const { run, state } = this.moment;
    if (parent) return parent.children?.() ?? [];
    if (!run || !state || this.#agent === null) return [];
    return mindRows({ run, state, agent: this.#known(this.#agent), filter: this.#filter, memories: this.#memories });
  }

  getTreeItem({ id, label, description, tooltip, icon, command, context, open, children }: Row): vscode.TreeItem {
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(label, children ? (open ? Expanded : Collapsed) : None);
    item.id = `${this.#agent}.${id}${open ? '.open' : ''}`;
    if (description !== undefined) item.description = description;
    item.tooltip = tooltip ?? (description === undefined ? label : `${label}: ${description}`);
    if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
    if (command) item.command = command;
    if (context !== undefined) item.contextValue = context;
    return item;
  }

  dispose(): void {
    this.#parts.dispose();
  }

  /** The agent itself, or the first member of a population. */
  #known(id: string): string {
    const { state } = this.moment;
    if (!state || indexOf(state.roster, id) >= 0) return id;
    const first = firstMade(madeFrom(state, id));
    return first < 0 ? id : idAt(state.roster, first);
  }

  #update(): void {
    const { state } = this.moment;
    const index = state && this.#agent !== null ? indexOf(state.roster, this.#known(this.#agent)) : -1;
    this.#view.description = state && index >= 0 ? agentAt(state, index)!.name : '';
    this.#changed.fire();
  }
}
