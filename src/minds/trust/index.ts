/** Keys and origins: what a file may name, and what it may not have. */
export { mayReadEnv, resolveMindAccess } from './access.js';
export type { AccessRequest, AllowedEnv, MindAccess, Refusal, SecretVault } from './access.js';
export { parseKeyReference } from './keyReference.js';
export { checkAddress, isLocal, originOf } from './origin.js';
export { presets } from './presets.js';
export type { Preset } from './presets.js';
export { quotable, redact } from './redact.js';
