/** Which rows of a table count, with which weight, and the columns that this needs. */
import { noSuch } from '../../core/util/suggest.js';
import { columnNode } from './decode.js';
import type { PeopleTable } from './peopleTable.js';
import type { PeopleSpec, ReferenceProblem } from './referenceSpec.js';

/** Columns that a comparison needs. */
export const columnsWanted = ({ answers, groups, by, only, weight, count, windows }: PeopleSpec): ReadonlySet<string> =>
  new Set([
    ...[...answers, ...groups, ...(by ? [by] : [])].map(({ column }) => column),
    ...only.keys(),
    ...(weight === null ? [] : [weight]),
    ...(count === null ? [] : [count]),
    ...(windows ? [windows.column] : []),
  ]);

/** Columns that the file names and the table does not have. */
export function missingColumns(spec: PeopleSpec, { name, names, columns }: PeopleTable): readonly ReferenceProblem[] {
  const wanted: readonly (readonly [at: string, column: string])[] = [
    ...[...spec.answers, ...spec.groups, ...(spec.by ? [spec.by] : [])].map((one) => [columnNode(one), one.column] as const),
    ...[...spec.only.keys()].map((column) => [`${spec.at}.only`, column] as const),
    ...(spec.weight === null ? [] : [[`${spec.at}.weight`, spec.weight] as const]),
    ...(spec.count === null ? [] : [[`${spec.at}.count`, spec.count] as const]),
    ...(spec.windows ? [[`${spec.at}.windows.column`, spec.windows.column] as const] : []),
  ];
  return wanted.flatMap(([at, column]) =>
    columns.has(column)
      ? []
      : [{ severity: 'error', at, code: 'data-column', message: `${name}: ${noSuch('column', column, names)}` } satisfies ReferenceProblem],
  );
}

/** The rows that count, by place, once for each person, and the weight of each. */
export interface Rows {
  readonly places: readonly number[];
  readonly weights: Float64Array;
}

/** `time`: one of the windows. Without it, the last one: the end of a run is compared with it. */
export function rowsThatCount({ only, weight, count, windows }: PeopleSpec, { rows, columns }: PeopleTable, time?: string): Rows {
  const tests = [...only].map(([column, cells]) => [columns.get(column)!, cells] as const);
  const times = windows ? columns.get(windows.column)! : null;
  const when = time ?? windows?.times.at(-1)?.time;
  const weights = weight === null ? null : columns.get(weight)!;
  const counts = count === null ? null : columns.get(count)!;
  const places: number[] = [];
  const kept: number[] = [];
  for (let row = 0; row < rows; row++) {
    if (!tests.every(([cells, wanted]) => wanted.has(cells[row]!)) || (times && times[row] !== when)) continue;
    const own = weights ? Number(weights[row] === '' ? Number.NaN : weights[row]) : 1;
    if (!(own > 0) || !Number.isFinite(own)) continue;
    for (let left = counts ? peopleIn(counts[row]!) : 1; left > 0 && places.length < MOST_PEOPLE; left--) {
      places.push(row);
      kept.push(own);
    }
  }
  return { places, weights: Float64Array.from(kept) };
}

/** People of a table of counts beyond these do not count. */
const MOST_PEOPLE = 5_000_000;

const peopleIn = (cell: string): number => (/^\d+$/.test(cell) ? Number(cell) : 0);
