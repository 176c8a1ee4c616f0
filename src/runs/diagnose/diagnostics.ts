/**
 * What a report of a fault needs to know of a file and of runs, without private data. Only numbers, codes and words of the program are
 * copied: no text of a file, no name of an agent or a model, no prompt, no message, no address, no path. So nothing has to be removed.
 */
import type { JsonObject } from '../../core/util/json.js';
import type { SimEvent } from '../../core/events/events.js';
import type { Resolved } from '../../language/api.js';
import { isLocal, originOf } from '../../minds/index.js';
import type { StoredRun } from '../../trace/index.js';
import type { PlacedProblem } from '../load/load.js';

/** Version of the form of the document. */
const FORM = 1;

interface DiagnosedRun extends Pick<StoredRun, 'manifest' | 'events' | 'dropped' | 'damage' | 'answers' | 'calls'> {
  /** Bytes of each file of the folder. */
  readonly bytes: { readonly [file: string]: number };
}

interface Diagnosed {
  /** Of the program and the machine: versions, system, processors, memory. */
  readonly about: JsonObject;
  readonly file: { readonly resolved: Resolved; readonly problems: readonly PlacedProblem[] } | null;
  readonly runs: readonly DiagnosedRun[];
}

/** The document, as plain data. The same input gives the same document. */
export function diagnosticsDocument({ about, file, runs }: Diagnosed): JsonObject {
  return {
    form: FORM,
    notice:
      'Numbers, codes and words of the program only: no texts of files, no names, no prompts, no messages, no addresses and no paths.',
    about,
    file: file ? fileFacts(file.resolved, file.problems) : null,
    runs: runs.map(runFacts),
  };
}

/** Keys of a society that contain entries by name. */
const COUNTED = [
  'personas',
  'populations',
  'fragments',
  'worlds',
  'ties',
  'measures',
  'scenarios',
  'experiments',
  'calibrate',
  'models',
] as const;

function fileFacts({ society, sources, uri }: Resolved, problems: readonly PlacedProblem[]): JsonObject {
  const entries = society as unknown as { readonly [key: string]: unknown };
  const counts = COUNTED.map((key) => [key, Object.keys((entries[key] as object | undefined) ?? {}).length] as const);
  return {
    counts: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    sources: sources.map(({ uri: source, text }) => ({
      library: source.startsWith('society-library:') ? source.replace(/^society-library:\/+/, '') : null,
      characters: text.length,
      lines: text.split('\n').length,
    })),
    models: Object.values(society.models ?? {}).map((model) => ({
      kind: model.kind,
      local: 'base_url' in model ? isLocalAddress(model.base_url) : null,
    })),
    scenarios: Object.values(society.scenarios ?? {}).map(({ rounds, seed, budget }) => ({
      rounds: typeof rounds === 'number' ? rounds : null,
      seed: seed ?? null,
      budget: Object.keys(budget ?? {}),
    })),
    problems: problems.map(({ uri: source, severity, code, range }) => ({
      own: source === uri,
      severity,
      code,
      line: range.start.line + 1,
    })),
  };
}

function isLocalAddress(address: unknown): boolean | null {
  const origin = typeof address === 'string' ? originOf(address) : null;
  return origin === null ? null : isLocal(origin);
}

function runFacts({ manifest, events, dropped, damage, answers, calls, bytes }: DiagnosedRun): JsonObject {
  const { engine, flags, scenario: _, seed, rounds, state, nulls, minds, languageModel, fork, continued = [] } = manifest;
  return {
    ...{ engine: /^[\w.-]{1,20}$/.test(engine) ? engine : 'other', flags: [...flags], seed, rounds, state, languageModel, fork },
    ...{ nulls: nulls.map(codeOr), continued: continued.length },
    failed: manifest.problem !== null,
    minds: minds.map(({ kind }) => codeOr(kind)),
    events: countsOf(events.map(({ type }) => type)),
    silences: countsOf(events.flatMap((event) => (event.type === 'turn.ended' ? [event.reason] : []))),
    faults: faultCounts(events),
    ...{ answers: answers.length, calls: calls.length, droppedCharacters: dropped, damagedPlaces: damage.length },
    bytes: { ...bytes },
  };
}

/** Faults by their code and by the kind of node that caused them, as in `worlds`. */
const faultCounts = (events: readonly SimEvent[]): JsonObject =>
  countsOf(
    events.flatMap((event) => {
      if (event.type !== 'fault') return [];
      const kind = /^[a-z_]+/.exec(event.at ?? '')?.[0] ?? '';
      return [(COUNTED as readonly string[]).includes(kind) ? `${event.code} in ${kind}` : event.code];
    }),
  );

/** A code of the program. A folder that was damaged or made by hand can have any text in its place. */
const codeOr = (word: string): string => (/^[a-z][a-z0-9_.-]{0,40}( in [a-z]+)?$/.test(word) ? word : 'other');

function countsOf(words: readonly string[]): JsonObject {
  const counts = new Map<string, number>();
  for (const word of words.map(codeOr)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
