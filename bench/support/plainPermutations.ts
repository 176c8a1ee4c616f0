/** Permutation tests without the layers of the project: as many plain numbers, relabelled as often. */

/** Relabels two samples of `n` numbers `draws` times for each of `pairs`; gives how many differences were above 0. */
export function permuted(pairs: number, n: number, draws: number): number {
  const order = Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(i));
  let above = 0;
  for (let draw = 0; draw < pairs * draws; draw++) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const j = i + Math.floor(Math.random() * (2 * n - i));
      const value = order[j]!;
      order[j] = order[i]!;
      order[i] = value;
      sum += value;
    }
    if (sum > 0) above++;
  }
  return above;
}
