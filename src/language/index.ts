/** The facade of the language of `.society` files. */
export * from './api.js';
export type * from './generated/society.js';
export { libraryUri, LIBRARY } from './program/uri.js';
export { type GraphParam, graphText, type GraphWords, graphWords } from './schema/graphWords.js';
export { plainText, templates, type Template } from './features/completion/snippets.js';
export { createLanguageService } from './service.js';
