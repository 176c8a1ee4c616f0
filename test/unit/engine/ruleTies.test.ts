import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { indicesOf } from '../../../src/core/columns/indexText.js';
import type { Values } from '../../../src/core/columns/valueText.js';
import { rowsOf, rowTexts, tieRowsOf, tieTexts } from '../../../src/core/events/rowViews.js';
import { isUnread } from '../../../src/core/events/lazyTies.js';
import { takeRows } from '../../../src/core/events/tieRows.js';
import { decayed, withTies } from '../../../src/core/events/tieChanges.js';
import { compactTable, eachTie, emptyNetwork, type Network, tieTotal } from '../../../src/core/events/ties.js';
import { finished } from '../../../src/core/util/slices.js';
import { RuleTies } from '../../../src/engine/phases/ruleTies.js';

import type { TieLists } from '../../../src/expr/columns/columnScope.js';

const AGENTS = 6;

type Ties = ReadonlyMap<number, number>;
const key = (from: number, to: number): number => from * AGENTS + to;

/** A network as the columns of a rule. */
function listsOf({ table }: Network): TieLists {
  const signed = (list: Uint32Array): Int32Array => new Int32Array(list.buffer, list.byteOffset, list.length);
  return {
    ...{ start: signed(table.start), end: signed(table.end) },
    get to() {
      return signed(table.to);
    },
    get strength() {
      return table.strength;
    },
    get isUnread() {
      return isUnread(table);
    },
  };
}

function tiesOf(network: Network): Ties {
  const found = new Map<number, number>();
  eachTie(network, (from, to, value) => found.set(key(from, to), value));
  return found;
}

function networkOf(ties: Ties): Network {
  const sorted = [...ties].filter(([, value]) => value > 0).sort(([a], [b]) => a - b);
  const ends = {
    from: Uint32Array.from(sorted, ([one]) => Math.floor(one / AGENTS)),
    to: Uint32Array.from(sorted, ([one]) => one % AGENTS),
  };
  const all = withTies(emptyNetwork('n'), ends, { kind: 'numbers', length: sorted.length, numbers: sorted.map(([, value]) => value) });
  const end = new Uint32Array(AGENTS).fill(sorted.length);
  end.set(all.table.end);
  return { ...all, table: compactTable(Uint32Array.of(0, ...end), all.table.to, all.table.strength) };
}

const agent = fc.integer({ min: 0, max: AGENTS - 1 });
const strength = fc.constantFrom(0, 0.25, 0.5, 1);
const set = fc.record({ from: agent, to: agent, strength });
const evaluation = fc.record({ sets: fc.array(set, { maxLength: 5 }), isKept: fc.boolean() });

