/** The part of Node's module `url` that the package of the debug adapter uses. */
const { URL: BrowserUrl } = globalThis;
export { BrowserUrl as URL };
