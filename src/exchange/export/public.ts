/** People without what their file keeps to itself. */
import type { Persona } from '../../language/generated/society.js';
import type { Exported } from './societyFields.js';

/** Whether anyone has a secret or something `private`. */
export const havePrivate = (people: readonly Exported[]): boolean =>
  people.some(({ persona: { private: keys = [], secrets = {} } }) => keys.length > 0 || Object.keys(secrets).length > 0);

/** A person without secrets, and without the fields and variables that are `private`. */
export function withoutPrivate({ id, persona }: Exported): Exported {
  const { private: keys = [], secrets: _, vars = {}, ...fields } = persona;
  const own = without(vars, keys);
  const left: Persona = { ...without(fields, keys), ...(Object.keys(own).length === 0 ? {} : { vars: own }) };
  return { id, persona: left };
}

const without = <T extends object>(all: T, keys: readonly string[]): T =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key))) as T;
