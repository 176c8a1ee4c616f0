/** *Export Report*: the run looked at as one file that any browser opens. */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { reportHtml } from '../../../webview/report/html.js';
import type { Moment } from '../moment/moment.js';
import { rooms } from '../rooms.js';
import { saveFile } from './saving.js';

const { t } = vscode.l10n;

export async function exportReport(extensionUri: vscode.Uri, moment: Moment): Promise<void> {
  const { run, seq } = moment;
  if (!run) {
    void vscode.window.showInformationMessage(t('There is no run to report on. Run a scenario, or open a run from the Society view.'));
    return;
  }
  const html = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: t('Making the report…') }, async () => {
    const built = async (name: string): Promise<string> =>
      Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name))).toString('utf8');
    const [{ sharedSnapshot }, script, style] = await Promise.all([rooms.runs(), built('report.js'), built('report.css')]);
    return reportHtml({ snapshot: sharedSnapshot(run.source, seq), script, style, hash });
  });
  await saveFile({ type: 'save', name: `${run.source.model.scenario} report.html`, text: html }, run);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
