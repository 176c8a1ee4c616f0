/** GraphML and GEXF. Attributes are read with their declared types; other data is kept. */
import type { Json, JsonObject } from '../../../core/util/json.js';
import { joined } from '../parse/fields.js';
import type { Graph, GraphEdge, GraphNode } from './graph.js';
import { ImportError } from '../parse/importLog.js';
import { asJson, childrenOf, listed, readXml, type XmlElement } from '../parse/xml.js';

interface Key {
  readonly name: string;
  readonly type: string;
  readonly forWhat: string;
  readonly fallback: string | null;
}

type Keys = ReadonlyMap<string, Key>;

/** Throws an `ImportError` for invalid XML and for a file without a graph. */
export function readGraphml(text: string): Graph {
  const root = readXml(text);
  const keys: Keys = new Map(
    childrenOf(root, 'key').map(({ attributes, children }) => [
      attributes.id ?? '',
      {
        name: attributes['attr.name'] ?? attributes.id ?? '',
        type: attributes['attr.type'] ?? 'string',
        forWhat: attributes.for ?? 'all',
        fallback: children.find(({ name }) => name === 'default')?.text.trim() ?? null,
      },
    ]),
  );
  const graphs = childrenOf(root, 'graph');
  const [graph] = graphs;
  if (!graph) throw new ImportError('import-empty', root.line, 'There is no `graph` in the file.');
  const nodes = nodesOf(graph).map((node) => ({
    id: node.attributes.id ?? '',
    line: node.line,
    data: dataOf(node, keys, 'node', ['id'], ['data', 'graph']),
  }));
  const oneWay = graph.attributes.edgedefault === 'directed';
  const edges = edgesOf(graph).map((edge) => graphmlEdge(edge, keys, oneWay));
  const others = [...root.children.filter(({ name }) => name !== 'key' && name !== 'graph'), ...graphs.slice(1)];
  return { nodes, edges, extra: joined(dataOf(graph, keys, 'graph', ['id', 'edgedefault'], ['data', 'node', 'edge']), listed(others)) };
}

function graphmlEdge(edge: XmlElement, keys: Keys, oneWay: boolean): GraphEdge {
  const { source = '', target = '', directed } = edge.attributes;
  const both = directed === undefined ? !oneWay : directed !== 'true';
  return { from: source, to: target, line: edge.line, both, data: dataOf(edge, keys, 'edge', ['source', 'target', 'directed'], ['data']) };
}

/** All nodes, including nodes of nested graphs. */
const nodesOf = (graph: XmlElement): readonly XmlElement[] =>
  childrenOf(graph, 'node').flatMap((node) => [node, ...childrenOf(node, 'graph').flatMap(nodesOf)]);
const edgesOf = (graph: XmlElement): readonly XmlElement[] => [
  ...childrenOf(graph, 'edge'),
  ...childrenOf(graph, 'node').flatMap((node) => childrenOf(node, 'graph').flatMap(edgesOf)),
];

function dataOf(element: XmlElement, keys: Keys, what: string, taken: readonly string[], read: readonly string[]): JsonObject {
  const defaults = [...keys.values()].flatMap(({ name, type, forWhat, fallback }) =>
    fallback !== null && (forWhat === what || forWhat === 'all') ? [[name, typed(fallback, type)] as const] : [],
  );
  const data = childrenOf(element, 'data').map((one): readonly [string, Json] => {
    const key = keys.get(one.attributes.key ?? '');
    const name = key?.name ?? one.attributes.key ?? 'data';
    return [name, one.children.length > 0 ? asJson({ ...one, attributes: {} }) : typed(one.text, key?.type ?? 'string')];
  });
  return withRest(Object.fromEntries([...defaults, ...data]), element, taken, read);
}

/** The data that was read from an element, with all unread data. */
const withRest = (data: JsonObject, element: XmlElement, taken: readonly string[], read: readonly string[]): JsonObject =>
  joined(data, attributesBut(element, taken), listed(element.children.filter(({ name }) => !read.includes(name))));

const attributesBut = ({ attributes }: XmlElement, taken: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !taken.includes(name) && !name.startsWith('xmlns')));

