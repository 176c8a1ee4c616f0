/** Experiments in the editor: starts them, and opens their page. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { rooms } from '../window/rooms.js';
import { ExperimentSession, type PlayOptions, type SessionPorts } from './session.js';
import type { LanguageHost } from '../language/host.js';
import type { Log } from '../window/log.js';
import type { Runs } from '../run/runs.js';
import { ClaimCards } from './claims.js';
import { openRunOf } from './openCell.js';
import { OutsideComparison } from './outside.js';
import { EXPERIMENT, ExperimentPage, type ExperimentWish } from './page.js';
import { notKeptWords } from '../web/limits.js';

const { t } = vscode.l10n;

interface ExperimentsPorts extends Omit<SessionPorts, 'uri' | 'id'> {
  readonly extensionUri: vscode.Uri;
  readonly runs: Runs;
  readonly log: Log;
  readonly showPanel: () => void;
}

interface Opened {
  readonly session: ExperimentSession;
  readonly claims: ClaimCards;
  readonly outside: OutsideComparison;
  page: ExperimentPage | null;
}

export class Experiments implements vscode.Disposable {
  readonly #opened = new Map<string, Opened>();
  readonly #parts: vscode.Disposable;

  constructor(readonly ports: ExperimentsPorts) {
    this.#parts = vscode.window.registerWebviewPanelSerializer(EXPERIMENT, {
      deserializeWebviewPanel: async (view, state) => {
        const { uri, experiment }: Partial<Record<string, unknown>> = typeof state === 'object' && state !== null ? { ...state } : {};
        if (typeof uri === 'string' && typeof experiment === 'string') await this.#show(vscode.Uri.parse(uri, true), experiment, view);
        else view.dispose();
      },
    });
  }

  /** Opens the page of an experiment and starts its missing runs. Settles when no run is active any more. */
  async run(uri: vscode.Uri, id: string, options: PlayOptions = {}): Promise<ExperimentSession | null> {
    const problem = notKeptWords(uri);
    if (problem !== null) {
      void vscode.window.showInformationMessage(problem);
      return null;
    }
    const session = await this.#show(uri, id);
    await session.play(options);
    // Its runs are runs of its claims, too.
    const opened = this.#opened.get(keyOf(uri, id));
    void opened?.claims.open();
    void opened?.outside.open();
    void this.#tellEnd(session);
    return session;
  }

  /** Shows a message when an experiment ends and its page is not visible. */
  async #tellEnd(session: ExperimentSession): Promise<void> {
    const { uri, id } = session.ports;
    if (this.#opened.get(keyOf(uri, id))?.page?.view.visible) return;
    const { state, done, of } = session.progress;
    const title = session.head?.title ?? id;
    const text =
      state === 'ended'
        ? t('“{0}” is finished: {1} runs.', title, of)
        : t('“{0}” has stopped: {1} of {2} runs are finished.', title, done, of);
    const show = t('Show Results');
    if ((await vscode.window.showInformationMessage(text, show)) === show) await this.open(uri, id);
  }

  /** Opens the page of an experiment with its stored runs. */
  open(uri: vscode.Uri, id: string): Promise<ExperimentSession> {
    return this.#show(uri, id);
  }

  dispose(): void {
    this.#parts.dispose();
    for (const { session, claims, outside, page } of this.#opened.values()) {
      page?.dispose();
      outside.dispose();
      claims.dispose();
      session.dispose();
    }
  }

  async #show(uri: vscode.Uri, id: string, restored?: vscode.WebviewPanel): Promise<ExperimentSession> {
    const key = keyOf(uri, id);
    const { language, keys, consent, threads } = this.ports;
    const own = { uri, id, language, keys, consent, threads };
    const opened = this.#opened.get(key) ?? newlyOpened(own);
    this.#opened.set(key, opened);
    const { session } = opened;
    if (opened.page) opened.page.view.reveal(undefined, true);
    else opened.page = this.#page(key, opened, restored ?? newView(id));
    await session.open().catch((error: unknown) => opened.page?.missing(errorText(error)));
    void opened.claims.open();
    void opened.outside.open();
    return session;
  }

  #page(key: string, opened: Opened, view: vscode.WebviewPanel): ExperimentPage {
    const { session, claims, outside } = opened;
    const { extensionUri } = this.ports;
    const page = new ExperimentPage(view, session, opened, { extensionUri, receive: (wish) => void this.#receive(opened, wish) });
    page.onDidClose(() => {
      opened.page = null;
      // Active runs continue without the page.
      if (session.isPlaying || claims.isVerifying) return;
      this.#opened.delete(key);
      session.dispose();
      claims.dispose();
      outside.dispose();
    });
    return page;
  }

  async #receive({ session, claims, outside }: Opened, wish: ExperimentWish): Promise<void> {
    const { runs, log, showPanel } = this.ports;
    if (wish.type === 'error') return log.warn(`experiment: ${wish.text.slice(0, 500)}`);
    if (wish.type === 'runs') return openRunOf(session, wish, { runs, showPanel });
    switch (wish.command) {
      case 'play':
        return void (await this.run(session.ports.uri, session.ports.id));
      case 'raise':
        return void (await this.run(session.ports.uri, session.ports.id, { raise: true }));
      case 'pause':
        return session.pause();
      case 'resume':
        return session.resume();
      case 'stop':
        return session.stop();
      case 'file':
        return void (await revealExperiment(this.ports.language, session));
      case 'copy':
      case 'csv':
      case 'sensitivity':
      case 'json':
        return (await import('./saveResults.js')).RESULTS[wish.command](session);
      case 'verify':
        await claims.verify();
        // Runs of claims keep what is compared.
        return claims.isVerifying ? undefined : outside.open();
      case 'stopVerifying':
        return claims.stop();
    }
  }
}

function newlyOpened(ports: SessionPorts): Opened {
  const session = new ExperimentSession(ports);
  return { session, claims: new ClaimCards(ports), outside: new OutsideComparison(session), page: null };
}

const keyOf = (uri: vscode.Uri, id: string): string => `${uri.toString()}#${id}`;

const newView = (id: string): vscode.WebviewPanel =>
  vscode.window.createWebviewPanel(EXPERIMENT, id, { viewColumn: vscode.ViewColumn.Active, preserveFocus: false });

async function revealExperiment(language: LanguageHost, { ports: { uri, id } }: ExperimentSession): Promise<void> {
  const found = (await (await language.service()).experiments(uri.toString())).find((one) => one.id === id);
  const { start } = found?.range ?? { start: { line: 0, character: 0 } };
  const at = new vscode.Position(start.line, start.character);
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, selection: new vscode.Range(at, at) });
}

/** The experiment of a file. The user chooses if there are several; null, with a message, if there is none. */
export async function chooseExperiment(language: LanguageHost, uri: vscode.Uri): Promise<string | null> {
  await rooms.language();
  const found = await (await language.service()).experiments(uri.toString());
  if (found.length === 0) {
    void vscode.window.showInformationMessage(t('This file has no experiment. Add one under experiments:.'));
    return null;
  }
  if (found.length === 1) return found[0]!.id;
  const items = found.map(({ id, title }) => ({ label: id, ...(title === null ? {} : { description: title }) }));
  const options = { title: t('Experiments'), placeHolder: t('Which experiment?'), matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.label ?? null;
}
