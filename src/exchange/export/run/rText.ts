/** Values and tables as text of R, so that a script has its data in it. */
import type { GraphOver, Scalar } from '../../../core/formats/graphOver.js';

type Cell = Scalar | null;

/** Values on one line of a vector. */
const ON_A_LINE = 12;

function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f]/g, (one) => (one === '\u0000' ? '' : `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`));
  return `"${escaped}"`;
}

/** A vector of one type: numbers, logical values, or text where values differ in kind. Missing values are NA. */
export function* vector(values: readonly Cell[]): Generator<string> {
  const kinds = new Set(values.flatMap((value) => (value === null ? [] : [typeof value])));
  const isText = kinds.size !== 1 || kinds.has('string');
  const written = (value: Cell): string => {
    if (value === null) return isText ? 'NA_character_' : 'NA';
    return isText ? quoted(String(value)) : typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
  };
  yield 'c(';
  for (let i = 0; i < values.length; i += ON_A_LINE)
    yield `${i === 0 ? '' : ',\n  '}${values
      .slice(i, i + ON_A_LINE)
      .map(written)
      .join(', ')}`;
  yield ')';
}

/** `name <- data.frame(…)`, with text as text. */
export function* dataFrame(name: string, columns: readonly (readonly [name: string, values: readonly Cell[]])[]): Generator<string> {
  yield `${name} <- data.frame(\n`;
  for (const [column, values] of columns) {
    yield `  ${column} = `;
    yield* vector(values);
    yield ',\n';
  }
  yield '  stringsAsFactors = FALSE\n)\n';
}

/** A name that R takes without quotes, and that is none of `taken`, to which it is added. */
export function rName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^A-Za-z0-9._]+/g, '.').replace(/^(?=[^A-Za-z])/, 'x.');
  let found = RESERVED.has(plain) ? `${plain}.` : plain;
  for (let i = 2; taken.has(found); i++) found = `${plain}.${i}`;
  taken.add(found);
  return found;
}

const RESERVED: ReadonlySet<string> = new Set([
  ...[
    'if',
    'else',
    'repeat',
    'while',
    'function',
    'for',
    'next',
    'break',
    'TRUE',
    'FALSE',
    'NULL',
    'Inf',
    'NaN',
    'NA',
    'in',
    'T',
    'F',
    'c',
  ],
]);

/** The head of a script: what it has, and where it comes from. Line ends of names of a file are spaces. */
export const remarks = (lines: readonly string[]): string => `${lines.map((line) => `# ${line.replace(/\s+/g, ' ')}`).join('\n')}\n\n`;

interface RAgents {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Constant attributes by their names in R, with the value of each agent. */
  readonly attributes: ReadonlyMap<string, readonly Cell[]>;
  /** Values at each moment by their names in R: by agent, then by moment. */
  readonly values: ReadonlyMap<string, readonly (readonly Cell[])[]>;
  /** By agent, then by moment. */
  readonly here: readonly (readonly boolean[])[];
}

/** The agents of a graph; columns without any value are left out. */
export function agentsIn({ nodes, rounds }: GraphOver): RAgents {
  const all = [...nodes];
  const taken = new Set(['id', 'name', 'n', 'agents', 'ties', 'waves', 'net']);
  const nameOf = new Map<string, string>();
  const named = (key: string): string => {
    const known = nameOf.get(key) ?? rName(key, taken);
    nameOf.set(key, known);
    return known;
  };
  const keys = (of: (node: (typeof all)[number]) => object): readonly string[] => [
    ...new Set(all.flatMap((node) => Object.keys(of(node)))),
  ];
  const none = rounds.map(() => null);
  return {
    ids: all.map(({ id }) => id),
    names: all.map(({ name }) => name),
    attributes: new Map(keys((node) => node.attributes).map((key) => [named(key), all.map(({ attributes }) => attributes[key] ?? null)])),
    values: new Map(keys((node) => node.values).map((key) => [named(key), all.map(({ values }) => values[key] ?? none)])),
    here: all.map(({ here }) => here),
  };
}
