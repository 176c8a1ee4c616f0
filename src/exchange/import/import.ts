/** Files of other tools as a `.society` file, with a report. Nothing is read or written here: bytes in, text out. */
import type { ColumnMap } from './people/aliases.js';
import { readMap } from './people/aliases.js';
import { assemble, type Names, type Read } from './assemble.js';
import { decode } from './parse/decode.js';
import { formats } from './formats.js';
import type { Format } from './people/format.js';
import { createLog, type ImportCode, ImportError, type ImportProblem, type Log } from './parse/importLog.js';
import { parse } from './parse/parse.js';
import { type ImportReport, reportText } from './report.js';
import { writeSociety } from './write.js';

export interface ImportFile {
  /** Without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Length of the file, where not all of it was read. */
  readonly size?: number;
}

export interface ImportOptions {
  /** Id of a format, in place of the one that a file looks like. */
  readonly as?: string;
  /** `column=field` pairs. */
  readonly map?: readonly string[];
  readonly names?: Names;
}

export type Imported =
  | { readonly ok: true; readonly text: string; readonly report: ImportReport; readonly words: string }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

/** People and ties that one society can have by an import. */
const MOST_PEOPLE = 20_000;
const MOST_TIES = 200_000;

export const formatIds: readonly string[] = formats.map(({ id }) => id);

/** Never throws for what a file holds: whatever cannot be read is a problem at its line. */
export function importSociety(files: readonly ImportFile[], options: ImportOptions = {}): Imported {
  try {
    return readAll(files, options);
  } catch (error) {
    // The stack ends where data lie within data without end.
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
    log.warn('import-encoding', name, 1, `It is not UTF-8, so it was read as ${encoding}. Where letters are wrong, export it as UTF-8.`);
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
    (licence) => `Licence: ${licence}. What holds for your file is for you to know.`,
  ),
  ...(pseudonyms === 0 ? [] : ['Names and handles are pseudonyms.']),
];

const oneLine = (name: string): string => name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
