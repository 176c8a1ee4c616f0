/** The page of an experiment: an editor tab that shows the progress of a session. A hidden page is disposed and gets no messages. */
import * as vscode from 'vscode';
import { EXPERIMENT_VERSION, type FromExperiment, isFromExperiment, type ToExperiment } from '../../protocol/experiment.js';
import { panelHtml } from '../../../webview/ui/html.js';
import { soon } from '../window/debounce.js';
import type { ClaimCards } from './claims.js';
import type { OutsideComparison } from './outside.js';
import type { Changed, ExperimentSession } from './session.js';
import { newNonce } from '../window/contentSecurity.js';

export const EXPERIMENT = 'society.experiment';

/** Milliseconds over which updates of runs are collected. */
const REST = 200;

/** Maximum number of arms in the live table. */
const MOST_ARMS = 400;

/** Maximum number of lost runs in the list. */
const MOST_LOST = 100;

/** Requests of the page that others handle. This file handles `ready` itself. */
export type ExperimentWish = Exclude<FromExperiment, { type: 'ready' }>;

interface PagePorts {
  readonly extensionUri: vscode.Uri;
  readonly receive: (wish: ExperimentWish) => void;
}

type Message = ToExperiment extends infer One ? (One extends unknown ? Omit<One, 'version'> : never) : never;

export class ExperimentPage implements vscode.Disposable {
  readonly #parts: vscode.Disposable[] = [];
  readonly #closed = new vscode.EventEmitter<void>();
  /** Changes that were not sent to the page yet. */
  readonly #news = new Set<Changed | 'claims' | 'outside'>();
  #ready = false;
  #missing: string | null = null;

  readonly onDidClose = this.#closed.event;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly session: ExperimentSession,
    readonly beside: { readonly claims: ClaimCards; readonly outside: OutsideComparison },
    readonly ports: PagePorts,
  ) {
    const dist = vscode.Uri.joinPath(ports.extensionUri, 'dist', 'webview');
    view.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const media = (name: string): vscode.Uri => vscode.Uri.joinPath(ports.extensionUri, 'media', name);
    view.iconPath = { light: media('society-light.svg'), dark: media('society-dark.svg') };
    const gathered = soon(REST, () => this.#tell());
    this.#parts.push(
      gathered,
      session.onDidChange((changed) => {
        if (changed === 'head') this.#missing = null;
        this.#news.add(changed);
        gathered.ask();
      }),
      ...(['claims', 'outside'] as const).map((part) =>
        beside[part].onDidChange(() => {
          this.#news.add(part);
          gathered.ask();
        }),
      ),
      view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      view.onDidChangeViewState(() => {
        if (!view.visible) this.#ready = false;
      }),
      view.onDidDispose(() => this.dispose()),
    );
    view.webview.html = pageOf(view.webview, dist);
  }

  /** Shows why the experiment cannot be shown. */
  missing(problem: string): void {
    this.#missing = problem;
    this.#post({ type: 'missing', problem });
  }

  dispose(): void {
    this.#ready = false;
    for (const part of this.#parts.splice(0)) part.dispose();
    this.#closed.fire();
    this.#closed.dispose();
    this.view.dispose();
  }

  #receive(message: unknown): void {
    if (!isFromExperiment(message)) return;
    if (message.type !== 'ready') return this.ports.receive(message);
    this.#ready = true;
    if (this.#missing !== null) return this.missing(this.#missing);
    for (const one of ['head', 'table', 'progress', 'lost', 'compared', 'claims', 'outside'] as const) this.#news.add(one);
    this.#tell();
  }

  #tell(): void {
    const { head, progress, lost, compared } = this.session;
    if (!this.#ready || head === null) return;
    this.view.title = head.title;
    const news = new Set(this.#news);
    this.#news.clear();
    if (news.has('head')) this.#post({ type: 'head', head });
    if (news.has('head') || news.has('table')) this.#post({ type: 'table', table: this.session.table(MOST_ARMS) });
    if (news.has('head') || news.has('lost'))
      this.#post({ type: 'lost', lost: lost.slice(0, MOST_LOST).map(({ arm, seed, problem }) => ({ arm, seed, problem })) });
    if (news.has('head') || news.has('compared')) this.#post({ type: 'compared', compared });
    if (news.has('head') || news.has('claims')) this.#post({ type: 'claims', claims: this.beside.claims.shown });
    if (news.has('head') || news.has('outside')) this.#post({ type: 'outside', outside: this.beside.outside.shown });
    this.#post({ type: 'progress', progress });
  }

  #post(message: Message): void {
    if (this.#ready) void this.view.webview.postMessage({ version: EXPERIMENT_VERSION, ...message } as ToExperiment);
  }
}

function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const at = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  return panelHtml({
    scriptUri: at('experiment.js'),
    styleUri: at('experiment.css'),
    nonce: newNonce(),
    cspSource: webview.cspSource,
    title: vscode.l10n.t('Experiment'),
  });
}
