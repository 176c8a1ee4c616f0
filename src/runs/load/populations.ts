/** The agents of a file's populations before any question: who they are, where each field comes from, how different they are. */
import { noSuch } from '../../core/util/suggest.js';
import { type Member, type ModelProblem, populate } from '../../engine/index.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import { ownScenario } from './load.js';
import { type PlacedProblem, locateProblem } from './locateProblems.js';
import { type PopulationReport, populationReport } from './populationReport.js';
import { readTables } from './populationTables.js';

export interface PopulationShown {
  readonly id: string;
  readonly seed: number;
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
}

/** Members as in a run of the whole file with this seed. Nothing runs, and nothing is sent. */
export async function showPopulations(
  language: LanguageService,
  uri: string,
  { id, seed: wanted }: PopulationRequest,
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
  const populations = drawn(resolved, seed, tables, (severity, at, message) => found.push({ severity, at, message }));
  const all = [...problems, ...found.map((problem) => locateProblem(resolved, problem))];
  const broken = found.find(({ severity }) => severity === 'error');
  if (broken) return { ok: false, message: broken.message, problems: all };
  return { ok: true, resolved, populations: populations.filter((one) => id === undefined || one.id === id), problems: all };
}

/** In the order of the file: a population avoids the names of those before it. */
function drawn(
  { society }: Resolved,
  seed: number,
  tables: Awaited<ReturnType<typeof readTables>>['tables'],
  report: (severity: ModelProblem['severity'], at: string, message: string) => void,
): readonly PopulationShown[] {
  const taken = new Set(Object.entries(society.personas ?? {}).map(([id, { name }]) => name ?? id));
  return Object.entries(society.populations ?? {}).map(([id, population]): PopulationShown => {
    const members = populate(id, population, { seed, table: tables.get(id), taken, report });
    return { id, seed, members, report: populationReport(id, members, seed) };
  });
}
