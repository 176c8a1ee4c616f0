/**
 * The grammar (GBNF) of an answer, for servers of llama.cpp. Their own grammar of a JSON Schema allows a line break and twenty spaces
 * before each value, with which a small model can fill its limit of tokens. Here, at most one space follows a comma or colon.
 * The notation: https://github.com/ggml-org/llama.cpp/tree/master/grammars
 */
import { record } from './endpoint.js';

type Fields = { readonly [key: string]: unknown };

/** A character of a text. Its number in hexadecimal (`\u…`) would be six tokens or so, and most texts need none. */
const CHARACTER = String.raw`([^"\\\x7F\x00-\x1F] | "\\" ["\\bfnrt])`;
const INTEGER = '"-"? ("0" | [1-9] [0-9]{0,14})';
const NUMBER = `${INTEGER} ("." [0-9]{1,9})?`;
const SPACE = '" "?';

/** Integers of a larger range are tested after the answer. */
const LARGEST = 1e12;

/**
 * The grammar of the JSON texts that have the form of `schema`: objects with all of their properties in order, lists with `maxItems`, texts
 * with `minLength` and `maxLength`, `enum`, integers of a range, `null` among the types, and `anyOf`.
 */
export const grammarOf = (schema: Fields): string => `root ::= ${formOf(schema)}`;

function formOf(schema: Fields): string {
  const { anyOf, enum: words, type } = schema;
  if (Array.isArray(anyOf)) return oneOf(anyOf.map((form) => formOf(record(form))));
  if (Array.isArray(words)) return oneOf(words.map((word) => literal(JSON.stringify(word))));
  if (Array.isArray(type)) return oneOf(type.map((one) => plainOf(schema, one)));
  return plainOf(schema, type);
}

function plainOf(schema: Fields, type: unknown): string {
  switch (type) {
    case 'object':
      return objectOf(record(schema['properties']));
    case 'array':
      return arrayOf(formOf(record(schema['items'])), Number(schema['maxItems'] ?? 0));
    case 'boolean':
      return oneOf(['"true"', '"false"']);
    case 'null':
      return '"null"';
    case 'integer':
      return integerOf(schema);
    case 'number':
      return `(${NUMBER})`;
    default:
      return textOf(schema);
  }
}

function objectOf(properties: Fields): string {
  const members = Object.entries(properties).map(
    ([name, form]) => `${literal(`${JSON.stringify(name)}:`)} ${SPACE} ${formOf(record(form))}`,
  );
  return `"{" ${members.join(` "," ${SPACE} `)} "}"`;
}

function arrayOf(item: string, most: number): string {
  if (most === 0) return '"[]"';
  const more = most > 1 ? ` ("," ${SPACE} ${item}){0,${most - 1}}` : '';
  return `"[" (${item}${more})? "]"`;
}

function integerOf({ minimum, maximum }: Fields): string {
  if (typeof minimum !== 'number' || typeof maximum !== 'number') return `(${INTEGER})`;
  const [first, last] = [Math.ceil(minimum), Math.floor(maximum)];
  const isPossible = first <= last && Math.abs(first) < LARGEST && Math.abs(last) < LARGEST;
  if (!isPossible) return `(${INTEGER})`;
  return oneOf([
    ...(first < 0 ? naturals(Math.max(1, -last), -first).map((form) => `"-" ${form}`) : []),
    ...(last >= 0 ? naturals(Math.max(0, first), last) : []),
  ]);
}

/** Forms of the whole numbers from `first` to `last`, both at least 0: runs of numbers with the same beginning and any last digits. */
function naturals(first: number, last: number): readonly string[] {
  const forms: string[] = [];
  for (let from = first; from <= last; ) {
    // The longest run from here: it has as many digits throughout, and begins with a number that ends in as many zeros.
    let size = 1;
    while (from > 0 && from % (size * 10) === 0 && from + size * 10 - 1 <= last && from >= size * 10) size *= 10;
    const start = String(from / size);
    const digit = Number(start.at(-1));
    const runs = Math.min(9 - digit, Math.floor((last - from + 1) / size) - 1);
    const head = start.length > 1 ? `"${start.slice(0, -1)}" ` : '';
    const free = Math.log10(size) > 0.5 ? ` [0-9]{${Math.round(Math.log10(size))}}` : '';
    forms.push(`${head}[${digit}-${digit + runs}]${free}`);
    from += (runs + 1) * size;
  }
  return forms;
}

function textOf({ minLength, maxLength }: Fields): string {
  const most = typeof maxLength === 'number' ? String(maxLength) : '';
  return `"\\"" ${CHARACTER}{${Number(minLength ?? 0)},${most}} "\\""`;
}

const oneOf = (forms: readonly string[]): string => `(${forms.join(' | ')})`;

/** A text that the answer has exactly so. A JSON text has the escapes of the notation. */
const literal = (text: string): string => JSON.stringify(text);
