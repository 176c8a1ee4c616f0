/** Which functions a place has: the fixed table, those that draw where rules are carried out, and what the place adds. */
import { drawFunctions } from './draws.js';
import { pureFunctions } from './functions.js';
import { hostFunctions } from './hostFunctions.js';
import type { FunctionType, NameTypes } from '../values/types.js';

/** A function by its name; one that draws also where it cannot be used, so that this can be said. */
export const functionOf = (name: string, names: NameTypes): FunctionType | undefined =>
  pureFunctions.get(name) ?? drawFunctions.get(name) ?? (names.functions ?? hostFunctions).get(name);

/** All that can be used at a place. */
export const functionsOf = (names: NameTypes): ReadonlyMap<string, FunctionType> =>
  new Map<string, FunctionType>([...pureFunctions, ...(names.draws ? drawFunctions : []), ...(names.functions ?? hostFunctions)]);
