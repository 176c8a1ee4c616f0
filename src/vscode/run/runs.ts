/**
 * The one owner of runs in this window: starts them, knows which are under way, stops them. What a user sees of a run
 * (panel, status bar, debug console) listens here.
 */
import * as vscode from 'vscode';
import { Disposables } from '../../core/disposable.js';
import type { Recorded } from '../../runs/index.js';
import type { Limits } from '../../minds/index.js';
import type { RunState } from '../../trace/index.js';
import { mindAccess } from '../access.js';
import { setContext } from '../contextKeys.js';
import type { Keys } from '../keys.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../rooms.js';
import type { Failures } from './failures.js';
import { Pacer } from './pacer.js';
import { type Place, placeRun } from './place.js';
import { type Prepared, prepare, type RunRequest } from './prepare.js';
import type { RunProblems } from './problems.js';
import { Run } from './run.js';

export type Started =
  | { readonly ok: true; readonly run: Run }
  /** Why not. The user has been told, or said so. */
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface StartOptions extends RunRequest {
  /** Stop a run of the same file that is under way, without asking. */
  readonly replace?: boolean;
  /** Milliseconds a round; the setting's where left out. */
  readonly pace?: number | undefined;
}

export interface RunsPorts {
  readonly language: LanguageHost;
  readonly keys: Keys;
  readonly problems: RunProblems;
  readonly failures: Failures;
  readonly storage: vscode.Uri;
}

const CANCELLED: Started = { ok: false, code: 'cancelled', message: '' };
const { t } = vscode.l10n;

export class Runs implements vscode.Disposable {
  readonly #parts = new Disposables();
  readonly #live = new Map<string, Run>();
  readonly #starting = new Set<string>();
  readonly #started = this.#parts.push(new vscode.EventEmitter<Run>());
  readonly #ended = this.#parts.push(new vscode.EventEmitter<Run>());
  #last: Run | null = null;

  readonly onDidStart = this.#started.event;
  readonly onDidEnd = this.#ended.event;

  constructor(readonly ports: RunsPorts) {}

  /** The run that was started last, under way or not. */
  get last(): Run | null {
    return this.#last;
  }

  /** The run of a file that is under way. */
  of(uri: vscode.Uri): Run | undefined {
    return this.#live.get(uri.toString());
  }

