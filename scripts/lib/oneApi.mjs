/**
 * One object for the API of the editor. For each file that imports `vscode`, esbuild makes a copy of the API with a getter for each of its
 * hundreds of names. In a browser these copies took three quarters of the time of the activation.
 */

/** The name of the API in bundled code. */
export const API = '__vscode';

/**
 * Takes the API itself where bundled CommonJS code makes a copy.
 * @param {string} code
 */
export const withOneApi = (code) => code.replaceAll(/[\w$]+\(require\("vscode"\)(?:, ?1)?\)/g, API);
