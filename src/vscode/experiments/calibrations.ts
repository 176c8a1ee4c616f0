/** Calibrations in the editor: plays them, shows their pages, saves their results. */
import * as vscode from 'vscode';
import { csvText } from '../../core/formats/csv.js';
import { CALIBRATION_VERSION, type CalibrationCommand, isFromCalibration, type ToCalibration } from '../../protocol/calibration.js';
import { panelHtml } from '../../../webview/ui/html.js';
import type { LanguageHost } from '../language/host.js';
import { saveFile } from '../panel/saveFile.js';
import type { Log } from '../window/log.js';
import { rooms } from '../window/rooms.js';
import { type CalibrationPorts, CalibrationSession } from './calibrationSession.js';
import { newNonce, policyHash } from '../window/contentSecurity.js';
import { notKeptWords } from '../web/limits.js';

const { t } = vscode.l10n;

interface CalibrationsPorts extends Omit<CalibrationPorts, 'uri' | 'id'> {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
}

type Message = ToCalibration extends infer One ? (One extends unknown ? Omit<One, 'version'> : never) : never;

interface Opened {
  readonly session: CalibrationSession;
  view: vscode.WebviewPanel | null;
}

export class Calibrations implements vscode.Disposable {
  readonly #opened = new Map<string, Opened>();

  constructor(readonly ports: CalibrationsPorts) {}

  /** Opens the page of a calibration and plays its missing runs. Settles when no run is active any more. */
  async run(uri: vscode.Uri, id: string): Promise<CalibrationSession | null> {
    const problem = notKeptWords(uri);
    if (problem !== null) {
      void vscode.window.showInformationMessage(problem);
      return null;
    }
    const key = `${uri.toString()}#${id}`;
    const { language, keys, consent, threads } = this.ports;
    const opened = this.#opened.get(key) ?? { session: new CalibrationSession({ uri, id, language, keys, consent, threads }), view: null };
    this.#opened.set(key, opened);
    if (opened.view) opened.view.reveal(undefined, true);
    else this.#show(key, opened);
    await opened.session.play();
    return opened.session;
  }

  dispose(): void {
    for (const { session, view } of this.#opened.values()) {
      view?.dispose();
      session.dispose();
    }
  }

  #show(key: string, opened: Opened): void {
    const { session } = opened;
    const { extensionUri } = this.ports;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const view = vscode.window.createWebviewPanel('society.calibration', session.ports.id, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [dist],
    });
    opened.view = view;
    const media = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', name);
    view.iconPath = { light: media('society-light.svg'), dark: media('society-dark.svg') };
    const post = (message: Message): void => void view.webview.postMessage({ version: CALIBRATION_VERSION, ...message });
    const tell = (what: 'head' | 'status' | 'report'): void => {
      const { head, status, report } = session;
      if (what === 'head' && head) view.title = head.title;
      if (what === 'head' && head) post({ type: 'head', head });
      if (what === 'report' && report) post({ type: 'report', report });
      if (what === 'status' && !head && status.state === 'failed') post({ type: 'missing', problem: status.problem ?? '' });
      else if (what === 'status') post({ type: 'status', status });
    };
    const parts = [
      session.onDidChange(tell),
      view.webview.onDidReceiveMessage((message: unknown) => {
        if (!isFromCalibration(message)) return;
        if (message.type === 'error') this.ports.log.warn(`calibration: ${message.text.slice(0, 500)}`);
        else if (message.type === 'do') void this.#do(session, message.command);
        else for (const what of ['head', 'report', 'status'] as const) tell(what);
      }),
    ];
    view.onDidDispose(() => {
      for (const part of parts) part.dispose();
      opened.view = null;
      // Active runs continue without the page.
      if (session.isPlaying) return;
      this.#opened.delete(key);
      session.dispose();
    });
    const at = (name: string): string => view.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    view.webview.html = panelHtml({
      ...{ scriptUri: at('calibration.js'), styleUri: at('calibration.css'), cspSource: view.webview.cspSource },
      ...{ nonce: newNonce(), title: t('Calibration') },
    });
  }

  async #do(session: CalibrationSession, command: CalibrationCommand): Promise<void> {
    const { report, calibrated, ports } = session;
    switch (command) {
      case 'play':
        return session.play();
      case 'raise':
        return session.play(true);
      case 'stop':
        return session.stop();
      case 'file':
        return revealCalibration(this.ports.language, ports);
      case 'json':
        if (report) await saveFile({ type: 'save', name: `${ports.id}.json`, text: `${JSON.stringify(report, null, 2)}\n` }, ports);
        return;
      case 'csv': {
        if (!calibrated) return;
        const { particleRows } = await (await rooms.runs()).calibrationRoom();
        return saveFile({ type: 'save', name: `${ports.id}.csv`, text: csvText(particleRows(calibrated)) }, ports);
      }
      case 'html': {
        if (!report) return;
        const built = async (name: string): Promise<string> =>
          new TextDecoder().decode(
            await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.ports.extensionUri, 'dist', 'webview', name)),
          );
        const { calibrationHtml } = await import('../../../webview/calibration/html.js');
        const [script, style] = await Promise.all([built('calibration.js'), built('calibration.css')]);
        return saveFile(
          { type: 'save', name: `${ports.id}.html`, text: calibrationHtml(report, { script, style, hash: policyHash }) },
          ports,
        );
      }
    }
  }
}

async function revealCalibration(language: LanguageHost, { uri, id }: Pick<CalibrationPorts, 'uri' | 'id'>): Promise<void> {
  const found = (await (await language.service()).calibrations(uri.toString())).find((one) => one.id === id);
  const { start } = found?.range ?? { start: { line: 0, character: 0 } };
  const at = new vscode.Position(start.line, start.character);
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, selection: new vscode.Range(at, at) });
}

/** The calibration of a file. The user chooses if there are several; null, with a message, if there is none. */
export async function chooseCalibration(language: LanguageHost, uri: vscode.Uri): Promise<string | null> {
  await rooms.language();
  const found = await (await language.service()).calibrations(uri.toString());
  if (found.length === 0) {
    void vscode.window.showInformationMessage(t('This file has no calibration. Add one under calibrate:.'));
    return null;
  }
  if (found.length === 1) return found[0]!.id;
  const items = found.map(({ id, title }) => ({ label: id, ...(title === null ? {} : { description: title }) }));
  const options = { title: t('Calibrations'), placeHolder: t('Which calibration?'), matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.label ?? null;
}
