import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import gexfParser from 'graphology-gexf';
import graphmlParser from 'graphology-graphml';
import { describe, it } from 'mocha';
import type { PanelSeries, PanelSnapshot, PanelTie, PanelValue } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, edgeOf, type PanelModel } from '../../../webview/state/model.js';
import { gexf, graphml, tieTable } from '../../../webview/network/save/graphFiles.js';
import { colourChoices, FIRST_LOOKS, groupingOf, sizeChoices, weightsOf } from '../../../webview/network/graph/viewOptions.js';
import { matching } from '../../../webview/network/graph/findAgent.js';
import { radiiOf, tiesOf } from '../../../webview/network/graph/graph.js';
import { HUES, RAMP } from '../../../webview/ui/palette.js';

const { start } = fakeRun({ agents: 12, rounds: 1, hostile: true, seed: 6 });
const mood: PanelSeries = { of: 'variable', id: 'mood', does: '', low: 0, high: 1, words: [] };
const side: PanelSeries = { of: 'variable', id: 'side', does: '', low: null, high: null, words: ['left', 'right'] };

function modelOf(ties: readonly (readonly [number, number, number])[], values: readonly PanelValue[] = []): PanelModel {
  const snapshot: PanelSnapshot = {
    ...start,
    run: { ...start.run, series: [mood, side] },
    seq: 99,
    course: { ...start.course, rounds: [0], values, ties: ties.map(([from, to, strength]): PanelTie => [1, 0, from, to, strength]) },
  };
  return createModel(snapshot);
}

/** Two circles of four, each tied among themselves, with one tie between them; the others alone. */
const circles: (readonly [number, number, number])[] = [0, 4].flatMap((from) =>
  [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => b !== a).map((b) => [from + a, from + b, 0.8] as const)),
);

