/** Reads a network of people to compare runs with: GraphML, GEXF, node-link JSON, an edge list, or an adjacency matrix. */
import type { EmpiricalNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import type { Label } from '../../analysis/network/mixing.js';
import type { Json } from '../../core/util/json.js';
import type { ImportFile } from './import.js';
import { decode } from './parse/decode.js';
import { createLog, ImportError, type ImportProblem, type Log } from './parse/importLog.js';
import { type Parsed, parse } from './parse/parse.js';
import { tableRecords } from './people/tables.js';
import type { Graph, GraphEdge } from './graphs/graph.js';
import { isNodeLink, readEdgeLines, readEdgeTable, readNodeLink } from './graphs/graphText.js';
import { readGexf, readGraphml } from './graphs/graphXml.js';

type NetworkRead =
  | { readonly ok: true; readonly network: EmpiricalNetwork; readonly problems: readonly ImportProblem[] }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

/** Agents of the largest network that is read. */
const MOST_AGENTS = 100_000;

/**
 * `nodes`: a table of its agents, if the file has only ties. Never throws because of a file's content: unreadable content is a problem at
 * its line.
 */
export function readNetwork({ name, bytes, size }: ImportFile, nodes: ImportFile | null = null): NetworkRead {
  const log = createLog();
  let reading = name;
  try {
    const { text } = decode(bytes, size);
    const graph = graphIn(parse({ name, text }), { name, text }, log);
    if (!nodes) return { ok: true, network: networkOf(graph), problems: log.problems() };
    reading = nodes.name;
    return { ok: true, network: networkOf(withNodes(graph, nodes, log)), problems: log.problems() };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return { ok: false, problems: [{ severity: 'error', code: error.code, file: reading, line: error.line, message: error.message }] };
  }
}

/** The graph with the agents of a table, also those without ties. An agent has the values of the graph where both have some. */
function withNodes(graph: Listed, { name, bytes, size }: ImportFile, log: Log): Listed {
  const { text } = decode(bytes, size);
  const parsed = parse({ name, text });
  if (parsed.kind !== 'table')
    throw new ImportError('import-format', 1, 'This is no table of agents. Use CSV whose first column has their names.');
  const [key] = parsed.table.columns;
  const own = new Map(graph.nodes.map((node) => [node.id, node]));
  const listed = new Set<string>();
  for (const { cells, line } of parsed.table.rows) {
    const id = cells[key!] === null || cells[key!] === undefined ? '' : String(cells[key!]);
    if (id === '') throw new ImportError('import-format', line, `The first column, \`${key}\`, has no name here.`);
    if (listed.has(id)) throw new ImportError('import-format', line, `There are two rows for \`${id}\`.`);
    listed.add(id);
    const { [key!]: _, ...data } = cells;
    own.set(id, { id, line, data: { ...data, ...own.get(id)?.data } });
  }
  const ends = [...new Set([...graph.nodes.map(({ id }) => id), ...graph.edges.flatMap(({ from, to }) => [from, to])])];
  const strangers = ends.filter((id) => !listed.has(id));
  if (ends.length > 0 && strangers.length === ends.length)
    throw new ImportError(
      'import-format',
      1,
      `No agent of the network is in the column \`${key}\`: it has ${ends
        .slice(0, 3)
        .map((id) => `\`${id}\``)
        .join(', ')} and others.`,
    );
  if (strangers.length > 0)
    log.warn(
      'import-dangling',
      name,
      1,
      strangers.length === 1
        ? `An agent of the network is not in this table, such as \`${strangers[0]}\`, and has no attributes.`
        : `${strangers.length} agents of the network are not in this table, such as \`${strangers[0]}\`, and have no attributes.`,
    );
  return { ...graph, nodes: [...own.values()], isEdgeList: false };
}

/** A graph, and whether the file says that all of its agents are listed. */
type Listed = Graph & { readonly isEdgeList: boolean };

