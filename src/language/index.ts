/** The language of `.society` files behind one facade. */
export * from './api.js';
export type * from './generated/society.js';
export { libraryUri, LIBRARY } from './model/uri.js';
export { type GraphParam, graphText, type GraphWords, graphWords } from './schema/graphWords.js';
export { plainText, templates, type Template } from './features/snippets.js';
export { createLanguageService } from './service.js';
