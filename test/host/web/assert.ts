/** The strict assertions of Node that the host tests use, for a browser. */

class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

const shown = (value: unknown): string => (value instanceof RegExp ? String(value) : (JSON.stringify(value) ?? String(value)));

function demand(holds: boolean, message: unknown, otherwise: string): void {
  if (!holds) throw message instanceof Error ? message : new AssertionError(typeof message === 'string' ? message : otherwise);
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map || a instanceof Set) return isSame([...a], [...(b as Iterable<unknown>)]);
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]));
}

const isThrown = (error: unknown, expected: unknown): boolean => !(expected instanceof RegExp) || expected.test(String(error));

const functions = {
  ok: (value: unknown, message?: unknown) => demand(Boolean(value), message, `${shown(value)} is not true`),
  equal: (a: unknown, b: unknown, message?: unknown) => demand(Object.is(a, b), message, `${shown(a)} is not ${shown(b)}`),
  notEqual: (a: unknown, b: unknown, message?: unknown) => demand(!Object.is(a, b), message, `both are ${shown(b)}`),
  deepEqual: (a: unknown, b: unknown, message?: unknown) => demand(isSame(a, b), message, `${shown(a)} is not ${shown(b)}`),
  match: (text: string, form: RegExp, message?: unknown) => demand(form.test(text), message, `${shown(text)} is not ${form}`),
  doesNotMatch: (text: string, form: RegExp, message?: unknown) => demand(!form.test(text), message, `${shown(text)} is ${form}`),
  rejects: async (acting: Promise<unknown> | (() => Promise<unknown>), expected?: unknown) => {
    let thrown: readonly unknown[] = [];
    try {
      await (typeof acting === 'function' ? acting() : acting);
    } catch (error) {
      thrown = [error];
    }
    demand(thrown.length === 1, undefined, 'nothing was thrown');
    demand(isThrown(thrown[0], expected), undefined, `${String(thrown[0])} is not ${shown(expected)}`);
  },
};

export const strict = Object.assign(functions.ok, functions);
