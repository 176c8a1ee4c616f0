/** Opens the panel next to the editor, restores it after a reload, and carries out the requests of its user. */
import * as vscode from 'vscode';
import type { PanelCommand } from '../../protocol/messages.js';
import type { LanguageHost } from '../language/host.js';
import type { Log } from '../window/log.js';
import type { ShownRun } from '../moment/shownRun.js';
import type { Moment } from '../moment/moment.js';
import type { Comparisons } from '../past/comparisons.js';
import type { RecordedRun } from '../../runs/index.js';
import { revealNode } from '../window/convert.js';
import { PANEL, Panel, type Wish } from './panel.js';
import { saveFile } from './saveFile.js';

/** Commands that continue a run. They get its file and its folder as arguments. */
const GOING_ON: ReadonlySet<PanelCommand> = new Set<PanelCommand>(['resume', 'raiseBudget', 'goOnBuiltin']);

interface PanelsPorts {
  readonly extensionUri: vscode.Uri;
  readonly language: LanguageHost;
  readonly moment: Moment;
  readonly log: Log;
  readonly comparisons: Pick<Comparisons, 'onDidCompare'>;
}

export class Panels implements vscode.Disposable {
  #panel: Panel | null = null;
  /** The run and moment that the panel got last. */
  #told: { readonly run: ShownRun | null; readonly seq: number | null } | null = null;
  readonly #selected = new vscode.EventEmitter<string>();
  readonly #parts: vscode.Disposable[];

  /** Fires with the id of an agent that the user selects in the panel. */
  readonly onDidSelect = this.#selected.event;

  constructor(readonly ports: PanelsPorts) {
    this.#parts = [
      this.#selected,
      ports.moment.onDidMove(() => this.#follow()),
      ports.comparisons.onDidCompare(({ a, b }) => void this.#beside(a, b)),
      vscode.window.registerWebviewPanelSerializer(PANEL, {
        deserializeWebviewPanel: async (view) => {
          this.#adopt(view);
        },
      }),
    ];
  }

  get isOpen(): boolean {
    return this.#panel !== null;
  }

  get isVisible(): boolean {
    return this.#panel?.view.visible ?? false;
  }

  /** Shows the panel next to the file, even if the file covers it. The cursor does not move. */
  open(): void {
    if (this.#panel) {
      const { view } = this.#panel;
      const isOverIt = vscode.window.tabGroups.all.length === 1 && vscode.window.activeTextEditor !== undefined;
      if (!view.visible) view.reveal(isOverIt ? vscode.ViewColumn.Beside : undefined, true);
      return;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.#adopt(vscode.window.createWebviewPanel(PANEL, vscode.l10n.t('Society'), { viewColumn: column, preserveFocus: true }));
  }

  /** Selects an agent in the panel if the panel is open. */
  select(agent: string): void {
    this.#panel?.select(agent);
  }

  /** Marks the events at which breakpoints stop, if this run is shown. */
  marked(run: ShownRun, seqs: readonly number[]): void {
    if (this.ports.moment.run === run) this.#panel?.breakpoints(seqs);
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
    this.#panel?.dispose();
  }

  #adopt(view: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    const panel = new Panel(view, { extensionUri: this.ports.extensionUri, receive: (message) => void this.#receive(message) });
    this.#panel = panel;
    panel.onDidClose(() => {
      if (this.#panel === panel) this.#panel = null;
    });
    this.#told = null;
    this.#follow();
    void this.ports.moment.begin();
  }

  /** Shows the current moment. The panel itself listens to new events of a run. */
  #follow(): void {
    const { run, seq } = this.ports.moment;
    if (!this.#panel || (this.#told?.run === run && this.#told.seq === seq)) return;
    this.#told = { run, seq };
    this.#panel.show(run, seq);
  }

  /** When two runs are compared, the panel shows the measures of the other run next to those of the shown run. */
  async #beside(a: RecordedRun, b: RecordedRun): Promise<void> {
    const shown = this.ports.moment.run?.source.id;
    const other = shown === b.manifest.id ? a : shown === a.manifest.id ? b : null;
    if (other) await this.#panel?.beside(other);
  }

  async #receive(message: Wish): Promise<void> {
    const { run } = this.ports.moment;
    if (message.type === 'error') this.ports.log.warn(`panel: ${message.text.slice(0, 500)}`);
    else if (message.type === 'reveal') await (run && revealNode(this.ports.language, run.uri, message.node));
    else if (message.type === 'interview') await vscode.commands.executeCommand('society.interview', message.agent);
    else if (message.type === 'selected') this.#selected.fire(message.agent);
    else if (message.type === 'save') await saveFile(message, run);
    else if (message.type === 'copy') await vscode.env.clipboard.writeText(message.text);
    else if (message.type === 'go') this.ports.moment.go(message.seq);
    else if (GOING_ON.has(message.command)) await vscode.commands.executeCommand(`society.${message.command}`, run?.uri, run?.dir);
    else await vscode.commands.executeCommand(`society.${message.command}`, run?.uri, run?.source.model.scenario);
  }
}
