/**
 * Random functions. An evaluation has a stream of random numbers, which depends on its scope and on the place of its text,
 * and takes the next number for each draw. Expressions that only read the run have no stream.
 */
import { below, type Rng, weighted } from '../../core/random/rng.js';
import { type Lambda, toList, toNumber } from './functions.js';
import { type Env, fault, type SourceSpan } from '../values/environment.js';
import { boolean, type FunctionType, listOf, number, optional, type Type, unknown } from '../values/types.js';
import { ExprFault, type Meter, type Value } from '../values/value.js';

interface DrawFunction extends FunctionType {
  readonly run: (args: readonly Value[], meter: Meter, by: Lambda | null, random: Rng) => Value;
}

/** The stream of this evaluation, which begins with its first draw. */
export function randomOf(env: Env, at: SourceSpan): Rng {
  const begun = env.random ?? (env.at === null ? undefined : env.scope.draws?.(env.at));
  if (!begun) throw fault('no-draw', 'A draw such as `chance` cannot be evaluated here. Inspect the variable that the rule set.', at);
  env.random = begun;
  return begun;
}

function isDrawn(p: number, random: Rng): boolean {
  if (p < 0 || p > 1) throw new ExprFault('out-of-range', `A chance is from 0 to 1, this is ${p}.`);
  return random() < p;
}

/** An item of the list, with equal probability or in proportion to its weight; nothing if no item can be drawn. */
function drawnOf(list: readonly Value[], by: Lambda | null, random: Rng): Value {
  if (!by) return list[below(random, list.length)] ?? null;
  const weights = list.map((item, i) => toNumber(by(item, i)));
  if (weights.some((weight) => weight < 0)) throw new ExprFault('out-of-range', 'pick needs weights that are not negative.');
  return list[weighted(random, weights)] ?? null;
}

const itemOf = ([list]: readonly Type[]): Type => (list?.kind === 'list' ? list.of : unknown);

export const drawFunctions: ReadonlyMap<string, DrawFunction> = new Map(
  Object.entries<DrawFunction>({
    chance: {
      doc: 'Yes with the chance p, 0 to 1, drawn again each time that the rule is carried out.',
      params: [{ name: 'p', type: number }],
      result: boolean,
      draws: true,
      run: ([p], _meter, _by, random) => isDrawn(toNumber(p), random),
      example: ['me.infected = me.infected || chance(0.3)'],
    },
    pick: {
      doc: 'One of a list, each with the same chance, or in proportion to the number that the function gives; nothing for an empty list.',
      params: [
        { name: 'list', type: listOf(unknown) },
        { name: 'weight', type: number, arrow: true, optional: true },
      ],
      result: unknown,
      draws: true,
      // Without a function, no item but the one that is drawn is looked at.
      run: ([list], meter, by, random) => drawnOf(toList(list, by ? meter : { left: Infinity }), by, random),
      example: ['me.model = pick(neighbours(me), a => a.total)'],
      gives: (args) => optional(itemOf(args)),
    },
  }),
);
