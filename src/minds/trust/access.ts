/**
 * Whether a model named in a file may be asked, with which key, and how the file refers to a key. The file is a stranger's: it can
 * neither read a secret nor have one sent. Pure but for the two ports; neither is touched before everything else has been allowed.
 */
import { type AddressProblem, checkAddress, isLocal, originOf } from './origin.js';
import { presets } from './presets.js';
import { PLATFORM } from '../../node/platform.js';

/** The keys of an entry of `models:` that matter for trust. */
interface ModelAccessSpec {
  readonly kind: string;
  readonly base_url?: string | undefined;
  readonly key?: string | undefined;
}

/** Stored secrets. Each belongs to the origin for which it was stored. */
export interface SecretVault {
  get(name: string): Promise<{ readonly value: string; readonly origin: string } | null>;
}

/** Names of environment variables that the user allows, each with the origins it may be sent to. */
export interface AllowedEnv {
  readonly [name: string]: readonly string[];
}

export interface AccessRequest {
  /** The workspace is trusted. */
  readonly trusted: boolean;
  readonly model: ModelAccessSpec;
  readonly env: (name: string) => string | undefined;
  readonly vault: SecretVault;
  readonly allowedEnv: AllowedEnv;
}

type RefusalCode =
  | 'untrusted-workspace'
  | 'bad-address'
  | 'literal-key'
  | 'malformed-key'
  | 'clear-text-key'
  | 'env-not-allowed'
  | 'env-missing'
  | 'secret-missing'
  | 'secret-elsewhere';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** Key of the model's entry that the refusal is about. */
  readonly field: 'kind' | 'base_url' | 'key';
  readonly message: string;
}

/** `key` is null if the model needs none. */
export type MindAccess = { readonly ok: true; readonly key: string | null } | Refusal;

/** Minds that answer on this computer from the workspace. They need no trust. */
const offline: ReadonlySet<string> = new Set(['builtin', 'random', 'scripted', 'recorded']);

/** Decides whether the model may be asked and resolves its key. Sends nothing. */
export async function resolveMindAccess(request: AccessRequest): Promise<MindAccess> {
  const { model, trusted } = request;
  if (offline.has(model.kind)) return { ok: true, key: null };
  if (!trusted) return refuse('untrusted-workspace', 'kind', untrustedWords);
  if (model.kind !== 'openai') return { ok: true, key: null };
  const address = checkAddress(model.base_url ?? '');
  if ('problem' in address) return refuse('bad-address', 'base_url', addressWords[address.problem]);
  if (model.key === undefined) return { ok: true, key: null };
  const reference = parseKeyReference(model.key);
  if (reference.kind === 'invalid') return refuse(reference.code, 'key', reference.message);
  if (new URL(address.origin).protocol === 'http:' && !isLocal(address.origin)) {
    return refuse('clear-text-key', 'base_url', clearTextWords(address.origin));
  }
  return reference.kind === 'env' ? fromEnv(reference, address.origin, request) : fromVault(reference, address.origin, request.vault);
}

/** A preset's variable at that preset's origin, or a name that the user allows for this origin. */
export function mayReadEnv(name: string, origin: string, allowedEnv: AllowedEnv): boolean {
  if (presets.some((preset) => preset.env === name && preset.origin === origin)) return true;
  const allowed = Object.hasOwn(allowedEnv, name) ? allowedEnv[name] : undefined;
  return Array.isArray(allowed) && allowed.some((entry) => typeof entry === 'string' && originOf(entry) === origin);
}

function fromEnv({ name }: KeyReference, origin: string, { env, allowedEnv }: AccessRequest): MindAccess {
  if (!mayReadEnv(name, origin, allowedEnv)) return refuse('env-not-allowed', 'key', notAllowedWords(name, origin));
  const value = env(name)?.trim() ?? '';
  const inVault = "with 'Society: Set Key' and write $(secret('name')) here.";
  if (value !== '') return { ok: true, key: value };
  return refuse(
    'env-missing',
    'key',
    PLATFORM === 'web'
      ? `A browser has no environment variables, such as ${name}. Store the key ${inVault}`
      : `The environment variable ${name} is not set. Set it and start the editor or terminal again, or store the key ${inVault}`,
  );
}

async function fromVault({ name }: KeyReference, origin: string, vault: SecretVault): Promise<MindAccess> {
  const secret = await vault.get(name);
  const value = secret?.value.trim() ?? '';
  if (secret === null || value === '') {
    return refuse('secret-missing', 'key', `No key is stored under the name '${name}'. Store it with the command 'Society: Set Key'.`);
  }
  const home = originOf(secret.origin);
  if (home === origin) return { ok: true, key: value };
  return refuse(
    'secret-elsewhere',
    'key',
    `The key '${name}' belongs to ${home ?? 'another address'} and this model is at ${origin}, so nothing was sent. ` +
      `If you mean to use it there, store a key for ${origin} with 'Society: Set Key'.`,
  );
}

function refuse(code: RefusalCode, field: Refusal['field'], message: string): Refusal {
  return { ok: false, code, field, message };
}

const untrustedWords =
  'This workspace is not trusted, so no model outside it is asked. Trust the workspace, or run with the built-in mind.';

const addressWords: { readonly [problem in AddressProblem]: string } = {
  'not-an-address': 'base_url is not an address. Write it in full, as in http://localhost:11434/v1.',
  'not-http': 'base_url must begin with https:// or http://.',
  'credentials-in-address':
    "A user name or password must not stand in base_url. Store the key with 'Society: Set Key' and write key: $(secret('name')).",
};

function clearTextWords(origin: string): string {
  return `A key would travel to ${origin} unencrypted, so nothing was sent. Use https:// in base_url, or leave out key: if the server needs none.`;
}

function notAllowedWords(name: string, origin: string): string {
  return (
    `The environment variable ${name} may not be sent to ${origin}, so it was not read. ` +
    `If you trust this address, allow ${name} for it in your user settings, or store a key for it with 'Society: Set Key'.`
  );
}

// What a model's `key:` may say: the name of a stored secret or of an environment variable, never the key itself.

type KeyReference = { readonly kind: 'secret'; readonly name: string } | { readonly kind: 'env'; readonly name: string };

/** `literal-key`: a text that is not a reference. `malformed-key`: a reference that cannot be read. */
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
