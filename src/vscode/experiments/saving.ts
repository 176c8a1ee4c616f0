/** What an experiment came to, for other programs: its runs as CSV, its comparisons as JSON, its table to be pasted. */
import * as vscode from 'vscode';
import type { ExperimentHead } from '../../protocol/experiment.js';
import { saveFile } from '../panel/saving.js';
import { rooms } from '../rooms.js';
import type { ExperimentSession } from './session.js';

const { t } = vscode.l10n;

/** Who did it, and that nobody did. */
const provenance = ({ title, scenario, mind, seeds }: ExperimentHead): string =>
  t('{0}; scenario {1}, {2} seeds an arm; spoken by {3}; synthetic: no person said or did any of it', title, scenario, seeds, mind);

export async function copyTable(session: ExperimentSession): Promise<void> {
  const { head, plan } = session;
  if (!head || !plan) return;
  const { tableCsv } = await rooms.experiments();
  await vscode.env.clipboard.writeText(tableCsv(provenance(head), plan.arms, session.table()));
  vscode.window.setStatusBarMessage(t('The table is copied as CSV.'), 3000);
}

export async function saveResults(session: ExperimentSession, kind: 'csv' | 'json'): Promise<void> {
  const { head, plan, cells, lost, compared, ports } = session;
  if (!head || !plan) return;
  const { experimentCsv } = await rooms.experiments();
  const { experiment: id, title, mind } = head;
  const { arms, seeds } = plan;
  const whole = compared?.isWhole ? compared.compared : null;
  const text =
    kind === 'csv'
      ? experimentCsv({ cells, arms })
      : `${JSON.stringify({ id, title, about: provenance(head), mind, synthetic: true, seeds, arms, compared: whole, lost }, null, 2)}\n`;
  await saveFile({ type: 'save', name: `${id}.${kind}`, text }, ports);
}
