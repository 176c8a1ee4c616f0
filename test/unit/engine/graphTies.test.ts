/** The ties of a form and a seed do not change between versions. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { mutualTies } from '../../../src/core/events/ties.js';
import { finished } from '../../../src/core/util/slices.js';
import { graphStream, growGraph, waysStream } from '../../../src/engine/compile/graph.js';
import { graphForms } from '../../../src/engine/compile/graphForms.js';
import { addLink, directed, type GraphTies, newLinks } from '../../../src/engine/compile/links.js';
import { graphMembers, tieList } from '../../support/graphs.js';

/** Ties of version 0.1.0: their number, and the SHA-256 of lines `from to strength`. */
interface Known {
  readonly form: string | readonly string[];
  readonly n: number;
  readonly seed: number;
  readonly reciprocity?: number;
  readonly ties: number;
  readonly sha256: string;
}

const known = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'graph_ties.json'), 'utf8')) as readonly Known[];

const LETTERS = ['x', 'y', 'z', 'u', 'v'];

/** The fields of the members in the fixture. */
function field(i: number, path: string): Json {
  if (path === 'gender') return ['a', 'b', null][i % 3]!;
  return path === 'interests' ? LETTERS.filter((_, k) => (i * 7 + k * k) % (k + 2) === 0) : null;
}

/** Asserts what is known of ties from how they were made: the places of the ties of each member, and that all go both ways. */
function assertFacts({ from, to, start }: GraphTies, members: number): void {
  for (let member = 0, place = 0; start && member <= members; member++) {
    while (place < from.length && from[place]! < member) place++;
    assert.equal(start[member], place);
  }
  if (!mutualTies(to).are) return;
  const known = new Set(Array.from(from, (one, i) => `${one} ${to[i]}`));
  assert.ok(from.every((one, i) => known.has(`${to[i]} ${one}`)));
}

describe('the ties of a graph', () => {
  it('are those of earlier versions', () => {
    const names = new Set<string>();
    for (const { form, n, seed, reciprocity, ties, sha256 } of known) {
      const ids = Array.from({ length: n }, (_, i) => `m_${i}`);
      const grown = growGraph(form, graphMembers(ids, field), graphStream(seed, 'net'), { reciprocity, ways: waysStream(seed, 'net') });
      assert.ok(grown.ok, grown.ok ? '' : grown.message);
      const lines = tieList(grown.ties).map(([from, to, strength]) => `${from} ${to} ${strength ?? ''}`);
      assert.equal(lines.length, ties, String(form));
      assertFacts(grown.ties, n);
      assert.equal(createHash('sha256').update(lines.join('\n')).digest('hex'), sha256, `${String(form)} ${seed} ${reciprocity ?? ''}`);
      names.add(typeof form === 'string' ? form.replace(/\(.*/, '') : 'edges');
    }
    assert.deepEqual(
      [...names].sort(),
      graphForms
        .map(({ name }) => name as string)
        .filter((name) => name !== 'empty')
        .sort(),
    );
  });

  it('are sorted, each once, with the strength of the first link', () => {
    const end = fc.nat(70);
    const links = fc.array(fc.tuple(end, end, fc.boolean(), fc.constantFrom(Number.NaN, 0.2, 0.7)), { maxLength: 400 });
    fc.assert(
      fc.property(links, fc.boolean(), (list, weighted) => {
        const made = newLinks();
        for (const [from, to] of list) addLink(made, from, to);
        if (weighted) made.strength = Float64Array.from(list, ([, , , strength]) => strength);
        made.oneWay = Uint8Array.from(list, ([, , oneWay]) => (oneWay ? 1 : 0));
        const first = new Map<string, readonly [number, number, number | null]>();
        for (const [from, to, oneWay, strength] of list)
          for (const [a, b] of oneWay
            ? [[from, to] as const]
            : ([
                [from, to],
                [to, from],
              ] as const))
            if (a !== b && !first.has(`${a} ${b}`)) first.set(`${a} ${b}`, [a, b, !weighted || Number.isNaN(strength) ? null : strength]);
        assert.deepEqual(
          tieList(finished(directed(made, 71))),
          [...first.values()].sort((x, y) => x[0] - y[0] || x[1] - y[1]),
        );
      }),
    );
  });
});
