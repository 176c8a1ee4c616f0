/**
 * The panel: one webview beside the editor that shows a run. It holds no truth. Each time the page says that it is
 * ready it gets one snapshot, and after that what changed; a hidden page is gone and gets nothing.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import {
  type FromPanel,
  isFromPanel,
  type PanelCost,
  type PanelSnapshot,
  PROTOCOL_VERSION,
  type ToPanel,
} from '../../protocol/messages.js';
import type { PanelSource } from '../../runs/index.js';
import { panelHtml } from '../../../webview/html.js';
import type { LookedAt } from '../moment/lookedAt.js';
import { rooms } from '../rooms.js';

export const PANEL = 'society.panel';

export interface PanelPorts {
  readonly extensionUri: vscode.Uri;
  readonly receive: (message: Exclude<FromPanel, { type: 'ready' }>) => void;
}

type Runs = Awaited<ReturnType<typeof rooms.runs>>;

export class Panel implements vscode.Disposable {
  readonly #parts: vscode.Disposable[] = [];
  readonly #closed = new vscode.EventEmitter<void>();
  #shown: LookedAt | null = null;
  /** Event behind which it is shown; null follows the run. */
  #seq: number | null = null;
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

  /** Shows a run, behind an event or from now on as it goes; null shows what there is to do first. */
  show(shown: LookedAt | null, seq: number | null = null): void {
    this.#watch?.dispose();
    this.#shown = shown;
    this.#seq = seq;
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
    const runs = (this.#runs ??= await rooms.runs());
    const source = this.#shown?.source;
    this.#sent = source?.events.length ?? 0;
    this.#cost = source?.cost ?? null;
    this.#post({ type: 'snapshot', version: PROTOCOL_VERSION, snapshot: source ? this.#seen(runs, source) : null });
  }

  #seen({ panelSnapshot, pastOf, pastSource }: Runs, source: PanelSource): PanelSnapshot {
    if (this.#seq === null) return panelSnapshot(source);
    return panelSnapshot(pastSource(source, this.#shown!.timeline.at(this.#seq)), pastOf(source, this.#seq));
  }

  #delta(): void {
    const source = this.#shown?.source;
    if (!source || !this.#ready || !this.#runs) return;
    if (this.#seq !== null) return void this.#post({ type: 'past', version: PROTOCOL_VERSION, past: this.#runs.pastOf(source, this.#seq) });
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
