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
  /** Can be read more than once. */
  readonly nodes: Iterable<GraphNode>;
  readonly edges: Iterable<GraphEdge>;
}

/** The name of the type in GraphML and GEXF. */
export type ValueType = 'double' | 'boolean' | 'string';

/** Names of the nodes' attributes, and of their values, with their types. Reads all nodes. */
export function typesOf(nodes: Iterable<GraphNode>): {
  readonly attributes: ReadonlyMap<string, ValueType>;
  readonly values: ReadonlyMap<string, ValueType>;
} {
  const [attributes, own] = [new Map<string, ValueType>(), new Map<string, ValueType>()];
  for (const node of nodes) {
    for (const name in node.attributes) note(attributes, name, node.attributes[name]!);
    for (const name in node.values) for (const value of node.values[name]!) note(own, name, value);
  }
  return { attributes, values: own };
}

/** If a name has a number for one node and a word for another, its type is text. */
function note(types: Map<string, ValueType>, name: string, value: Scalar | null): void {
  if (value === null) return;
  const type = typeof value === 'number' ? 'double' : typeof value === 'boolean' ? 'boolean' : 'string';
  const known = types.get(name);
  if (known !== type) types.set(name, known === undefined ? type : 'string');
}
