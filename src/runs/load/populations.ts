/** The agents of a file before a run: members of populations, as personas, and a part of a very large society. */
import { CROWD, firstMembers, type Member, type ModelProblem, populate, takenNames } from '../../engine/index.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import type { Persona, Society } from '../../language/generated/society.js';
import { ownScenario } from './load.js';
import { locateProblem, type PlacedProblem } from './locateProblems.js';
import { readTables } from './populationTables.js';
import { grouped } from '../../core/util/textPosition.js';
import { noSuch } from '../../core/util/suggest.js';
import { populationReport, type PopulationReport } from './populationReport.js';

export interface PopulationShown {
  readonly id: string;
  readonly seed: number;
  /** Number of members. */
  readonly size: number;
  /** All members, or the first ones of a very large population. */
  readonly members: readonly Member[];
  readonly report: PopulationReport;
}

type PopulationsShown =
  | {
      readonly ok: true;
      readonly resolved: Resolved;
      readonly populations: readonly PopulationShown[];
      readonly problems: readonly PlacedProblem[];
    }
  | { readonly ok: false; readonly message: string; readonly problems: readonly PlacedProblem[] };

interface PopulationRequest {
  /** One population; without it, all populations of the file. */
  readonly id?: string | undefined;
  /** Seed of the run that they are drawn for; by default that of the first scenario, else 1. */
  readonly seed?: number | undefined;
  /** The fewest members that are drawn of a large population; at least `MOST_DRAWN`. */
  readonly least?: number;
}

/** The most agents that a check draws, of all populations together, and that are drawn of a population that is only shown. */
const MOST_DRAWN = 20_000;

/** Members as in a run of the whole file with this seed. Nothing runs, and nothing is sent. */
export async function showPopulations(
  language: LanguageService,
  uri: string,
  { id, seed: wanted, least = 0 }: PopulationRequest,
): Promise<PopulationsShown> {
  const resolved = await language.resolve(uri);
  const { society, problems } = resolved;
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) return { ok: false, message: error.message, problems };
  const ids = Object.keys(society.populations ?? {});
  if (ids.length === 0) return { ok: false, message: 'This file has no population. Write one under `populations:`.', problems };
  if (id !== undefined && !ids.includes(id)) return { ok: false, message: noSuch('population', id, ids), problems };
  const { tables, problems: unread } = await readTables(language, resolved);
  const [first] = unread;
  if (first) return { ok: false, message: first.message, problems: [...problems, ...unread] };
  const seed = wanted ?? society.scenarios?.[ownScenario(resolved) ?? '']?.seed ?? 1;
  const found: ModelProblem[] = [];
  const report = (severity: ModelProblem['severity'], at: string, message: string): void => void found.push({ severity, at, message });
  const populations = drawn(resolved, { seed, tables, most: Math.max(least, MOST_DRAWN), report });
  const all = [...problems, ...found.map((problem) => locateProblem(resolved, problem))];
  const broken = found.find(({ severity }) => severity === 'error');
  if (broken) return { ok: false, message: broken.message, problems: all };
  return { ok: true, resolved, populations: populations.filter((one) => id === undefined || one.id === id), problems: all };
}

interface Drawing {
  readonly seed: number;
  readonly tables: Awaited<ReturnType<typeof readTables>>['tables'];
  readonly most: number;
  readonly report: (severity: ModelProblem['severity'], at: string, message: string) => void;
}

/** In the order of the file: a population avoids the names of those before it. */
function drawn({ society }: Resolved, { seed, tables, most, report }: Drawing): readonly PopulationShown[] {
  const taken = takenNames(Object.entries(society.personas ?? {}).map(([id, { name }]) => name ?? id));
  return Object.entries(society.populations ?? {}).map(([id, population]): PopulationShown => {
    const { size, members } = firstMembers(id, population, most, { seed, table: tables.get(id), taken, report });
    return { id, seed, size, members, report: populationReport(id, members, seed) };
  });
}

// All agents of a file, including members of populations, as personas for other tools. Nothing runs.

interface PeopleFound {
  /** False where the file or its data have errors. */
  readonly ok: boolean;
  readonly people: readonly { readonly id: string; readonly persona: Persona }[];
  readonly ties: Society['ties'];
  readonly problems: readonly PlacedProblem[];
}

/** `seed`: members are drawn as in a run with this seed; by default that of the first scenario, else 1. */
export async function peopleOf(language: LanguageService, uri: string, wanted?: number): Promise<PeopleFound> {
  const resolved = await language.resolve(uri);
  const { society } = resolved;
  const { tables, problems: unread } = await readTables(language, resolved);
  const found: ModelProblem[] = [];
  const seed = wanted ?? society.scenarios?.[ownScenario(resolved) ?? '']?.seed ?? 1;
  const written = Object.entries(society.personas ?? {}).map(([id, persona]) => ({ id, persona }));
  const taken = takenNames(written.map(({ id, persona }) => persona.name ?? id));
  const report = (severity: ModelProblem['severity'], at: string, message: string) => void found.push({ severity, at, message });
  const members = Object.entries(society.populations ?? {}).flatMap(([id, population]) =>
    populate(id, population, { seed, table: tables.get(id), taken, report }).map((member) => ({
      id: member.id,
      persona: member.fields as Persona,
    })),
  );
  const problems = [...resolved.problems, ...unread, ...found.map((problem) => locateProblem(resolved, problem))];
  const ok = problems.every(({ severity }) => severity !== 'error');
  return { ok, people: [...written, ...members], ties: society.ties, problems };
}

/** Whether a file has a population that can be a crowd. */
export const mayHaveCrowds = ({ society }: Pick<Resolved, 'society'>): boolean =>
  Object.values(society.populations ?? {}).some((population) => (population?.size ?? 0) >= CROWD);

// A very large society, with as many agents as a check draws. A run draws them all.

/** The society itself up to `most` agents; above, each large population is cut, and a note at its `size` says so. Crowds stay crowds. */
export function drawnPart(resolved: Resolved, most = MOST_DRAWN): Resolved {
  // In a file with errors, a population may be any value.
  if (resolved.problems.some(({ severity }) => severity === 'error')) return resolved;
  const populations = Object.entries(resolved.society.populations ?? {});
  const all = populations.reduce((sum, [, { size = 0 }]) => sum + size, 0);
  if (all <= most) return resolved;
  const share = Math.max(CROWD, Math.floor(most / populations.length));
  const large = populations.filter(([, { size = 0 }]) => size > share);
  const cut = Object.fromEntries(large.map(([id, population]) => [id, { ...population, size: share }]));
  const problems = large.map(([id, { size }]) =>
    locateProblem(resolved, {
      severity: 'info',
      at: `populations.${id}.size`,
      message: `A check draws only ${grouped(share)} of these ${grouped(size ?? 0)} people, to be fast. A run draws all of them.`,
      code: 'drawn-in-part',
    }),
  );
  return {
    ...resolved,
    society: { ...resolved.society, populations: { ...resolved.society.populations, ...cut } },
    problems: [...resolved.problems, ...problems],
  };
}