function typed(text: string, type: string): Json {
  const plain = text.trim();
  if (/^(int|integer|long|float|double)$/i.test(type) && plain !== '' && Number.isFinite(Number(plain)) && !/^-?\d{16,}$/.test(plain))
    return Number(plain);
  return type === 'boolean' && /^(true|false)$/.test(plain) ? plain === 'true' : plain;
}

/** Throws an `ImportError` for invalid XML and for a file without a graph. */
export function readGexf(text: string): Graph {
  const root = readXml(text);
  const graph = childrenOf(root, 'graph')[0];
  if (!graph) throw new ImportError('import-empty', root.line, 'There is no `graph` in the file.');
  const keys = (what: string): Keys =>
    new Map(
      childrenOf(graph, 'attributes')
        .filter(({ attributes }) => attributes.class === what)
        .flatMap(({ children }) => children)
        .map(({ attributes, children }) => [
          attributes.id ?? '',
          {
            name: attributes.title ?? attributes.id ?? '',
            type: attributes.type ?? 'string',
            forWhat: what,
            fallback: children.find(({ name }) => name === 'default')?.text.trim() ?? null,
          },
        ]),
    );
  const [nodeKeys, edgeKeys] = [keys('node'), keys('edge')];
  const nodes = childrenOf(graph, 'nodes')
    .flatMap(gexfNodes)
    .map(
      (node): GraphNode => ({
        id: node.attributes.id ?? '',
        line: node.line,
        data: valuesOf(node, nodeKeys, ['id'], ['attvalues', 'nodes', 'edges']),
      }),
    );
  const oneWay = graph.attributes.defaultedgetype === 'directed';
  const drawn = childrenOf(graph, 'edges').flatMap((list) => childrenOf(list, 'edge'));
  const gone = new Set(drawn.filter((edge) => isGone(edge, graph)));
  const edges = drawn.filter((edge) => !gone.has(edge)).map((edge) => gexfEdge(edge, edgeKeys, oneWay));
  const others = [...root.children, ...graph.children].filter(({ name }) => !['graph', 'nodes', 'edges', 'attributes'].includes(name));
  return { nodes, edges, extra: joined(attributesBut(graph, ['defaultedgetype', 'mode']), listed([...others, ...gone])) };
}

/** Whether an edge of a dynamic graph ends before the end of the graph. Then it is kept as data but is not a tie. */
function isGone(edge: XmlElement, { attributes: { mode, end } }: XmlElement): boolean {
  const spells = childrenOf(edge, 'spells').flatMap((list) => childrenOf(list, 'spell'));
  return mode === 'dynamic' && end !== undefined && spells.length > 0 && !spells.some((one) => (one.attributes.end ?? end) === end);
}

const gexfNodes = (list: XmlElement): readonly XmlElement[] =>
  childrenOf(list, 'node').flatMap((node) => [node, ...childrenOf(node, 'nodes').flatMap(gexfNodes)]);

function gexfEdge(edge: XmlElement, keys: Keys, oneWay: boolean): GraphEdge {
  const { source = '', target = '', type, weight } = edge.attributes;
  const data = valuesOf(edge, keys, ['source', 'target', 'type', 'weight'], ['attvalues']);
  const both = type === undefined ? !oneWay : type !== 'directed';
  return {
    from: source,
    to: target,
    line: edge.line,
    both,
    data: weight === undefined ? data : { ...data, weight: typed(weight, 'double') },
  };
}

function valuesOf(element: XmlElement, keys: Keys, taken: readonly string[], read: readonly string[]): JsonObject {
  const defaults = [...keys.values()].flatMap(({ name, type, fallback }) =>
    fallback === null ? [] : [[name, typed(fallback, type)] as const],
  );
  const values = childrenOf(element, 'attvalues')
    .flatMap(({ children }) => children)
    .map(
      ({ attributes: { for: id = '', value = '' } }) => [keys.get(id)?.name ?? id, typed(value, keys.get(id)?.type ?? 'string')] as const,
    );
  return withRest(Object.fromEntries([...defaults, ...values]), element, taken, read);
}
