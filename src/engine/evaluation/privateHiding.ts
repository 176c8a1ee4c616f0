/**
 * While a question for a mind on another machine is made, prose and bounds that are computed from something private are left out.
 * Nothing is hidden from the rules for which actions are open, and to which agents.
 */
import { contextual } from '../../core/util/memo.js';
import { sharedText } from '../../core/util/privateTexts.js';
import type { State } from '../../core/events/state.js';

/** Replaces private words. */
export const WITHHELD = '[withheld]';

const hiding = contextual(false);

/** Runs `work` as for a mind on another machine. */
export const hidden = <T>(work: () => T): T => hiding.within(true, work);

/** Whether a question for a mind on another machine is being made. */
export const isHiding = (): boolean => hiding.current();

/** The text of a message or a memory as the current question may contain it. */
export const told = ({ sealed }: Pick<State, 'sealed'>, text: string): string => (isHiding() ? sharedText(sealed, text) : text);
