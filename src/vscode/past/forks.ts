/** Forks that the user asks for outside the debugger: at the moment looked at, or with the file as it is now. */
import * as vscode from 'vscode';
import type { Fork, ForkConfig } from '../../debug/index.js';
import type { RecordedRun } from '../../runs/index.js';
import { mindAccess } from '../model/access.js';
import type { Moment } from '../moment/moment.js';
import { rooms } from '../window/rooms.js';
import { editOf, prepareFork } from '../run/forkPlan.js';
import type { Runs } from '../run/runs.js';
import { TYPE } from '../debug/configuration.js';
import { programOf } from '../debug/paths.js';

const { t } = vscode.l10n;

/** A run, and the event after which it is forked if it is not forked from its start. */
interface ForkedRun {
  readonly dir: string;
  readonly uri: vscode.Uri;
  readonly seq: number | null;
}

/** The run and the moment looked at, or its start where that is its end; tells the user where there is none. */
export function lookedAtMoment({ run, seq, state }: Moment): ForkedRun | null {
  if (run && state) return { dir: run.dir, uri: run.uri, seq: seq ?? (state.ended === null ? state.seq : null) };
  void vscode.window.showInformationMessage(t('There is no run to fork yet. Run a society, or choose a run in the Society view.'));
  return null;
}

/** Opens a session over a fork with nothing changed, in which anything can be set: after an event, or at the shown moment. */
export async function forkHere(moment: Moment, wanted: number | null = null): Promise<void> {
  const at = lookedAtMoment(moment);
  if (!at) return;
  const isEnd = wanted !== null && moment.run?.timeline.events[wanted]?.type === 'run.ended';
  const seq = isEnd ? null : (wanted ?? at.seq);
  if (seq === null)
    return void vscode.window.showInformationMessage(
      t('The run is at its end here, so nothing would follow. Go to an earlier moment first.'),
    );
  await openFork(at, { seq });
}

/** Goes on with today's file from a moment or, without one, from the start, once the user knows how far that reaches. */
export async function forkWithFile(at: ForkedRun, runs: Runs, showPanel: () => void): Promise<void> {
  const { dir, uri } = at;
  const opened = await runs.recorded(dir);
  if (!opened.ok) return void vscode.window.showErrorMessage(opened.message);
  const parent = opened.run;
  const { keys, language, consent } = runs.ports;
  const service = await language.service();
  const point = at.seq === null ? ({ round: 0 } as const) : ({ seq: at.seq } as const);
  const edit = await editOf(uri, parent, service);
  if (!edit.ok) return void vscode.window.showErrorMessage(edit.message);
  const { forkReach } = await (await rooms.runs()).pastRoom();
  const reached = forkReach(parent, { at: point, file: edit.file });
  if (!reached.ok)
    return reached.same ? void vscode.window.showInformationMessage(reached.message) : fromStart(at, parent, runs, reached.message);
  const ports = { language: service, access: mindAccess(keys, uri), prompts: undefined };
  const prepared = await prepareFork(uri, parent, { at: point, file: true }, ports);
  if (!prepared.ok) return void vscode.window.showErrorMessage(prepared.message);
  const { reach } = reached;
  const question = t('Fork {0} after event {1} with the current file?', parent.manifest.id, reach.at);
  if (!(await consent.isGiven(uri, prepared.ready, Promise.resolve(null), { question, lines: reach.lines, action: t('Fork') }))) return;
  if (debugged()) return openFork(at, { seq: reach.at, file: true });
  showPanel();
  await runs.fork(uri, dir, { at: point, file: true });
}

/** An edit that makes another society of it: a run of its own, which takes what answers still fit. */
async function fromStart({ uri }: ForkedRun, { manifest, answers }: RecordedRun, runs: Runs, why: string): Promise<void> {
  const start = t('Run from the Start');
  if ((await vscode.window.showWarningMessage(why, start)) !== start) return;
  const { scenario, seed, mind } = manifest;
  const { AnswerBook } = await rooms.runs();
  await runs.start(uri, { scenario, seed, mind: mind ?? undefined, reuse: new AnswerBook(answers) });
}

/** The session that forks are opened below. */
function debugged(): vscode.DebugSession | undefined {
  const session = vscode.debug.activeDebugSession;
  return session?.type === TYPE ? session : undefined;
}

/** Below the session that shows the run, which then hands its focus over; else as one of its own. */
async function openFork({ dir, uri }: ForkedRun, fork: ForkConfig): Promise<void> {
  const parentSession = debugged();
  const wanted: Fork = { ...fork, run: dir };
  const opened = await parentSession?.customRequest('society/fork', wanted).then(
    () => true,
    () => false,
  );
  if (opened) return;
  const name = t('Fork of {0} after event {1}', vscode.Uri.file(dir).path.split('/').at(-1) ?? dir, fork.seq);
  const config = { type: TYPE, request: 'attach', name, run: dir, program: programOf(uri), fork };
  await vscode.debug.startDebugging(undefined, config, parentSession ? { parentSession } : {});
}