  get live(): readonly Run[] {
    return [...this.#live.values()];
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

  /** Goes on with a run that was stopped, paused, failed or cut off, with the texts that it keeps; `limits` in the place of the file's budget. */
  async resume(uri: vscode.Uri, dir: string, limits?: Limits): Promise<Started> {
    if (this.of(uri)) return CANCELLED;
    const { keys, failures } = this.ports;
    const [{ makeMinds, openRecorded }, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
    const opened = await openRecorded(folderFiles(dir));
    const refuse = (code: string, message: string): Started => {
      failures.refused({ uri, code, message, retry: null });
      return { ok: false, code, message };
    };
    if (!opened.ok) return refuse('cannot-resume', opened.message);
    const { run: from } = opened;
    const made = await makeMinds(from.resolved.society, from.model, mindAccess(keys, uri), from);
    if (!made.ok) return refuse(made.code, made.message);
    if (limits) made.ledger.limit(limits);
    const place = { id: from.manifest.id, dir, elsewhere: null };
    const run = await launch(uri, { ...from, ...made }, place, paceSetting(uri), from);
    this.#adopt(run, { scenario: from.manifest.scenario });
    return { ok: true, run };
  }

  /** Stops the run that was started last among those under way. */
  async stop(): Promise<void> {
    await this.live.at(-1)?.stop();
  }

  dispose(): void {
    for (const run of this.live) run.dispose();
    this.#parts.dispose();
  }

  async #start(uri: vscode.Uri, options: StartOptions): Promise<Started> {
    const { language, keys, problems, failures, storage } = this.ports;
    const scenario = options.scenario ?? (await this.#chooseScenario(uri));
    if (scenario === null) return CANCELLED;
    const request = { ...options, scenario };
    const title = t('Preparing the run…');
    const prepared = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () =>
      prepare(await language.service(), uri, request, mindAccess(keys, uri)),
    );
    problems.show(prepared.problems);
    if (!prepared.ok) {
      const { code, message } = prepared;
      const retry = code === 'problems' ? null : () => void this.start(uri, { ...request, mind: 'builtin' });
      failures.refused({ uri, code, message, retry, problems: prepared.problems });
      return { ok: false, code, message };
    }
    const place = await placeRun(uri, prepared.model.scenario, prepared.model.seed, storage);
    if (place.elsewhere !== null) failures.keptElsewhere(place.elsewhere, place.dir);
    const run = await launch(uri, { ...prepared, mind: request.mind }, place, options.pace ?? paceSetting(uri));
    this.#adopt(run, request);
    return { ok: true, run };
  }

  #adopt(run: Run, request: StartOptions): void {
    const key = run.uri.toString();
    this.#live.set(key, run);
    this.#last = run;
    setContext('society.running', true);
    this.#started.fire(run);
    void run.done.then((state) => {
      this.#live.delete(key);
      setContext('society.running', this.#live.size > 0);
      this.#ended.fire(run);
      this.#tellEnd(run, state, request);
    });
  }

  #tellEnd(run: Run, state: RunState, request: StartOptions): void {
    const { failures } = this.ports;
    failures.recorded(run);
    if (state === 'stopped') failures.stopped(run);
    if (state === 'paused') {
      const { limits } = run.live.options.ledger ?? {};
      failures.paused(run, limits ? () => void this.resume(run.uri, run.options.dir, doubled(limits)) : null);
    }
    if (state === 'failed')
      failures.failed(run, run.options.languageModel ? () => void this.start(run.uri, { ...request, mind: 'builtin' }) : null);
  }

  /** One run of a file at a time. False when the user keeps the one under way. */
  async #makeRoom(uri: vscode.Uri, replace: boolean): Promise<boolean> {
    const running = this.of(uri);
    if (!running) return true;
    if (!replace) {
      const again = t('Stop and Run Again');
      const question = t('“{0}” is still running. What it has done so far is kept.', running.live.model.title);
      if ((await vscode.window.showInformationMessage(question, again)) !== again) return false;
    }
    await running.stop();
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

/** Twice the budget; nothing at all becomes something. */
const doubled = ({ calls, tokens, money }: Limits): Limits => ({
  calls: calls === undefined ? undefined : Math.max(1, calls) * 2,
  tokens: tokens === undefined ? undefined : Math.max(1, tokens) * 2,
  money: money && { ...money, amount: Math.max(0.01, money.amount) * 2 },
});

const paceSetting = (uri: vscode.Uri): number => {
  const pace = vscode.workspace.getConfiguration('society', uri).get<unknown>('run.pace');
  return typeof pace === 'number' && pace >= 0 ? pace : 0;
};

type Ready = Pick<Extract<Prepared, { ok: true }>, 'model' | 'minds' | 'ledger' | 'concurrency' | 'resolved'> & {
  readonly mind?: string | undefined;
};

/** Starts the live run, or goes on with one. A language model takes its own time: only minds that answer at once are paced. */
async function launch(uri: vscode.Uri, prepared: Ready, place: Place, pace: number, from?: Recorded): Promise<Run> {
  const [{ LiveRun, mindWords, sourceName, usesLanguageModel }, { folderFiles }] = await Promise.all([
    rooms.runs(),
    import('../../node/ports.js'),
  ]);
  const { model, minds, ledger, concurrency, resolved } = prepared;
  const languageModel = usesLanguageModel(model);
  const pacer = new Pacer(languageModel ? 0 : pace);
  const live = new LiveRun({
    id: place.id,
    model,
    minds,
    ledger,
    concurrency,
    sources: from?.sources ?? resolved.sources.map((source) => ({ uri: sourceName(uri.toString(), source.uri), text: source.text })),
    files: folderFiles(place.dir),
    created: from?.manifest.created ?? new Date().toISOString(),
    mind: from ? (from.manifest.mind ?? undefined) : prepared.mind,
    ...(from ? { from } : {}),
    pace: pacer.pause,
  });
  return new Run({ uri, live, resolved, dir: place.dir, mind: mindWords(model), languageModel, pacer });
}
