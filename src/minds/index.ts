/** Who can answer a question: minds that need no model, endpoints, and the rules by which an endpoint may be asked. */
export * from './builtin/index.js';
export * from './openai/index.js';
export * from './trust/index.js';
