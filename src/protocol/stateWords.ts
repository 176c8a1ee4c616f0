/** The state of a run in one word, inside a line for readers. */
import { marked, t } from '../core/util/l10n.js';
import type { RunState } from './summary.js';

const WORDS: Readonly<Record<RunState, string>> = {
  running: marked('running'),
  waiting: marked('paused'),
  held: marked('paused'),
  elsewhere: marked('running'),
  paused: marked('paused'),
  stopped: marked('stopped'),
  interrupted: marked('interrupted'),
  ended: marked('ended'),
  failed: marked('failed'),
};

const isState = (word: string): word is RunState => Object.hasOwn(WORDS, word);

/** The word in the language of the reader; a word that is no state stays as it is. */
export const stateWord = (state: string): string => (isState(state) ? t(WORDS[state]) : state);
