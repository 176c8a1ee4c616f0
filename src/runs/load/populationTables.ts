/** Data files of populations: found next to the file that names them, read, and made into rows. */
import { t } from '../../core/util/l10n.js';
import { type Table, tableOf } from '../../engine/index.js';
import { type LanguageService, type Resolved, spanOf } from '../../language/api.js';
import type { Population } from '../../language/generated/society.js';
import { type PlacedProblem, locateProblem } from './locateProblems.js';

type DataCode = 'data-file' | 'data-path' | 'data-outside' | 'data-missing' | 'data-unreadable' | 'data-malformed' | 'data-empty';

const REASONS = { path: 'data-path', outside: 'data-outside', missing: 'data-missing', unreadable: 'data-unreadable' } as const;

export interface Tables {
  /** By population. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly problems: readonly PlacedProblem[];
  /** Texts of the data files, to be kept with a run. */
  readonly sources: Resolved['sources'];
}

/** Reads the tables of all populations that have one. Errors of a data file are reported at the line that names it. */
export async function readTables(language: Pick<LanguageService, 'data'>, resolved: Resolved): Promise<Tables> {
  const tables = new Map<string, Table>();
  const problems: PlacedProblem[] = [];
  const sources = new Map<string, Resolved['sources'][number]>();
  for (const [id, { from }] of Object.entries(resolved.society.populations ?? {})) {
    if (!from) continue;
    const read = await readTable(language, resolved, `populations.${id}.from`, from);
    if ('problem' in read) problems.push(read.problem);
    else {
      tables.set(id, read.table);
      sources.set(read.source.uri, read.source);
    }
  }
  return { tables, problems, sources: [...sources.values()] };
}

/** The errors of the data files that a file names, where its text can be read. */
export async function dataProblems(language: Pick<LanguageService, 'data' | 'resolve'>, uri: string): Promise<readonly PlacedProblem[]> {
  const resolved = await language.resolve(uri);
  const isBroken = resolved.problems.some(({ severity }) => severity === 'error');
  return isBroken ? [] : (await readTables(language, resolved)).problems.filter((problem) => problem.uri === uri);
}

type Read = { readonly table: Table; readonly source: Resolved['sources'][number] } | { readonly problem: PlacedProblem };

async function readTable(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  at: string,
  { csv, jsonl }: NonNullable<Population['from']>,
): Promise<Read> {
  const fault = (key: string, message: string, code: DataCode): Read => ({
    problem: locateProblem(resolved, { severity: 'error', at: key === '' ? at : `${at}.${key}`, message, code }),
  });
  if ((csv === undefined) === (jsonl === undefined))
    return fault(
      '',
      csv === undefined ? 'Name a data file under `csv` or `jsonl`.' : 'Name one data file: `csv` or `jsonl`, not both.',
      'data-file',
    );
  const key = csv === undefined ? 'jsonl' : 'csv';
  const path = csv ?? jsonl ?? '';
  const found = await language.data(path, spanOf(resolved.nodes, `${at}.${key}`)?.source ?? resolved.uri);
  if (!found.ok) return fault(key, found.message, REASONS[found.reason]);
  const table = tableOf(path.slice(path.lastIndexOf('/') + 1), found.text, key);
  const broken = table.problems.find(({ fatal }) => fatal);
  if (broken) return fault(key, t('{0}, line {1}: {2}', table.name, broken.line, broken.message), 'data-malformed');
  if (table.rows.length === 0)
    return fault(
      key,
      key === 'csv' ? `${table.name} has no rows below its first line, which names the columns.` : `${table.name} has no rows.`,
      'data-empty',
    );
  return { table, source: { uri: found.uri, text: found.text } };
}
