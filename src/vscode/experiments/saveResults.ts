/** The results of an experiment for other programs: runs as CSV, comparisons as JSON, the table for the clipboard. Loaded when they are wanted. */
import * as vscode from 'vscode';
import { withArticle } from '../../core/util/textPosition.js';
import type { ExperimentHead } from '../../protocol/experiment.js';
import { saveFile, savePieces } from '../panel/saveFile.js';
import { rooms } from '../window/rooms.js';
import type { ExperimentSession } from './session.js';

const { t } = vscode.l10n;

/** Number of runs from which saving can be cancelled. */
const MANY = 1000;

/** The mind that produced the data, and the note that the data are synthetic. */
const provenance = ({ title, scenario, mind, seeds }: ExperimentHead): string =>
  t(
    '{0}; scenario {1}, {2} seeds an arm; played by {3}; synthetic: no person said or did any of it',
    title,
    scenario,
    seeds,
    withArticle(mind),
  );

async function copyTable(session: ExperimentSession): Promise<void> {
  const { head, plan } = session;
  if (!head || !plan) return;
  const { tableCsv } = await rooms.experiments();
  await vscode.env.clipboard.writeText(tableCsv(provenance(head), plan.arms, session.table()));
  vscode.window.setStatusBarMessage(t('The table is copied as CSV.'), 3000);
}

/** Saves the comparisons. */
async function saveJson({ head, plan, lost, compared, ports }: ExperimentSession): Promise<void> {
  if (!head || !plan) return;
  const { experiment: id, title, mind } = head;
  const { arms, seeds } = plan;
  const whole = compared?.isWhole ? compared.compared : null;
  const what = { id, title, about: provenance(head), mind, synthetic: true, seeds, arms, compared: whole, lost };
  await saveFile({ type: 'save', name: `${id}.json`, text: `${JSON.stringify(what, null, 2)}\n` }, ports);
}

/** Saves the sensitivity to drawn factors, as far as it is computed. */
async function saveSensitivity({ head, compared, ports }: ExperimentSession): Promise<void> {
  const all = compared?.compared.flatMap(({ sensitivity }) => sensitivity) ?? [];
  if (!head || all.length === 0) return;
  const { sensitivityCsv } = await rooms.experiments();
  const text = sensitivityCsv(provenance(head), all);
  await saveFile({ type: 'save', name: `${head.experiment}-sensitivity.csv`, text }, ports);
}

/** Saves the runs. The editor stays responsive while many runs are written. */
async function saveCsv({ head, plan, cells, ports }: ExperimentSession): Promise<void> {
  if (!head || !plan) return;
  const { experimentCsv } = await rooms.experiments();
  // The runs so far. More runs may finish while the file is written.
  const runs = experimentCsv({ cells: [...cells], arms: plan.arms });
  const [title, isLong] = [t('Saving {0} runs', cells.length), cells.length >= MANY];
  await savePieces({ name: `${head.experiment}.csv`, pieces: runs, count: cells.length, title, isLong }, ports);
}

/** By the command of the page. */
export const RESULTS = { copy: copyTable, csv: saveCsv, sensitivity: saveSensitivity, json: saveJson } as const;
