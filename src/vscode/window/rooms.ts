/**
 * Modules (rooms) that are loaded on first use. The activation bundle contains none of them: esbuild turns each
 * `import('…/index.js')` here into a load of the module's chunk.
 */

import type { GraphForm } from '../../engine/index.js';

export const rooms = {
  language: () => import('../../language/index.js'),
  engine: (): Promise<{ readonly graphForms: readonly GraphForm[] }> => import('../../engine/index.js'),
  runs: () => import('../../runs/index.js'),
  debug: () => import('../../debug/index.js'),
  experiments: () => import('../../runs/experiments/index.js'),
  exchange: () => import('../../exchange/index.js'),
  tools: () => import('../../tools/index.js'),
  gallery: () => import('../../gallery/index.js'),
};
