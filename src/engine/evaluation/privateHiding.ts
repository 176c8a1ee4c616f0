/**
 * While a question for a mind elsewhere is made, prose and bounds that are computed from something private are left out of it.
 * What decides which actions are open, and to whom, is not hidden: it is asked with everything.
 */
import { sharedText } from '../../core/util/privateTexts.js';
import type { State } from '../../core/events/state.js';

/** Stands where private words were. */
export const WITHHELD = '[withheld]';

let hides = false;

/** Does the work as for a mind elsewhere. */
export function hidden<T>(work: () => T): T {
  const outer = hides;
  hides = true;
  try {
    return work();
  } finally {
    hides = outer;
  }
}

/** Whether a question for a mind elsewhere is being made. */
export const isHiding = (): boolean => hides;

/** A text of a message or a memory, as it may be told in the question that is being made. */
export const told = ({ sealed }: Pick<State, 'sealed'>, text: string): string => (hides ? sharedText(sealed, text) : text);
