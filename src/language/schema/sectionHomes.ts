/** Where a section belongs that is wrongly at the top of a file: `surveys` in a scenario. */
import { follow, rootSchema } from './schema.js';

interface Home {
  readonly section: string;
  /** `a scenario`. */
  readonly what: string;
}

const HOMES = [
  ['scenarios', 'scenario', 'a scenario'],
  ['worlds', 'world', 'a world'],
  ['experiments', 'experiment', 'an experiment'],
] as const;

export function homeOf(key: string): Home | null {
  if (Object.hasOwn(rootSchema.properties ?? {}, key)) return null;
  const found = HOMES.find(([, title]) => Object.hasOwn(follow({ $ref: `#/$defs/${title}` }).properties ?? {}, key));
  return found ? { section: found[0], what: found[2] } : null;
}
