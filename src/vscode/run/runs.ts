/**
 * The one owner of runs in this window: starts them, knows which are under way, stops them. What a user sees of a run
 * (panel, status bar, debug console) listens here.
 */
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
import { forecastOf, launch, paceSetting, placeRun } from './launch.js';
import { type Prepared, prepare, type RunRequest } from './prepare.js';
import type { RunProblems } from './problems.js';
import type { EditorRun } from './run.js';

type Started =
  | { readonly ok: true; readonly run: EditorRun }
  /** Why not. The user has been told, or said so. */
  | { readonly ok: false; readonly code: string; readonly message: string };

interface StartOptions extends RunRequest {
  /** Stop a run of the same file that is under way, without asking. */
  readonly replace?: boolean;
  /** Milliseconds a round; the setting's where left out. */
  readonly pace?: number | undefined;
  /** Answers of another run, which are taken where the same is asked. */
  readonly reuse?: AnswerBook | undefined;
  /** Holds the run between two steps, as a debugger does. */
  readonly hold?: (() => Promise<void> | undefined) | undefined;
}

/** How a run goes on that was stopped or pauses at its budget. */
export interface ResumeOptions {
  /** In the place of the file's budget, from the purse as it is. */
  readonly limits?: (ledger: Ledger) => Limits;
  /** Who answers where the budget is reached; without it the run pauses. */
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

/** A fork asks what its parent was not asked, and nobody knows beforehand how much that is. */
const NO_FORECAST = Promise.resolve(null);
const CANCELLED: Started = { ok: false, code: 'cancelled', message: '' };
const { t } = vscode.l10n;

export class Runs implements vscode.Disposable {
  readonly #parts = new Disposables();
  /** In the order in which they were started. A file can have several: a run that is stopped in the debugger, and its forks. */
  readonly #live = new Set<EditorRun>();
  readonly #starting = new Set<string>();
  readonly #started = this.#parts.push(new vscode.EventEmitter<EditorRun>());
  readonly #ended = this.#parts.push(new vscode.EventEmitter<EditorRun>());
  #last: EditorRun | null = null;

  readonly onDidStart = this.#started.event;
  readonly onDidEnd = this.#ended.event;

  constructor(readonly ports: RunsPorts) {}

  /** The run that was started last, under way or not. */
  get last(): EditorRun | null {
    return this.#last;
  }

  /** The run of a file that is under way; of several the one that was started last. */
  of(uri: vscode.Uri): EditorRun | undefined {
    return this.live.findLast((run) => run.uri.toString() === uri.toString());
  }

  get live(): readonly EditorRun[] {
    return [...this.#live];
  }

  /** A run as its folder has it by now, also where it goes on in this window. */
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
      const message = error instanceof Error ? error.message : String(error);
      this.ports.failures.refused({ uri, code: 'start-failed', message, retry: null });
      return { ok: false, code: 'start-failed', message };
    } finally {
      this.#starting.delete(key);
    }
  }

  /** Goes on with a run that was stopped, paused, failed or cut off, with the texts that it keeps. */
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
      void vscode.window.showInformationMessage(t('This run has ended already. Run the file again to start a new run.'));
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

  /** Makes a fork of a run, from its folder, and lets it go on. */
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

  /** Stops the run that was started last among those under way; without one, leaves the last one where it pauses. */
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
    const scenario = options.scenario ?? (await this.#chooseScenario(uri));
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
    const place = await placeRun(uri, prepared.model.scenario, prepared.model.seed, storage);
    if (place.elsewhere !== null) failures.keptElsewhere(place.elsewhere, place.dir);
    const { pace = paceSetting(uri), hold, reuse } = options;
    const run = await launch(uri, { ...prepared, mind: request.mind, set: request.set }, place, { pace, forecast, hold, reuse });
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

  /** A new run of a file ends its other runs. False when the user keeps the runs that are in progress. */
  async #makeRoom(uri: vscode.Uri, replace: boolean): Promise<boolean> {
    const running = this.live.filter((run) => run.uri.toString() === uri.toString());
    const [first] = running;
    if (!first) return true;
    if (!replace) {
      const again = t('Stop and Run Again');
      const question = t('“{0}” is still running. What it has done so far is kept.', first.live.model.title);
      if ((await vscode.window.showInformationMessage(question, again)) !== again) return false;
    }
    await Promise.all(running.map((run) => run.stop()));
    return true;
  }

  /** The scenario to run: undefined where the file decides, null when the user chose none. */
  async #chooseScenario(uri: vscode.Uri): Promise<string | undefined | null> {
    const service = await this.ports.language.service();
    const scenarios = await service.scenarios(uri.toString());
    if (scenarios.length <= 1) return scenarios[0]?.id;
    const items = scenarios.map(({ id, title }) => ({ label: id, ...(title === null ? {} : { description: title }) }));
    const options = { title: t('Run Scenario'), placeHolder: t('Which scenario?'), matchOnDescription: true };
    return (await vscode.window.showQuickPick(items, options))?.label ?? null;
  }
}
