/** Opens the panel beside the editor, brings it back after a reload, and carries out what its user asks for. */
import * as vscode from 'vscode';
import type { FromPanel, PanelCommand } from '../../protocol/messages.js';
import { toRange, toUri } from '../convert.js';
import type { LanguageHost } from '../language/host.js';
import type { Log } from '../log.js';
import type { Runs } from '../run/runs.js';
import { rooms } from '../rooms.js';
import { PANEL, Panel } from './panel.js';
import { leaveReopened, type Reopened } from './reopen.js';

/** Commands of a run that is there already: its file and its folder come with them. */
const GOING_ON: ReadonlySet<PanelCommand> = new Set<PanelCommand>(['resume', 'raiseBudget', 'goOnBuiltin']);

export interface PanelsPorts {
  readonly extensionUri: vscode.Uri;
  readonly language: LanguageHost;
  readonly runs: Runs;
  readonly log: Log;
  /** The last run of an earlier session, from its folder; null when there is none. */
  readonly reopen: () => Promise<Reopened | null>;
}

export class Panels implements vscode.Disposable {
  #panel: Panel | null = null;
  #reopened: Promise<Reopened | null> | null = null;
  readonly #parts: vscode.Disposable[];

  constructor(readonly ports: PanelsPorts) {
    this.#parts = [
      ports.runs.onDidStart((run) => this.#panel?.show(run)),
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

  /** Shows the panel and leaves the cursor where it is. */
  open(): void {
    if (this.#panel) {
      if (!this.#panel.view.visible) this.#panel.view.reveal(undefined, true);
      return;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.#adopt(vscode.window.createWebviewPanel(PANEL, vscode.l10n.t('Society'), { viewColumn: column, preserveFocus: true }));
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
    if (this.ports.runs.last) panel.show(this.ports.runs.last);
    else void this.#showEarlier(panel);
  }

  async #showEarlier(panel: Panel): Promise<void> {
    this.#reopened ??= this.ports.reopen().catch(() => null);
    const earlier = await this.#reopened;
    if (this.#panel === panel && !this.ports.runs.last) panel.show(earlier);
  }

  async #receive(message: Exclude<FromPanel, { type: 'ready' }>): Promise<void> {
    if (message.type === 'reveal') await this.#reveal(message.node);
    else if (message.type === 'command' && GOING_ON.has(message.command))
      await vscode.commands.executeCommand(`society.${message.command}`, await this.#file(), await this.#dir());
    else if (message.type === 'command' && message.command === 'stop' && !this.ports.runs.last) await this.#leaveReopened();
    else if (message.type === 'command')
      await vscode.commands.executeCommand(`society.${message.command}`, await this.#file(), this.ports.runs.last?.live.model.scenario);
    else this.ports.log.warn(`panel: ${message.text.slice(0, 500)}`);
  }

  async #leaveReopened(): Promise<void> {
    const reopened = await this.#reopened;
    if (!reopened) return;
    this.#reopened = leaveReopened(reopened);
    this.#panel?.show(await this.#reopened);
  }

  /** File of what the panel shows. */
  async #file(): Promise<vscode.Uri | undefined> {
    return (this.ports.runs.last ?? (await this.#reopened))?.uri;
  }

  /** Folder of what the panel shows. */
  async #dir(): Promise<string | undefined> {
    return this.ports.runs.last?.options.dir ?? (await this.#reopened)?.dir;
  }

  /** Selects what a node is written as, in the file as it is now. */
  async #reveal(node: string): Promise<void> {
    const uri = await this.#file();
    if (!uri) return;
    const [service, { spanOf }] = await Promise.all([this.ports.language.service(), rooms.language()]);
    const span = spanOf((await service.resolve(uri.toString())).nodes, node);
    if (!span) return;
    const target = toUri(span.source);
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === target.toString());
    const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
    const range = toRange(span.range);
    const editor = await vscode.window.showTextDocument(target, { viewColumn, selection: new vscode.Range(range.start, range.start) });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
