/** Forks and comparisons of recorded runs that the user asks for outside the debugger. */
import { translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { Commands } from '../commands.js';
import { goalOf } from '../debug/runTo.js';
import type { Moment } from '../moment/moment.js';
import type { Panels } from '../panel/panels.js';
import type { Runs } from '../run/runs.js';
import { fileOf, isListed } from '../side/runList.js';
import type { Comparisons } from './comparisons.js';
import type { Fork, ForkConfig } from '../../debug/index.js';
import type { RecordedRun } from '../../runs/index.js';
import { mindAccess } from '../model/access.js';
import { rooms } from '../window/rooms.js';
import { editOf, prepareFork } from '../run/forkPlan.js';
import { programOf, TYPE } from '../debug/configuration.js';
import { pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

/** A run, and the event after which it is forked. Without an event, the run is forked from its start. */
interface ForkedRun {
  readonly dir: string;
  readonly uri: vscode.Uri;
  readonly seq: number | null;
}

/** The shown run and moment. If the moment is the end of the run, its start. Shows a message if no run is shown. */
function lookedAtMoment({ run, seq, state }: Moment): ForkedRun | null {
  if (run && state) return { dir: run.dir, uri: run.uri, seq: seq ?? (state.ended === null ? state.seq : null) };
  void vscode.window.showInformationMessage(t('No run to fork yet. Run a society, or choose a run in the Society view.'));
  return null;
}

/** Opens a debug session for a fork without changes, after an event or at the shown moment. The user can then set values. */
async function forkHere(moment: Moment, wanted: number | null = null): Promise<void> {
  const at = lookedAtMoment(moment);
  if (!at) return;
  const isEnd = wanted !== null && moment.run?.timeline.events[wanted]?.type === 'run.ended';
  const seq = isEnd ? null : (wanted ?? at.seq);
  if (seq === null)
    return void vscode.window.showInformationMessage(
      t('This is the end of the run, so a fork would contain nothing. Go to an earlier moment first.'),
    );
  await openFork(at, { seq });
}

/** Continues with the current file from a moment, or from the start. The user is first shown which part of the run the fork can keep. */
async function forkWithFile(at: ForkedRun, runs: Runs, showPanel: () => void): Promise<void> {
  const { dir, uri } = at;
  const opened = await runs.recorded(dir);
  if (!opened.ok) return void vscode.window.showErrorMessage(translated(opened.message));
  const parent = opened.run;
  const { keys, language, consent } = runs.ports;
  const service = await language.service();
  const point = at.seq === null ? ({ round: 0 } as const) : ({ seq: at.seq } as const);
  const edit = await editOf(uri, parent, service);
  if (!edit.ok) return void vscode.window.showErrorMessage(translated(edit.message));
  const { forkReach } = await (await rooms.runs()).pastRoom();
  const reached = forkReach(parent, { at: point, file: edit.file });
  if (!reached.ok)
    return reached.same
      ? void vscode.window.showInformationMessage(translated(reached.message))
      : fromStart(at, parent, runs, reached.message);
  const ports = { language: service, access: mindAccess(keys, uri), prompts: undefined };
  const prepared = await prepareFork(uri, parent, { at: point, file: true }, ports);
  if (!prepared.ok) return void vscode.window.showErrorMessage(translated(prepared.message));
  const { reach } = reached;
  const question = t('Fork {0} after event {1} with the current file?', parent.manifest.id, reach.at);
  if (!(await consent.isGiven(uri, prepared.ready, Promise.resolve(null), { question, lines: reach.lines, action: t('Fork') }))) return;
  if (debugged()) return openFork(at, { seq: reach.at, file: true });
  showPanel();
  await runs.fork(uri, dir, { at: point, file: true });
}

/** Starts a new run after an edit that changes the society too much for a fork. The run reuses the answers that still apply. */
async function fromStart({ uri }: ForkedRun, { manifest, answers }: RecordedRun, runs: Runs, why: string): Promise<void> {
  const start = t('Run from the Start');
  if ((await vscode.window.showWarningMessage(translated(why), start)) !== start) return;
  const { scenario, seed, mind } = manifest;
  const { AnswerBook } = await rooms.runs();
  await runs.start(uri, { scenario, seed, mind: mind ?? undefined, reuse: new AnswerBook(answers) });
}

/** The parent session of forks. */
function debugged(): vscode.DebugSession | undefined {
  const session = vscode.debug.activeDebugSession;
  return session?.type === TYPE ? session : undefined;
}

/** Opens a fork below the session that shows the run, which passes the focus to it; otherwise as a separate session. */
async function openFork({ dir, uri }: ForkedRun, fork: ForkConfig): Promise<void> {
  const parentSession = debugged();
  const wanted: Fork = { ...fork, run: dir };
  const opened = await parentSession?.customRequest('society/fork', wanted).then(
    () => true,
    () => false,
  );
  if (opened) return;
  const name = t('Fork of {0} after event {1}', uriOf(dir).path.split('/').at(-1) ?? dir, fork.seq);
  const config = { type: TYPE, request: 'attach', name, run: dir, program: programOf(uri), fork };
  await vscode.debug.startDebugging(undefined, config, parentSession ? { parentSession } : {});
}

// The commands that fork or compare runs. Any extension can pass arguments, so they are checked.

interface ForkHandlerPorts {
  readonly runs: Runs;
  readonly panels: Panels;
  readonly moment: Moment;
  readonly comparisons: Comparisons;
}

type ForkCommands = Pick<
  Commands,
  'society.forkHere' | 'society.forkWithFile' | 'society.compareWithParent' | 'society.compareWith' | 'society.compareTranscripts'
>;

export function forkHandlers({ runs, panels, moment, comparisons }: ForkHandlerPorts): ForkCommands {
  const dirOf = (argument: unknown): string | undefined => {
    const dir = isListed(argument) ? pathOf(argument.dir) : moment.run?.dir;
    if (dir === undefined) void vscode.window.showInformationMessage(t('No run to compare yet.'));
    return dir;
  };
  return {
    'society.forkHere': async (at) => {
      const goal = goalOf(at);
      await forkHere(moment, goal && 'seq' in goal ? goal.seq : null);
    },
    'society.forkWithFile': async (argument) => {
      const listed = isListed(argument) ? { dir: pathOf(argument.dir), uri: await fileOf(argument), seq: null } : null;
      const at = listed ?? lookedAtMoment(moment);
      if (at) await forkWithFile(at, runs, () => panels.open());
    },
    'society.compareWithParent': async (argument) => {
      const dir = dirOf(argument);
      if (dir !== undefined) await comparisons.withParent(dir);
    },
    'society.compareWith': async (argument) => {
      const dir = dirOf(argument);
      if (dir !== undefined) await comparisons.withChosen(dir);
    },
    'society.compareTranscripts': () => comparisons.transcripts(),
  };
}
