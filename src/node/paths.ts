/** Paths of files and folders. In a browser they are addresses of files instead (src/web/paths.ts). */
export { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
export { fileURLToPath } from 'node:url';

/** Whether a URI names a file that has a path. */
export const hasPath = (uri: string): boolean => uri.startsWith('file:');
