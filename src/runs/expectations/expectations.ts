/**
 * Tests the expectations of a file: its scenario is played once for each seed, and each expectation holds in enough of these runs
 * or it fails. Knows no terminal and no editor.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { EventOf } from '../../core/events/events.js';
import { type CompileOptions, marginsIn, type ScenarioModel } from '../../engine/index.js';
import { consecutiveSeeds, type LanguageService, type Resolved } from '../../language/api.js';
import type { Ledger } from '../../minds/index.js';
import type { FolderFiles } from '../../trace/index.js';
import type { LiveRun } from '../live/liveRun.js';
import { makeMinds, type MindAccessPorts, type Minds, usesLanguageModel } from '../setup/minds.js';
import { buildRun, buildUnkeptRun, NO_MINDS_AHEAD } from '../live/runBuilder.js';
import { type Loaded, loadModel } from '../load/load.js';
import { runSources } from '../load/sourceName.js';
import { type Verdict, verdicts } from './verdicts.js';

/** One run of a test. */
export interface SeedRun {
  readonly seed: number;
  /** Ids of the expectations that held, and of those that did not. */
  readonly held: ReadonlySet<string>;
  readonly broken: ReadonlySet<string>;
  /** The margins of the expectations that are judged by their margin. */
  readonly margins: ReadonlyMap<string, number | null>;
  /** Why the run did not end, as text; null where it did. */
  readonly problem: string | null;
  /** Where the run is kept; null where it is not kept, because the same file and seed repeat it at no cost. */
  readonly dir: string | null;
}

/** Seeds that a scenario is played with: as many as its expectations need, from its own seed. */
export function seedsFor({ expectations, seed }: Pick<ScenarioModel, 'expectations' | 'seed'>): readonly number[] {
  const most = expectations.reduce((all, spec) => Math.max(all, spec.in?.of ?? 1), 1);
  return consecutiveSeeds(seed, most);
}

/** A new run folder. */
interface TestPlace {
  readonly id: string;
  readonly dir: string;
  readonly files: FolderFiles;
}

export interface TestHost {
  readonly language: LanguageService;
  /** Seeds to use in place of those of `seedsFor`, for the model with the file's own seed. */
  readonly seeds?: (model: ScenarioModel) => readonly number[];
  readonly access: MindAccessPorts;
  readonly token: CancellationToken;
  readonly options?: Omit<CompileOptions, 'seed' | 'scenario'>;
  /** Where a run is kept whose answers are paid for. */
  readonly place: (model: ScenarioModel) => Promise<TestPlace>;
  /** Called before the first of `runs`. Rejects where they should not be played. */
  readonly begins?: (loaded: Loaded & { ok: true }, runs: number) => Promise<void>;
  /** Called before the first run with minds that cost money; false asks no mind. */
  readonly mayAsk: (loaded: Loaded & { ok: true }, minds: Minds & { ok: true }) => Promise<boolean>;
}

export interface Tested {
  readonly model: ScenarioModel;
  readonly resolved: Resolved;
  readonly runs: readonly SeedRun[];
  readonly verdicts: readonly Verdict[];
}

/**
 * Plays a scenario with each of its seeds. `told` receives each run as it ends, and its handle for further results.
 * All runs use the file as it is at the start. Rejects with a message where the file cannot be played.
 */
export async function testScenario(
  uri: string,
  scenario: string,
  host: TestHost,
  told: (run: SeedRun, of: number, live: LiveRun) => void,
): Promise<Tested> {
  const file = await host.language.resolve(uri);
  const asItIs: TestHost = { ...host, language: { ...host.language, resolve: () => Promise.resolve(file) } };
  const first = await loaded(uri, scenario, undefined, asItIs);
  const seeds = (host.seeds ?? seedsFor)(first.model);
  await host.begins?.(first, seeds.length);
  const runs: SeedRun[] = [];
  // One ledger for all: the file's budget is the limit for the whole test.
  let ledger: Ledger | undefined;
  for (const seed of seeds) {
    if (host.token.isCancellationRequested) break;
    const { run, live, ...paid } = await played(uri, await loaded(uri, scenario, seed, asItIs), asItIs, ledger);
    ledger = paid.ledger;
    runs.push(run);
    told(run, seeds.length, live);
  }
  return { model: first.model, resolved: first.resolved, runs, verdicts: verdicts(first.model.expectations, runs) };
}

async function loaded(
  uri: string,
  scenario: string,
  seed: number | undefined,
  { language, options }: TestHost,
): Promise<Loaded & { ok: true }> {
  const found = await loadModel(language, uri, { ...options, scenario, ...(seed === undefined ? {} : { seed }) });
  if (found.ok) return found;
  throw new Error(found.problems.find(({ severity }) => severity === 'error')?.message ?? 'The file has errors.');
}

function keptRun(uri: string, { model, resolved }: Loaded & { ok: true }, minds: Minds & { ok: true }, place: TestPlace): LiveRun {
  const { id, files } = place;
  const kept = { id, files, created: new Date().toISOString(), sources: runSources(resolved, uri) };
  return buildRun({
    ...{ ...minds, model, ahead: NO_MINDS_AHEAD },
    beginning: { kind: 'new', ...kept, mind: undefined, set: undefined },
  });
}

async function played(
  uri: string,
  found: Loaded & { ok: true },
  host: TestHost,
  purse: Ledger | undefined,
): Promise<{ readonly run: SeedRun; readonly live: LiveRun; readonly ledger: Ledger }> {
  const { model, resolved } = found;
  const minds = await makeMinds(resolved.society, model, host.access, { resolved, ...(purse ? { ledger: purse } : {}) });
  if (!minds.ok) throw new Error(minds.message);
  const costs = usesLanguageModel(model);
  if (costs && purse === undefined && !(await host.mayAsk(found, minds)))
    throw new Error('No model was asked: this test asks language models, and was not allowed to.');
  const place = costs ? await host.place(model) : null;
  const live = place ? keptRun(uri, found, minds, place) : buildUnkeptRun(`${model.scenario}-s${model.seed}`, model, minds);
  const stop = host.token.onCancellationRequested(() => live.stop());
  const state = await live.run();
  stop.dispose();
  const checked = live.timeline.events.filter((event): event is EventOf<'expectation.checked'> => event.type === 'expectation.checked');
  const ids = (held: boolean): ReadonlySet<string> => new Set(checked.filter((one) => one.held === held).map((one) => one.expectation));
  const run: SeedRun = {
    ...{ seed: model.seed, held: ids(true), broken: ids(false), margins: marginsIn(model, live.timeline.head), dir: place?.dir ?? null },
    problem: state === 'ended' ? null : (live.problem ?? `The run ${state}.`),
  };
  return { run, live, ledger: minds.ledger };
}
