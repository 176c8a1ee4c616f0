import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { extension, studio } from './support.js';

/** DESIGN.md §6: load and activation together. */
const BUDGET_MS = 50;

describe('activation', () => {
  it('waits for a society file, and then takes a moment', async function () {
    assert.equal(extension().isActive, false, 'something activated the extension before it was needed');
    const { activationMs } = await studio();
    const loadMs = timeOfLoading(join(extension().extensionPath, 'dist', 'extension.cjs'));
    this.test!.title += ` (${loadMs.toFixed(1)} + ${activationMs.toFixed(1)} ms)`;
    assert.ok(loadMs + activationMs < BUDGET_MS, `${loadMs} + ${activationMs} ms`);
  });
});

/** Evaluates the bundle once more, as the editor did, without activating it. */
function timeOfLoading(bundle: string): number {
  const known = require.cache[bundle];
  delete require.cache[bundle];
  const began = performance.now();
  require(bundle);
  const took = performance.now() - began;
  if (known) require.cache[bundle] = known;
  return took;
}
