/** Graphs as JSON (nodes and links), as tables with two columns of ends, and as lines of two names. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { isObject, isScalar } from '../parse/fields.js';
import type { Graph, GraphEdge } from './graph.js';
import { ImportError, type Log } from '../parse/importLog.js';
import type { LineOf } from '../parse/parse.js';
import type { Records } from '../people/tables.js';

export const isNodeLink = (value: Json): value is JsonObject =>
  isObject(value) &&
  Array.isArray(value.nodes) &&
  (Array.isArray(value.links) || Array.isArray(value.edges)) &&
  value.nodes.every(isObject);

/** Node-link data as written by NetworkX and d3. Ends are ids of nodes, or otherwise indices in the list. */
export function readNodeLink(value: JsonObject, file: string, lineOf: LineOf, log: Log): Graph {
  const { nodes: listed, links, edges: drawn, directed, ...extra } = value;
  const key = Array.isArray(links) ? 'links' : 'edges';
  const nodes = (listed as readonly JsonObject[]).map(({ id, ...data }, i) => ({
    id: isScalar(id) ? String(id) : isScalar(data.name) ? String(data.name) : String(i),
    line: lineOf(['nodes', i]),
    data,
  }));
  const ids = new Set(nodes.map(({ id }) => id));
  const endOf = (end: Json | undefined): string => {
    const named = isObject(end) ? end.id : end;
    const text = isScalar(named) ? String(named) : '';
    return ids.has(text) || typeof named !== 'number' ? text : (nodes[named]?.id ?? text);
  };
  const all = (Array.isArray(links) ? links : (drawn as readonly Json[])) as readonly Json[];
  const edges = all.flatMap((link, i): readonly GraphEdge[] => {
    const [from, to] = isObject(link) ? [endOf(link.source ?? link.from), endOf(link.target ?? link.to)] : ['', ''];
    if (isObject(link) && from !== '' && to !== '')
      return [{ from, to, line: lineOf([key, i]), both: directed !== true, data: dataBeside(link) }];
    log.warn('import-row', file, lineOf([key, i]), 'A link has no `source` and `target`; it is left out.');
    log.note('dropped', key, '', marked('a link without ends'));
    return [];
  });
  return { nodes, edges, extra: Array.isArray(links) && drawn !== undefined ? { ...extra, edges: drawn } : extra };
}

const dataBeside = (link: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(link).filter(([key]) => !['source', 'target', 'from', 'to'].includes(key)));

const ENDS = [
  ['source', 'target'],
  ['from', 'to'],
  ['src', 'dst'],
  ['follower', 'followee'],
  ['follower_id', 'followee_id'],
  ['source_id', 'target_id'],
  ['ego', 'alter'],
  ['u', 'v'],
  ['user_1', 'user_2'],
  ['agent_1', 'agent_2'],
] as const;

const normal = (column: string): string =>
  column
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');

/** The two columns with the ends, and whether rows are undirected; null if there are none. */
export function endColumns(columns: readonly string[]): { readonly ends: readonly [string, string]; readonly both: boolean } | null {
  for (const [a, b] of ENDS) {
    const [from, to] = [columns.find((one) => normal(one) === a), columns.find((one) => normal(one) === b)];
    if (from !== undefined && to !== undefined) return { ends: [from, to], both: /_1$/.test(a) };
  }
  return null;
}

