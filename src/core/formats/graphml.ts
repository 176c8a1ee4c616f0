/** A network as GraphML, which NetworkX, igraph, Gephi and others read. */
import { type Course, type GraphEdge, type GraphNode, type GraphOver, type Scalar, typesOf, type ValueType } from './graphOver.js';
import { inPieces } from './pieces.js';
import { xmlText } from './xml.js';

/**
 * GraphML 1.0 (graphml.graphdrawing.org): directed. It has no time: a value at the last moment has its own name, and with
 * several moments also `name.ROUND` for each. Then a tie that does not exist at the last moment has a `weight` of 0.
 */
export function* graphmlPieces({ about, rounds, nodes, edges }: GraphOver): Generator<string> {
  const found = typesOf(nodes);
  const [types, fixed] = [[...found.values], [...found.attributes]];
  const last = rounds.length - 1;
  const moments = rounds.length > 1 ? rounds.map((round, i) => [i, `.${round}`] as const) : [];
  const keys = (what: string, id: string, name: string, type: ValueType): readonly string[] =>
    ['', ...moments.map(([, suffix]) => suffix)].map(
      (suffix) => `  <key id="${id}${suffix}" for="${what}" attr.name="${xmlText(name)}${suffix}" attr.type="${type}"/>`,
    );
  const data = (id: string, course: Course, now: Scalar | null): string =>
    [['', now] as const, ...moments.map(([i, suffix]) => [suffix, course[i] ?? null] as const)]
      .map(([suffix, value]) => (value === null ? '' : `<data key="${id}${suffix}">${xmlText(String(value))}</data>`))
      .join('');
  const own = (attributes: GraphNode['attributes']): string =>
    fixed.map(([key], i) => (attributes[key] === undefined ? '' : `<data key="a${i}">${xmlText(String(attributes[key]))}</data>`)).join('');
  const nodeXml = ({ id, name, attributes, values }: GraphNode): string =>
    `    <node id="${xmlText(id)}"><data key="name">${xmlText(name)}</data>${own(attributes)}${types
      .map(([value], i) => data(`v${i}`, values[value] ?? [], values[value]?.[last] ?? null))
      .join('')}</node>`;
  const edgeXml = ({ from, to, strength }: GraphEdge): string =>
    `    <edge source="${xmlText(from)}" target="${xmlText(to)}">${data('weight', strength, strength[last] ?? 0)}</edge>`;
  const declared = [
    ...fixed.map(([name, type], i) => `  <key id="a${i}" for="node" attr.name="${xmlText(name)}" attr.type="${type}"/>`),
    ...types.flatMap(([name, type], i) => keys('node', `v${i}`, name, type)),
    ...keys('edge', 'weight', 'weight', 'double'),
  ];
  yield `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <desc>${xmlText(about)}</desc>
  <key id="name" for="node" attr.name="name" attr.type="string"/>
${declared.join('\n')}
  <graph edgedefault="directed">
`;
  yield* inPieces(nodes, (node) => `${nodeXml(node)}\n`);
  yield* inPieces(edges, (edge) => `${edgeXml(edge)}\n`);
  yield '  </graph>\n</graphml>\n';
}

export const graphml = (graph: GraphOver): string => [...graphmlPieces(graph)].join('');
