/** Parses texts as data: JSON, JSON Lines, YAML, XML, a table or lines. Errors are reported with their line. */
import { english, marked } from '../../../core/util/l10n.js';
import { parseTree, findNodeAtLocation, type Node, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { LineCounter, parseDocument } from 'yaml';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type Table, tableOf } from '../../../engine/population/tableRows.js';
import type { SourceFile } from './draft.js';
import { ImportError } from './importLog.js';

/** Line, from 1, of a value by its path. */
export type LineOf = (path: readonly (string | number)[]) => number;

export type Parsed =
  | { readonly kind: 'json'; readonly value: Json; readonly lineOf: LineOf }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'xml'; readonly root: string }
  /** A header in YAML between two lines of dashes, and the text below it. */
  | { readonly kind: 'page'; readonly front: JsonObject; readonly body: string }
  | { readonly kind: 'lines' };

/** Longest text whose values are looked up by line, in characters; in longer texts, all are reported on line 1. */
const MOST_PLACED = 8_000_000;

/** Throws an `ImportError` if a text is invalid in its detected format. */
export function parse({ name, text }: SourceFile): Parsed {
  const start = text.trimStart();
  if (start === '') throw new ImportError('import-empty', 1, 'The file is empty.');
  if (start.startsWith('<')) return { kind: 'xml', root: /<(?![!?])(?:\w+:)?([\w.-]+)/.exec(start.slice(0, 10_000))?.[1] ?? '' };
  if (isJsonLines(name, start)) return { kind: 'table', table: sound(tableOf(name, text, 'jsonl')) };
  if (/^[[{]/.test(start)) return json(text);
  const [, front, body] = /^---\r?\n([\s\S]*?)\n---\r?\n([\s\S]*)$/.exec(start) ?? [];
  if (front !== undefined && body !== undefined) return page(front, body);
  if (isYaml(name, start)) return yaml(text);
  return hasColumns(name, start) ? { kind: 'table', table: sound(tableOf(name, text, 'csv')) } : { kind: 'lines' };
}

/** Whether each of the first two lines is an object. */
function isJsonLines(name: string, start: string): boolean {
  if (/\.(jsonl|ndjson)$/i.test(name)) return true;
  const [first = '', second = ''] = start
    .slice(0, 200_000)
    .split('\n', 2)
    .map((line) => line.trim());
  return /^\{.*\}$/.test(first) && /^\{.*\}$/.test(second);
}

/** Whether a line starts with a key, before any line that looks like a row of a table. */
function isYaml(name: string, start: string): boolean {
  const first = start.split('\n').find((line) => line.trim() !== '' && !/^\s*#/.test(line)) ?? '';
  return /\.ya?ml$/i.test(name) || (/^(---|[\w-]+:)(\s|$)/.test(first) && !/\.(csv|tsv)$/i.test(name));
}

const hasColumns = (name: string, start: string): boolean =>
  /\.(csv|tsv)$/i.test(name) || /[,;\t]/.test(start.slice(0, start.indexOf('\n') >>> 0));

function json(text: string): Parsed {
  try {
    return { kind: 'json', value: JSON.parse(longNumbersAsText(text)) as Json, lineOf: jsonLines(text) };
  } catch {
    throw jsonFault(text);
  }
}

/** Long whole numbers. */
const LONG_NUMBER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** Ids of accounts have more digits than a number can hold: outside of texts, whole numbers of 16 digits and more become text. */
function longNumbersAsText(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const open = quote < 0 ? text.length : quote;
    const end = endOfString(text, open);
    parts.push(text.slice(at, open).replace(LONG_NUMBER, '"$&"'), text.slice(open, end));
    at = end;
  }
  return parts.join('');
}

/** The position after the quote that closes the one at `open`: a quote with an even number of backslashes before it. */
function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function jsonFault(text: string): ImportError {
  const errors: ParseError[] = [];
  parseTree(text.slice(0, MOST_PLACED), errors, { disallowComments: true });
  const [first] = errors;
  if (!first) return new ImportError('import-syntax', 1, 'This is not JSON. Check the file with another tool.');
  const what = printParseErrorCode(first.error).replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return new ImportError('import-syntax', lineAt(text, first.offset), `This is not JSON: ${what[0]!.toLowerCase()}${what.slice(1)}.`);
}

/** Line numbers by path. The tree is parsed at the first call. */
function jsonLines(text: string): LineOf {
  let tree: Node | undefined | null = null;
  let [at, line] = [0, 1];
  return (path) => {
    if (text.length > MOST_PLACED) return 1;
    tree ??= parseTree(text);
    const offset = (tree && findNodeAtLocation(tree, [...path])?.offset) ?? 0;
    if (offset < at) [at, line] = [0, 1];
    line += lineAt(text.slice(at, offset), offset - at) - 1;
    at = offset;
    return line;
  };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Longest YAML that is read, in characters: its parser is slow for large files. */
const MOST_YAML = 4_000_000;

function yaml(text: string): Parsed {
  if (text.length > MOST_YAML)
    throw new ImportError('import-too-large', 1, `YAML is read up to ${MOST_YAML / 1_000_000} MB. Convert it to JSON.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error)
    throw new ImportError(
      'import-syntax',
      lines.linePos(error.pos[0]).line,
      english(marked('This is not YAML: {0}'), error.message.split('\n')[0]),
    );
  try {
    const value = (document.toJS() ?? null) as Json;
    return { kind: 'json', value, lineOf: (path) => lineOfNode(document.getIn(path, true), lines) };
  } catch {
    throw new ImportError('import-entity', 1, 'Its aliases stand for too much data. Write out what they stand for.');
  }
}

function page(front: string, body: string): Parsed {
  const read = yaml(front);
  const header =
    read.kind === 'json' && typeof read.value === 'object' && !Array.isArray(read.value) ? (read.value as JsonObject | null) : null;
  return { kind: 'page', front: header ?? {}, body: body.trim() };
}

function lineOfNode(node: unknown, lines: LineCounter): number {
  const range = (node as { range?: readonly number[] | null } | undefined)?.range;
  return range ? lines.linePos(range[0]!).line : 1;
}

/** Throws for a table whose rows cannot be parsed. */
function sound(table: Table): Table {
  const fatal = table.problems.find((problem) => problem.fatal);
  if (fatal) throw new ImportError('import-syntax', fatal.line, fatal.message);
  if (table.rows.length === 0) throw new ImportError('import-empty', 1, 'The file has no rows below the line that names its columns.');
  return table;
}
