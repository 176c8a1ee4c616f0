/** Formulas over columns that take more steps than they may. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { StateColumns } from '../../../src/engine/evaluation/crowdScope.js';
import { noting } from '../../../src/engine/model/faults.js';
import { modelOf, playWith } from '../../support/worlds.js';
import { valueInColumns } from '../../../src/engine/evaluation/crowdFormulas.js';

const AGENTS = 3_000;
const PAIRS = 'count(all.map(a => all.some(b => b.y < 0 - a.y)))';

describe('a formula that takes too many steps', () => {
  it('runs over columns once, however often work that pauses asks for it again', () => {
    let read = 0;
    const columns: StateColumns = {
      ...{ agents: AGENTS, draws: null, values: new Map(), tooLong: new Map() },
      field: () => {
        read++;
        return { kind: 'number', maybe: false, values: new Float64Array(AGENTS) };
      },
      name: (name) => (name === 'all' ? { kind: 'agents', rows: Int32Array.from({ length: AGENTS }, (_, i) => i) } : null),
      ...{ neighbours: () => null, ties: () => null },
    };
    assert.equal(valueInColumns(PAIRS, columns, 10_000), undefined);
    const once = read;
    assert.ok(once > 0);
    assert.equal(valueInColumns(PAIRS, columns, 10_000), undefined);
    assert.equal(read, once);
    // With more steps it can have a value.
    assert.equal(valueInColumns(PAIRS, columns, 100_000_000), 0);
  });

  it('of who takes part is tested once in a state, with the same fault each time', async () => {
    const text = `society: 1
populations: { folk: { size: 1000, name: 'P {n}' } }
worlds:
  w: { agent_vars: { n: 0 }, phases: { p: { who: { if: all.filter(a => a.n >= 0).every(a => a.name != agent.name) }, then: me.n = 1 } } }
scenarios:
  s: { world: w, rounds: 1 }
`;
    const model = await modelOf(text);
    const { head } = await playWith(model, () => assert.fail('Nobody is asked.'));
    const { who } = model.phases.round.find(({ id }) => id === 'p')!;
    let read = 0;
    const counting = { ...model, places: model.places };
    const places = (): typeof model.places => {
      read++;
      return model.places;
    };
    Object.defineProperty(counting, 'places', { get: places });
    const asked = (): unknown => noting(model.faultLog, () => who!.of(counting, head, {}));
    const first = asked();
    const once = read;
    assert.ok(once > 0);
    assert.deepEqual(asked(), first);
    assert.equal(read, once);
    assert.match(JSON.stringify([...(first as ReturnType<typeof noting>).noted.values()]), /step-limit/);
  });
});
