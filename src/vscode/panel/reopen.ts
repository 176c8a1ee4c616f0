/**
 * The last run of this workspace, read again from its folder: what the panel shows after a reload. The model is made
 * from the texts that the run itself keeps, so a file that changed since does not matter.
 */
import * as vscode from 'vscode';
import { Timeline } from '../../core/timeline.js';
import type { PanelSource } from '../../runs/index.js';
import { rooms } from '../rooms.js';
import type { Run } from '../run/run.js';
import type { Shown } from './panel.js';

const LAST_RUN = 'society.lastRun';

interface LastRun {
  readonly dir: string;
  readonly uri: string;
}

export interface Reopened extends Shown {
  readonly uri: vscode.Uri;
  readonly dir: string;
}

export const rememberRun = (state: vscode.Memento, run: Run): Thenable<void> =>
  state.update(LAST_RUN, { dir: run.options.dir, uri: run.uri.toString() } satisfies LastRun);

/** Null when there is none, or when it cannot be shown any more. */
export async function reopenRun(state: vscode.Memento): Promise<Reopened | null> {
  const last = state.get<LastRun>(LAST_RUN);
  if (!last) return null;
  const source = await sourceOf(last);
  return source && { source, uri: vscode.Uri.parse(last.uri, true), dir: last.dir, onDidAdvance: () => ({ dispose: () => {} }) };
}

/** A run that pauses stays where it is: its folder says so, and so does what is shown. */
export async function leaveReopened(reopened: Reopened): Promise<Reopened> {
  if (reopened.source.status !== 'paused') return reopened;
  const [{ folderFiles }, { leaveRun }] = await Promise.all([import('../../node/ports.js'), rooms.runs()]);
  await leaveRun(folderFiles(reopened.dir));
  return { ...reopened, source: { ...reopened.source, status: 'stopped', problem: null } };
}

async function sourceOf({ dir }: LastRun): Promise<PanelSource | null> {
  const [{ folderFiles }, { bookedOnAnswers, egress, egressLines, openRecorded, runCost, spentOnAnswers }] = await Promise.all([
    import('../../node/ports.js'),
    rooms.runs(),
  ]);
  const opened = await openRecorded(folderFiles(dir));
  if (!opened.ok) return null;
  const { manifest, model, events, answers, resolved } = opened.run;
  const { society } = resolved;
  const ledger = {
    ...{ spent: manifest.spent ?? spentOnAnswers(society, answers), limits: model.budget ?? {}, reached: null },
    booked: () => bookedOnAnswers(society, events, answers),
  };
  const cost = runCost({ model, resolved, egress: egressLines(egress(society, model)), ledger, forecast: null, place: null });
  const timeline = Timeline.of(events);
  const status = manifest.state === 'running' ? 'stopped' : manifest.state;
  return { id: manifest.id, model, state: timeline.head, events: timeline.events, status, problem: manifest.problem, cost };
}
