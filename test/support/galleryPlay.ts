/**
 * An entry played: every expectation of its file and the value of each oracle over seeds that were not used to choose a bound, and a run of
 * the entry's own scenario as the panel sees it. Same files, same outcome; no language model is asked.
 */
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import type { Json } from '../../src/core/util/json.js';
import { askedAt } from '../../src/debug/inspect/evaluateAt.js';
import type { ScenarioModel } from '../../src/engine/index.js';
import type { LanguageService } from '../../src/language/api.js';
import type { PanelSnapshot } from '../../src/protocol/course.js';
import {
  type LiveRun,
  seedsFor,
  sharedSnapshot,
  type TestHost,
  testedScenarios,
  testScenario,
  type Verdict,
  verdicts,
  verdictWords,
} from '../../src/runs/index.js';
import { valueWords } from '../../src/runs/views/inspectAgent.js';
import type { GalleryEntry } from '../../src/gallery/entry.js';
import { type Figures, type Held, LEAST_SEEDS, type Values } from './galleryFigures.js';

export interface EntryResult {
  readonly entry: GalleryEntry;
  readonly figures: Figures;
  /** What is wrong with the entry; empty where its file, its runs and its front matter agree. */
  readonly faults: readonly string[];
  /** A run of the entry's scenario with the file's own seed, at its end; null where there is no such scenario, or it was not asked for. */
  readonly end: PanelSnapshot | null;
}

interface PlayOptions {
  readonly language: LanguageService;
  /** Index of the only seed to play, from 0; null plays all of them, and the entry's own scenario. */
  readonly only: number | null;
}