function graphIn(parsed: Parsed, file: { readonly name: string; readonly text: string }, log: Log): Listed {
  switch (parsed.kind) {
    case 'xml':
      if (parsed.root !== 'graphml' && parsed.root !== 'gexf') throw unknown(`The root of the file is \`${parsed.root}\`.`);
      return { ...(parsed.root === 'graphml' ? readGraphml(file.text) : readGexf(file.text)), isEdgeList: false };
    case 'json':
      if (!isNodeLink(parsed.value)) throw unknown('The JSON has no `nodes` and `links`.');
      return { ...readNodeLink(parsed.value, file.name, parsed.lineOf, log), isEdgeList: false };
    case 'table': {
      const matrix = matrixIn(parsed.table.columns, parsed.table.rows);
      if (matrix) return { ...matrix, isEdgeList: false };
      if (parsed.table.columns.length < 2) throw unknown('The table has one column.');
      return { ...readEdgeTable(parsed.table.columns, tableRecords(parsed.table, log), file.name, log), isEdgeList: true };
    }
    case 'lines':
      return { ...readEdgeLines(file.text, file.name, log), isEdgeList: true };
    default:
      throw unknown('It is a page of text.');
  }
}

const unknown = (what: string): ImportError =>
  new ImportError(
    'import-format',
    1,
    `This is no network. ${what} Use GraphML, GEXF, JSON with nodes and links, a table with the two ends of each tie, or a matrix with a row and a column for each agent.`,
  );

interface Row {
  readonly cells: { readonly [column: string]: Json };
  readonly line: number;
}

/**
 * A table with as many rows as columns of numbers, as an adjacency matrix: ties go from the agent of the row to that of the column. A
 * first column with other cells has the names of the rows. Null where it is no matrix.
 */
function matrixIn(columns: readonly string[], rows: readonly Row[]): Graph | null {
  const isNumber = (cell: Json | undefined): boolean => typeof cell === 'number' || cell === null || cell === undefined;
  const hasNames = columns.length === rows.length + 1;
  const heads = hasNames ? columns.slice(1) : columns;
  if (heads.length !== rows.length || rows.length < 3 || !rows.every(({ cells }) => heads.every((head) => isNumber(cells[head]))))
    return null;
  const ids = hasNames ? rows.map(({ cells }) => String(cells[columns[0]!])) : heads;
  if (new Set(ids).size < ids.length) return null;
  const edges = rows.flatMap(({ cells, line }, row): readonly GraphEdge[] =>
    heads.flatMap((head, column) => {
      const weight = cells[head];
      return typeof weight === 'number' && weight !== 0 && row !== column
        ? [{ from: ids[row]!, to: ids[column]!, line, both: false, data: { weight } }]
        : [];
    }),
  );
  return { nodes: ids.map((id, i) => ({ id, line: rows[i]!.line, data: {} })), edges, extra: {} };
}

/** Ties with a weight of 0 are none; a tie of an agent to itself is left out, and a repeated tie counts once. */
function networkOf({ nodes, edges, isEdgeList }: Listed): EmpiricalNetwork {
  const place = new Map<string, number>();
  const placeOf = (id: string): number => {
    const known = place.get(id) ?? place.size;
    place.set(id, known);
    return known;
  };
  for (const { id } of nodes) placeOf(id);
  const drawn = edges.filter(({ data }) => data['weight'] !== 0);
  const pairs = drawn.map(({ from, to, both }) => ({ from: placeOf(from), to: placeOf(to), both }));
  if (place.size > MOST_AGENTS)
    throw new ImportError('import-too-large', 1, `There are ${place.size} agents; at most ${MOST_AGENTS} are compared.`);
  const proper = pairs.filter(({ from, to }) => from !== to);
  const n = place.size;
  const way = new Set(proper.flatMap(({ from, to, both }) => (both ? [from * n + to, to * n + from] : [from * n + to])));
  const directed = [...way].some((key) => !way.has((key % n) * n + Math.floor(key / n)));
  const ties = [...way].map((key) => [Math.floor(key / n), key % n] as const).filter(([from, to]) => directed || from < to);
  const loops = pairs.length - proper.length;
  const names = [...new Set(nodes.flatMap(({ data }) => Object.keys(data)))];
  const labels = (name: string): readonly Label[] => {
    const values = new Array<Label>(n).fill(null);
    for (const { id, data } of nodes) values[placeOf(id)] = labelOf(data[name]);
    return values;
  };
  return {
    ids: [...place.keys()],
    attributes: new Map(names.map((name) => [name, labels(name)])),
    ties,
    directed,
    remarks: [
      ...(isEdgeList ? ['An edge list has no agents without ties, so the empirical network has none.'] : []),
      ...(loops > 0 ? [loops === 1 ? 'Left out: a tie of an agent to itself.' : `Left out: ${loops} ties of agents to themselves.`] : []),
      ...(edges.length > drawn.length ? [`Left out: ${edges.length - drawn.length} with a weight of 0.`] : []),
    ],
  };
}

const labelOf = (value: Json | undefined): Label =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
