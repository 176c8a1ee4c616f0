/** One calibration of this window: its runs in worker threads, and its result. The command line uses the same folder. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import type { CalibrationHead, CalibrationReport, CalibrationState, CalibrationStatus } from '../../protocol/calibration.js';
import type { Calibrated, CalibrationProgress } from '../../runs/calibration/index.js';
import type { ExperimentRequest, ExperimentRun, Keeping, Plan, Played } from '../../runs/experiments/index.js';
import { rooms } from '../window/rooms.js';
import { askingHere, type AskingPorts } from './askConsent.js';
import type { WindowThreads } from './threads.js';
import { dirname } from '../../node/paths.js';
import { pathOf } from '../window/paths.js';

export interface CalibrationPorts extends AskingPorts {
  readonly uri: vscode.Uri;
  readonly id: string;
  readonly threads: WindowThreads;
}

type Changed = 'head' | 'status' | 'report';

interface PlayingNow {
  readonly kept: Keeping;
  readonly token: CancellationToken;
  readonly raise: boolean;
  readonly declined: () => void;
}

export class CalibrationSession implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Changed>();
  #head: CalibrationHead | null = null;
  #report: CalibrationReport | null = null;
  #calibrated: Calibrated | null = null;
  #status: CalibrationStatus = { state: 'open', runs: 0, of: 0, generation: null, tolerance: null, problem: null };
  #stop: CancellationSource | null = null;
  /** Whether the user has allowed questions to models, which is asked once for all runs. */
  #isAllowed = false;

  readonly onDidChange = this.#changed.event;

  constructor(readonly ports: CalibrationPorts) {}

  get head(): CalibrationHead | null {
    return this.#head;
  }

  get report(): CalibrationReport | null {
    return this.#report;
  }

  get calibrated(): Calibrated | null {
    return this.#calibrated;
  }

  get status(): CalibrationStatus {
    return this.#status;
  }

  get isPlaying(): boolean {
    return this.#stop !== null;
  }

  /** Plays the runs that are missing. Settles when the calibration ends, for any reason; errors are in the status. */
  async play(raise = false): Promise<void> {
    if (this.isPlaying) return;
    const stop = new CancellationSource();
    this.#stop = stop;
    this.#isAllowed = false;
    this.#tell('playing', null);
    let isDeclined = false;
    const declined = (): void => {
      isDeclined = true;
    };
    try {
      const calibrated = await this.#play(stop.token, raise, declined);
      this.#calibrated = calibrated;
      const { ending, problem } = calibrated;
      this.#tell(ending === 'paused' ? 'waiting' : ending === 'stopped' ? 'open' : 'ended', problem);
    } catch (error) {
      if (isDeclined || stop.token.isCancellationRequested) this.#tell('open', null);
      else this.#tell('failed', errorText(error));
    } finally {
      this.#stop = null;
    }
  }

  /** Discards active runs; finished runs are kept. */
  stop(): void {
    if (!this.#stop) return;
    this.#tell('stopping', null);
    this.#stop.cancel();
  }

  dispose(): void {
    this.#stop?.cancel();
    this.#changed.dispose();
  }

  async #play(token: CancellationToken, raise: boolean, declined: () => void): Promise<Calibrated> {
    const { uri, id, language } = this.ports;
    const [runs, experiments, { folderFiles }, { calibrationPlace }] = await Promise.all([
      rooms.runs(),
      rooms.experiments(),
      import('../../node/ports.js'),
      import('../../node/runPlace.js'),
    ]);
    const room = await runs.calibrationRoom();
    const service = await language.service();
    const resolved = await service.resolve(uri.toString());
    const spec = await room.calibrationOf(service, resolved, id);
    const loaded = await runs.loadModel(service, uri.toString(), { scenario: spec.scenario });
    if (!loaded.ok)
      throw new Error(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? vscode.l10n.t('The file has errors.'));
    this.#head = { title: spec.title, scenario: spec.scenario, file: uri.path.slice(uri.path.lastIndexOf('/') + 1) };
    this.#changed.fire('head');
    const kept = await experiments.openKept(folderFiles(calibrationPlace(dirname(pathOf(uri)), id)));
    try {
      const known = new Map<string, ExperimentRun>(kept.cells);
      const keeping: Keeping = {
        ...kept,
        keep: async (cell) => {
          known.set(cell.key, cell);
          await kept.keep(cell);
        },
      };
      const calibrated = await room.calibrate(spec, resolved, {
        ...{ language: service, token, known: () => known, told: (progress) => this.#told(progress) },
        play: (plan) => this.#playPlan(plan, { kept: keeping, token, raise, declined }),
      });
      this.#report = room.reportOf(calibrated, runs.mindWords(loaded.model));
      this.#changed.fire('report');
      return calibrated;
    } finally {
      await kept.close();
    }
  }

  async #playPlan(plan: Plan, { kept, token, raise, declined }: PlayingNow): Promise<Played> {
    const room = await rooms.experiments();
    return room.playExperiment(plan, {
      asking: await askingHere(plan, kept, { ...this.ports, token, raise, declined, through: (wanted, ask) => this.#allowed(wanted, ask) }),
      alone: await this.ports.threads.player(plan.material),
      token,
      keep: (cell) => kept.keep(cell),
      now: () => performance.now(),
    });
  }

  async #allowed(wanted: ExperimentRequest, ask: (all: ExperimentRequest) => Promise<boolean>): Promise<boolean> {
    this.#isAllowed ||= await ask(wanted);
    return this.#isAllowed;
  }

  #told({ stage, generations, tolerance, runs, of }: CalibrationProgress): void {
    const generation = stage === 'generation' ? generations.length + 1 : null;
    this.#status = { ...this.#status, runs, of: Math.max(of, runs), generation, tolerance };
    this.#changed.fire('status');
  }

  #tell(state: CalibrationState, problem: string | null): void {
    this.#status = { ...this.#status, state, problem };
    this.#changed.fire('status');
  }
}
