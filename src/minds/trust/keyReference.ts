/**
 * What a model's `key:` may say: the name of a stored secret or of an environment variable, never the key itself.
 * Owns the syntax only; whether the name may be used is decided in `access.ts`.
 */

export type KeyReference = { readonly kind: 'secret'; readonly name: string } | { readonly kind: 'env'; readonly name: string };

/** `literal-key`: a text that refers to nothing. `malformed-key`: a reference that cannot be read. */
interface KeyReferenceError {
  readonly kind: 'invalid';
  readonly code: 'literal-key' | 'malformed-key';
  readonly message: string;
}

const reference = /^\$\(\s*([A-Za-z_]+)\s*\(\s*(?:'([^'"]*)'|"([^'"]*)")\s*\)\s*\)$/;
const secretName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const envName = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Reads `$(secret('name'))` or `$(env('NAME'))`. The messages never repeat the text: it may be a key. */
export function parseKeyReference(text: string): KeyReference | KeyReferenceError {
  const trimmed = text.trim();
  const match = reference.exec(trimmed);
  if (!match) return trimmed.startsWith('$(') ? malformed : literal;
  const name = match[2] ?? match[3] ?? '';
  if (match[1] === 'secret' && secretName.test(name)) return { kind: 'secret', name };
  if (match[1] === 'env' && envName.test(name)) return { kind: 'env', name };
  return malformed;
}

const literal: KeyReferenceError = {
  kind: 'invalid',
  code: 'literal-key',
  message:
    "A key must not stand in the file. Store it with the command 'Society: Set Key' and write $(secret('name')) here. " +
    'If this file was shared with anyone, replace the key at its provider.',
};

const malformed: KeyReferenceError = {
  kind: 'invalid',
  code: 'malformed-key',
  message: "This is not a key reference. Write $(secret('name')) or $(env('NAME')), with the name in quotes.",
};
