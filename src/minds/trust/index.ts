/** Keys and origins: what a file may use. */
export {
  type AccessRequest,
  type AllowedEnv,
  mayReadEnv,
  type MindAccess,
  parseKeyReference,
  type Refusal,
  resolveMindAccess,
  type SecretVault,
} from './access.js';
export { type Preset, presets } from './presets.js';
export { checkAddress, isLocal, originOf } from './origin.js';
export { quotable, redact } from './redact.js';
