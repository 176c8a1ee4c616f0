/** Converts nodes and edges of a graph of any format to people and their relations. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type ColumnMap, columnsOf, formOf } from '../people/aliases.js';
import type { Draft, Person, Relation } from '../parse/draft.js';
import { joined, slug } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import { readPerson } from '../people/people.js';

export interface GraphNode {
  readonly id: string;
  readonly line: number;
  readonly data: JsonObject;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly both: boolean;
  readonly data: JsonObject;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly extra: JsonObject;
}

const WEIGHTS = ['weight', 'strength', 'closeness', 'value'];
const KINDS = ['network', 'relationship', 'relation', 'kind', 'type'];
/** The most kinds of edges that become separate networks. */
const MOST_NETWORKS = 12;

/** Ends of edges without a node become nodes too. */
export function graphDraft(file: string, { nodes, edges, extra }: Graph, { map }: ColumnMap, log: Log): Draft {
  const known = new Set(nodes.map(({ id }) => id));
  const ends = edges.flatMap(({ from, to, line }) => [from, to].map((id) => ({ id, line, data: {} })));
  const found = ends.filter(({ id }) => !known.has(id) && known.add(id));
  if (nodes.length > 0)
    for (const { id, line } of found)
      log.warn('import-dangling', file, line, `An edge ends at \`${id}\`, which is not a node. A person is added for it.`);
  const all: readonly GraphNode[] = [...nodes, ...found];
  const columns = columnsOf(nodes.map(({ data }) => data));
  const named = formOf(columns, map, marked('by the name of the attribute'));
  const labelled = columns.includes('label') && !named.rules.some(([, target]) => target === 'name');
  const form = labelled ? { ...named, rules: [['label', 'name'] as const, ...named.rules] } : named;
  const people = all.map(({ id, line, data }, row): Person => {
    const person = readPerson(data, { file, line, row }, log, form);
    const extra = joined({ id }, person.extra);
    if (person.fields.name !== undefined) return { ...person, extra, node: true, keys: [id, ...person.keys] };
    const [name, handles] = isNumber(id) ? [`Person ${id}`, []] : [id, [id]];
    return { ...person, extra, node: true, keys: [id], known: { ...person.known, handles }, fields: { ...person.fields, name } };
  });
  return { people, relations: relationsOf(file, edges, log), settings: [], extra };
}

const isNumber = (id: string): boolean => /^[\d_-]*$/.test(id);

function relationsOf(file: string, edges: readonly GraphEdge[], log: Log): readonly Relation[] {
  const kindKey = KINDS.find((key) => edges.some(({ data }) => typeof data[key] === 'string'));
  const kinds = new Set(edges.map(({ data }) => (kindKey === undefined ? '' : String(data[kindKey] ?? ''))));
  const split = kindKey !== undefined && kinds.size <= MOST_NETWORKS && [...kinds].every((kind) => slug(kind) !== '');
  return edges.map(({ from, to, line, both, data }) => {
    const left: { [key: string]: Json } = { ...data };
    const weightKey = WEIGHTS.find((key) => typeof left[key] === 'number');
    const weight = weightKey === undefined ? null : (left[weightKey] as number);
    const network = split ? String(left[kindKey]) : 'relations';
    if (weightKey !== undefined) delete left[weightKey];
    if (weightKey !== undefined) log.note('mapped', `edge ${weightKey}`, 'ties', marked('strength'));
    if (split) delete left[kindKey];
    if (split) log.note('guessed', `edge ${kindKey}`, 'ties', marked('a network for each kind'));
    for (const key of Object.keys(left)) log.note('kept', `edge ${key}`, 'extra.relations');
    return { file, line, network, from, to, both, weight, extra: left };
  });
}
