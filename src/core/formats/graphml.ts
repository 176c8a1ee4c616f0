/** A network as GraphML, which NetworkX, igraph, Gephi and others read. */
import {
  attributeTypes,
  type Course,
  type GraphEdge,
  type GraphNode,
  type GraphOver,
  type Scalar,
  type ValueType,
  valueTypes,
} from './graphOver.js';
import { xmlText } from './xml.js';

/**
 * GraphML 1.0 (graphml.graphdrawing.org): directed. It has no time: a value at the last moment has its own name, and with
 * several moments also `name.ROUND` for each. Then a tie that does not exist at the last moment has a `weight` of 0.
 */
export function graphml({ about, rounds, nodes, edges }: GraphOver): string {
  const types = [...valueTypes(nodes)];
  const fixed = [...attributeTypes(nodes)];
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
  return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <desc>${xmlText(about)}</desc>
  <key id="name" for="node" attr.name="name" attr.type="string"/>
${[...fixed.map(([name, type], i) => `  <key id="a${i}" for="node" attr.name="${xmlText(name)}" attr.type="${type}"/>`), ...types.flatMap(([name, type], i) => keys('node', `v${i}`, name, type)), ...keys('edge', 'weight', 'weight', 'double')].join('\n')}
  <graph edgedefault="directed">
${[...nodes.map(nodeXml), ...edges.map(edgeXml)].join('\n')}
  </graph>
</graphml>
`;
}
