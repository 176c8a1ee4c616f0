/** How often a function of the code under test is called, as the engine of JavaScript counts it. */
import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';

/** The calls of all functions with this name during `work`. A name that no function has fails the test. */
export async function callsOf(name: string, work: () => Promise<unknown>): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const functions = result.flatMap((script) => script.functions).filter(({ functionName }) => functionName === name);
    assert.ok(functions.length > 0, `no function is called ${name}`);
    return functions.reduce((sum, { ranges }) => sum + ranges[0]!.count, 0);
  } finally {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}
