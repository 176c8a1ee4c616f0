/** *Run to Here*: goes to a moment. A debugged run continues to it, an active run is held there, any other run is shown there. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { RunTo } from '../../debug/index.js';
import type { ShownRun } from '../moment/shownRun.js';
import type { Moment } from '../moment/moment.js';
import { TYPE } from './configuration.js';
import type { Debugger } from './debugger.js';

const { t } = vscode.l10n;

/** A recorded event, or the beginning of a round, which may be in the future. */
type Goal = { readonly seq: number } | { readonly round: number };

/** The moment of a panel menu or of a request; null if the value is not a moment. */
export function goalOf(value: unknown): Goal | null {
  if (typeof value !== 'object' || value === null) return null;
  const { seq, round }: { readonly seq?: unknown; readonly round?: unknown } = value;
  if (Number.isSafeInteger(seq)) return { seq: seq as number };
  return Number.isSafeInteger(round) ? { round: round as number } : null;
}

/** Runs to a goal. Without a goal, the user enters a round. */
export async function runTo(moment: Moment, sessions: Pick<Debugger, 'sessionOf'>, wanted: Goal | null): Promise<void> {
  const { run } = moment;
  if (!run) return void vscode.window.showInformationMessage(t('No runs yet.'));
  const goal = wanted ?? (await askRound(run));
  if (!goal) return;
  const open = sessions.sessionOf(run.dir);
  if (open) return lead(open, run, goal);
  const seq = 'seq' in goal ? goal.seq : run.timeline.rounds[goal.round - 1];
  if (seq !== undefined) return moment.go(seq);
  if (run.source.state !== 'running')
    return void vscode.window.showInformationMessage(t('This run has no such round, and it is not running.'));
  const name = t('Run to Round {0}', roundOf(goal));
  const isStarted = await vscode.debug.startDebugging(undefined, { type: TYPE, request: 'attach', name, run: run.dir });
  const session = isStarted ? sessions.sessionOf(run.dir) : null;
  if (session) return lead(session, run, goal);
  void vscode.window.showWarningMessage(t('The run continues, because no debug session could hold it. Try again, or use Debug Last Run.'));
}

const roundOf = (goal: Goal): number => ('round' in goal ? goal.round : 0);

/** Moves the run of a session to a goal. Shows the reason if this is refused. */
async function lead(session: vscode.DebugSession, { dir }: ShownRun, goal: Goal): Promise<void> {
  const refused = await session.customRequest('society/runTo', { ...goal, run: dir } satisfies RunTo).then(
    () => null,
    (error: unknown) => errorText(error),
  );
  if (refused !== null) void vscode.window.showWarningMessage(refused);
}

async function askRound({ source }: ShownRun): Promise<Goal | null> {
  const { rounds } = source.model;
  const text = await vscode.window.showInputBox({
    title: t('Run to Here'),
    prompt: t('A round from 1 to {0}: the run stops at the start of the round', rounds),
    validateInput: (value) =>
      /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= rounds ? null : t('Enter a number from 1 to {0}.', rounds),
  });
  return text === undefined ? null : { round: Number(text) };
}
