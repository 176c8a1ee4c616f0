/** Random assignment to groups within a run: how many, who, and how often each over seeds. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { compileModel } from '../../../src/engine/index.js';
import type { Society } from '../../../src/language/generated/society.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { eventsOf, playWith } from '../../support/worlds.js';

const file = (groups: string): string => `society: 1
populations:
  folk: { size: 11, sample: { age: { quota: { 30: 5, 70: 6 } } } }
worlds:
  quiet:
    actions: { pass: { kind: nothing, does: Do nothing. } }
    phases: { sit: { who: all, order: simultaneous, actions: [pass] } }
scenarios:
  trial:
    cast: folk
    world: quiet
    rounds: 1
    groups:
${groups}
`;

const resolved = new Map<string, Promise<Society>>();

/** The file's society, read once. */
function societyOf(groups: string): Promise<Society> {
  const known = resolved.get(groups);
  if (known) return known;
  const service = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  service.set('file:///trial/main.society', file(groups));
  const made = service.resolve('file:///trial/main.society').then(({ society, problems }) => {
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    return society;
  });
  resolved.set(groups, made);
  return made;
}

async function groupsOf(groups: string, seed: number): Promise<{ readonly [group: string]: readonly string[] }> {
  const compiled = compileModel(await societyOf(groups), { seed });
  assert.ok(compiled.ok);
  const timeline = await playWith(compiled.model, () => ({ action: 'pass' }));
  const found: { [group: string]: string[] } = {};
  for (const { group, agent } of eventsOf(timeline, 'group.joined')) (found[group] ??= []).push(agent);
  return found;
}

describe('random assignment', () => {
  it('takes the rounded share of its agents, and the same ones for the same seed', async () => {
    const halves = '      treated: { of: folk, assign: 0.5 }';
    const { treated = [] } = await groupsOf(halves, 3);
    assert.equal(treated.length, 6); // 5.5 of 11
    assert.deepEqual((await groupsOf(halves, 3)).treated, treated);
    const others = await Promise.all([4, 5, 6].map((seed) => groupsOf(halves, seed)));
    assert.ok(others.some((other) => String(other.treated) !== String(treated)));
    assert.equal((await groupsOf('      treated: { of: folk, assign: 0 }', 3)).treated, undefined);
    assert.equal((await groupsOf('      treated: { of: folk, assign: 1 }', 3)).treated?.length, 11);
  });

  it('is equally likely for every agent', async () => {
    const seeds = Array.from({ length: 80 }, (_, i) => i + 1);
    const counts = new Map<string, number>();
    for (const seed of seeds)
      for (const agent of (await groupsOf('      treated: { of: folk, assign: 0.5 }', seed)).treated ?? [])
        counts.set(agent, (counts.get(agent) ?? 0) + 1);
    // Each is one of 6 of 11, in 80 runs: within four standard errors.
    const [p, n] = [6 / 11, seeds.length];
    assert.equal(counts.size, 11);
    for (const [agent, count] of counts) assert.ok(Math.abs(count - n * p) < 4 * Math.sqrt(n * p * (1 - p)), `${agent}: ${count}`);
  });

  it('is drawn independently for two groups, and the rest can form a group by a condition', async () => {
    const groups = `      treated: { of: folk, assign: 0.5 }
      warned: { of: folk, assign: 0.5 }
      control: { of: folk, if: "!treated.some(a => a == agent)" }`;
    const { treated = [], warned = [], control = [] } = await groupsOf(groups, 8);
    assert.notDeepEqual(treated, warned);
    assert.deepEqual([...treated, ...control].sort().length, 11);
    assert.ok(control.every((agent) => !treated.includes(agent)));
  });
});
