/** Converts relations to networks of ties, and their stories to memories. A relation to an unknown person is kept and reported. */
import { english, marked } from '../../../core/util/l10n.js';
import type { JsonObject } from '../../../core/util/json.js';
import type { Person, Relation } from '../parse/draft.js';
import { slug } from '../parse/fields.js';
import type { directory } from '../people/ids.js';
import type { Log } from '../parse/importLog.js';
import type { Replace } from '../people/pseudonyms.js';

/** `graph` of each network, by its id. */
interface Ties {
  readonly networks: { readonly [id: string]: JsonObject };
  /** Data of relations that ties cannot express. */
  readonly kept: readonly JsonObject[];
}

/** Networks without closeness. */
const UNFELT = /follow|mute|block/i;

type End = Person | 'nobody' | 'several';

interface Surroundings {
  readonly find: ReturnType<typeof directory>;
  readonly ids: ReadonlyMap<Person, string>;
  readonly replace: Replace;
  readonly log: Log;
}

interface Growing {
  /** By both ends, in the order of the direction; '' for the reverse of a mutual tie. */
  readonly edges: Map<string, string>;
  readonly felt: boolean;
}

export function tiesOf(relations: readonly Relation[], around: Surroundings): Ties {
  const { find, replace, log } = around;
  const networks = new Map<string, Growing>();
  const kept: JsonObject[] = [];
  const scale = scales(relations, log);
  for (const relation of relations) {
    const { network, file, line } = relation;
    const ends = [find(relation.from, file), find(relation.to, file)] as const;
    remember(relation, ends, around);
    const why = lostWhy(ends) ?? added(relation, ends, networks, scale, around);
    if (lostWhy(ends) !== null) {
      const lost = replace(typeof ends[0] === 'object' ? relation.to : relation.from);
      log.warn('import-dangling', file, line, `${network}: \`${lost}\` ${why}. It is kept under \`extra\`.`);
    }
    if (why !== null) log.note('kept', network, 'extra.relations', why);
    if (why !== null || Object.keys(relation.extra).length > 0) kept.push(replace(keptRelation(relation, ends, why)));
  }
  const grown = [...networks].map(([id, { edges, felt }]) => {
    const graph = [...edges.values()].filter((edge) => edge !== '');
    return [id, felt ? { graph } : { graph, felt }] as const;
  });
  return { networks: Object.fromEntries(grown), kept };
}

/** Why a relation lacks a person at one or both of its ends. */
const lostWhy = (ends: readonly End[]): string | null =>
  ends.includes('several') ? marked('could be several people') : ends.includes('nobody') ? marked('is an unknown person') : null;

/** Adds the tie to its network, or returns the reason why it cannot. */
function added(
  relation: Relation,
  [from, to]: readonly [End, End],
  networks: Map<string, Growing>,
  scale: ReadonlyMap<string, number>,
  { ids }: Surroundings,
): string | null {
  const id = slug(relation.network) || 'relations';
  const known = networks.get(id) ?? { edges: new Map<string, string>(), felt: !UNFELT.test(relation.network) };
  const [a, b] = [ids.get(from as Person)!, ids.get(to as Person)!];
  if (a === b) return marked('a tie to oneself');
  if (known.edges.has(`${a} ${b}`) || (relation.both && known.edges.has(`${b} ${a}`))) return marked('a tie twice');
  if (relation.weight !== null && relation.weight <= 0) return relation.weight < 0 ? marked('a weight below 0') : marked('a weight of 0');
  known.edges.set(`${a} ${b}`, `${a} ${relation.both ? '-' : '>'} ${b}${strengthOf(relation, scale)}`);
  if (relation.both) known.edges.set(`${b} ${a}`, '');
  networks.set(id, known);
  return null;
}

/** By network, the weight for a strength of 1: from the format, otherwise the largest weight if it is above 1. */
function scales(relations: readonly Relation[], log: Log): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const { network, weight, most: said } of relations) {
    if (weight !== null) most.set(network, Math.max(most.get(network) ?? 1, said ?? weight));
  }
  for (const { network, weight, most: said } of relations)
    if (weight !== null && said === undefined && most.get(network)! > 1)
      log.note(
        'guessed',
        `${network} weight`,
        `ties.${slug(network) || 'relations'}`,
        english(marked('divided by the largest, {0}'), most.get(network)),
      );
  return most;
}

function strengthOf({ weight, network }: Relation, scale: ReadonlyMap<string, number>): string {
  if (weight === null) return '';
  const most = scale.get(network) ?? 1;
  const share = String(most === 1 ? weight : Number((weight / most).toFixed(6)));
  // Edges have no exponents.
  return ` ${share.includes('e') ? Number(share).toFixed(6) : share}`;
}

/** Adds the story to the memories of each end, about the other. */
function remember({ story, both, from, to }: Relation, [one, other]: readonly [End, End], { ids, replace }: Surroundings): void {
  if (story === undefined) return;
  const tell = (person: End, about: End, name: string): void => {
    if (typeof person !== 'object') return;
    const known =
      typeof about === 'object'
        ? { who: about.fields.name ?? name, about: { about: [ids.get(about)!] } }
        : { who: replace(name), about: {} };
    person.fields.memories = [...(person.fields.memories ?? []), { text: `${known.who}: ${replace(story, person)}`, ...known.about }];
  };
  tell(one, other, to);
  if (both) tell(other, one, from);
}

/** The kept data of a relation, with its story only if no person remembers it. */
function keptRelation(
  { network, from, to, weight, file, line, both, extra, story }: Relation,
  ends: readonly [End, End],
  why: string | null,
): JsonObject {
  const isTold = typeof ends[0] === 'object' || (both && typeof ends[1] === 'object');
  return {
    ...{ network, from, to, source: `${file}:${line}` },
    ...(weight === null ? {} : { weight }),
    ...(isTold || story === undefined ? {} : { story }),
    ...(why === null ? {} : { why }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}
