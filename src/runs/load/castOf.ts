/** All agents of a file, including members of populations, as personas for other tools. Nothing runs. */
import { type ModelProblem, populate } from '../../engine/index.js';
import type { LanguageService } from '../../language/api.js';
import type { Persona, Society } from '../../language/generated/society.js';
import { ownScenario } from './load.js';
import { type PlacedProblem, locateProblem } from './locateProblems.js';
import { readTables } from './populationTables.js';

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
  const taken = new Set(written.map(({ id, persona }) => persona.name ?? id));
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
