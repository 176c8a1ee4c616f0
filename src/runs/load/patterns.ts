/** The library of patterns, loaded only for a society that uses one: it is large, and most societies do not. */
import type { Like, ModelProblem } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';

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
  const text = JSON.stringify(society);
  if (!text.includes('like(') && !text.includes('"pattern"')) return { wrong: [] };
  const { like, pattern } = await import('../../analysis/talk/textPattern.js');
  const wrong = Object.entries(society.codes ?? {}).flatMap(([id, code]): readonly ModelProblem[] => {
    try {
      if (code.pattern !== undefined) pattern(code.pattern);
      return [];
    } catch (error) {
      const why = shortened(error instanceof Error ? error.message : String(error));
      return [
        {
          severity: 'error',
          at: `codes.${id}.pattern`,
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
