/** The shown moment: which run is shown, and which event of it. It survives a reload of the window. */
import * as vscode from 'vscode';
import { leaveShownRun, openAtItsEnd, type ShownRun } from './shownRun.js';
import type { Log } from '../window/log.js';
import type { EditorRun } from '../run/run.js';
import { Disposables } from '../../core/util/lifecycle.js';
import type { State } from '../../core/events/state.js';
import { setContext } from '../window/contextKeys.js';

const { t } = vscode.l10n;

interface MomentPorts {
  /** The last run of an earlier session; null if there is none. */
  readonly reopen: () => Promise<ShownRun | null>;
  /** Called with the error if reopening failed. The user did not request it, so no message is shown. */
  readonly failed: (error: unknown) => void;
}

export class Moment implements vscode.Disposable {
  readonly #parts = new Disposables();
  readonly #moved = this.#parts.push(new vscode.EventEmitter<void>());
  readonly #chosen = this.#parts.push(new vscode.EventEmitter<ShownRun | null>());
  #run: ShownRun | null = null;
  #watch: vscode.Disposable | undefined;
  #seq: number | null = null;
  /** The state at a past moment. It is cached, because it takes a fold to compute. */
  #past: State | null = null;
  #reopening: Promise<void> | null = null;

  /** Fires when another run is shown. */
  readonly onDidChoose = this.#chosen.event;
  /** Fires when the display may change: another run, another moment, or new events of the run. */
  readonly onDidMove = this.#moved.event;

  constructor(readonly ports: MomentPorts) {}

  get run(): ShownRun | null {
    return this.#run;
  }

  /** The moment is after this event; null follows the run. */
  get seq(): number | null {
    return this.#seq;
  }

  /** The state at the moment; null without a run. */
  get state(): State | null {
    if (!this.#run || this.#seq === null) return this.#run?.timeline.head ?? null;
    return (this.#past ??= this.#run.timeline.at(this.#seq));
  }

  /** Shows a run after an event, or at its current end. The last event means the current end. */
  set(run: ShownRun | null, seq: number | null = null): void {
    const other = run !== this.#run;
    if (other) {
      this.#watch?.dispose();
      this.#watch = run?.onDidAdvance(() => this.#moved.fire());
      this.#run = run;
    }
    // The number of events gives the end, so a long recording needs no fold.
    const last = (run?.timeline.events.length ?? 0) - 1;
    this.#seq = seq === null || seq >= last ? null : Math.max(-1, seq);
    this.#past = null;
    setContext('society.looking', run !== null);
    setContext('society.past', this.#seq !== null);
    if (other) this.#chosen.fire(run);
    this.#moved.fire();
  }

  /** Goes to an event of the shown run; null goes to its current end. */
  go(seq: number | null): void {
    this.set(this.#run, seq);
  }

  /** Shows the last run of an earlier session if no run is shown yet. */
  begin(): Promise<void> {
    this.#reopening ??= this.ports
      .reopen()
      .catch((error: unknown) => {
        this.ports.failed(error);
        return null;
      })
      .then((run) => {
        if (run && !this.#run) this.set(run);
      });
    return this.#reopening;
  }

  /** Leaves a paused run as it is, in its folder. */
  async leave(): Promise<void> {
    const run = this.#run;
    if (!run) return;
    const left = await leaveShownRun(run);
    if (this.#run === run) this.set(left, this.#seq);
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#parts.dispose();
  }
}

/** `seq`: the moment is after this event; null follows the run. `last`: the last event, to name it as well. */
export function whenWords(seq: number | null, round: number, last?: number): string {
  if (seq === null) return t('round {0}', round);
  if (seq < 0) return t('before the first event');
  return last === undefined ? t('round {0}, event {1}', round, seq) : t('round {0}, event {1} of {2}', round, seq, last);
}

// Remembers the last run of this workspace, so that it is shown again after a reload.

const LAST_RUN = 'society.lastRun';

interface LastRun {
  readonly dir: string;
  readonly uri: string;
}

export const rememberRun = (state: vscode.Memento, run: EditorRun): Thenable<void> =>
  state.update(LAST_RUN, { dir: run.dir, uri: run.uri.toString() } satisfies LastRun);

/** The last run; null if there is none, or if it can no longer be shown. */
export async function reopenRun(state: vscode.Memento, log: Pick<Log, 'warn'>): Promise<ShownRun | null> {
  const last = state.get<LastRun>(LAST_RUN);
  return last ? openAtItsEnd(last.dir, vscode.Uri.parse(last.uri, true), log) : null;
}
