/** How a study differs from its preregistration: in its file, and in the runs that are kept. */
import type { LanguageService } from '../../../language/api.js';
import { registeredFile } from './fromFile.js';
import { type StudyRuns, runsOfStudy } from './keptRuns.js';
import { ranges } from '../../../core/util/textPosition.js';
import { type Preregistration, type RegisteredFile, registrationHash, shortKey } from './preregistration.js';

export type DeviationKind =
  | 'document'
  | 'file'
  | 'claim'
  | 'test'
  | 'design'
  | 'model'
  | 'prompt'
  | 'software'
  | 'early run'
  | 'other seed'
  | 'other run'
  | 'excluded run'
  | 'missing run';

export interface Deviation {
  readonly kind: DeviationKind;
  /** What differs: a claim, a file, a model, runs. */
  readonly what: string;
  /** As it was registered; null if it was not. */
  readonly registered: string | null;
  /** As it is; null if it is no longer there. */
  readonly now: string | null;
}

export interface Deviations {
  readonly registration: Preregistration;
  readonly deviations: readonly Deviation[];
  /** Runs that were compared. */
  readonly runs: number;
}

/** Compares a preregistration with its file and the runs that are kept. Rejects with a message where the file cannot be read. */
export async function deviationsFrom(
  language: LanguageService,
  uri: string,
  registration: Preregistration,
  roots: readonly string[],
): Promise<Deviations> {
  const now = await fileNow(language, uri, registration);
  const runs = await runsOfStudy(language, uri, now ?? registration, roots);
  const ofFile = now
    ? fileDeviations(registration, now)
    : [{ kind: 'claim', what: 'all claims', registered: 'as registered', now: null } as const];
  const deviations = [...documentDeviations(registration), ...ofFile, ...runDeviations(registration, runs)];
  return { registration, deviations, runs: runs.folders.length + runs.cells.length };
}

/** Null if the file no longer makes any claim of the study. */
async function fileNow(language: LanguageService, uri: string, { study }: Preregistration): Promise<RegisteredFile | null> {
  const resolved = await language.resolve(uri);
  const { scenarios = {}, experiments = {} } = resolved.society;
  const has = study === null || [scenarios, experiments].some((part) => Object.hasOwn(part, study.split('.')[0]!));
  return has ? registeredFile(language, uri, study) : null;
}

function documentDeviations(registration: Preregistration): readonly Deviation[] {
  const hash = registrationHash(registration);
  if (hash === registration.sha256) return [];
  return [{ kind: 'document', what: 'the preregistration was changed after it was frozen', registered: registration.sha256, now: hash }];
}

/** Entries that were added, removed or changed, by id. */
function compared<T>(
  kind: DeviationKind,
  then: readonly T[],
  now: readonly T[],
  read: { readonly name: (one: T) => string; readonly says: (one: T) => string },
): readonly Deviation[] {
  const [before, after] = [then, now].map((all) => new Map(all.map((one) => [read.name(one), read.says(one)])));
  const names = [...new Set([...before!.keys(), ...after!.keys()])];
  return names.flatMap((what): readonly Deviation[] => {
    const [old = null, fresh = null] = [before!.get(what), after!.get(what)];
    return old === fresh ? [] : [{ kind, what, registered: old, now: fresh }];
  });
}

/** What the file says differently. */
function fileDeviations(then: RegisteredFile, now: RegisteredFile): readonly Deviation[] {
  const flags = (file: RegisteredFile): string => `engine ${file.software.engine}, flags ${ranges(file.software.flags)}`;
  const [claimed, tested] = [
    compared('claim', then.claims, now.claims, { name: ({ id }) => id, says: ({ says }) => says }),
    compared('test', then.claims, now.claims, { name: ({ id }) => id, says: testWords }),
  ];
  // A claim that is new or gone has no test to compare.
  const isBoth = ({ what }: Deviation): boolean => [then, now].every(({ claims }) => claims.some(({ id }) => id === what));
  const designs = (file: RegisteredFile) => file.designs.flatMap(designLines);
  return [
    ...claimed,
    ...tested.filter(isBoth),
    ...compared('design', designs(then), designs(now), { name: ([name]) => name, says: ([, says]) => says }),
    ...compared('model', then.models, now.models, {
      name: ({ id }) => id,
      says: ({ kind, model, settings }) => [kind, model, settings].join(' ').trim(),
    }),
    ...compared('prompt', then.prompts, now.prompts, { name: promptName(then, now), says: ({ sha256 }) => sha256.slice(0, 12) }),
    ...compared('file', then.sources, now.sources, { name: ({ uri }) => uri, says: ({ sha256 }) => sha256.slice(0, 12) }),
    ...(flags(then) === flags(now)
      ? []
      : [{ kind: 'software', what: 'behaviour of the engine', registered: flags(then), now: flags(now) } as const]),
  ];
}

const testWords = ({ test, matters }: RegisteredFile['claims'][number]): string =>
  `${test}${matters === null ? '' : `; matters: ${matters}`}`;

/** Several templates can have the same section: of different personas, for example. They are told apart by their place. */
function promptName(...files: readonly RegisteredFile[]): (one: RegisteredFile['prompts'][number]) => string {
  const names = new Map<object, string>();
  for (const { prompts } of files) {
    const counts = new Map<string, number>();
    for (const one of prompts) {
      const name = `${one.scenario}, section ${one.section}`;
      const place = (counts.get(name) ?? 0) + 1;
      counts.set(name, place);
      names.set(one, place === 1 ? name : `${name} (${place})`);
    }
  }
  return (one) => names.get(one) ?? one.section;
}

