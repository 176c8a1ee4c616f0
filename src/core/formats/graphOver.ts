/** A network at one moment or over rounds, for graph files: agents, their values and their ties by moment. */

export type Scalar = string | number | boolean;

/** A value at each moment; null if there is none. */
export type Course<T extends Scalar = Scalar> = readonly (T | null)[];

export interface GraphNode {
  readonly id: string;
  readonly name: string;
  /** Whether it takes part, by moment. */
  readonly here: readonly boolean[];
  /** Constant attributes, such as `age`. */
  readonly attributes: { readonly [name: string]: Scalar };
  readonly values: { readonly [name: string]: Course };
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Null if there is no such tie. */
  readonly strength: Course<number>;
}

export interface GraphOver {
  /** A description: the run, its minds, and a note that the data is synthetic. */
  readonly about: string;
  /** The moments: rounds, ascending. A file with only one moment has no times. */
  readonly rounds: readonly number[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The name of the type in GraphML and GEXF. */
export type ValueType = 'double' | 'boolean' | 'string';

/** Names of the nodes' values with their types. */
export const valueTypes = (nodes: readonly GraphNode[]): ReadonlyMap<string, ValueType> =>
  typesOf(nodes.flatMap(({ values }) => Object.entries(values).flatMap(([name, course]) => course.map((value) => [name, value] as const))));

/** Names of the nodes' attributes with their types. */
export const attributeTypes = (nodes: readonly GraphNode[]): ReadonlyMap<string, ValueType> =>
  typesOf(nodes.flatMap(({ attributes }) => Object.entries(attributes)));

/** The types of values. If a name has a number for one node and a word for another, its type is text. */
function typesOf(found: readonly (readonly [name: string, value: Scalar | null])[]): ReadonlyMap<string, ValueType> {
  const types = new Map<string, ValueType>();
  for (const [name, value] of found) {
    if (value === null) continue;
    const type = typeof value === 'number' ? 'double' : typeof value === 'boolean' ? 'boolean' : 'string';
    types.set(name, (types.get(name) ?? type) === type ? type : 'string');
  }
  return types;
}
