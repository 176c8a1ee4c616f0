/** A scenario with values set by their path in it, as an arm of an experiment sets them. */
import type { Json } from '../core/json.js';
import type { Resolved } from '../language/api.js';
import type { Society } from '../language/generated/society.js';

/** Values by their path in the scenario, as in `memory.kind`. */
export interface Settings {
  readonly [path: string]: Json;
}

/** What a file that names no world plays in. */
const DEFAULT_WORLD = 'feed';

/** The society with the values set; the file's own stay as they are. */
export function armed<R extends Pick<Resolved, 'society'>>(resolved: R, scenario: string, set: Settings): R {
  const { scenarios = {}, ...rest } = resolved.society;
  let own = (scenarios[scenario] ?? {}) as Json;
  for (const [path, value] of Object.entries(set)) own = withValue(long(own, path), path.split('.'), value);
  return { ...resolved, society: { ...rest, scenarios: { ...scenarios, [scenario]: own } } as unknown as Society };
}

/** A world that is named in short has to be written in full where its parameters are set. */
function long(scenario: Json, path: string): Json {
  const { world } = scenario as { readonly world?: Json };
  if (!path.startsWith('world.') || (typeof world === 'object' && world !== null)) return scenario;
  return { ...(scenario as object), world: { use: world ?? DEFAULT_WORLD } };
}

function withValue(node: Json | undefined, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  const fields = fieldsOf(node);
  const own = Object.hasOwn(fields, key) ? fields[key] : undefined;
  // `interventions.rumour.off: true`: as by a scenario that extends this one, the entry is taken away.
  if (rest.length === 1 && rest[0] === 'off' && value === true) {
    const { [key]: _, ...left } = fields;
    return left;
  }
  return { ...fields, [key]: withValue(own, rest, value) };
}

const fieldsOf = (node: Json | undefined): { readonly [key: string]: Json } =>
  typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as { readonly [key: string]: Json }) : {};
