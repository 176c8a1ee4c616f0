/** A network as GEXF, which Gephi, NetworkX and others read. */
import { type Course, type GraphEdge, type GraphNode, type GraphOver, type Scalar, type ValueType, valueTypes } from './graphOver.js';
import { xmlText } from './xml.js';

/** Moments from one to another, both of them in it, with what holds there. */
interface Spell<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

/** Runs of the same value over neighbouring moments. */
function spells<T extends Scalar>(course: Course<T>, rounds: readonly number[]): readonly Spell<T>[] {
  const found: Spell<T>[] = [];
  course.forEach((value, i) => {
    if (value === null) return;
    const before = course[i - 1] === value ? found.pop() : undefined;
    found.push({ start: before?.start ?? rounds[i]!, end: rounds[i]!, value });
  });
  return found;
}

type Timed = readonly [id: string, course: Course];

/** Values by time, then the times at which a node or an edge is there at all. */
function timedXml(values: readonly Timed[], here: readonly boolean[], rounds: readonly number[]): string {
  const timed = values.flatMap(([id, course]) => spells(course, rounds).map((spell) => ({ id, ...spell })));
  const valueXml = timed.map(
    ({ id, value, start, end }) => `<attvalue for="${id}" value="${xmlText(String(value))}" start="${start}" end="${end}"/>`,
  );
  const there = here.map((is) => (is ? true : null));
  const spellXml = spells(there, rounds).map(({ start, end }) => `<spell start="${start}" end="${end}"/>`);
  return `${timed.length > 0 ? `<attvalues>${valueXml.join('')}</attvalues>` : ''}<spells>${spellXml.join('')}</spells>`;
}

/** Attributes of a class are declared before they are used. */
function declaredXml(types: readonly (readonly [name: string, type: ValueType])[]): string {
  const nodes = types.map(([name, type], i) => `<attribute id="v${i}" title="${xmlText(name)}" type="${type}"/>`).join('');
  const ofNodes = types.length > 0 ? `    <attributes class="node" mode="dynamic">${nodes}</attributes>\n` : '';
  return `${ofNodes}    <attributes class="edge" mode="dynamic"><attribute id="strength" title="strength" type="double"/></attributes>\n`;
}

/**
 * GEXF 1.3 (gexf.net): directed; over several rounds dynamic, with spells of nodes, ties and values, from a round to a round,
 * both of them in it. `weight` is the last strength that a tie had: readers that know no time see every tie there was.
 */
export function gexf({ about, rounds, nodes, edges }: GraphOver): string {
  const over = rounds.length > 1;
  const types = over ? [...valueTypes(nodes)] : [];
  const time = over ? ` mode="dynamic" timeformat="double" timerepresentation="interval" start="${rounds[0]}" end="${rounds.at(-1)}"` : '';
  const closed = (tag: string, timed: () => string): string => (over ? `>${timed()}</${tag}>` : '/>');
  const nodeXml = ({ id, name, here, values }: GraphNode): string => {
    const courses = types.map(([value], i): Timed => [`v${i}`, values[value] ?? []]);
    return `      <node id="${xmlText(id)}" label="${xmlText(name)}"${closed('node', () => timedXml(courses, here, rounds))}`;
  };
  const edgeXml = ({ from, to, strength }: GraphEdge, i: number): string => {
    const here = strength.map((one) => one !== null);
    const weight = strength.findLast((one) => one !== null) ?? 0;
    const rest = closed('edge', () => timedXml([['strength', strength]], here, rounds));
    return `      <edge id="${i}" source="${xmlText(from)}" target="${xmlText(to)}" weight="${weight}"${rest}`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <meta><description>${xmlText(about)}</description></meta>
  <graph defaultedgetype="directed"${time}>
${over ? declaredXml(types) : ''}    <nodes>
${nodes.map(nodeXml).join('\n')}
    </nodes>
    <edges>
${edges.map(edgeXml).join('\n')}
    </edges>
  </graph>
</gexf>
`;
}
