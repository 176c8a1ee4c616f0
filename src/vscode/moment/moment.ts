/**
 * The moment looked at: which run of all that are known, and where in it. The one owner of both in the window. Editor, trees
 * and panel follow it; a debugger, the panel and the user move it.
 */
import * as vscode from 'vscode';
import { Disposables } from '../../core/util/lifecycle.js';
import type { State } from '../../core/events/state.js';
import { setContext } from '../window/contextKeys.js';
import { leaveShownRun, type ShownRun } from './shownRun.js';

interface MomentPorts {
  /** The last run of an earlier session; null where there is none. */
  readonly reopen: () => Promise<ShownRun | null>;
  /** Told why it could not be. Nobody asked for it, so nobody is disturbed. */
  readonly failed: (error: unknown) => void;
}

export class Moment implements vscode.Disposable {
  readonly #parts = new Disposables();
  readonly #moved = this.#parts.push(new vscode.EventEmitter<void>());
  readonly #chosen = this.#parts.push(new vscode.EventEmitter<ShownRun | null>());
  #run: ShownRun | null = null;
  #watch: vscode.Disposable | undefined;
  #seq: number | null = null;
  /** The state of a moment that is past, which takes a fold to get at. */
  #past: State | null = null;
  #reopening: Promise<void> | null = null;

  /** Fires with another run. */
  readonly onDidChoose = this.#chosen.event;
  /** Fires when what is seen may have changed: another run, another moment, or the run has gone on. */
  readonly onDidMove = this.#moved.event;

  constructor(readonly ports: MomentPorts) {}

  get run(): ShownRun | null {
    return this.#run;
  }

  /** The moment is after this event; null follows the run. */
  get seq(): number | null {
    return this.#seq;
  }

  /** The state at the moment; null where there is no run. */
  get state(): State | null {
    if (!this.#run || this.#seq === null) return this.#run?.timeline.head ?? null;
    return (this.#past ??= this.#run.timeline.at(this.#seq));
  }

  /** Shows a run: after an event, or at its current end. Its last event is its current end. */
  set(run: ShownRun | null, seq: number | null = null): void {
    const other = run !== this.#run;
    if (other) {
      this.#watch?.dispose();
      this.#watch = run?.onDidAdvance(() => this.#moved.fire());
      this.#run = run;
    }
    // Of a long recording nothing is folded to know where its end is.
    const last = (run?.timeline.events.length ?? 0) - 1;
    this.#seq = seq === null || seq >= last ? null : Math.max(-1, seq);
    this.#past = null;
    setContext('society.looking', run !== null);
    setContext('society.past', this.#seq !== null);
    if (other) this.#chosen.fire(run);
    this.#moved.fire();
  }

  /** Goes to an event of the run that is looked at, or, without one, to where it is by now. */
  go(seq: number | null): void {
    this.set(this.#run, seq);
  }

  /** Where nothing is looked at yet, the last run of an earlier session is. */
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

  /** Leaves a run that pauses in its folder as it is. */
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
