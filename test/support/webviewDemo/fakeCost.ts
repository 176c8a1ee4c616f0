/** A made-up bill for the development page, like that of a run with one remote model. */
import type { PanelAmount, PanelCost, PanelCostRow, PanelCostTable } from '../../../src/protocol/panelRequests.js';
import type { PanelAgent } from '../../../src/protocol/course.js';

const PER_CALL = { input: 782, output: 41 };
const price = ({ input, output }: Pick<PanelAmount, 'input' | 'output'>): number => (input * 0.15 + output * 0.6) / 1e6;

function amount(calls: number): PanelAmount {
  const [input, output] = [calls * PER_CALL.input, calls * PER_CALL.output];
  return { calls, input, output, money: `${price({ input, output }).toPrecision(2)} USD` };
}

export function fakeCost(agents: readonly PanelAgent[], round: number, rounds: number): PanelCost {
  const each = round * 2;
  const row = (label: string, node: string | null, calls: number): PanelCostRow => ({ label, node, ...amount(calls) });
  const all = agents.length * each;
  const table = (of: PanelCostTable['of'], rows: readonly PanelCostRow[]): PanelCostTable => ({
    of,
    rows: rows.slice(0, 100),
    more: Math.max(0, rows.length - 100),
  });
  return {
    spent: amount(all),
    expected: round < rounds ? amount(agents.length * rounds * 2) : null,
    budget: '2000 calls, 1.00 USD',
    unsure: 0,
    unnamed: 0,
    egress: [
      `${agents.length} people → https://api.example.com (some-model): name, age, occupation, bio, interests, and what they see, remember and are asked; 3 private fields withheld`,
    ],
    tables: [
      table('purpose', [row('act', null, all / 2), row('rate', null, all / 2)]),
      table('line', [
        row('talk · town.society:41', 'worlds.town.phases.talk', all / 2),
        row('rate · town.society:58', 'worlds.town.phases.rate', all / 2),
      ]),
      table(
        'agent',
        agents.map(({ name, id }) => row(name, `personas.${id}`, each)),
      ),
    ],
  };
}
