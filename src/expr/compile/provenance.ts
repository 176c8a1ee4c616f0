/**
 * Whether an evaluation reads something private. The reader of a private value calls `touch`; an evaluation that must know runs in
 * `watched`. A condition inside an expression counts too, because the result depends on it.
 */
import { contextual } from '../../core/util/memo.js';

const watch = contextual<{ isPrivate: boolean } | null>(null);

/** Reports that something private is read. */
export function touch(): void {
  const watching = watch.current();
  if (watching) watching.isPrivate = true;
}

interface Watched<T> {
  readonly result: T;
  /** Whether something private was read to compute it. */
  readonly isPrivate: boolean;
}

/** Runs `work`, and returns whether it read something private. An outer `watched` is notified too. */
export function watched<T>(work: () => T): Watched<T> {
  const outer = watch.current();
  const seen = { isPrivate: false };
  try {
    const result = watch.within(seen, work);
    return { result, isPrivate: seen.isPrivate };
  } finally {
    if (outer && seen.isPrivate) outer.isPrivate = true;
  }
}
