/** Formulas over columns that take more steps than they may. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { StateColumns } from '../../../src/engine/evaluation/crowdScope.js';
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
});
