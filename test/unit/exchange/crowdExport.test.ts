/** Files of a run with a crowd are made in pieces of bounded size, while they are written. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import { announceSize } from '../../../src/cli/runs/exportSize.js';
import { type ExpectedSize, exportRun } from '../../../src/exchange/index.js';
import { modelOf, playWith } from '../../support/worlds.js';

const SIZE = 3_000;
/** The most lines of a piece. */
const MOST = 510;

const TEXT = `society: 1
populations:
  town: { size: ${SIZE}, name: 'Resident {n}', sample: { age: '20..60' } }
ties:
  near: { among: all, strength: 0.5, graph: ring(4) }
worlds:
  w:
    agent_vars: { state: [well, ill], warmth: { start: 0.5 } }
    phases:
      day: { who: { of: all, if: "neighbours(agent).some(a => a.state == 'ill')" }, then: "me.state = 'ill'" }
scenarios:
  s:
    cast: [town]
    ties: [near]
    world: w
    rounds: 3
    seed: 1
    interventions: { first: { at: start, to: random 100, then: "me.state = 'ill'" } }
`;

describe('an export of a crowd', () => {
  let model: ScenarioModel;
  let timeline: Timeline;
  before(async () => {
    model = await modelOf(TEXT);
    timeline = await playWith(model, () => assert.fail('nobody is asked'));
  });

  /** Lines of each piece. */
  function linesOf(format: string, history = false): readonly number[] {
    const made = exportRun(format, { id: 'r', model, timeline, held: null }, { network: null, round: null, least: null, history });
    assert.ok(made.ok, format);
    return Array.from(made.file.pieces, (piece) => piece.split('\n').length - 1);
  }

  for (const [format, history, lines] of [
    ['people', false, SIZE + 1],
    ['variables', false, 1 + 4 * SIZE * 2],
    ['edges', false, 1 + 4 * SIZE * 4],
    ['graphml', false, 2 * SIZE],
    ['gexf', true, 2 * SIZE],
  ] as const)
    it(`${format} comes in pieces of a few hundred lines`, () => {
      const pieces = linesOf(format, history);
      assert.ok(pieces.reduce((sum, count) => sum + count) >= lines, `${pieces}`);
      assert.ok(Math.max(...pieces) <= MOST, `${pieces}`);
    });

  it('tells its rows and its size before', () => {
    const sizeOf = (format: string, history = false): readonly [rows: number, bytes: number, expected: ExpectedSize] => {
      const made = exportRun(format, { id: 'r', model, timeline, held: null }, { network: null, round: null, least: null, history });
      assert.ok(made.ok && made.file.expected, format);
      const text = [...made.file.pieces].join('');
      return [text.split('\n').length - 2, text.length, made.file.expected];
    };
    // The first line of a table names its columns.
    for (const format of ['people', 'variables', 'edges']) {
      const [rows, , expected] = sizeOf(format);
      assert.equal(expected.rows, rows, format);
    }
    for (const [format, history] of [
      ['people'],
      ['variables'],
      ['edges'],
      ['graphml'],
      ['gexf'],
      ['graphml', true],
      ['gexf', true],
      ['statnet'],
      ['rsiena'],
    ] as const) {
      const [, bytes, expected] = sizeOf(format, history);
      assert.ok(expected.bytes < 2 * bytes && bytes < 2 * expected.bytes, `${format}: ${expected.bytes} for ${bytes}`);
      // What is held until it is written is far more than the file.
      assert.equal(expected.heap > 5 * bytes, format === 'statnet' || format === 'rsiena', format);
    }
    const made = exportRun('measures', { id: 'r', model, timeline, held: null }, { network: null, round: null, least: null });
    assert.ok(made.ok);
    assert.equal(made.file.expected, null);
  });

  it('is refused where what it holds until it is written does not fit', async () => {
    const machine = { used: 1e8, heapLimit: 4e9, free: 8e9, total: 1e10 };
    const of = (heap: number): ExpectedSize => ({ rows: 1e8, bytes: 1e9, seconds: 100, heap });
    await announceSize('gexf', of(0), machine);
    await assert.rejects(
      announceSize('statnet', of(9e9), machine),
      /^Error: `statnet` holds .* about 9.000 MB .*`edges`.*--max-old-space-size=14000/,
    );
  });
});