function designLines({
  id,
  arms,
  seeds,
  rounds,
  scenario,
  measures,
}: RegisteredFile['designs'][number]): readonly (readonly [string, string])[] {
  return [
    [`${id}: scenario`, scenario],
    [`${id}: seeds`, ranges(seeds)],
    [`${id}: rounds`, String(rounds)],
    ...arms.map((arm) => [`${id}: arm ${arm.id}`, arm.sets === '' ? 'as the file has it' : arm.sets] as const),
    ...Object.entries(measures).map(([name, formula]) => [`${id}: measure ${name}`, formula] as const),
  ];
}

/** What runs show: those that are early, differ from the design, are left out, or are missing. */
function runDeviations(registration: Preregistration, { folders, cells, missing }: StudyRuns): readonly Deviation[] {
  const { date, designs, sources, runs: known } = registration;
  const seeds = (scenario: string): ReadonlySet<number> =>
    new Set(designs.flatMap((design) => (design.scenario === scenario ? design.seeds : [])));
  const planned = new Set(registration.models.map(({ id, model }) => `${id} ${model}`));
  const hashes = new Map(sources.map(({ uri, sha256 }) => [uri, sha256]));
  const found: Deviation[] = [];
  const add = (kind: DeviationKind, what: string, registered: string | null, now: string | null): void =>
    void found.push({ kind, what, registered, now });
  for (const { folder, manifest } of folders) {
    const { created, scenario, seed, minds, mind, state, parent, problem } = manifest;
    if (created < date) {
      const isNamed = known.folders.includes(folder);
      add('early run', `run ${folder}`, isNamed ? `named in the preregistration: ${known.because ?? ''}` : null, `began ${created}`);
    }
    if (!seeds(scenario).has(seed)) add('other seed', `run ${folder}`, ranges([...seeds(scenario)]), `seed ${seed}`);
    if (parent !== null) add('other run', `run ${folder}`, null, `a fork of ${parent}`);
    const others = minds.filter(({ id, model }) => !planned.has(`${id} ${model}`)).map(({ id, model }) => `${id} (${model})`);
    if (others.length > 0) add('model', `run ${folder}`, [...planned].join(', '), others.join(', '));
    else if (mind !== null) add('model', `run ${folder}`, 'the minds of the file', `${mind} for all agents`);
    const changed = manifest.sources.filter(({ uri, sha256 }) => hashes.get(uri) !== sha256).map(({ uri }) => uri);
    if (changed.length > 0) add('file', `run ${folder}`, 'the registered files', `played from other texts: ${changed.join(', ')}`);
    if (state !== 'ended') add('excluded run', `run ${folder}`, 'played to its end', `${state}${problem === null ? '' : `: ${problem}`}`);
  }
  return [...found, ...cellDeviations(registration, cells), ...missingRuns(missing)];
}

function cellDeviations({ designs, runs: known }: Preregistration, cells: StudyRuns['cells']): readonly Deviation[] {
  const found: Deviation[] = [];
  const early = new Set(known.keys);
  for (const { id, kind, seeds: planned, arms } of designs) {
    const own = cells.filter(({ experiment }) => experiment === id);
    const before = own.filter(({ key }) => early.has(shortKey(key)));
    if (before.length > 0)
      found.push({
        kind: 'early run',
        what: `${kind} ${id}`,
        registered: `named in the preregistration: ${known.because ?? ''}`,
        now: runsWords(before),
      });
    const outside = own.filter(({ seed }) => !planned.includes(seed));
    if (outside.length > 0)
      found.push({
        kind: 'other seed',
        what: `${kind} ${id}`,
        registered: ranges(planned),
        now: `seeds ${ranges([...new Set(outside.map(({ seed }) => seed))])}`,
      });
    const others = own.filter(({ arm, isCurrent }) => !isCurrent && arms.every((one) => one.id !== arm));
    if (others.length > 0)
      found.push({ kind: 'other run', what: `${kind} ${id}`, registered: null, now: `other arms: ${runsWords(others)}` });
    const older = own.filter(({ arm, seed, isCurrent }) => !isCurrent && planned.includes(seed) && arms.some((one) => one.id === arm));
    if (older.length > 0)
      found.push({
        kind: 'other run',
        what: `${kind} ${id}`,
        registered: null,
        now: `played from another version of the file or of this program: ${runsWords(older)}`,
      });
    const lacking = own.filter((one) => one.isCurrent && one.lacking.length > 0);
    if (lacking.length > 0)
      found.push({
        kind: 'excluded run',
        what: `${kind} ${id}`,
        registered: 'a value of each compared measure',
        now: `no value, so left out of comparisons: ${lacking.map((one) => `${one.arm} seed ${one.seed} (${one.lacking.join(', ')})`).join('; ')}`,
      });
  }
  return found;
}

/** The most runs that are listed by name. */
const LISTED = 10;

function runsWords(cells: StudyRuns['cells']): string {
  const named = cells.slice(0, LISTED).map(({ arm, seed }) => `${arm} seed ${seed}`);
  return `${cells.length === 1 ? '1 run' : `${cells.length} runs`}: ${named.join('; ')}${cells.length > LISTED ? '; …' : ''}`;
}

const missingRuns = (missing: StudyRuns['missing']): readonly Deviation[] =>
  missing.flatMap(({ kind, id, runs }): readonly Deviation[] =>
    runs === 0
      ? []
      : [
          {
            kind: 'missing run',
            what: `${kind} ${id}`,
            registered: 'all runs of the design',
            now: `${runs === 1 ? '1 run is' : `${runs} runs are`} not kept`,
          },
        ],
  );
