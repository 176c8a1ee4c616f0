/**
 * Detects the kind of decision of an argument, from its form and from names that an author may use as hints. It does not
 * depend on a world: a number that is shared out is a claim, a number toward a partner a gift, and so on
 * (docs/builtin-mind.md).
 */
import type { Json } from '../../../core/util/json.js';
import { HINTS } from '../../../core/mindLabels.js';
import type { Option, OptionArg, Situation } from '../../../engine/model/situationTypes.js';

export { HINTS };

/** Actions that close or leave a bargain, by name. */
export const CLOSES: readonly string[] = ['accept', 'agree', 'take'];
export const LEAVES: readonly string[] = ['walk', 'leave', 'reject'];

export type Shape = 'claim' | 'price' | 'stance' | 'gift' | 'pick' | 'two' | 'vote' | 'number' | 'yes' | 'message' | 'words';

/** The strategy that the author names: a name, a word of the choice, an agent, or a number. */
export type Strategy = string | number | null;

const numberOf = (value: Json | undefined): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** The number in one of the agent's own variables, or null. */
export const own = ({ own: vars }: Pick<Situation, 'own'>, name: string): number | null => numberOf(vars[name]);

/** The number in one of the world's variables, otherwise in one of its parameters, or null. */
export const common = ({ vars, params }: Pick<Situation, 'vars' | 'params'>, name: string): number | null =>
  numberOf(vars[name]) ?? numberOf(params[name]);

/** The agent's variable `strategy`, otherwise the world's parameter of that name. */
export function strategyOf({ own: vars, params }: Situation): Strategy {
  for (const value of [vars[HINTS.strategy], params[HINTS.strategy]])
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return value;
  return null;
}

/** The shape of an argument: the first that applies, in this order. */
function shapeOf(situation: Situation, arg: OptionArg): Shape {
  const { kind, shared, min, max, words, agents } = arg;
  if (agents) return 'pick';
  if (words) return words.length === 2 && situation.partner ? 'two' : 'vote';
  if (kind === 'boolean') return 'yes';
  if (kind === 'message') return 'message';
  if (kind !== 'integer' && kind !== 'number') return 'words';
  if (shared) return 'claim';
  if (own(situation, HINTS.limit) !== null && own(situation, HINTS.opening) !== null) return 'price';
  const unit = (min === 0 || min === -1) && max === 1;
  if (unit && own(situation, HINTS.opinion) !== null) return 'stance';
  return situation.partner || common(situation, HINTS.pot) !== null ? 'gift' : 'number';
}

/** The main argument of an option: the first that is not only words. */
export function mainArg(situation: Situation, option: Option): { readonly arg: OptionArg; readonly shape: Shape } | null {
  for (const arg of option.args ?? []) {
    const shape = shapeOf(situation, arg);
    if (shape !== 'message' && shape !== 'words') return { arg, shape };
  }
  return null;
}
