/** A society as the text of a `.society` file: prose as blocks, short lists on one line, a header that says where it is from. */
import { Document, isMap, isScalar, isSeq, type Node, Scalar, visit } from 'yaml';
import type { Json } from '../../core/util/json.js';

/** Prose from this length on is written as a block. */
const LONG = 80;
/** Invisible characters and line separators: they are written as escapes. */
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
/** Those of them that the library of YAML leaves as they are in quotes. */
const LEFT = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Keys that hold prose. */
const PROSE = new Set(['bio', 'backstory', 'voice', 'premise', 'text']);
/** Keys whose maps stand on one line where they are short. */
const SHORT = new Set(['personality', 'vars', 'imported']);

/** `remarks` are the lines of the header, without `#`. Entries are written one by one, so that many take little memory. */
export function writeSociety(society: { readonly [key: string]: Json }, remarks: readonly string[]): string {
  const parts = Object.entries(society).flatMap(([key, section]): readonly string[] => {
    if (typeof section !== 'object' || section === null) return [yamlOf({ [key]: section })];
    if (Array.isArray(section)) return ['\n', yamlOf({ [key]: section })];
    const entries = Object.entries(section).map(([id, entry]) => indented(yamlOf({ [id]: entry })));
    return [`\n${key}:\n`, ...entries];
  });
  return `${remarks.map((line) => `# ${line}`.trimEnd()).join('\n')}\n${parts.join('')}`;
}

function yamlOf(value: { readonly [key: string]: Json }): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, { key, value: inner }) => {
      if (isScalar(key) && isScalar(inner) && PROSE.has(String(key.value))) asBlock(inner);
      if (isMap(inner) && isScalar(key) && SHORT.has(String(key.value)) && isShort(inner)) inner.flow = true;
    },
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && UNSEEN.test(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
    Seq: (_, list) => {
      if (isShort(list)) list.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return text.replace(LEFT, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const indented = (yaml: string): string => yaml.replace(/(^|\n)(?=[^\n])/g, '$1  ');

function asBlock(scalar: Scalar): void {
  const { value } = scalar;
  if (typeof value !== 'string' || UNSEEN.test(value) || (value.length < LONG && !value.includes('\n'))) return;
  scalar.value = `${value.trimEnd()}\n`;
  scalar.type = Scalar.BLOCK_LITERAL;
}

/** Nothing but short words, that fit on a line together. */
function isShort(node: Node): boolean {
  const items = isSeq(node) ? node.items : isMap(node) ? node.items.map(({ value }) => value) : [];
  const texts = items.map((item) => (isScalar(item) ? String(item.value) : null));
  return texts.length > 0 && texts.every((text) => text !== null && !text.includes('\n')) && texts.join(', ').length < LONG;
}
