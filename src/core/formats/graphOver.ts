/** A network at one moment or over rounds, as files of graphs have it: with who is there, their values and their ties by moment. */

export type Scalar = string | number | boolean;

/** A value at each moment; null where there is none. */
export type Course<T extends Scalar = Scalar> = readonly (T | null)[];

export interface GraphNode {
  readonly id: string;
  readonly name: string;
  /** By moment, whether it takes part. */
  readonly here: readonly boolean[];
  /** What it is at all times, such as `age`. */
  readonly attributes: { readonly [name: string]: Scalar };
  readonly values: { readonly [name: string]: Course };
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Null where there is no such tie. */
  readonly strength: Course<number>;
}

export interface GraphOver {
  /** What it is of, who spoke, and that nobody said or did any of it. */
  readonly about: string;
  /** The moments: rounds, ascending. Of one moment alone nothing is said of time. */
  readonly rounds: readonly number[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** As GraphML and GEXF call it. */
export type ValueType = 'double' | 'boolean' | 'string';

/** Names of the nodes' values with what they are. */
export const valueTypes = (nodes: readonly GraphNode[]): ReadonlyMap<string, ValueType> =>
  typesOf(nodes.flatMap(({ values }) => Object.entries(values).flatMap(([name, course]) => course.map((value) => [name, value] as const))));

/** Names of the nodes' attributes with what they are. */
export const attributeTypes = (nodes: readonly GraphNode[]): ReadonlyMap<string, ValueType> =>
  typesOf(nodes.flatMap(({ attributes }) => Object.entries(attributes)));

/** What is a number for one and a word for another is text. */
function typesOf(found: readonly (readonly [name: string, value: Scalar | null])[]): ReadonlyMap<string, ValueType> {
  const types = new Map<string, ValueType>();
  for (const [name, value] of found) {
    if (value === null) continue;
    const type = typeof value === 'number' ? 'double' : typeof value === 'boolean' ? 'boolean' : 'string';
    types.set(name, (types.get(name) ?? type) === type ? type : 'string');
  }
  return types;
}