/** Rows without both ends are reported and left out. Throws an `ImportError` if there are fewer than two columns. */
export function readEdgeTable(columns: readonly string[], table: Records, file: string, log: Log): Graph {
  const { records, lineOf, earlier } = ofLastRound(columns, table);
  const found = endColumns(columns);
  const [from, to] = found?.ends ?? columns;
  if (from === undefined || to === undefined)
    throw new ImportError('import-column', 1, 'A list of ties has two columns for its ends, such as `source` and `target`.');
  const pairs = new Set(records.map((record) => JSON.stringify([record[from], record[to]])));
  // If any tie is listed in both directions, each row has one direction.
  const both = found?.both === true && !records.some((record) => pairs.has(JSON.stringify([record[to], record[from]])));
  const edges = records.flatMap((record, row): readonly GraphEdge[] => {
    const { [from]: a, [to]: b, ...data } = record;
    const { direction, ...rest } = data;
    const isSaid = direction === 'bidirectional' || direction === 'unidirectional';
    if (isSaid) log.note('mapped', 'edge direction', 'ties', marked('one way or both'));
    if (isScalar(a) && isScalar(b))
      return [
        {
          ...{ from: String(a), to: String(b), line: lineOf(row) },
          ...(isSaid ? { both: direction === 'bidirectional', data: rest } : { both, data }),
        },
      ];
    log.warn('import-row', file, lineOf(row), `There is no \`${isScalar(a) ? to : from}\`; the row is left out.`);
    log.note('dropped', 'row', '', marked('a tie without both ends'));
    return [];
  });
  for (const _ of earlier) log.note('kept', 'row', 'extra.earlier', marked('a tie of an earlier round'));
  return { nodes: [], edges, extra: earlier.length > 0 ? { earlier } : {} };
}

/** The ties of the last round, if the table has rounds. */
function ofLastRound(columns: readonly string[], { records, lineOf }: Records): Records & { readonly earlier: readonly JsonObject[] } {
  const column = columns.find((one) => normal(one) === 'round');
  const rounds = records.map((record) => (column === undefined ? 0 : Number(record[column])));
  const last = rounds.reduce((most, round) => Math.max(most, round), -Infinity);
  const rows = rounds.flatMap((round, row) => (round === last || Number.isNaN(last) ? [row] : []));
  const now = new Set(rows);
  return {
    records: rows.map((row) => records[row]!),
    lineOf: (row) => lineOf(rows[row]!),
    earlier: records.filter((_, row) => !now.has(row)),
  };
}

const END = /"[^"]+"|[^\s,;"]+/.source;
const EDGE = new RegExp(
  `^\\s*(${END})(?:\\s*(->|>|-)\\s+|\\s*[,;]\\s*|\\s+)(${END})(?:[\\s,;]+(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?))?(?:\\s+(\\{.*\\}))?\\s*$`,
  'i',
);
const isRemark = (line: string): boolean => /^\s*([#%].*)?$/.test(line);

/** Whether a text has only two names per line, judged by its first lines. */
export function areEdgeLines(text: string): boolean {
  const lines = text
    .slice(0, 20_000)
    .split('\n')
    .slice(0, 51)
    .filter((line) => !isRemark(line));
  const whole = text.length > 20_000 ? lines.slice(0, -1) : lines;
  return whole.length > 1 && whole.every((line) => EDGE.test(line));
}

/** `ada ben`, `ada - ben 0.5` (both ways), `ada > ben`; `#` and `%` start a comment. */
export function readEdgeLines(text: string, file: string, log: Log): Graph {
  const edges: GraphEdge[] = [];
  const remarks: string[] = [];
  text.split('\n').forEach((line, i) => {
    if (isRemark(line)) {
      if (line.trim() !== '') remarks.push(line.trim());
      return;
    }
    const found = EDGE.exec(line);
    const [from, to] = [found?.[1], found?.[3]].map((end) => end?.replace(/^"|"$/g, ''));
    if (!found || from === undefined || to === undefined) {
      log.warn('import-row', file, i + 1, 'This is no tie, as in `ada ben` or `ada - ben 0.5`; the line is left out.');
      log.note('dropped', 'line', '', marked('no tie'));
    } else edges.push({ from, to, line: i + 1, both: found[2] === '-', data: weightOf(found[4], found[5]) });
  });
  return { nodes: [], edges, extra: remarks.length > 0 ? { remarks } : {} };
}

function weightOf(number: string | undefined, attributes: string | undefined): JsonObject {
  const weight = number ?? /'weight':\s*(-?\d+(?:\.\d+)?)/.exec(attributes ?? '')?.[1];
  const own = attributes === undefined || /^\{('weight':\s*[-\d.]+)?\}$/.test(attributes) ? {} : { attributes };
  return weight === undefined ? own : { weight: Number(weight), ...own };
}
