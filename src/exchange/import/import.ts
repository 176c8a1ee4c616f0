/** Converts files of other tools to a `.society` file, with a report. The caller reads and writes files. */
import { Document, isMap, isScalar, isSeq, type Node, Scalar, visit } from 'yaml';
import type { Json } from '../../core/util/json.js';
import { type ColumnMap, readMap } from './people/aliases.js';
import { assemble, type Names, type Read } from './assemble.js';
import { decode } from './parse/decode.js';
import { formats } from './formats.js';
import type { Format } from './people/format.js';
import { createLog, type ImportCode, ImportError, type ImportProblem, type Log } from './parse/importLog.js';
import { parse } from './parse/parse.js';
import { type ImportReport, reportText } from './report.js';

export interface ImportFile {
  /** The name without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Length of the file, if it was not read completely. */
  readonly size?: number;
}

export interface ImportOptions {
  /** Id of a format, instead of the detected one. */
  readonly as?: string;
  /** `column=field` pairs. */
  readonly map?: readonly string[];
  readonly names?: Names;
}

export type Imported =
  | { readonly ok: true; readonly text: string; readonly report: ImportReport; readonly words: string }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

/** The most people and ties of an import. */
const MOST_PEOPLE = 20_000;
const MOST_TIES = 200_000;

export const formatIds: readonly string[] = formats.map(({ id }) => id);

/** Never throws because of a file's content: unreadable content is a problem at its line. */
export function importSociety(files: readonly ImportFile[], options: ImportOptions = {}): Imported {
  try {
    return readAll(files, options);
  } catch (error) {
    // Very deeply nested data overflows the stack.
    if (!(error instanceof RangeError)) throw error;
    return {
      ok: false,
      problems: [problem('import-too-large', files[0]?.name ?? '', 1, 'Its data are nested too deeply. Flatten them first.')],
    };
  }
}

function readAll(files: readonly ImportFile[], options: ImportOptions): Imported {
  const log = createLog();
  const columns = readMap(options.map ?? []);
  const broken: ImportProblem[] = columns.problems.map((message) => problem('import-map', files[0]?.name ?? '', 1, message));
  const read: (Read & { readonly encoding: string })[] = [];
  for (const file of files) {
    try {
      read.push(readFile(file, options.as, columns, log));
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      broken.push(problem(error.code, file.name, error.line, error.message));
    }
  }
  if (broken.length === 0) broken.push(...tooMuch(read));
  if (broken.length > 0) return { ok: false, problems: broken };
  const { society, ...counts } = assemble(read, options.names ?? 'auto', log);
  const report: ImportReport = {
    files: read.map(({ name, format, encoding }) => ({
      name,
      format: format.id,
      title: format.title,
      licence: format.licence ?? null,
      encoding,
    })),
    ...counts,
    notes: log.notes(),
    problems: log.problems(),
  };
  return { ok: true, text: writeSociety(society, header(report)), report, words: reportText(report) };
}

const problem = (code: ImportCode, file: string, line: number, message: string): ImportProblem => ({
  severity: 'error',
  code,
  file,
  line,
  message,
});

function readFile(
  { name, bytes, size }: ImportFile,
  as: string | undefined,
  columns: ColumnMap,
  log: Log,
): Read & { readonly encoding: string } {
  const { text, encoding, guessed } = decode(bytes, size);
  if (guessed)
    log.warn('import-encoding', name, 1, `It is not UTF-8, so it was read as ${encoding}. If letters are wrong, export it as UTF-8.`);
  const file = { name, text };
  const parsed = parse(file);
  const format = formatOf(as, (one) => one.is(parsed, file));
  const draft = format.read({ file, parsed, columns, log });
  if (draft.people.length + draft.relations.length + draft.settings.length === 0)
    throw new ImportError('import-empty', 1, 'The file has no people.');
  return { name, format, draft, encoding };
}

function formatOf(as: string | undefined, looks: (format: Format) => boolean): Format {
  const found = as === undefined ? formats.find(looks) : formats.find(({ id }) => id === as);
  if (found) return found;
  const known = formatIds.map((id) => `\`${id}\``).join(', ');
  throw new ImportError(
    'import-format',
    1,
    as === undefined
      ? `It looks like none of the formats that can be read. Say which it is with --as: ${known}.`
      : `There is no format \`${as}\`. There are ${known}.`,
  );
}

function tooMuch(read: readonly Read[]): readonly ImportProblem[] {
  const [people, ties] = [(d: Read) => d.draft.people.length, (d: Read) => d.draft.relations.length].map((count) =>
    read.reduce((sum, one) => sum + count(one), 0),
  );
  const [{ name } = { name: '' }] = read;
  if (people! > MOST_PEOPLE)
    return [
      problem(
        'import-too-large',
        name,
        1,
        `There are ${people} people; an import takes ${MOST_PEOPLE}. Draw them from the file: a population with \`from: { csv: … }\` reads any number.`,
      ),
    ];
  return ties! > MOST_TIES
    ? [problem('import-too-large', name, 1, `There are ${ties} ties; an import takes ${MOST_TIES}. Take a sample of them first.`)]
    : [];
}

const header = ({ files, pseudonyms }: ImportReport): readonly string[] => [
  ...files.map(({ name, title }) => `Imported from ${oneLine(name)} (${title}).`),
  ...[...new Set(files.flatMap(({ licence }) => (licence === null ? [] : [licence])))].map(
    (licence) => `Licence: ${licence}. Check the licence of your own file.`,
  ),
  ...(pseudonyms === 0 ? [] : ['Names and handles are pseudonyms.']),
];

const oneLine = (name: string): string => name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');

// Writes a society as a `.society` file: prose as blocks, short lists on one line, a header with its source.

/** Prose of at least this length is written as a block. */
const LONG = 80;
/** Invisible characters and line separators: they are written as escapes. */
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
/** The invisible characters that the YAML library does not escape in quotes. */
const LEFT = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Keys that hold prose. */
const PROSE = new Set(['bio', 'backstory', 'voice', 'premise', 'text']);
/** Keys whose maps are written on one line if they are short. */
const SHORT = new Set(['personality', 'vars', 'imported']);

/** `remarks` are the lines of the header, without `#`. Entries are written one by one, so that many take little memory. */
function writeSociety(society: { readonly [key: string]: Json }, remarks: readonly string[]): string {
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

/** Whether a list has only short words that fit on one line. */
function isShort(node: Node): boolean {
  const items = isSeq(node) ? node.items : isMap(node) ? node.items.map(({ value }) => value) : [];
  const texts = items.map((item) => (isScalar(item) ? String(item.value) : null));
  return texts.length > 0 && texts.every((text) => text !== null && !text.includes('\n')) && texts.join(', ').length < LONG;
}
