/** Relations of types: which type fits another, which can be equal, and the common type of two branches. */
import { listOf, optional, type Type, unknown } from './types.js';

/** The type without "or nothing". */
export const present = (type: Type): Type => (type.kind === 'optional' ? type.of : type);

/** Whether a value of `from` fits where `to` is expected, apart from missing values. */
export function accepts(to: Type, from: Type): boolean {
  if (to.kind === 'unknown' || from.kind === 'unknown') return true;
  if (from.kind === 'optional') return accepts(to, from.of);
  if (to.kind === 'optional') return from.kind === 'null' || accepts(to.of, from);
  if (to.kind === 'list') return from.kind === 'list' && accepts(to.of, from.of);
  if (to.kind === 'record') return from.kind === 'record' && (to.name === from.name || to.name === 'record');
  if (to.kind === 'text') return from.kind === 'text' && (!to.words || !from.words || from.words.every((word) => to.words?.includes(word)));
  return to.kind === from.kind;
}

/** Whether two values can be equal. Two literal texts are allowed: the author sees both. */
export function comparable(a: Type, b: Type): boolean {
  const [x, y] = [present(a), present(b)];
  if (x.kind === 'unknown' || y.kind === 'unknown' || x.kind === 'null' || y.kind === 'null') return true;
  if (x.kind === 'list' && y.kind === 'list') return comparable(x.of, y.of);
  if (x.kind === 'record' && y.kind === 'record') return x.name === y.name || x.name === 'record' || y.name === 'record';
  if (x.kind === 'text' && y.kind === 'text')
    return !x.words || !y.words || (x.words.length === 1 && y.words.length === 1) || x.words.some((word) => y.words?.includes(word));
  return x.kind === y.kind;
}

/** One type for either of two values; `unknown` if they have nothing in common. */
export function either(a: Type, b: Type): Type {
  if (a.kind === 'null') return optional(b);
  if (b.kind === 'null') return optional(a);
  if (a.kind === 'optional' || b.kind === 'optional') return optional(either(present(a), present(b)));
  if (a.kind !== b.kind) return unknown;
  if (a.kind === 'text' && b.kind === 'text')
    return a.words && b.words ? { kind: 'text', words: [...new Set([...a.words, ...b.words])] } : { kind: 'text' };
  if (a.kind === 'list' && b.kind === 'list')
    return listOf(either(a.of, b.of), a.size === undefined || b.size === undefined ? undefined : Math.max(a.size, b.size));
  if (a.kind === 'record' && b.kind === 'record') return a.name === b.name ? a : unknown;
  return a;
}
