/** *Export Report*: the run looked at as one file that any browser opens. */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { reportHtml } from '../../../webview/report/html.js';
import type { ReportedExpectation } from '../../protocol/reportData.js';
import { parseManifest } from '../../trace/manifest.js';
import { filesOf, textOf } from '../files/methods.js';
import { faultWords, type ShownRun } from '../moment/shownRun.js';
import type { Moment } from '../moment/moment.js';
import { rooms } from '../window/rooms.js';
import { saveFile } from './saveFile.js';

const { t } = vscode.l10n;

export async function exportReport(extensionUri: vscode.Uri, moment: Moment): Promise<void> {
  const { run, seq } = moment;
  if (!run) {
    void vscode.window.showInformationMessage(t('There is no run to report on. Run a scenario, or open a run from the Society view.'));
    return;
  }
  const making = { location: vscode.ProgressLocation.Window, title: t('Making the report…') };
  try {
    const html = await vscode.window.withProgress(making, () => reportOf(extensionUri, run, seq));
    await saveFile({ type: 'save', name: `${run.source.model.scenario} report.html`, text: html }, run);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The report could not be made: {0}', faultWords(run, error)));
  }
}

async function reportOf(extensionUri: vscode.Uri, run: ShownRun, seq: number | null): Promise<string> {
  const built = async (name: string): Promise<string> =>
    Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name))).toString('utf8');
  const [{ sharedSnapshot }, script, style] = await Promise.all([rooms.runs(), built('report.js'), built('report.css')]);
  const created = parseManifest((await (await filesOf(run.dir)).read('manifest.json')) ?? '')?.created ?? '';
  const description = run.resolved.society.description ?? '';
  const expected = await expectedIn(run, created === '' ? null : created);
  return reportHtml({ snapshot: sharedSnapshot(run.source, seq), created, description, expected, script, style, hash });
}

/** The expectations of a run, with those frozen next to the file that it was made from. */
async function expectedIn({ source, resolved, timeline, uri }: ShownRun, created: string | null): Promise<readonly ReportedExpectation[]> {
  const { frozenFile, readFrozen, reportedExpectations } = await (await rooms.runs()).frozenRoom();
  const frozen = readFrozen(await textOf(vscode.Uri.parse(frozenFile(uri.toString()))));
  const { head: state, events } = timeline;
  return reportedExpectations({ model: source.model, resolved, state, events, created }, frozen);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
