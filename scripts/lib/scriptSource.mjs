/**
 * For esbuild: `import { source } from './worker.js?source'` gives the script bundled by itself, as text, so that a page can
 * start it from a blob.
 */
import { join } from 'node:path';
import { build } from 'esbuild';

/** @param {import('esbuild').BuildOptions} options how such scripts are bundled @returns {import('esbuild').Plugin} */
export const scriptSource = (options) => ({
  name: 'script-source',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?source$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\.js\?source$/, '.ts')),
      namespace: 'script-source',
    }));
    onLoad({ filter: /.*/, namespace: 'script-source' }, async ({ path }) => {
      const result = await build({
        ...{ ...options, entryPoints: [path], bundle: true, sourcemap: false, format: 'iife' },
        write: /** @type {const} */ (false),
      });
      return { contents: `export const source = ${JSON.stringify(result.outputFiles[0]?.text ?? '')};` };
    });
  },
});
