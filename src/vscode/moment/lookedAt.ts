/**
 * A run that can be looked at: one of this window, under way or not, or one that was read again from its folder. The model
 * of the latter is made from the texts that the run itself keeps, so a file that changed since does not matter.
 */
import * as vscode from 'vscode';
import { Timeline } from '../../core/timeline.js';
import type { Resolved } from '../../language/api.js';
import type { Booked } from '../../minds/index.js';
import type { PanelSource } from '../../runs/index.js';
import { rooms } from '../rooms.js';

export interface LookedAt {
  readonly source: PanelSource;
  /** Fires at most once in each batch of events. */
  readonly onDidAdvance: vscode.Event<void>;
  /** The file that was run, where it is now. */
  readonly uri: vscode.Uri;
  /** Folder that the run is kept in. */
  readonly dir: string;
  readonly timeline: Timeline;
  readonly resolved: Resolved;
  /** What language models were paid, under the names of who was asked. */
  booked(): readonly Booked[];
}

const never: vscode.Event<void> = () => ({ dispose: () => undefined });

/** Reads a run again; null where its folder holds none that this version can show. */
export async function openLookedAt(dir: string, uri: vscode.Uri): Promise<LookedAt | null> {
  const [{ folderFiles }, { bookedOnAnswers, egress, egressLines, openRecorded, runCost, spentOnAnswers }] = await Promise.all([
    import('../../node/ports.js'),
    rooms.runs(),
  ]);
  const opened = await openRecorded(folderFiles(dir));
  if (!opened.ok) return null;
  const { manifest, model, events, answers, resolved } = opened.run;
  const { society } = resolved;
  let known: readonly Booked[] | null = null;
  const booked = (): readonly Booked[] => (known ??= bookedOnAnswers(society, events, answers));
  const ledger = { spent: manifest.spent ?? spentOnAnswers(society, answers), limits: model.budget ?? {}, reached: null, booked };
  const cost = runCost({ model, resolved, egress: egressLines(egress(society, model)), ledger, forecast: null, place: null });
  const timeline = Timeline.of(events);
  const { id, problem } = manifest;
  const status = manifest.state === 'running' ? 'stopped' : manifest.state;
  const source = { id, model, state: timeline.head, events: timeline.events, status, problem, cost };
  return { source, uri, dir, timeline, resolved, booked, onDidAdvance: never };
}

/** A run that pauses stays where it is: its folder says so, and so does what is shown. */
export async function leaveLookedAt(run: LookedAt): Promise<LookedAt> {
  if (run.source.status !== 'paused') return run;
  const [{ folderFiles }, { leaveRun }] = await Promise.all([import('../../node/ports.js'), rooms.runs()]);
  await leaveRun(folderFiles(run.dir));
  return { ...run, source: { ...run.source, status: 'stopped', problem: null } };
}

/** Whether what is written in a file took part in a run. */
export function concerns(run: LookedAt, file: vscode.Uri): boolean {
  const uri = file.toString();
  if (uri === run.uri.toString()) return true;
  // A run that was read again names its texts relative to the file that was run.
  const folder = vscode.Uri.joinPath(run.uri, '..').toString();
  return run.resolved.sources.some((source) => source.uri === uri || source.uri.replace(/^society-run:/, folder) === uri);
}
