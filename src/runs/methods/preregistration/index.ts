/** Preregistrations and deviations from them, loaded when a study is registered or compared. */
export { deviationsBeside } from './registrationFile.js';
export { deviationsFrom } from './deviations.js';
export { authorOf, draftOf } from './draft.js';
export { registeredFile } from './fromFile.js';
export { readRegistration, registrationBase, registrationJson } from './preregistration.js';
export { register, RunsExist } from './register.js';
export { deviationsMarkdown, registrationMarkdown } from './registrationText.js';
