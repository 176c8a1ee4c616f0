/** The *Agents* view: the agents of the shown run in the order of the cast, and the last act of each. */
import * as vscode from 'vscode';
import { agentAt, eachIndividual } from '../../core/events/agents.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { finished } from '../../core/util/slices.js';
import { findAgents } from '../../runs/crowds/findAgents.js';
import { lastAct } from '../../runs/views/inspectAgent.js';
import { setContext } from '../window/contextKeys.js';
import { soon } from '../window/debounce.js';
import { type Moment, whenWords } from '../moment/moment.js';

const { t } = vscode.l10n;

/** Number of agents that are listed in one step. */
const PAGE = 300;
const REST = 300;

/** An agent by its index, or null for the row that shows more. It is an object, because a tree ignores the element 0. */
export interface AgentRow {
  readonly agent: number | null;
}

export class AgentsView implements vscode.TreeDataProvider<AgentRow>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<AgentRow>;
  readonly #parts: vscode.Disposable;
  #filter = '';
  #shown = PAGE;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(readonly moment: Moment) {
    const change = soon(REST, () => this.#update());
    this.#view = vscode.window.createTreeView('society.agents', { treeDataProvider: this });
    this.#parts = vscode.Disposable.from(
      this.#changed,
      change,
      this.#view,
      moment.onDidMove(change.ask),
      moment.onDidChoose(() => {
        this.#shown = PAGE;
      }),
      this.#view.onDidChangeVisibility(() => this.#begin()),
    );
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows the agents whose name, id or last act contains the text; '' shows all. */
  search(filter: string): void {
    this.#filter = filter.trim().toLowerCase();
    this.#shown = PAGE;
    setContext('society.agentsFiltered', this.#filter !== '');
    this.#update();
  }

  more(): void {
    this.#shown += PAGE;
    this.#changed.fire();
  }

  getChildren(parent?: AgentRow): AgentRow[] {
    const { state } = this.moment;
    if (parent !== undefined || !state) return [];
    if (this.#filter !== '' && state.roster.crowds.length > 0) return this.#found(state);
    const found: AgentRow[] = [];
    for (let index = 0; index < state.roster.length; index++) {
      if (!this.#matches(index)) continue;
      if (found.length === this.#shown) return [...found, { agent: null }];
      found.push({ agent: index });
    }
    return found;
  }

  getTreeItem({ agent: index }: AgentRow): vscode.TreeItem {
    if (index === null) {
      const item = new vscode.TreeItem(t('More agents…'));
      item.command = { command: 'society.moreAgents', title: item.label as string };
      return item;
    }
    const { state } = this.moment;
    const agent = state && agentAt(state, index);
    // The moment has changed since the rows were created. New rows follow.
    if (!agent) return new vscode.TreeItem('');
    const item = new vscode.TreeItem(agent.name);
    const act = lastAct(state, agent);
    item.id = idAt(state.roster, index);
    item.description = agent.present ? (act ?? '') : t('away');
    item.tooltip = `${agent.name} (${agent.id})${act === null ? '' : `\n${act}`}`;
    item.iconPath = new vscode.ThemeIcon(agent.present ? 'person' : 'circle-slash');
    item.contextValue = 'agent';
    item.command = { command: 'society.showAgent', title: t('Show Agent'), arguments: [agent.id] };
    return item;
  }

  dispose(): void {
    this.#parts.dispose();
  }

  /** Shows the last run of an earlier session when the side bar is first opened. */
  #begin(): void {
    if (!this.#view.visible) return;
    void this.moment.begin();
    this.#update();
  }

  /** Agents that match in a society with crowds, whose names are computed: by name and id, and by the last act of those that have acted. */
  #found(state: State): AgentRow[] {
    const { agents } = finished(findAgents(state, this.#filter, this.#shown + 1));
    const indices = new Set(agents);
    for (const [index] of eachIndividual(state)) {
      if (indices.size > this.#shown) break;
      if (this.#matches(index)) indices.add(index);
    }
    const rows = [...indices].slice(0, this.#shown).map((agent): AgentRow => ({ agent }));
    return indices.size > this.#shown ? [...rows, { agent: null }] : rows;
  }

  #matches(index: number): boolean {
    if (this.#filter === '') return true;
    const state = this.moment.state!;
    const agent = agentAt(state, index)!;
    return [agent.id, agent.name, lastAct(state, agent) ?? ''].some((text) => text.toLowerCase().includes(this.#filter));
  }

  #update(): void {
    const { seq, state, run } = this.moment;
    const when = !run || !state ? [] : [whenWords(seq, state.round, run.timeline.events.length - 1)];
    this.#view.description = [...when, ...(this.#filter === '' ? [] : [`“${this.#filter}”`])].join(' · ');
    if (this.#view.visible) this.#changed.fire();
  }
}
