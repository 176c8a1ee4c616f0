/** Runs of societies with crowds, played to their end, as a debug session gets them. */
import assert from 'node:assert/strict';
import { Places } from '../../src/debug/index.js';
import { compileModel } from '../../src/engine/index.js';
import { createLanguageService } from '../../src/language/index.js';
import { nodeTextFiles } from '../../src/node/ports.js';
import { buildRun, NO_MINDS_AHEAD } from '../../src/runs/index.js';
import { NOWHERE } from '../../src/trace/index.js';
import type { TestRun } from './debugging.js';
import { lively } from './societies.js';

export const CROWD_FILE = '/somewhere/town.society';

export async function crowdRun(text: string): Promise<TestRun> {
  const uri = 'file:///somewhere/town.society';
  const service = createLanguageService(nodeTextFiles(`${process.cwd()}/library`));
  service.set(uri, text);
  const resolved = await service.resolve(uri);
  const compiled = compileModel(resolved.society, {});
  assert.ok(compiled.ok);
  const { model } = compiled;
  const live = buildRun({
    ...{ model, minds: new Map([['builtin', lively]]), ledger: null, book: null, concurrency: 16, ahead: NO_MINDS_AHEAD },
    pace: undefined,
    beginning: { kind: 'new', id: 'r1', files: NOWHERE, created: '', sources: [], mind: undefined, set: undefined },
  });
  const places = new Places(resolved.nodes, () => CROWD_FILE);
  const away = { kept: null, whatIf: null, keep: null, minds: null, override: null };
  const done = live.run();
  assert.equal(await done, 'ended');
  return { ...away, handle: live, done, stop: () => live.stop(), stopped: () => false, places };
}
