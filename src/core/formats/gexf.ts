/** A network as GEXF, which Gephi, NetworkX and others read. */
import { type Course, type GraphEdge, type GraphNode, type GraphOver, type Scalar, typesOf, type ValueType } from './graphOver.js';
import { inPieces } from './pieces.js';
import { xmlText } from './xml.js';

/** A value over a range of moments, both ends included. */
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
type Types = readonly (readonly [name: string, type: ValueType])[];

const attValue = (id: string, value: Scalar, time = ''): string => `<attvalue for="${id}" value="${xmlText(String(value))}"${time}/>`;

/** Values by time. */
const timedXml = (values: readonly Timed[], rounds: readonly number[]): readonly string[] =>
  values.flatMap(([id, course]) =>
    spells(course, rounds).map(({ value, start, end }) => attValue(id, value, ` start="${start}" end="${end}"`)),
  );

/** The times at which a node or an edge exists. */
function spellsXml(here: readonly boolean[], rounds: readonly number[]): string {
  const there = here.map((is) => (is ? true : null));
  return `<spells>${spells(there, rounds)
    .map(({ start, end }) => `<spell start="${start}" end="${end}"/>`)
    .join('')}</spells>`;
}

const attValuesXml = (values: readonly string[]): string => (values.length > 0 ? `<attvalues>${values.join('')}</attvalues>` : '');

/**
 * Declares the attributes of a class in one element before they are used, because some readers read only one. Their ids are
 * numbers, because some readers use an id that is a word as the name.
 */
const declaredXml = (of: 'node' | 'edge', mode: 'static' | 'dynamic', types: Types): string =>
  types.length === 0
    ? ''
    : `    <attributes class="${of}" mode="${mode}">${types
        .map(([name, type], i) => `<attribute id="${i}" title="${xmlText(name)}" type="${type}"/>`)
        .join('')}</attributes>\n`;

/**
 * GEXF 1.2draft (gexf.net/schema.html), which all common readers support: directed; over several rounds dynamic, with spells
 * of nodes, ties and values, from a round to a round, both included. `weight` is the last strength of a tie. Over several
 * rounds, a reader that ignores time sees every tie that ever existed.
 */
export function* gexfPieces({ about, rounds, nodes, edges }: GraphOver): Generator<string> {
  const over = rounds.length > 1;
  const found = typesOf(nodes);
  const [types, fixed] = [[...found.values], [...found.attributes]];
  const time = over ? ` mode="dynamic" timeformat="double" start="${rounds[0]}" end="${rounds.at(-1)}"` : ' mode="static"';
  const declared = [
    declaredXml('node', over ? 'dynamic' : 'static', [...fixed, ...types]),
    over ? declaredXml('edge', 'dynamic', [['strength', 'double']]) : '',
  ];
  // NetworkX needs a start and an end for every value of a dynamic class.
  const always = over ? ` start="${rounds[0]}" end="${rounds.at(-1)}"` : '';
  const closed = (tag: string, inside: string): string => (inside === '' ? '/>' : `>${inside}</${tag}>`);
  const nodeXml = ({ id, name, here, attributes, values }: GraphNode): string => {
    const own = fixed.flatMap(([key], i) => (attributes[key] === undefined ? [] : [attValue(String(i), attributes[key], always)]));
    const courses = types.map(([value], i): Timed => [String(fixed.length + i), values[value] ?? []]);
    const now = courses.flatMap(([id, course]) => {
      const value = course.at(-1) ?? null;
      return value === null ? [] : [attValue(id, value)];
    });
    const inside = over
      ? `${attValuesXml([...own, ...timedXml(courses, rounds)])}${spellsXml(here, rounds)}`
      : attValuesXml([...own, ...now]);
    return `      <node id="${xmlText(id)}" label="${xmlText(name)}"${closed('node', inside)}`;
  };
  const edgeXml = ({ from, to, strength }: GraphEdge, i: number): string => {
    const here = strength.map((one) => one !== null);
    const weight = strength.findLast((one) => one !== null) ?? 0;
    const inside = over ? `${attValuesXml(timedXml([['0', strength]], rounds))}${spellsXml(here, rounds)}` : '';
    return `      <edge id="${i}" source="${xmlText(from)}" target="${xmlText(to)}" weight="${weight}"${closed('edge', inside)}`;
  };
  yield `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
  <meta><description>${xmlText(about)}</description></meta>
  <graph defaultedgetype="directed"${time}>
${declared.join('')}    <nodes>
`;
  yield* inPieces(nodes, (node) => `${nodeXml(node)}\n`);
  yield '    </nodes>\n    <edges>\n';
  yield* inPieces(edges, (edge, i) => `${edgeXml(edge, i)}\n`);
  yield '    </edges>\n  </graph>\n</gexf>\n';
}

export const gexf = (graph: GraphOver): string => [...gexfPieces(graph)].join('');