const first = fc.array(
  set.filter((one) => one.strength > 0),
  { maxLength: 12 },
);
/** Rules one after another, and whether all ties fade after each. */
const rules = fc.array(fc.record({ evaluations: fc.array(evaluation, { maxLength: 12 }), fades: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});

describe('ties that rules change', () => {
  it('give each tie that differs afterwards once, sorted, not the changes that are taken back, and the table that the event gives', () => {
    fc.assert(
      fc.property(first, rules, (given, all) => {
        let network = networkOf(new Map(given.map((one) => [key(one.from, one.to), one.strength])));
        for (const { evaluations, fades } of all) {
          const before = tiesOf(network);
          const ties = new RuleTies(listsOf(network), network);
          finished(ties.begin());
          let now = new Map(before);
          for (const { sets, isKept } of evaluations) {
            const next = new Map(now);
            for (const one of sets) {
              ties.set(one.from, one.to, one.strength);
              next.set(key(one.from, one.to), one.strength);
            }
            if (isKept) {
              ties.keep();
              now = next;
            } else ties.rewind();
          }
          const wanted = [...now].filter(([one, after]) => after !== (before.get(one) ?? 0)).sort(([a], [b]) => a - b);
          const { ends, after } = finished(ties.changes());
          assert.deepEqual(
            Array.from(after, (value, i) => [key(ends.from[i]!, ends.to[i]!), value]),
            wanted,
          );
          const own = new Map([...now].filter(([, value]) => value > 0).sort(([a], [b]) => a - b));
          for (let row = 0; row < AGENTS; row++)
            assert.deepEqual(
              Array.from(ties.to.subarray(ties.start[row], ties.end[row])),
              [...own.keys()].filter((one) => Math.floor(one / AGENTS) === row).map((one) => one % AGENTS),
            );
          const strengths: Values = { kind: 'numbers', length: after.length, numbers: after };
          const table = finished(ties.table({ ends, after }));
          const folded = after.length === 0 ? network : withTies(network, ends, strengths, table && { before: network, table });
          for (const one of [folded, withTies(network, ends, strengths)]) {
            assert.deepEqual([...tiesOf(one)], [...own]);
            assert.equal(tieTotal(one), own.size);
          }
          const fade = (one: Network): Network => decayed(one, 0.5, 0.2);
          assert.deepEqual(tiesOf(fade(folded)), tiesOf(fade(withTies(network, ends, strengths))));
          assert.equal(tieTotal(fade(folded)), tiesOf(fade(folded)).size);
          network = fades ? fade(folded) : folded;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are the same whenever a table is read: at once, after later rules, or never before a rule that begins at an older one', () => {
    const step = fc.record({
      /** How many tables before the last one the step begins at. */
      back: fc.constantFrom(0, 0, 0, 0, 1, 2, 5),
      sets: fc.oneof(fc.array(set, { maxLength: 4 }), fc.array(set, { minLength: 20, maxLength: 40 })),
      /** The fade after the rule. */
      fade: fc.constantFrom(null, { factor: 0.7, least: 0.2 }, { factor: 0.9, least: 0 }),
      isRead: fc.boolean(),
      /** Whether another reader reads the ties before the rule begins, when its columns are compiled. */
      isReadBetween: fc.boolean(),
    });
    fc.assert(
      fc.property(first, fc.array(step, { minLength: 1, maxLength: 30 }), fc.infiniteStream(fc.nat()), (given, steps, places) => {
        const begin = new Map(given.map((one) => [key(one.from, one.to), one.strength]));
        const made: { readonly network: Network; readonly ties: Ties }[] = [{ network: networkOf(begin), ties: sortedTies(begin) }];
        for (const { back, sets, fade, isRead, isReadBetween } of steps) {
          const begun = made[Math.max(0, made.length - 1 - back)]!;
          const rule = new RuleTies(listsOf(begun.network), begun.network);
          if (isReadBetween) tiesOf(begun.network);
          finished(rule.begin());
          assert.deepEqual([...tiesOfRows(rule)], [...begun.ties]);
          const after = new Map(begun.ties);
          for (const { from, to, strength } of sets) {
            rule.set(from, to, strength);
            after.set(key(from, to), strength);
            rule.keep();
          }
          const changes = finished(rule.changes());
          const table = finished(rule.table(changes));
          const { length } = changes.after;
          const values: Values = { kind: 'numbers', length, numbers: changes.after };
          const { network } = begun;
          const changed = length === 0 ? network : withTies(network, changes.ends, values, table && { before: network, table });
          made.push({ network: changed, ties: sortedTies(after) });
          if (fade) {
            const faded = [...after].map(([one, value]): readonly [number, number] => [one, value * fade.factor]);
            const kept = new Map(faded.filter(([, value]) => value >= fade.least));
            made.push({ network: decayed(changed, fade.factor, fade.least), ties: sortedTies(kept) });
          }
          const last = made.at(-1)!;
          if (isRead) assert.deepEqual([...tiesOf(last.network)], [...last.ties]);
          assert.equal(tieTotal(last.network), last.ties.size);
        }
        while (made.length > 0) {
          const [one] = made.splice(places.next().value % made.length, 1);
          assert.deepEqual([...tiesOf(one!.network)], [...one!.ties]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are those that the event gives also where ties have faded to a strength of 0, which stay', () => {
    const given = new Map([0, 1, 2].map((to) => [key(4, to + 1), 0.5] as const));
    const writings = fc.array(evaluation, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(writings, fc.array(writings, { maxLength: 2 }), (first, others) => {
        const begun = changedBy(networkOf(given), [{ sets: [{ from: 0, to: 1, strength: 1 }], isKept: true }]);
        let [network, plain] = [begun, withTies(begun, { from: new Uint32Array(0), to: new Uint32Array(0) }, noNumbers)];
        for (const writing of [first, ...others]) {
          for (let i = 0; i < 3; i++) [network, plain] = [decayed(network, 1e-200), decayed(plain, 1e-200)];
          assert.deepEqual(
            [...tiesOf(plain).values()].filter((value) => value !== 0),
            [],
          );
          network = changedBy(network, writing);
          plain = plainlyChangedBy(plain, writing);
          assert.equal(tieTotal(network), tieTotal(plain));
        }
        assert.deepEqual([...tiesOf(network)], [...tiesOf(plain)]);
      }),
      { numRuns: 500 },
    );
  });

  it('depend on few tables before them, also where they only fade for a long time', () => {
    let network = changedBy(networkOf(new Map([[key(1, 2), 1]])), [{ sets: [{ from: 0, to: 1, strength: 1 }], isKept: true }]);
    const all = [network];
    for (let i = 0; i < 100; i++) all.push((network = decayed(network, 0.99)));
    const unread = all.map(({ table }) => isUnread(table));
    for (let i = 0; i + 20 < unread.length; i++) assert.ok(unread.slice(i, i + 20).includes(false), `after ${i} fades`);
  });

  it('are faded once by a step that is folded again after it was planned', () => {
    const given = changedBy(networkOf(new Map()), [{ sets: [{ from: 0, to: 1, strength: 1 }], isKept: true }]);
    const { table } = decayed(given, 0.9);
    assert.equal(decayed(given, 0.9).table, table);
    assert.notEqual(takeRows(table), null);
    assert.deepEqual([...tiesOf(decayed(given, 0.5))], [[key(0, 1), 0.5]]);
  });

  it('keep no rows for a table that a change without rows follows', () => {
    const given = changedBy(networkOf(new Map()), [{ sets: [{ from: 0, to: 1, strength: 1 }], isKept: true }]);
    const ends = { from: Uint32Array.of(0), to: Uint32Array.of(3) };
    withTies(given, ends, { kind: 'numbers', length: 1, numbers: [0.5] });
    assert.equal(takeRows(given.table), null);
  });
});

const noNumbers: Values = { kind: 'numbers', length: 0, numbers: new Float64Array(0) };

type Evaluations = readonly {
  readonly sets: readonly { readonly from: number; readonly to: number; readonly strength: number }[];
  readonly isKept: boolean;
}[];

/** The network after a rule. */
function changedBy(network: Network, evaluations: Evaluations): Network {
  const rule = new RuleTies(listsOf(network), network);
  finished(rule.begin());
  for (const { sets, isKept } of evaluations) {
    for (const { from, to, strength } of sets) rule.set(from, to, strength);
    if (isKept) rule.keep();
    else rule.rewind();
  }
  const { ends, after } = finished(rule.changes());
  const table = finished(rule.table({ ends, after }));
  const values: Values = { kind: 'numbers', length: after.length, numbers: after };
  return after.length === 0 ? network : withTies(network, ends, values, table && { before: network, table });
}

/** The same from the last strength of each tie that differs. */
function plainlyChangedBy(network: Network, evaluations: Evaluations): Network {
  const before = tiesOf(network);
  const last = new Map<number, number>();
  for (const { sets, isKept } of evaluations) if (isKept) for (const one of sets) last.set(key(one.from, one.to), one.strength);
  const changed = [...last].filter(([one, value]) => value !== (before.get(one) ?? 0)).sort(([a], [b]) => a - b);
  if (changed.length === 0) return network;
  const ends = {
    from: Uint32Array.from(changed, ([one]) => Math.floor(one / AGENTS)),
    to: Uint32Array.from(changed, ([one]) => one % AGENTS),
  };
  return withTies(network, ends, { kind: 'numbers', length: changed.length, numbers: changed.map(([, value]) => value) });
}

/** Ties as the agents of a rule read them. */
function tiesOfRows({ start, end, to, strength }: RuleTies): Ties {
  const found = new Map<number, number>();
  for (let from = 0; from < AGENTS; from++) for (let i = start[from]!; i < end[from]!; i++) found.set(key(from, to[i]!), strength[i]!);
  return found;
}

/** Ties by agent, without those that are none. */
const sortedTies = (ties: Ties): Ties => new Map([...ties].filter(([, value]) => value > 0).sort(([a], [b]) => a - b));

describe('numbers that an event was made of', () => {
  const about = { seq: 1, step: 1, cause: null, at: null } as const;

  it('are those that its text gives', () => {
    const numbers = (list: readonly number[]): Values => ({ kind: 'numbers', length: list.length, numbers: Float64Array.from(list) });
    for (const list of [
      [-0, 0.5, Number.NaN, -2.25],
      [-0, 3, -7],
      [-0, 0],
      [2.5, 2.5],
      [Number.NaN, Number.NaN],
    ]) {
      const rows = Uint32Array.from(list, (_, i) => 2 * i);
      const texts = rowTexts(indicesOf(rows), numbers(list));
      const event = { ...about, type: 'variables.set', name: 'x', ...texts } as const;
      // A copy of the object of values has nothing that was kept.
      const again = { ...event, values: { ...texts.values } };
      assert.deepStrictEqual(rowsOf(event).values, rowsOf(again).values, list.join());
      const ends = { from: rows, to: rows.map((row) => row + 1) };
      const tied = tieTexts(ends, numbers(list));
      const change = { ...about, type: 'ties.changed', network: 'n', ...tied } as const;
      const read = tieRowsOf(change).strengths;
      assert.deepStrictEqual(read, tieRowsOf({ ...change, after: { ...tied.after } }).strengths, list.join());
    }
  });
});
