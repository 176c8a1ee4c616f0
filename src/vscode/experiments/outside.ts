/** The runs of one experiment of this window next to the data that its scenario names. Plays nothing: it reads what runs have kept. */
import * as vscode from 'vscode';
import { errorText } from '../../core/util/recordedText.js';
import type { ExperimentOutside } from '../../protocol/experiment.js';
import type { ExperimentSession } from './session.js';

const NOTHING: ExperimentOutside = { arms: [], more: 0, problems: [], command: '', isWorking: false };

export class OutsideComparison implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #shown: ExperimentOutside | null = null;
  /** Counts openings: an earlier comparison ends when a later one begins. */
  #opened = 0;

  readonly onDidChange = this.#changed.event;

  constructor(readonly session: ExperimentSession) {}

  /** Null if the scenario names no data. */
  get shown(): ExperimentOutside | null {
    return this.#shown;
  }

  /** Compares the runs that are kept now. A problem is shown in the page. */
  async open(): Promise<void> {
    const opened = ++this.#opened;
    const isOver = (): boolean => opened !== this.#opened;
    const { plan } = this.session;
    if (!plan?.resolved.society.scenarios?.[plan.experiment.scenario]?.compare_with) return this.#tell(null);
    this.#tell({ ...(this.#shown ?? NOTHING), isWorking: true });
    try {
      const { outsideHere } = await import('./outsideHere.js');
      const found = await outsideHere(this.session, plan, isOver);
      if (!isOver()) this.#tell(found);
    } catch (error) {
      if (!isOver()) this.#tell({ ...NOTHING, problems: [errorText(error)] });
    }
  }

  dispose(): void {
    this.#opened++;
    this.#changed.dispose();
  }

  #tell(shown: ExperimentOutside | null): void {
    this.#shown = shown;
    this.#changed.fire();
  }
}
