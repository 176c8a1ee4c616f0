/** Files of packages that are bundled in place of the main file, for `alias` of esbuild. */
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The main file of yaml reads the environment at each token, which takes a tenth of its time. Its files for browsers are the same
 * code without that.
 */
export const fastYaml = { yaml: join(root, 'node_modules', 'yaml', 'browser', 'dist', 'index.js') };
