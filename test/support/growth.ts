/** Growth of the work of a function with its input. Executed blocks of code are counted, so that no clock is needed. */
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Work for four times the input, over the work for the input: 4 for what is linear, 16 for what is quadratic. Work is blocks of
 * JavaScript that ran, each as often as it did; what is native, such as a search by a regular expression, counts once a call. Blocks
 * are counted in functions that were not compiled before, so `entry`, a module by its path, is loaded again, with all that it imports.
 */
export async function growth<M>(entry: string, size: number, act: (module: M, size: number) => unknown): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'society-growth-'));
  const session = new Session();
  session.connect();
  try {
    const options = { bundle: true, write: false, format: 'cjs', platform: 'node', target: 'node20' } as const;
    const { outputFiles } = await build({ entryPoints: [entry], ...options });
    const path = join(folder, 'entry.cjs');
    writeFileSync(path, outputFiles[0]!.text);
    const url = pathToFileURL(path).href;
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true, allowTriggeredUpdates: false });
    const module = createRequire(import.meta.url)(path) as M;
    const blocksOf = async (of: number): Promise<number> => {
      await session.post('Profiler.takePreciseCoverage');
      await act(module, of);
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const ran = result.filter((one) => one.url === url).flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges));
      return ran.reduce((sum, { count }) => sum + count, 0);
    };
    // Tables that are made once are made before the counting begins.
    await blocksOf(1);
    const small = await blocksOf(size);
    return (await blocksOf(4 * size)) / small;
  } finally {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
    rmSync(folder, { recursive: true });
  }
}