/** @param uri of the entry's society */
export async function playEntry(entry: GalleryEntry, uri: string, { language, only }: PlayOptions): Promise<EntryResult> {
  const resolved = await language.resolve(uri);
  const faults = resolved.problems.map(({ message, range }) => `${entry.file}:${range.start.line + 1}: ${message}`);
  const from = entry.seeds + (only ?? 0);
  if (resolved.problems.some(({ severity }) => severity === 'error'))
    return { entry, figures: { from, expected: [], values: [] }, end: null, faults };
  // Read once: compiling the phrase book of the built-in mind takes longer than a short run.
  const once: LanguageService = { ...language, resolve: () => Promise.resolve(resolved) };
  const tried = async <T>(scenario: string, play: () => Promise<T>): Promise<T | null> => {
    try {
      return await play();
    } catch (error) {
      faults.push(`${scenario}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  const expected: Held[] = [];
  const values: Values[] = [];
  for (const scenario of testedScenarios(resolved)) {
    const shown = await tried(scenario, () => played(uri, { entry, scenario, from, isOne: only !== null }, once, faults));
    expected.push(...(shown?.expected ?? []));
    values.push(...(shown?.values ?? []));
  }
  const isKnown = resolved.society.scenarios?.[entry.scenario] !== undefined;
  if (!isKnown) faults.push(`There is no scenario \`${entry.scenario}\` in ${entry.file}.`);
  const end = isKnown && only === null ? await tried(entry.scenario, () => ownRun(uri, entry.scenario, once, faults)) : null;
  for (const { scenario, expectation } of entry.oracles)
    if (!expected.some((one) => one.scenario === scenario && one.expectation === expectation))
      faults.push(`There is no expectation \`${scenario}.${expectation}\` in ${entry.file}.`);
  return { entry, figures: { from, expected, values }, end, faults };
}

interface Playing {
  readonly entry: GalleryEntry;
  readonly scenario: string;
  readonly from: number;
  /** Whether only one seed is played. */
  readonly isOne: boolean;
}

/** A scenario over its seeds. Errors of a run are added to `faults`. */
async function played(
  uri: string,
  { entry, scenario, from, isOne }: Playing,
  language: LanguageService,
  faults: string[],
): Promise<Pick<Figures, 'expected' | 'values'>> {
  const shown = [...new Set(entry.oracles.flatMap((one) => (one.scenario === scenario && one.value !== null ? [one.value] : [])))];
  const found = shown.map((value) => ({ scenario, value, runs: [] as (number | string)[] }));
  let of = LEAST_SEEDS;
  const seeds = (model: ScenarioModel): readonly number[] => {
    of = Math.max(LEAST_SEEDS, seedsFor(model).length);
    return Array.from({ length: isOne ? 1 : of }, (_, i) => from + i);
  };
  const { model, runs } = await testScenario(uri, scenario, { ...KEYLESS, language, seeds }, ({ seed, problem }, _of, live) => {
    faults.push(...faultsOf(live, problem).map((fault) => `${scenario}: seed ${seed}: ${fault}`));
    for (const { value, runs } of found) runs.push(shownBy(live, value));
  });
  // Without `in`, it holds always.
  const specs = model.expectations.map((spec) => ({ ...spec, in: spec.in ?? { kind: 'count' as const, least: of, of } }));
  return { expected: verdicts(specs, runs).map((verdict) => heldIn(scenario, verdict)), values: found };
}

const heldIn = (scenario: string, verdict: Verdict): Held => ({
  ...{ scenario, expectation: verdict.expectation.id, that: verdict.expectation.that.source.replace(/\s+/g, ' ').trim() },
  ...{ passed: verdict.passed, held: verdict.held, of: verdict.of, least: verdict.least, words: verdictWords(verdict) },
});

/** The run that is pictured: with the file's own seed. */
async function ownRun(uri: string, scenario: string, language: LanguageService, faults: string[]): Promise<PanelSnapshot | null> {
  let end: PanelSnapshot | null = null;
  const host: TestHost = { ...KEYLESS, language, seeds: ({ seed }) => [seed] };
  await testScenario(uri, scenario, host, ({ seed, problem }, _of, live) => {
    faults.push(...faultsOf(live, problem).map((fault) => `${scenario}: seed ${seed}: ${fault}`));
    end = snapshotOf(live);
  });
  return end;
}

/** No mind gets access. */
const KEYLESS: Omit<TestHost, 'language'> = {
  access: { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
  token: neverCancelled,
  place: () => Promise.reject(new Error('Nothing of the gallery is kept.')),
  mayAsk: () => Promise.resolve(false),
};

const faultsOf = ({ timeline }: LiveRun, problem: string | null): readonly string[] => [
  ...(problem === null ? [] : [problem]),
  ...timeline.events.flatMap((event) => (event.type === 'fault' ? [`${event.at ?? ''}: ${event.text}`] : [])),
];

/** A number to six digits, or words; a value that cannot be computed gives the reason. */
function shownBy({ model, timeline }: LiveRun, expression: string): number | string {
  const answered = askedAt(model, timeline.head, null, null, expression)();
  if (!answered.ok) return answered.message;
  return typeof answered.value === 'number' ? Number(answered.value.toPrecision(6)) : valueWords(answered.value as Json);
}

function snapshotOf({ model, timeline, problem }: LiveRun): PanelSnapshot {
  return sharedSnapshot({ id: `${model.scenario}-s${model.seed}`, model, timeline, state: 'ended', problem, cost: null });
}

/** All that is wrong with an entry, its expectations included; empty for a correct entry. */
export const wrongWith = ({ entry, faults, figures }: Pick<EntryResult, 'entry' | 'faults' | 'figures'>): readonly string[] => [
  ...faults.map((fault) => `${entry.id}: ${fault}`),
  ...figures.expected
    .filter(({ of }) => of < LEAST_SEEDS)
    .map(
      ({ scenario, expectation, of }) =>
        `${entry.id}: ${scenario} › ${expectation} is judged over ${of} seeds: take ${LEAST_SEEDS} or more`,
    ),
  ...figures.expected
    .filter(({ passed }) => !passed)
    .map(({ scenario, expectation, words }) => `${entry.id}: ${scenario} › ${expectation} ${words}`),
];
