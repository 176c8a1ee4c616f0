/** Properties that hold for any input: rows come back as they were written, quotas add up, and no form throws. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { quotaCounts } from '../../../src/engine/population/apportion.js';
import { graphStream, growGraph } from '../../../src/engine/compile/graph.js';
import { graphForms } from '../../../src/engine/compile/graphForms.js';
import { populate } from '../../../src/engine/population/population.js';
import { graphMembers, tieList } from '../../support/graphs.js';
import { csvTable, jsonlTable } from '../../../src/engine/population/tableRows.js';
import { distributions, draw, sampleFault } from '../../../src/engine/population/weightedSample.js';

const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r\n', ' ', '0', '{', '[') });
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('any input', () => {
  it('of CSV is parsed to the values that were written', () => {
    const cell = text.filter((x) => x !== '' && !/^[0-9.-]+$/.test(x));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const source = `a,b\n${rows.map(([a, b]) => `${quoted(a)},${quoted(b)}`).join('\n')}`;
        assert.deepEqual(
          csvTable('x', source).rows.map(({ cells }) => [cells.a, cells.b]),
          rows,
        );
      }),
    );
  });

  it('that is no table is reported without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (source) => {
        csvTable('x', source);
        jsonlTable('x', source);
      }),
    );
  });

  it('of weights gives counts that add up, each within one of its share', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }), fc.nat(500), (weights, size) => {
        const total = weights.reduce((a, b) => a + b, 0);
        const counts = quotaCounts(weights, size);
        if (total === 0) return;
        assert.equal(
          counts.reduce((a, b) => a + b, 0),
          size,
        );
        counts.forEach((count, i) => {
          assert.ok(Math.abs(count - (weights[i]! * size) / total) < 1);
        });
      }),
    );
  });

  it('of a graph gives ties among the members, or a message', () => {
    const arg = fc.oneof(
      fc.integer({ min: -3, max: 12 }).map(String),
      fc.double({ min: -1, max: 2, noNaN: true }).map(String),
      fc.constantFrom('gender', '[2, 3]', 'm_0 - m_1', ''),
    );
    const form = fc.tuple(fc.constantFrom(...graphForms.map(({ name }) => name)), fc.array(arg, { maxLength: 3 }));
    fc.assert(
      fc.property(form, fc.nat(9), fc.nat(), ([name, args], n, seed) => {
        const ids = Array.from({ length: n }, (_, i) => `m_${i}`);
        const grown = growGraph(
          `${name}(${args.join(', ')})`,
          graphMembers(ids, (i) => i % 2),
          graphStream(seed, 'x'),
        );
        if (!grown.ok) assert.ok(grown.message.endsWith('.'), grown.message);
        else assert.ok(tieList(grown.ties).every(([a, b]) => a !== b && a >= 0 && b >= 0 && a < n && b < n));
      }),
      { numRuns: 1000 },
    );
  });

  it('of a distribution gives a finite number, or a message', () => {
    const number = fc.oneof(fc.integer({ min: -5, max: 200 }), fc.double({ min: -3, max: 50, noNaN: true }));
    fc.assert(
      fc.property(
        fc.constantFrom(...distributions.map(({ name }) => name)),
        fc.array(number, { minLength: 1, maxLength: 2 }),
        fc.nat(),
        (name, args, seed) => {
          const spec = `${name}(${args.join(', ')})`;
          if (sampleFault(spec) === null) assert.ok(typeof draw(rng(seed, 'x'), spec) === 'number', spec);
        },
      ),
    );
  });

  it('of text as a field is literal or reported, and makes members in both cases', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const members = populate('folk', { size: 2, sample: { a, b } }, { seed: 1, report: () => {} });
        assert.equal(members.length, 2);
      }),
    );
  });
});
