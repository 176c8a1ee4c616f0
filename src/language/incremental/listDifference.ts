/** Where two lists differ. */

interface Changed {
  readonly head: number;
  /** After the last item that differs, in the old and in the new list. */
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The part of a list that is not the same as before. */
export function changedPart<T>(old: readonly T[], now: readonly T[]): Changed {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { head, oldEnd: old.length - tail, newEnd: now.length - tail };
}