describe('the appearance of the network', () => {
  it('has the communities that another library finds, and none for agents without ties', () => {
    const model = modelOf([...circles, [0, 4, 0.3]]);
    const { hue, legend } = groupingOf(model, 'communities', null);
    assert.deepEqual(hue.slice(0, 8), [0, 0, 0, 0, 1, 1, 1, 1]);
    assert.ok(hue.slice(8).every((one) => one === HUES));
    assert.equal(legend.length, 3);
    const graph = new DirectedGraph();
    for (let i = 0; i < 8; i++) graph.addNode(i);
    for (const [from, to, weight] of [...circles, [0, 4, 0.3] as const]) graph.addEdge(from, to, { weight });
    const theirs = louvain(graph);
    for (let a = 0; a < 8; a++) for (let b = 0; b < 8; b++) assert.equal(hue[a] === hue[b], theirs[a] === theirs[b]);
  });

  it('offers fields of people from the start: words by frequency, numbers by five steps and by size', () => {
    const model = modelOf([]);
    const choices = colourChoices(model).map(({ value }) => value);
    assert.ok(choices.includes('fact team') && choices.includes('fact age'));
    assert.ok(!sizeChoices(model).some(({ value }) => value === 'fact team'));
    const team = groupingOf(model, 'fact team', null);
    assert.deepEqual(
      team.legend.map(({ label }) => label),
      ['claims', 'sales', 'field'],
    );
    for (const [a, one] of model.agents.entries())
      for (const [b, other] of model.agents.entries()) assert.equal(team.hue[a] === team.hue[b], one.facts[1] === other.facts[1]);
    assert.ok(groupingOf(model, 'fact age', null).legend.length === RAMP.length);
    const { values } = weightsOf(model, 'fact age');
    const ages = model.agents.map(({ facts }) => Number(facts[0]));
    assert.deepEqual(
      values,
      ages.map((age) => age - Math.min(...ages)),
    );
    assert.match(graphml(model), /attr\.name="team"[\s\S]*>claims</);
  });

  it('does not offer fields that are the same for all', () => {
    const same = createModel({ ...start, agents: start.agents.map((agent) => ({ ...agent, facts: [40, 'claims'] })) });
    assert.ok(!colourChoices(same).some(({ value }) => value.startsWith('fact ')));
  });

  it('keeps the colours of communities that persist', () => {
    const before = { hue: [5, 5, 5, 5, 2, 2, 2, 2, HUES, HUES, HUES, HUES], legend: [] };
    assert.deepEqual(groupingOf(modelOf(circles), 'communities', before).hue, before.hue);
  });

  it('shows numbers by five steps between their bounds, and each word by a colour', () => {
    const values: PanelValue[] = [0, 0.2, 0.5, 0.99, 1].map((value, agent) => [2, 0, agent, value]);
    const words: PanelValue[] = [
      [2, 1, 0, 1],
      [2, 1, 1, 0],
    ];
    const model = modelOf([], [...values, ...words]);
    const numbers = groupingOf(model, 'series mood', null);
    assert.deepEqual(numbers.hue.slice(0, 5), [RAMP[0], RAMP[1], RAMP[2], RAMP[4], RAMP[4]]);
    assert.deepEqual(numbers.legend.map(({ label }) => label)[0], '0.00 – 0.20');
    const sides = groupingOf(model, 'series side', null);
    assert.deepEqual(sides.hue.slice(0, 3), [1, 0, HUES]);
    assert.deepEqual(
      sides.legend.map(({ label }) => label),
      ['left', 'right', 'other values'],
    );
  });

  it('falls back to interests where a run has no such series', () => {
    assert.deepEqual(groupingOf(modelOf([]), 'series gone', null), groupingOf(modelOf([]), FIRST_LOOKS.colour, null));
  });

  it('has sizes by ties, messages and numbers', () => {
    const model = modelOf(
      [
        [0, 1, 0.5],
        [2, 1, 0.7],
      ],
      [[2, 0, 3, 0.5]],
    );
    assert.ok(Math.abs(weightsOf(model, 'in').values[1]! - 1.2) < 1e-9);
    assert.equal(weightsOf(model, 'out').values[0], 0.5);
    assert.deepEqual([weightsOf(model, 'series mood').values[3], weightsOf(model, 'series mood').most], [0.5, 1]);
    const run = fakeRun({ agents: 5, rounds: 3, hostile: false, seed: 1 });
    const talk = createModel(snapshotAfter(run, run.deltas.length));
    assert.equal(
      weightsOf(talk, 'messages').values.reduce((a, b) => a + b),
      talk.messages.length,
    );
    const radii = radiiOf(model, weightsOf(model, 'in'));
    assert.equal(radii.indexOf(Math.max(...radii)), 1);
  });

  it('leaves out ties below the threshold', () => {
    const model = modelOf([
      [0, 1, 0.3],
      [1, 2, 0.6],
      [2, 3, 0.9],
    ]);
    assert.deepEqual(
      [0, 0.5, 0.95].map((least) => tiesOf(model, least).count),
      [3, 2, 0],
    );
  });

  it('finds people by name or id, first those that begin with the text', () => {
    const model = modelOf([]);
    const id = model.agents[7]!.id;
    assert.equal(matching(model, id.toUpperCase())[0], 7);
    assert.deepEqual(matching(model, '  '), []);
    assert.deepEqual(matching(model, 'no such name'), []);
    fc.assert(
      fc.property(fc.string({ maxLength: 3 }), (text) => {
        for (const agent of matching(model, text)) {
          const { name, id: own } = model.agents[agent]!;
          assert.ok(`${name || own} ${own}`.toLowerCase().includes(text.trim().toLowerCase()));
        }
      }),
    );
  });
});

describe('the network as a file', () => {
  const model = modelOf([
    [0, 1, 0.25],
    [1, 0, 0.5],
    [3, 2, 0.75],
    [4, 5, 0.01],
  ]);
  const wanted = [
    ['p0', 'p1', 0.25],
    ['p1', 'p0', 0.5],
    ['p3', 'p2', 0.75],
  ];

  for (const [name, file, parse] of [
    ['GraphML', graphml(model), graphmlParser.parse],
    ['GEXF', gexf(model), gexfParser.parse],
  ] as const)
    it(`is read by another program: ${name}, with names that would be markup`, () => {
      const graph = parse(DirectedGraph, file);
      assert.equal(graph.order, 12);
      const edges = graph.mapEdges((_edge: string, attributes, from: string, to: string) => [from, to, Number(attributes['weight'])]);
      assert.deepEqual(edges.sort(), wanted);
      const names = graph.mapNodes((_node: string, attributes) => attributes['name'] ?? attributes['label']);
      assert.ok(
        names.some((one) => String(one).includes('<')),
        'hostile names come through',
      );
      assert.match(file, /synthetic/);
    });

  it('has a line for each tie as CSV', () => {
    assert.ok(edgeOf(model) > 0.01);
    assert.deepEqual(tieTable(model).rows, wanted);
  });
});
