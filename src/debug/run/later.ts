/** Values that are known at once, or after an evaluation that takes long, pauses, and can be cancelled. */
import { t } from '../../core/util/l10n.js';
import { inTurns } from '../../core/util/pauses.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { Refused } from './errors.js';
import type { Progress } from './progress.js';

/** A promise only if it takes long. */
export type Later<T> = T | Promise<T>;

/** What is made from a value, when it is known. */
export const after = <A, B>(value: Later<A>, use: (value: A) => Later<B>): Later<B> =>
  value instanceof Promise ? value.then(use) : use(value);

/** Milliseconds that an evaluation takes without a pause. */
const EVALUATION_MS = 8;

/**
 * The result of a function that can pause. A long one shows its progress by `begin`. It is refused when the user cancels it, or when it is
 * no longer wanted.
 */
export function evaluation<T>(work: () => T, title: string, begin: Progress['begin'], isWanted: () => boolean): Later<T> {
  let isCancelled = false;
  const found = inTurns(work, breather(EVALUATION_MS), () => !isCancelled && isWanted());
  if (!(found instanceof Promise)) return found;
  const task = begin(title, () => {
    isCancelled = true;
  });
  const result = async (): Promise<T> => {
    const value = await found;
    if (value !== null) return value;
    if (isCancelled) throw new Refused('evaluation-cancelled', t('The evaluation was cancelled.'));
    throw new Refused('stale-reference', t('This value belongs to an earlier stop.'));
  };
  return result().finally(() => task.end());
}
