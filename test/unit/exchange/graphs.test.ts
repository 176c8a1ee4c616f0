/** Graphs as other programs read and write them: the same nodes, edges and weights. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DirectedGraph, MultiGraph } from 'graphology';
import gexf from 'graphology-gexf';
import graphml from 'graphology-graphml';
import { describe, it } from 'mocha';
import { FIXTURES, fileOf, fixture, type Good, imported, societyOf } from './support.js';

/** Edges as `a > b 0.5` of all networks; both ways is two. */
function edgesOf(result: Good): readonly string[] {
  const ids = new Map(Object.entries(societyOf(result).personas!).map(([id, { extra }]) => [id, (extra as { id: string }).id] as const));
  return Object.values(societyOf(result).ties ?? {})
    .flatMap(({ graph }) => graph as readonly string[])
    .flatMap((edge) => {
      const [a = '', arrow, b = '', weight = '1'] = edge.split(' ');
      const [from, to] = [ids.get(a), ids.get(b)];
      return arrow === '-' ? [`${from} > ${to} ${weight}`, `${to} > ${from} ${weight}`] : [`${from} > ${to} ${weight}`];
    })
    .sort();
}

describe('graphs of other tools', () => {
  it('GraphML has the nodes and edges that another parser finds', () => {
    const text = readFileSync(join(FIXTURES, 'club.graphml'), 'utf8').replace(/<edge source="n2" target="n3">.*<\/edge>/, '');
    const theirs = graphml.parse(MultiGraph, text);
    const ours = imported([fileOf('club.graphml', text)], { names: 'keep' });
    assert.deepEqual(
      Object.values(societyOf(ours).personas!).map(({ name }) => name),
      theirs.mapNodes((_, { label }) => label),
    );
    const expected = theirs.mapEdges((edge, { weight }, from, to) => {
      const share = Number(weight) / 4;
      return theirs.isDirected(edge) ? [`${from} > ${to} ${share}`] : [`${from} > ${to} ${share}`, `${to} > ${from} ${share}`];
    });
    assert.deepEqual(edgesOf(ours), expected.flat().sort());
  });

  it('GEXF of another program is complete', () => {
    const graph = new DirectedGraph();
    for (const n of [0, 1, 2, 3, 4])
      graph.addNode(`v${n}`, { label: `Member ${String.fromCharCode(65 + n)}`, rank: n, note: 'a "b" <c> & d' });
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 0],
      [0, 3],
    ] as const)
      graph.addEdge(`v${a}`, `v${b}`, { weight: (a + b + 1) / 8 });
    const ours = imported([fileOf('members.gexf', gexf.write(graph))], { names: 'keep' });
    assert.deepEqual(edgesOf(ours), graph.mapEdges((_, { weight }, a, b) => `${a} > ${b} ${weight}`).sort());
    assert.deepEqual(societyOf(ours).personas!.member_c!.extra, { imported: { row: 2 }, id: 'v2', rank: 2, note: 'a "b" <c> & d' });
  });

  it('kinds of edges are networks; defaults of attributes, colours and remarks are kept', () => {
    const result = imported([fixture('club.gexf')], { names: 'keep' });
    assert.deepEqual(societyOf(result).ties, {
      trusts: { graph: ['uma_tal > wim_oster 0.7'] },
      advises: { graph: ['wim_oster > uma_tal'] },
    });
    const { extra } = societyOf(result).personas!.uma_tal!;
    assert.deepEqual(extra, { imported: { row: 0 }, id: 'a', member: true, color: { r: '10', g: '20', b: '30' } });
    assert.match(result.text, /creator: Hand/);
  });

  it('node-link data names ends by id or by position; duplicates are set aside', () => {
    const result = imported([fixture('club.json')], { names: 'keep' });
    assert.deepEqual(societyOf(result).ties!.relations!.graph, ['uma - wim 0.5', 'wim - yan 1']);
    assert.match(result.text, /why: a tie twice/);
  });

  it('lines of two names: directed unless there is a dash; a tie to oneself is set aside', () => {
    const result = imported([fixture('club.edges')], { names: 'keep' });
    assert.deepEqual(societyOf(result).ties!.relations!.graph, ['uma > wim 0.5', 'wim > yan 0.25', 'yan - zoe 1']);
    assert.match(result.text, /who rows with whom/);
  });

  it('ties between people of another file connect those people', () => {
    const people = fileOf('p.csv', 'id,name,age\n7,Ann Lee,30\n8,Bob Ray,40\n');
    const result = imported([people, fileOf('e.csv', 'source,target,weight\n7,8,0.5\n8,9,0.1\n')], { names: 'keep' });
    assert.deepEqual(Object.keys(societyOf(result).personas!), ['ann_lee', 'bob_ray', 'person_9']);
    assert.deepEqual(societyOf(result).ties!.relations!.graph, ['ann_lee > bob_ray 0.5', 'bob_ray > person_9 0.1']);
  });

  it('two lists of ties between the same names are two networks of the same people', () => {
    const [work, home] = [fileOf('w.csv', 'source,target,kind\na,b,work\n'), fileOf('h.csv', 'source,target,kind\nb,a,home\n')];
    const { personas, ties } = societyOf(imported([work, home], { names: 'keep' }));
    assert.deepEqual(Object.keys(personas!), ['a', 'b']);
    assert.deepEqual(ties, { work: { graph: ['a > b'] }, home: { graph: ['b > a'] } });
  });
});
