/** From the URI of a file to a model that can run, or the problems that prevent it. */
import { compileModel, type CompileOptions, type Like, type ModelProblem, type ScenarioModel } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import type { NodeId } from '../../core/util/ids.js';
import { inTurns } from '../../core/util/pauses.js';
import { locateProblem, type PlacedProblem, problemLine } from './locateProblems.js';
import { longPrompts } from './promptLength.js';
import { readTables } from './populationTables.js';

export { type PlacedProblem, locateProblem, problemLine };

export type Loaded =
  | { readonly ok: true; readonly resolved: Resolved; readonly model: ScenarioModel; readonly problems: readonly PlacedProblem[] }
  | { readonly ok: false; readonly resolved: Resolved; readonly problems: readonly PlacedProblem[] };

/**
 * Includes the data files of populations. Errors of the language, of a data file or of the compilation make `ok` false; warnings do not.
 * `changed` gives the society that runs in place of the file's, such as an arm of an experiment. `rest` gives a promise when the
 * compilation of a large society must pause.
 */
export async function loadModel(
  language: LanguageService,
  uri: string,
  options: CompileOptions = {},
  changed: (resolved: Resolved) => Resolved = (resolved) => resolved,
  rest: () => Promise<void> | undefined = () => undefined,
): Promise<Loaded> {
  const resolved = changed(await language.resolve(uri));
  if (resolved.problems.some(({ severity }) => severity === 'error'))
    return { ok: false, resolved, problems: [...resolved.problems, ...(await wrongPatterns(resolved))] };
  const { tables, problems: unread, sources } = await readTables(language, resolved);
  if (unread.length > 0) return { ok: false, resolved, problems: [...resolved.problems, ...unread] };
  const { wrong, ...patterns } = await patternsFor(resolved.society);
  if (wrong.length > 0)
    return { ok: false, resolved, problems: [...resolved.problems, ...wrong.map((problem) => locateProblem(resolved, problem))] };
  const scenario = options.scenario ?? ownScenario(resolved);
  const all = { ...options, ...(scenario === undefined ? {} : { scenario }), tables, ...patterns };
  const compiled = (await inTurns(() => compileModel(resolved.society, all), rest))!;
  const problems = [...resolved.problems, ...compiled.problems.map((problem) => locateProblem(resolved, problem))];
  if (!compiled.ok) return { ok: false, resolved, problems };
  const long = longPrompts(resolved, compiled.model).map((problem) => locateProblem(resolved, problem));
  return {
    ok: true,
    resolved: { ...resolved, sources: [...resolved.sources, ...sources] },
    model: compiled.model,
    problems: [...problems, ...long],
  };
}

/** The first scenario of the file itself; the first of its imports where it has none. */
export function ownScenario({ uri, society, nodes }: Pick<Resolved, 'uri' | 'society' | 'nodes'>): string | undefined {
  const ids = Object.keys(society.scenarios ?? {});
  return ids.find((id) => nodes.get(`scenarios.${id}` as NodeId)?.source === uri) ?? ids[0];
}

/** Patterns that cannot be read, in a file with other errors, so that all errors show at once. A code may be any value there. */
async function wrongPatterns(resolved: Resolved): Promise<readonly PlacedProblem[]> {
  const { codes } = resolved.society;
  if (typeof codes !== 'object' || codes === null) return [];
  const sound = Object.fromEntries(
    Object.entries(codes).filter(([, code]) => typeof (code as { pattern?: unknown } | null)?.pattern === 'string'),
  );
  const { wrong } = await patternsFor({ society: resolved.society.society, codes: sound });
  return wrong.map((problem) => locateProblem(resolved, problem));
}

// The library of patterns, loaded only for a society that uses one: it is large, and most societies do not.

interface Patterns {
  readonly like?: Like;
  readonly wrong: readonly ModelProblem[];
}

/** The search of a society takes as long as a short run: the seeds of a test share its result. */
const found = new WeakMap<Society, Promise<Patterns>>();

/** The option to compile with, empty where no pattern is used, and codes whose pattern is not valid. */
export function patternsFor(society: Society): Promise<Patterns> {
  const patterns = found.get(society) ?? lookedFor(society);
  found.set(society, patterns);
  return patterns;
}

async function lookedFor(society: Society): Promise<Patterns> {
  // Phrases have no expressions, and they are most of the text.
  const text = JSON.stringify({ ...society, phrases: null });
  if (!text.includes('like(') && !text.includes('"pattern"')) return { wrong: [] };
  const { like, pattern } = await import('../../analysis/talk/textPattern.js');
  const sources = [
    ...Object.entries(society.codes ?? {}).map(([id, code]) => [`codes.${id}.pattern`, code.pattern] as const),
    ...Object.entries(society.scenarios ?? {}).map(
      ([id, { awareness }]) => [`scenarios.${id}.awareness.pattern`, awareness?.pattern] as const,
    ),
  ];
  const wrong = sources.flatMap(([at, source]): readonly ModelProblem[] => {
    try {
      if (source !== undefined) pattern(source);
      return [];
    } catch (error) {
      const why = shortened(error instanceof Error ? error.message : String(error));
      return [
        {
          severity: 'error',
          at,
          message: `This pattern cannot be read: ${why}. Patterns use the syntax of RE2, without lookahead and lookbehind.`,
        },
      ];
    }
  });
  return { like, wrong };
}

/** The most characters of a reason: it quotes the pattern, which can be as long as a file. */
const MOST_REASON = 160;

const shortened = (text: string): string => (text.length <= MOST_REASON ? text : `${text.slice(0, MOST_REASON)}…`);
