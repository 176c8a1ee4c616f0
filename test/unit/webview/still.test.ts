/** Pictures of runs, made without a page. */
import assert from 'node:assert/strict';
import { DOMParser } from '@xmldom/xmldom';
import { describe, it } from 'mocha';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { stillOf } from '../../support/networkStill.js';

const run = fakeRun({ agents: 12, rounds: 6, hostile: true, seed: 4 });
const snapshot = snapshotAfter(run, run.deltas.length);
const SIZE = { width: 420, height: 280 };

/** Elements by name; it throws at whatever is not well formed. */
function elements(text: string, name: string): readonly Element[] {
  const errorHandler = (_: string, message: string): never => assert.fail(message);
  const { documentElement } = new DOMParser({ errorHandler }).parseFromString(text, 'image/svg+xml');
  return Array.from(documentElement.getElementsByTagName(name));
}

describe('a still picture of a run', () => {
  it('has all agents within its frame, at rest, and names its source', () => {
    const text = stillOf(snapshot, SIZE);
    const nodes = elements(text, 'g').filter((group) => group.firstChild?.nodeName === 'title');
    assert.equal(nodes.length, 12);
    const places = nodes.map((node) => {
      const [disc] = Array.from(node.getElementsByTagName('circle'));
      return ['cx', 'cy', 'r'].map((key) => Number(disc?.getAttribute(key)));
    });
    for (const [x = 0, y = 0, r = 0] of places) assert.ok(x >= r && y >= r && x <= SIZE.width - r && y <= SIZE.height - r, `${x} ${y}`);
    for (const [i, [x = 0, y = 0, r = 0]] of places.entries())
      for (const [a = 0, b = 0, s = 0] of places.slice(i + 1))
        assert.ok((x - a) ** 2 + (y - b) ** 2 > (0.8 * (r + s)) ** 2, 'nobody covers another');
    assert.match(elements(text, 'desc')[0]?.textContent ?? '', /seed 4; .*synthetic/);
  });

  it("has the course of the run's own measures, and no others", () => {
    const [measure] = snapshot.measures;
    assert.ok(measure);
    const text = stillOf(snapshot, SIZE, ['no_such_measure', measure.id]);
    assert.equal(elements(text, 'svg').length, 1, 'the network is in the picture with its courses');
    const names = elements(text, 'text').map((one) => one.textContent);
    assert.ok(!names.some((name) => name?.includes('no such')));
    const curve =
      elements(text, 'path')
        .findLast((path) => path.getAttribute('fill') === 'none')
        ?.getAttribute('d') ?? '';
    assert.equal(curve.match(/[ML]/g)?.length, measure.values.filter((value) => value !== null).length);
    assert.equal(stillOf(snapshot, SIZE, ['no_such_measure']), stillOf(snapshot, SIZE));
  });

  it('is the same each time', () => assert.equal(stillOf(snapshot, SIZE), stillOf(snapshot, SIZE)));
});
