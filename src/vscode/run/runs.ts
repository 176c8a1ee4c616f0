/**
 * Owns all runs in this window: starts them, tracks the active ones, stops them. The views of a run (panel, status bar, debug
 * console) listen to it.
 */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { Disposables } from '../../core/util/lifecycle.js';
import type { AnswerBook, Ledger, Limits } from '../../minds/index.js';
import type { OpenedRecord } from '../../runs/index.js';
import type { RunState } from '../../protocol/summary.js';
import { mindAccess } from '../model/access.js';
import { setContext } from '../window/contextKeys.js';
import type { Keys } from '../model/keys.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import type { Consent } from './consent.js';
import type { Failures } from './failures.js';
import { type ForkOf, prepareFork } from './forkPlan.js';
import { expectedOf, forecastOf, launch, paceSetting, placeRun } from './launch.js';
import { type Prepared, prepare, type RunRequest } from './prepare.js';
import type { RunProblems } from './problems.js';
import type { EditorRun } from './run.js';

type Started =
  | { readonly ok: true; readonly run: EditorRun }
  /** The reason. The user has seen it, or cancelled. */
  | { readonly ok: false; readonly code: string; readonly message: string };

interface StartOptions extends RunRequest {
  /** Stops an active run of the same file without asking. */
  readonly replace?: boolean;
  /** Minimum milliseconds for each round. Default: the setting. */
  readonly pace?: number | undefined;
  /** Answers of another run, which are reused for the same questions. */
  readonly reuse?: AnswerBook | undefined;
  /** Holds the run between two steps, as a debugger does. */
  readonly hold?: (() => Promise<void> | undefined) | undefined;
}

/** The options of a run that continues after it was stopped or paused. */
export interface ResumeOptions {
  /** A new budget instead of the budget in the file, computed from the current ledger. */
  readonly limits?: (ledger: Ledger) => Limits;
  /** The mind that answers after the budget is reached. Without it, the run pauses. */
  readonly afterBudget?: 'builtin';
}

interface RunsPorts {
  readonly language: LanguageHost;
  readonly keys: Keys;
  readonly problems: RunProblems;
  readonly failures: Failures;
  readonly consent: Consent;
  readonly storage: vscode.Uri;
}

/** A fork asks only questions that its parent did not ask. Their number is not known in advance. */
const NO_FORECAST = Promise.resolve(null);
const CANCELLED: Started = { ok: false, code: 'cancelled', message: '' };
/** Milliseconds for which the estimate of a run is in the status bar. */
const EXPECTED_MS = 15_000;
const { t } = vscode.l10n;

export class Runs implements vscode.Disposable {
  readonly #parts = new Disposables();
  /** Active runs in the order of their start. A file can have several: a run that is paused in the debugger, and its forks. */
  readonly #live = new Set<EditorRun>();
  readonly #starting = new Set<string>();
  readonly #started = this.#parts.push(new vscode.EventEmitter<EditorRun>());
  readonly #ended = this.#parts.push(new vscode.EventEmitter<EditorRun>());
  #last: EditorRun | null = null;

  readonly onDidStart = this.#started.event;
  readonly onDidEnd = this.#ended.event;

  constructor(readonly ports: RunsPorts) {}

  /** The run that was started last, active or not. */
  get last(): EditorRun | null {
    return this.#last;
  }

  /** The active run of a file; if there are several, the one that was started last. */
  of(uri: vscode.Uri): EditorRun | undefined {
    return this.live.findLast((run) => run.uri.toString() === uri.toString());
  }

