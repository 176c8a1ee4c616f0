/** What a run costs as people look at it: sums by purpose, line and agent, what is expected, and nothing where nobody is paid. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Purpose } from '../../../src/core/events/events.js';
import { createLanguageService } from '../../../src/language/index.js';
import { Ledger, type Limits } from '../../../src/minds/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import type { PanelCost } from '../../../src/protocol/panelRequests.js';
import { type CostSource, egress, egressLines, loadModel, runCost } from '../../../src/runs/index.js';
import { doubled } from '../../../src/vscode/run/raisedBudget.js';

const MAIN = 'file:///study/main.society';

const file = (people: number): string => `society: 1
imports: [library/feed]
models:
  far: { kind: openai, base_url: "https://far.example.com/v1", name: test, price: { input: 10, output: 40 } }
personas:
${Array.from({ length: people }, (_, i) => `  p${i}: { name: Person ${i}, bio: Private., private: [bio] }`).join('\n')}
scenarios:
  s:
    cast: all
    world: feed
    rounds: 4
    seed: 3
    model: far
`;

interface Call {
  readonly agent: string;
  readonly purpose?: Purpose;
  readonly round?: number;
  readonly node?: string;
  readonly currency?: string;
}

describe('the cost of a run', () => {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));

  async function sourceOf(people: number, mind?: string): Promise<Pick<CostSource, 'model' | 'resolved' | 'egress'>> {
    language.set(MAIN, file(people));
    const loaded = await loadModel(language, MAIN, mind === undefined ? {} : { mind });
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const { model, resolved } = loaded;
    return { model, resolved, egress: egressLines(egress(resolved.society, model)) };
  }

  async function ledgerOf(calls: readonly Call[], limits: Limits = {}): Promise<Ledger> {
    const ledger = new Ledger(limits);
    for (const { agent, purpose = 'act', round = 1, node = 'scenarios.s', currency = 'USD' } of calls) {
      const cost = { input: 1000, output: 100, money: 0.014 };
      (await ledger.hold(cost, { mind: 'far', agent, purpose, round, node, currency }, neverCancelled)).settle(cost);
    }
    return ledger;
  }

  const rowsOf = (cost: PanelCost | null, of: string): string[] =>
    cost!.tables
      .find((table) => table.of === of)!
      .rows.map(({ label, node, calls, input, money }) => [label, node, calls, input, money].join(' | '));

  it('is summed by purpose, line and agent, highest first', async () => {
    const source = await sourceOf(2);
    const ledger = await ledgerOf([
      { agent: 'p1' },
      { agent: 'p1', round: 2 },
      { agent: 'p0', purpose: 'rate', node: 'scenarios.s.rounds' },
      { agent: '', purpose: 'judge' },
    ]);
    const cost = runCost({ ...source, ledger, forecast: null, place: null });
    assert.deepEqual(rowsOf(cost, 'agent'), [
      'Person 1 | personas.p1 | 2 | 2000 | 0.028 USD',
      ' |  | 1 | 1000 | 0.014 USD',
      'Person 0 | personas.p0 | 1 | 1000 | 0.014 USD',
    ]);
    assert.deepEqual(rowsOf(cost, 'purpose'), [
      'act |  | 2 | 2000 | 0.028 USD',
      'judge |  | 1 | 1000 | 0.014 USD',
      'rate |  | 1 | 1000 | 0.014 USD',
    ]);
    assert.deepEqual(rowsOf(cost, 'line'), [
      's · main.society:9 | scenarios.s | 3 | 3000 | 0.042 USD',
      'rounds · main.society:12 | scenarios.s.rounds | 1 | 1000 | 0.014 USD',
    ]);
    assert.deepEqual(cost?.spent, { calls: 4, input: 4000, output: 400, money: '0.056 USD' });
    assert.match(cost.egress[0] ?? '', /^2 people → https:\/\/far\.example\.com .*2 private fields withheld$/);
  });

  it('counts earlier costs under no name, once', async () => {
    const source = await sourceOf(2);
    const ledger = await ledgerOf([{ agent: 'p0' }]);
    ledger.begin({ calls: 2, input: 500, output: 50, money: 0.1, unsure: 1 });
    const cost = runCost({ ...source, ledger, forecast: null, place: { rounds: 4, round: 4, ended: true } });
    assert.deepEqual(cost?.spent, { calls: 3, input: 1500, output: 150, money: '0.11 USD' });
    assert.deepEqual(cost.expected, cost.spent);
    assert.deepEqual([cost.unsure, cost.unnamed], [1, 2]);
  });

  it('is extrapolated where there is no forecast', async () => {
    const source = await sourceOf(2);
    const rounds = [1, 2].flatMap((round) => [
      { agent: 'p0', round },
      { agent: 'p1', round },
    ]);
    const cost = runCost({ ...source, ledger: await ledgerOf(rounds), forecast: null, place: { rounds: 4, round: 3 } });
    assert.deepEqual(cost?.expected, { calls: 8, input: 8000, output: 800, money: '0.11 USD' });
  });

  it('lists a hundred agents and the number of the others', async () => {
    const source = await sourceOf(120);
    const ledger = await ledgerOf(Array.from({ length: 120 }, (_, i) => ({ agent: `p${i}` })));
    const table = runCost({ ...source, ledger, forecast: null, place: null })!.tables.find(({ of }) => of === 'agent')!;
    assert.deepEqual([table.rows.length, table.more], [100, 20]);
  });

  it('is zero where only the built-in mind speaks', async () => {
    assert.equal(runCost({ ...(await sourceOf(2, 'builtin')), ledger: new Ledger(), forecast: null, place: null }), null);
  });

  it('is doubled to continue the run, whatever was spent', async () => {
    const ledger = await ledgerOf([{ agent: 'p0' }], { calls: 1 });
    assert.deepEqual(doubled(ledger), { calls: 2, tokens: undefined, money: undefined });
    ledger.begin({ calls: 6, input: 0, output: 0, money: 0, unsure: 0 });
    assert.equal(doubled(ledger).calls, 14);
    assert.equal(doubled(new Ledger({ calls: 0 })).calls, 2);
  });
});
