/**
 * The panel: one webview beside the editor that shows a run. It holds no truth. Each time the page says that it is
 * ready it gets one snapshot, and after that what changed; a hidden page is gone and gets nothing.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type FromPanel, isFromPanel, type PanelCost, PROTOCOL_VERSION, type ToPanel } from '../../protocol/messages.js';
import type { PanelSource } from '../../runs/index.js';
import { panelHtml } from '../../../webview/html.js';
import { rooms } from '../rooms.js';

export const PANEL = 'society.panel';

/** Something the panel can show: a run under way, or one that was opened again. */
export interface Shown {
  readonly source: PanelSource;
  readonly onDidAdvance: vscode.Event<void>;
}

export interface PanelPorts {
  readonly extensionUri: vscode.Uri;
  readonly receive: (message: Exclude<FromPanel, { type: 'ready' }>) => void;
}

type Runs = Awaited<ReturnType<typeof rooms.runs>>;

export class Panel implements vscode.Disposable {
  readonly #parts: vscode.Disposable[] = [];
  readonly #closed = new vscode.EventEmitter<void>();
  #shown: Shown | null = null;
  #watch: vscode.Disposable | undefined;
  #ready = false;
  #runs: Runs | null = null;
  /** Events that the page knows of. */
  #sent = 0;
  /** What it was told of the cost last. */
  #cost: PanelCost | null = null;

  readonly onDidClose = this.#closed.event;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly ports: PanelPorts,
  ) {
    const dist = vscode.Uri.joinPath(ports.extensionUri, 'dist', 'webview');
    view.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const media = (name: string): vscode.Uri => vscode.Uri.joinPath(ports.extensionUri, 'media', name);
    view.iconPath = { light: media('society-light.svg'), dark: media('society-dark.svg') };
    this.#parts.push(
      view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      view.onDidChangeViewState(() => {
        if (!view.visible) this.#ready = false;
      }),
      view.onDidDispose(() => this.dispose()),
    );
    view.webview.html = pageOf(view.webview, dist);
  }

  /** Follows a run from now on; null shows what there is to do first. */
  show(shown: Shown | null): void {
    this.#watch?.dispose();
    this.#shown = shown;
    this.#watch = shown?.onDidAdvance(() => void this.#delta());
    this.view.title = shown ? shown.source.model.title : vscode.l10n.t('Society');
    if (this.#ready) void this.#snapshot();
  }

  select(agent: string | null): void {
    this.#post({ type: 'select', version: PROTOCOL_VERSION, agent });
  }

  dispose(): void {
    this.#ready = false;
    this.#watch?.dispose();
    for (const part of this.#parts.splice(0)) part.dispose();
    this.#closed.fire();
    this.#closed.dispose();
    this.view.dispose();
  }

  #receive(message: unknown): void {
    if (!isFromPanel(message)) return;
    if (message.type !== 'ready') {
      this.ports.receive(message);
      return;
    }
    this.#ready = true;
    void this.#snapshot();
  }

  async #snapshot(): Promise<void> {
    const { panelSnapshot } = (this.#runs ??= await rooms.runs());
    const source = this.#shown?.source;
    this.#sent = source?.events.length ?? 0;
    this.#cost = source?.cost ?? null;
    this.#post({ type: 'snapshot', version: PROTOCOL_VERSION, snapshot: source ? panelSnapshot(source) : null });
  }

  #delta(): void {
    const source = this.#shown?.source;
    if (!source || !this.#ready || !this.#runs) return;
    const since = source.events.slice(this.#sent);
    if (this.#runs.castChanged(source, since)) return void this.#snapshot();
    this.#sent = source.events.length;
    this.#post({ type: 'delta', version: PROTOCOL_VERSION, delta: this.#runs.panelDelta(source, since, this.#cost) });
    this.#cost = source.cost;
  }

  #post(message: ToPanel): void {
    if (this.#ready) void this.view.webview.postMessage(message);
  }
}

function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const at = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  return panelHtml({
    scriptUri: at('panel.js'),
    styleUri: at('panel.css'),
    nonce: randomBytes(16).toString('base64url'),
    cspSource: webview.cspSource,
    title: vscode.l10n.t('Society'),
  });
}
