/** Small dense matrices. */

/** Inverse by elimination with pivots; null where the matrix has none. */
export function inverted(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | null {
  const k = matrix.length;
  const scale = Math.max(...matrix.flat().map(Math.abs));
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < k; c++) {
    let pivot = c;
    for (let r = c + 1; r < k; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = r;
    if (!(Math.abs(rows[pivot]![c]!) > 1e-12 * scale)) return null;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    const by = rows[c]![c]!;
    rows[c] = rows[c]!.map((x) => x / by);
    for (let r = 0; r < k; r++) {
      const times = rows[r]![c]!;
      if (r !== c && times !== 0) rows[r] = rows[r]!.map((x, j) => x - times * rows[c]![j]!);
    }
  }
  return rows.map((row) => row.slice(k));
}
