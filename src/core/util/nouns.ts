/** Words for the parts of a society in sentences of the language service. */
import { marked, t } from './l10n.js';

const NOUNS: readonly string[] = [
  ...[marked('action'), marked('agent'), marked('arm'), marked('calibration'), marked('code'), marked('document'), marked('experiment')],
  ...[marked('expectation'), marked('field'), marked('fragment'), marked('function'), marked('group'), marked('intervention')],
  ...[marked('measure'), marked('model'), marked('network'), marked('parameter'), marked('part'), marked('persona'), marked('phase')],
  ...[marked('place'), marked('population'), marked('reward'), marked('role'), marked('scenario'), marked('secret'), marked('survey')],
  ...[marked('table'), marked('table of people'), marked('template'), marked('variable'), marked('wording'), marked('world')],
];

/** The word in the language of the reader; a word that is not one of these stays as it is. */
export const noun = (word: string): string => (NOUNS.includes(word) ? t(word) : word);