  get live(): readonly EditorRun[] {
    return [...this.#live];
  }

  /** Reads a run from its folder, up to its current state. The run can be active in this window. */
  async recorded(dir: string): Promise<OpenedRecord> {
    const [{ openRecorded }, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
    await this.live.find((run) => run.dir === dir)?.live.flush();
    return openRecorded(folderFiles(dir));
  }

  async start(uri: vscode.Uri, options: StartOptions = {}): Promise<Started> {
    const key = uri.toString();
    if (this.#starting.has(key)) return CANCELLED;
    this.#starting.add(key);
    try {
      if (!(await this.#makeRoom(uri, options.replace ?? false))) return CANCELLED;
      return await this.#start(uri, options);
    } catch (error) {
      const message = errorText(error);
      this.ports.failures.refused({ uri, code: 'start-failed', message, retry: null });
      return { ok: false, code: 'start-failed', message };
    } finally {
      this.#starting.delete(key);
    }
  }

  /** Continues a run that was stopped, paused, failed or interrupted, with the texts in the run. */
  async resume(uri: vscode.Uri, dir: string, { limits, afterBudget }: ResumeOptions = {}): Promise<Started> {
    if (this.of(uri)) return CANCELLED;
    const { keys, failures, consent, problems } = this.ports;
    const [{ isAtItsEnd, makeMinds, openRecorded }, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
    const opened = await openRecorded(folderFiles(dir));
    const refuse = (code: string, message: string): Started => {
      failures.refused({ uri, code, message, retry: null });
      return { ok: false, code, message };
    };
    if (!opened.ok) return refuse('cannot-resume', opened.message);
    const { run: from } = opened;
    if (isAtItsEnd(from)) {
      void vscode.window.showInformationMessage(t('This run is already finished. Run the file again to start a new run.'));
      return CANCELLED;
    }
    const made = await makeMinds(from.resolved.society, from.model, mindAccess(keys, uri), { ...from, afterBudget });
    if (!made.ok) return refuse(made.code, made.message);
    if (limits) made.ledger.limit(limits(made.ledger));
    const ready = { ...from, ...made };
    const forecast = forecastOf(ready);
    if (!(await consent.isGiven(uri, ready, forecast))) return CANCELLED;
    problems.show([]);
    const place = { id: from.manifest.id, dir, elsewhere: null };
    const run = await launch(uri, ready, place, { pace: paceSetting(uri), forecast, from });
    this.#adopt(run, { scenario: from.manifest.scenario });
    return { ok: true, run };
  }

  /** Creates a fork of a run from its folder, and starts it. */
  async fork(uri: vscode.Uri, dir: string, of: ForkOf, hold?: StartOptions['hold']): Promise<Started> {
    const { language, keys, failures, consent, storage } = this.ports;
    const refuse = ({ code, message }: { readonly code: string; readonly message: string }): Started => {
      failures.refused({ uri, code, message, retry: null });
      return { ok: false, code, message };
    };
    const opened = await this.recorded(dir);
    if (!opened.ok) return refuse({ code: 'fork-failed', message: opened.message });
    const [{ textsOf }, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
    const prompts = textsOf(folderFiles(dir), 'prompts.jsonl');
    const ports = { language: await language.service(), access: mindAccess(keys, uri), prompts };
    const prepared = await prepareFork(uri, opened.run, of, ports);
    if (!prepared.ok) return refuse(prepared);
    const { ready } = prepared;
    if (!(await consent.isGiven(uri, ready, NO_FORECAST))) return CANCELLED;
    const place = await placeRun(uri, ready.model.scenario, ready.model.seed, storage);
    if (place.elsewhere !== null) failures.keptElsewhere(place.elsewhere, place.dir);
    const run = await launch(uri, ready, place, { pace: paceSetting(uri), forecast: NO_FORECAST, begins: prepared, hold });
    this.#adopt(run, { scenario: ready.model.scenario });
    return { ok: true, run };
  }

  /** Stops the active run that was started last. Without an active run, ends the last run if it is paused. */
  async stop(): Promise<void> {
    await (this.live.at(-1) ?? this.#last)?.stop();
    setContext('society.paused', false);
  }

  dispose(): void {
    for (const run of this.live) run.dispose();
    this.#parts.dispose();
  }

  async #start(uri: vscode.Uri, options: StartOptions): Promise<Started> {
    const { language, keys, problems, failures, consent, storage } = this.ports;
    const scenario = options.scenario ?? (await this.#chooseScenario(uri, options.hold ? t('Debug Scenario') : t('Run Scenario')));
    if (scenario === null) return CANCELLED;
    const request = { ...options, scenario };
    const title = t('Preparing the run…');
    const preparing = async (): Promise<Prepared> => prepare(await language.service(), uri, request, mindAccess(keys, uri));
    const prepared = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, preparing);
    problems.show(prepared.problems);
    if (!prepared.ok) {
      const { code, message } = prepared;
      const retry = code === 'problems' ? null : () => void this.start(uri, { ...request, mind: 'builtin' });
      failures.refused({ uri, code, message, retry, problems: prepared.problems });
      return { ok: false, code, message };
    }
    const forecast = forecastOf(prepared);
    if (!(await consent.isGiven(uri, prepared, forecast))) return CANCELLED;
    const estimating = { location: vscode.ProgressLocation.Window, title: t('Estimating the run…') };
    const expected = await vscode.window.withProgress(estimating, () => expectedOf(prepared));
    if (expected?.lacks?.kind === 'never') {
      const { message } = expected.lacks;
      failures.refused({ uri, code: 'too-large', message, retry: null });
      return { ok: false, code: 'too-large', message };
    }
    if (expected?.lacks?.kind === 'later') void vscode.window.showWarningMessage(expected.lacks.message);
    if (expected?.lacks?.kind === 'tight' && !(await consent.ask(t('Run “{0}”?', prepared.model.title), expected.lacks.message, t('Run'))))
      return CANCELLED;
    if (expected) vscode.window.setStatusBarMessage(t('Expected for the run: {0}', expected.line), EXPECTED_MS);
    const place = await placeRun(uri, prepared.model.scenario, prepared.model.seed, storage);
    if (place.elsewhere !== null) failures.keptElsewhere(place.elsewhere, place.dir);
    const { pace = paceSetting(uri), hold, reuse } = options;
    const run = await launch(uri, { ...prepared, mind: request.mind, set: request.set }, place, { pace, forecast, expected, hold, reuse });
    this.#adopt(run, request);
    return { ok: true, run };
  }

  #adopt(run: EditorRun, request: StartOptions): void {
    this.#live.add(run);
    this.#last = run;
    setContext('society.running', true);
    setContext('society.paused', false);
    this.#started.fire(run);
    void run.done.then((state) => {
      this.#live.delete(run);
      setContext('society.running', this.#live.size > 0);
      setContext('society.paused', state === 'paused' && this.#last === run);
      this.#ended.fire(run);
      this.#tellEnd(run, state, request);
    });
  }

  #tellEnd(run: EditorRun, state: RunState, request: StartOptions): void {
    const { failures } = this.ports;
    failures.recorded(run);
    if (state === 'stopped') failures.stopped(run);
    if (state === 'paused') failures.paused(run);
    if (state === 'failed')
      failures.failed(run, run.options.languageModel ? () => void this.start(run.uri, { ...request, mind: 'builtin' }) : null);
  }

  /** Stops the other runs of a file before a new run. False if the user keeps the active runs. */
  async #makeRoom(uri: vscode.Uri, replace: boolean): Promise<boolean> {
    const running = this.live.filter((run) => run.uri.toString() === uri.toString());
    const [first] = running;
    if (!first) return true;
    if (!replace) {
      const again = t('Stop and Run Again');
      const question = t('“{0}” is still running. If you stop it, the run is saved up to this point.', first.live.model.title);
      if ((await vscode.window.showInformationMessage(question, again)) !== again) return false;
    }
    await Promise.all(running.map((run) => run.stop()));
    return true;
  }

  /** The scenario to run: undefined if the file has none, null if the user chose none. */
  async #chooseScenario(uri: vscode.Uri, title: string): Promise<string | undefined | null> {
    const service = await this.ports.language.service();
    const scenarios = await service.scenarios(uri.toString());
    if (scenarios.length <= 1) return scenarios[0]?.id;
    const items = scenarios.map((one) => ({ label: one.id, ...(one.title === null ? {} : { description: one.title }) }));
    return (
      (await vscode.window.showQuickPick(items, { title, placeHolder: t('Which scenario?'), matchOnDescription: true }))?.label ?? null
    );
  }
}
