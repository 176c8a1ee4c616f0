/** A society with values set by their path, for an arm of an experiment. */
import type { Json } from '../../core/util/json.js';
import { NULL_RUNS, type NullRun, type Perturbation, PERTURBATIONS } from '../../engine/index.js';
import { NULL_KEY, PERTURB_KEY, type Resolved, settingHome } from '../../language/api.js';
import type { Society } from '../../language/generated/society.js';

/** Values by their path in the scenario, such as `memory.kind`, in its world, or in the file, such as `ties.friendship.strength`. */
export interface Settings {
  readonly [path: string]: Json;
}

/** The world of a file that names none. */
const DEFAULT_WORLD = 'feed';

/** The society with the values set. The file's own society stays as it is, and sections without a new value are the same objects. */
export function applySettings<R extends Pick<Resolved, 'society'>>(resolved: R, scenario: string, set: Settings): R {
  let society = resolved.society as unknown as Json;
  for (const [path, value] of Object.entries(set)) {
    const keys = path.split('.');
    if (settingHome(keys) !== 'run') society = withValue(long(society, scenario, path), placeOf(society, scenario, keys), value);
  }
  return { ...resolved, society: society as unknown as Society };
}

/** The null runs of an arm, each once, in the order of their names. Throws a message where a name is not valid. */
export function nullsOf({ [NULL_KEY]: said = [] }: Settings): readonly NullRun[] {
  return among(NULL_RUNS, said, (known, one) => `A null run is one of ${known}, not \`${one}\`.`);
}

/** The perturbations of an arm, in the same way. */
export function perturbationsOf({ [PERTURB_KEY]: said = [] }: Settings): readonly Perturbation[] {
  return among(PERTURBATIONS, said, (known, one) => `A perturbation is one of ${known}, not \`${one}\`.`);
}

function among<K extends string>(kinds: readonly K[], said: Json, wrong: (known: string, one: string) => string): readonly K[] {
  const wanted = [...new Set(Array.isArray(said) ? (said as readonly Json[]) : [said])];
  for (const one of wanted) if (!kinds.some((kind) => kind === one)) throw new Error(wrong(kinds.join(', '), String(one)));
  return kinds.filter((kind) => wanted.includes(kind));
}

/** The place in the society that the path of a setting means. */
function placeOf(society: Json, scenario: string, keys: readonly string[]): readonly string[] {
  const world = worldOf(valueAt(society, ['scenarios', scenario, 'world']));
  switch (settingHome(keys)) {
    case 'world':
      return ['worlds', world, ...keys.slice(1)];
    case 'file': {
      // A network of the world, where the file has none of this name.
      const isWorlds = keys[0] === 'ties' && valueAt(society, keys.slice(0, 2)) === undefined;
      return isWorlds && valueAt(society, ['worlds', world, ...keys.slice(0, 2)]) !== undefined ? ['worlds', world, ...keys] : keys;
    }
    default:
      return ['scenarios', scenario, ...keys];
  }
}

function worldOf(world: Json | undefined): string {
  const used = typeof world === 'string' ? world : fieldsOf(world)['use'];
  return typeof used === 'string' ? used : DEFAULT_WORLD;
}

const valueAt = (node: Json | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((found, key) => (Object.hasOwn(fieldsOf(found), key) ? fieldsOf(found)[key] : undefined), node);

/** A world that is only named is written out in full where its parameters are set. */
function long(society: Json, scenario: string, path: string): Json {
  const place = ['scenarios', scenario, 'world'];
  const world = valueAt(society, place);
  const isOfScenario = path.startsWith('world.') && settingHome(path.split('.')) === 'scenario';
  if (!isOfScenario || (typeof world === 'object' && world !== null)) return society;
  return withValue(society, place, { use: world ?? DEFAULT_WORLD });
}

function withValue(node: Json | undefined, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  const fields = fieldsOf(node);
  const own = Object.hasOwn(fields, key) ? fields[key] : undefined;
  // `interventions.rumour.off: true` removes the entry, as in a scenario that extends this one.
  if (rest.length === 1 && rest[0] === 'off' && value === true) {
    const { [key]: _, ...left } = fields;
    return left;
  }
  return { ...fields, [key]: withValue(own, rest, value) };
}

const fieldsOf = (node: Json | undefined): { readonly [key: string]: Json } =>
  typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as { readonly [key: string]: Json }) : {};
