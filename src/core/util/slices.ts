/**
 * Long work in slices, so that the editor responds in between. The work is a generator: each `yield` ends a slice and gives its size, the
 * number of rows (agents or ties) that it read.
 */
export type Sliced<T> = Generator<number, T>;

/** Work whose slices have no size. */
export type Slices<T> = Generator<undefined, T, undefined>;

/** The most rows of a slice. */
export const SLICE = 65_536;

/** Does all of the work at once. */
export function finished<T>(work: Generator<unknown, T, undefined>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Does the work with pauses between slices, when `breathe` gives one. */
export const finishedSlowly = <T>(work: Sliced<T>, breathe: () => Promise<void> | undefined): Promise<T> =>
  finishedUnless(work, breathe, () => false) as Promise<T>;

/** The same; resolves with null as soon as the work is no longer wanted. */
export async function finishedUnless<T>(
  work: Sliced<T>,
  breathe: () => Promise<void> | undefined,
  isUnwanted: () => boolean,
): Promise<T | null> {
  for (;;) {
    if (isUnwanted()) return null;
    const { done, value } = work.next();
    if (done) return value;
    await breathe();
  }
}
