/**
 * Long work inside pure functions that pauses, so that an editor responds while a large society is planned and folded. Long work is a
 * generator that yields between slices. Called alone it runs to its end at once. Within `inTurns` it pauses when time is up: all callers are left, and the same
 * pure function is called again later. What ended before is then known, and what paused continues, so the result is the same.
 */
import { contextual } from './memo.js';
import { finished, type Slices } from './slices.js';

/** Work that began: its rest, then its result or its error. */
interface Work {
  readonly key: unknown;
  readonly rest: Slices<unknown>;
  end: { readonly value: unknown } | { readonly error: unknown } | null;
}

/** Work of one pure function, and whether it must pause. */
interface Session {
  readonly works: Map<string, Work[]>;
  readonly isTime: () => boolean;
}

const session = contextual<Session | null>(null);

/** Thrown through the callers of work that pauses. It has no stack: a page that records one while it loads compiles its whole script twice. */
const PAUSE = Object.create(Error.prototype, { message: { value: 'the work pauses' } }) as Error;

/** Whether an error is a pause, which a handler of errors must throw again. */
export const isPause = (error: unknown): boolean => error === PAUSE;

/**
 * Runs long work in the slices of the session, if there is one. `label` and `key` identify the work: when the function is called again, it
 * has the same key. If the key is an object that is made again each time, the second call runs to the end without a pause.
 */
export function inSlices<T>(label: string, key: unknown, begin: () => Slices<T>): T {
  const current = session.current();
  if (!current) return finished(begin());
  const works = current.works.get(label) ?? [];
  current.works.set(label, works);
  const known = works.find((work) => work.key === key);
  const mayPause = known !== undefined || works.every(({ end }) => end !== null);
  const work: Work = known ?? { key, rest: begin(), end: null };
  if (!known) works.push(work);
  while (!work.end) {
    const rest = stepped(work, works);
    if (rest && mayPause && current.isTime()) throw PAUSE;
  }
  if ('error' in work.end) throw work.end.error;
  return work.end.value as T;
}

/** Runs one slice. Returns whether more is left. Work that is left by a pause of work inside it begins again. */
function stepped(work: Work, works: Work[]): boolean {
  try {
    const { done, value } = work.rest.next();
    if (done) work.end = { value };
    return !done;
  } catch (error) {
    if (isPause(error)) {
      works.splice(works.indexOf(work), 1);
      throw error;
    }
    work.end = { error };
    return false;
  }
}

/**
 * A pure function whose long work can be left. Each call continues it until it ends, or until `isTime` holds after a slice; null if it was
 * left.
 */
export function resumable<T>(work: () => T): (isTime: () => boolean) => { readonly value: T } | null {
  const works: Session['works'] = new Map();
  return (isTime) => {
    try {
      return { value: session.within({ works, isTime }, work) };
    } catch (error) {
      if (isPause(error)) return null;
      throw error;
    }
  };
}

/**
 * The result of a pure function whose long work pauses when `rest` gives a promise, which is then awaited. Null once the result is no
 * longer wanted. It is a promise only if there was a pause.
 */
export function inTurns<T>(
  work: () => T,
  rest: () => Promise<void> | undefined,
  isWanted: () => boolean = () => true,
): T | Promise<T | null> {
  let pause: Promise<void> | undefined;
  const continued = resumable(work);
  const tried = (): { readonly value: T } | null => continued(() => (pause = rest()) !== undefined);
  const resumed = async (): Promise<T | null> => {
    for (;;) {
      await pause;
      if (!isWanted()) return null;
      const again = tried();
      if (again) return again.value;
    }
  };
  const first = tried();
  return first ? first.value : resumed();
}
