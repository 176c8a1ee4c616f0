/** Networks of people read from files of each kind: the same ties and attributes, and clear errors at their lines. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readNetwork } from '../../../src/exchange/import/networkFile.js';

const read = (name: string, text: string) => readNetwork({ name, bytes: new TextEncoder().encode(text) });

function network(name: string, text: string) {
  const found = read(name, text);
  assert.ok(found.ok, found.problems.map(({ message }) => message).join('\n'));
  const { ids, attributes, ties, directed, remarks } = found.network;
  const arrow = directed ? '>' : '-';
  return {
    ids,
    directed,
    remarks,
    ties: ties.map(([from, to]) => `${ids[from]}${arrow}${ids[to]}`).sort(),
    attributes: Object.fromEntries([...attributes].map(([key, values]) => [key, values])),
  };
}

const refusal = (name: string, text: string): string => {
  const found = read(name, text);
  assert.ok(!found.ok);
  const [{ line, message } = { line: 0, message: '' }] = found.problems;
  return `${line}: ${message}`;
};

const GRAPHML = `<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="club" attr.type="string"/>
<key id="d1" for="node" attr.name="age" attr.type="int"/>
<graph edgedefault="undirected">
<node id="a"><data key="d0">x</data><data key="d1">30</data></node><node id="b"><data key="d0">y</data></node><node id="c"/>
<edge source="a" target="b"/><edge source="b" target="a"/><edge source="b" target="b"/>
</graph></graphml>`;

describe('networks of people in files', () => {
  it('are read from GraphML, with attributes and agents without ties', () => {
    assert.deepEqual(network('a.graphml', GRAPHML), {
      ids: ['a', 'b', 'c'],
      directed: false,
      remarks: ['Left out: a tie of an agent to itself.'],
      ties: ['a-b'],
      attributes: { club: ['x', 'y', null], age: [30, null, null] },
    });
    assert.equal(network('a.graphml', GRAPHML.replace('undirected', 'directed')).directed, false, 'all ties go both ways');
    const oneWay = GRAPHML.replace('undirected', 'directed').replace('<edge source="b" target="a"/>', '');
    assert.deepEqual(network('a.graphml', oneWay).ties, ['a>b']);
  });

  it('are read from GEXF and from JSON with nodes and links', () => {
    const gexf = `<gexf xmlns="http://gexf.net/1.3"><graph defaultedgetype="directed"><nodes><node id="1" label="A"/><node id="2" label="B"/></nodes>
<edges><edge source="1" target="2"/></edges></graph></gexf>`;
    const { ties, attributes } = network('a.gexf', gexf);
    assert.deepEqual([ties, attributes['label']], [['1>2'], ['A', 'B']]);
    const json = {
      directed: false,
      nodes: [
        { id: 'p', sex: 'f' },
        { id: 'q', sex: 'm' },
      ],
      links: [{ source: 'p', target: 'q' }],
    };
    assert.deepEqual(network('a.json', JSON.stringify(json)), {
      ...{ ids: ['p', 'q'], directed: false, remarks: [], ties: ['p-q'], attributes: { sex: ['f', 'm'] } },
    });
  });

  it('are read from lists of ties, whose columns may have any name', () => {
    const list = network('a.csv', 'from,to,weight\nada,ben,2\nben,cem,0\ncem,ada,1\n');
    assert.deepEqual(list.ties, ['ada>ben', 'cem>ada']);
    assert.deepEqual(list.remarks, [
      'An edge list has no agents without ties, so the empirical network has none.',
      'Left out: 1 with a weight of 0.',
    ]);
    assert.deepEqual(network('a.csv', 'who,whom\n1,2\n2,1\n').ties, ['1-2'], 'both ways');
    assert.deepEqual(network('a.txt', '# a remark\nada ben\nben - cem\n').ties, ['ada>ben', 'ben>cem', 'cem>ben']);
  });

  it('are read from matrices with and without names of rows', () => {
    assert.deepEqual(network('a.csv', ',a,b,c\na,0,1,0\nb,0,0,1\nc,0,1,0\n').ties, ['a>b', 'b>c', 'c>b']);
    assert.deepEqual(network('a.csv', 'a,b,c\n0,1,0\n1,0,1\n0,1,0\n').ties, ['a-b', 'b-c']);
    const list = network('a.csv', 'x,y,z\n1,2,1\n2,3,1\n3,1,5\n4,1,1\n');
    assert.deepEqual(list.ties, ['1>2', '2>3', '3>1', '4>1'], 'four rows of three columns are a list');
  });

  it('are refused with a reason and a line', () => {
    assert.match(refusal('a.html', '<html><p/></html>'), /^1: This is no network\. The root of the file is `html`\. Use GraphML/);
    assert.match(refusal('a.json', '{"people": []}'), /no `nodes` and `links`/);
    assert.match(refusal('a.csv', 'name\nada\nben\n'), /has one column/);
    assert.match(refusal('a.graphml', '<graphml>\n<graph>\n<node</graph></graphml>'), /^[23]: /);
    assert.match(refusal('a.csv', ''), /empty/);
  });

  it('takes attributes, and agents without ties, from a table next to an edge list', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const ties = { name: 'ties.csv', bytes: bytes('from,to\nada,ben\nben,cem\n') };
    const withNodes = (text: string) => readNetwork(ties, { name: 'people.csv', bytes: bytes(text) });
    const found = withNodes('who,sex,age\nada,f,30\nben,m,40\ncem,,50\ndora,f,60\n');
    assert.ok(found.ok);
    const { ids, attributes, ties: pairs, remarks } = found.network;
    const attributeOf = (name: string, id: string) => attributes.get(name)![ids.indexOf(id)];
    assert.deepEqual([...ids].toSorted(), ['ada', 'ben', 'cem', 'dora']);
    assert.deepEqual(
      ['ada', 'ben', 'cem', 'dora'].map((id) => [attributeOf('sex', id), attributeOf('age', id)]),
      [
        ['f', 30],
        ['m', 40],
        [null, 50],
        ['f', 60],
      ],
    );
    assert.equal(pairs.length, 2);
    assert.deepEqual(remarks, [], 'the table has the agents without ties');
    const some = withNodes('who,sex\nada,f\n');
    assert.ok(some.ok);
    assert.match(some.problems[0]!.message, /^2 agents of the network are not in this table, such as `ben`/);
    const problemOf = (text: string): string => {
      const { ok, problems } = withNodes(text);
      assert.ok(!ok);
      return `${problems[0]!.file}:${problems[0]!.line}: ${problems[0]!.message}`;
    };
    assert.match(problemOf('who,sex\nada,f\nada,f\n'), /^people\.csv:3: There are two rows for `ada`/);
    assert.match(
      problemOf('sex,who\nf,ada\nm,ben\n'),
      /^people\.csv:1: No agent of the network is in the column `sex`: it has `ada`, `ben`, `cem`/,
    );
  });
});
