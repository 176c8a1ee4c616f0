/**
 * An entry played: every expectation of its file over its seeds, the value of each oracle at the end of its scenario's first
 * run, and the first run of the entry's own scenario as the panel sees it. Same files, same outcome; no language model is asked.
 */
import { neverCancelled } from '../core/cancellation.js';
import type { Json } from '../core/json.js';
import { askedAt } from '../debug/asked.js';
import type { LanguageService, Resolved } from '../language/api.js';
import type { PanelSnapshot } from '../protocol/course.js';
import { type LiveRun, sharedSnapshot, type TestHost, testedScenarios, testScenario, type Verdict, verdictWords } from '../runs/index.js';
import { valueWords } from '../runs/inspect.js';
import type { GalleryEntry } from './entry.js';
import type { Oracle } from './frontMatter.js';

/** An expectation of the file, and whether it held, as plain data. */
export interface Held {
  readonly scenario: string;
  readonly expectation: string;
  /** The expression, in one line. */
  readonly that: string;
  readonly passed: boolean;
  /** In how many of how many runs it held, and in how many it has to. */
  readonly held: number;
  readonly of: number;
  readonly least: number | null;
  /** The same for people. */
  readonly words: string;
}

export interface OracleOutcome {
  readonly oracle: Oracle;
  /** Null where the file has no such expectation, which is a fault of the entry. */
  readonly held: Held | null;
  /** Null where the oracle names none. */
  readonly value: string | null;
}

export interface Outcome {
  readonly entry: GalleryEntry;
  /** All that the file expects, of imported scenarios too. */
  readonly expected: readonly Held[];
  readonly oracles: readonly OracleOutcome[];
  /** What is wrong with the entry, in words; nothing where its file, its runs and its front matter go together. */
  readonly faults: readonly string[];
  /** The first run of the entry's scenario at its end; null where there is no such scenario. */
  readonly end: PanelSnapshot | null;
}

/** What the first run of a scenario showed, and what held in all of them. */
interface Shown {
  readonly expected: readonly Held[];
  readonly first: LiveRun;
  readonly faults: readonly string[];
}

/** @param uri of the entry's society */
export async function playEntry(entry: GalleryEntry, uri: string, language: LanguageService): Promise<Outcome> {
  const resolved = await language.resolve(uri);
  const wrong = resolved.problems.map(({ message, range }) => `${entry.file}:${range.start.line + 1}: ${message}`);
  if (resolved.problems.some(({ severity }) => severity === 'error')) return unplayed(entry, wrong);
  // Read once: compiling what the built-in mind says takes longer than a short run.
  const once: LanguageService = { ...language, resolve: () => Promise.resolve(resolved) };
  const shown = new Map<string, Shown>();
  for (const scenario of scenariosOf(entry, resolved)) {
    try {
      shown.set(scenario, await played(uri, scenario, once));
    } catch (error) {
      wrong.push(`${scenario}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const oracles = entry.oracles.map((oracle) => outcomeOf(oracle, shown.get(oracle.scenario)));
  const expected = [...shown.values()].flatMap((one) => one.expected);
  const end = shown.get(entry.scenario)?.first;
  return {
    ...{ entry, expected, oracles, end: end ? snapshotOf(end) : null },
    faults: [
      ...wrong,
      ...(end ? [] : [`There is no scenario \`${entry.scenario}\` in ${entry.file}.`]),
      ...[...shown].flatMap(([scenario, { faults }]) => faults.map((fault) => `${scenario}: ${fault}`)),
      ...oracles
        .filter(({ held }) => held === null)
        .map(({ oracle }) => `There is no expectation \`${oracle.scenario}.${oracle.expectation}\` in ${entry.file}.`),
    ],
  };
}

const unplayed = (entry: GalleryEntry, faults: readonly string[]): Outcome => ({
  ...{ entry, expected: [], end: null, faults },
  oracles: entry.oracles.map((oracle) => ({ oracle, held: null, value: null })),
});

/** Those that expect something, and the entry's own. */
function scenariosOf({ scenario }: GalleryEntry, resolved: Resolved): readonly string[] {
  const tested = testedScenarios(resolved);
  return tested.includes(scenario) || !resolved.society.scenarios?.[scenario] ? tested : [...tested, scenario];
}

async function played(uri: string, scenario: string, language: LanguageService): Promise<Shown> {
  let first: LiveRun | undefined;
  const faults: string[] = [];
  const { verdicts } = await testScenario(uri, scenario, { ...KEYLESS, language }, ({ seed, problem }, _of, live) => {
    first ??= live;
    const found = [...(problem === null ? [] : [problem]), ...faultsOf(live)];
    faults.push(...found.map((fault) => `seed ${seed}: ${fault}`));
  });
  return { expected: verdicts.map((verdict) => heldOf(scenario, verdict)), first: first!, faults };
}

const heldOf = (scenario: string, verdict: Verdict): Held => ({
  ...{ scenario, expectation: verdict.expectation.id, that: verdict.expectation.that.source.replace(/\s+/g, ' ').trim() },
  ...{ passed: verdict.passed, held: verdict.held.length, of: verdict.of, least: verdict.least, words: verdictWords(verdict) },
});

/** Nothing is granted and nobody is asked. */
const KEYLESS: Omit<TestHost, 'language'> = {
  access: { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
  token: neverCancelled,
  place: () => Promise.reject(new Error('Nothing of the gallery is kept.')),
  mayAsk: () => Promise.resolve(false),
};

const faultsOf = ({ timeline }: LiveRun): readonly string[] =>
  timeline.events.flatMap((event) => (event.type === 'fault' ? [`${event.at ?? ''}: ${event.text}`] : []));

function outcomeOf(oracle: Oracle, shown: Shown | undefined): OracleOutcome {
  const held = shown?.expected.find(({ expectation }) => expectation === oracle.expectation) ?? null;
  return { oracle, held, value: oracle.value === null || !shown ? null : valueWordsOf(shown.first, oracle.value) };
}

/** In words; what cannot be worked out says why. */
function valueWordsOf({ model, timeline }: LiveRun, expression: string): string {
  const answered = askedAt(model, timeline.head, null, null, expression);
  return answered.ok ? valueWords(answered.value as Json) : answered.message;
}

function snapshotOf({ model, timeline, problem }: LiveRun): PanelSnapshot {
  const source = { id: `${model.scenario}-s${model.seed}`, model, state: timeline.head, events: timeline.events };
  return sharedSnapshot({ ...source, status: 'ended', problem, cost: null });
}

/** All that is wrong with an entry, what it expects included; nothing where it is as it says. */
export const wrongWith = ({ entry, faults, expected }: Outcome): readonly string[] => [
  ...faults.map((fault) => `${entry.id}: ${fault}`),
  ...expected
    .filter(({ passed }) => !passed)
    .map(({ scenario, expectation, words }) => `${entry.id}: ${scenario} › ${expectation} ${words}`),
];
