/** The library of patterns, loaded only for a society that uses one: it is large, and most do not. */
import type { Like } from '../engine/index.js';
import type { Society } from '../language/generated/society.js';

/** The option to compile with; empty where no pattern is used. */
export async function patternsFor(society: Society): Promise<{ readonly like?: Like }> {
  const text = JSON.stringify(society);
  if (!text.includes('like(') && !text.includes('"pattern"')) return {};
  const { like } = await import('../analysis/like.js');
  return { like };
}
