/**
 * Whether an evaluation read something private. Who makes a value private calls `touch` when it is read; who wants to know runs the
 * evaluation in `watched`. What a condition inside an expression reads counts too: it decides on the result.
 */

let isTouched: boolean | null = null;

/** Something private is read now. */
export function touch(): void {
  if (isTouched !== null) isTouched = true;
}

interface Watched<T> {
  readonly result: T;
  /** Something private was read on the way to it. */
  readonly isPrivate: boolean;
}

/** Does the work, and says whether it read something private. A watch around it learns of it too. */
export function watched<T>(work: () => T): Watched<T> {
  const outer = isTouched;
  isTouched = false;
  try {
    const result = work();
    return { result, isPrivate: isTouched };
  } finally {
    isTouched = outer === null ? null : outer || isTouched;
  }
}
