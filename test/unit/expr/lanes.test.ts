/** Statements that run for a block of rows set, tie, draw and fail as they do for one row after another. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { rng, streamBlock } from '../../../src/core/random/rng.js';
import { ExprFault } from '../../../src/expr/index.js';
import type { ColumnScope, RowSink } from '../../../src/expr/columns/columnScope.js';
import { aggregates } from '../../../src/expr/columns/lists/aggregates.js';
import { rankings } from '../../../src/expr/columns/lists/rankings.js';
import { numberCalls } from '../../../src/expr/columns/numberCalls.js';
import { randomCalls } from '../../../src/expr/columns/randomCalls.js';
import { tieCalls } from '../../../src/expr/columns/tieCalls.js';
import { drawFunctions } from '../../../src/expr/functions/draws.js';
import { pureFunctions } from '../../../src/expr/functions/functions.js';
import { hostFunctions } from '../../../src/expr/functions/hostFunctions.js';
import { compileEffect } from '../../../src/expr/columns/compileEffect.js';
import { groupsOf } from '../../../src/expr/columns/lanes/statementGroups.js';
import { statementLines } from '../../../src/expr/syntax/statementLines.js';
import { type Kind, type Names, Writer } from './columnExpressions.js';
import { Changes, columnsOf, type World, worldOf } from './columnWorld.js';

const MANY = 1e9;
const DIGITS = 3;
const NAMES = { me: 'row', agent: 'row' } as const;

/** The columns of a world with a stream for each row. */
const scopeOf = (world: World, seed: number): ColumnScope => ({
  ...columnsOf(world, (row) => rng(seed, 'draws', String(row).padStart(DIGITS, '0'))),
  streams: (lanes) => streamBlock(lanes, { before: '', digits: DIGITS, first: 0 }, seed, 'draws', [], []),
});

/** The changes with each tie alone, so that it does not matter how a statement sets several. */
class TiedChanges extends Changes {
  readonly tied: [ends: string, weight: number][] = [];

  override get sink(): RowSink {
    const tie = (network: string | null, from: number, to: number, weight: number): void => {
      if (!(weight >= 0 && weight <= 1)) throw new ExprFault('out-of-range', 'A tie is from 0 to 1.');
      if (from < 0 || to < 0) throw new ExprFault('wrong-type', 'An agent is expected here.');
      this.tied.push([`${network ?? ''} ${from} ${to}`, weight]);
    };
    return {
      ...super.sink,
      bond: (network, from, to, weight) => {
        for (const a of from.rows.subarray(from.from, from.to))
          for (const b of to.rows.subarray(to.from, to.to)) {
            if (a !== b || a < 0) tie(network, a, b, weight);
            else if (!from.list && !to.list) throw new ExprFault('out-of-range', 'Nobody has a tie to itself.');
          }
      },
      tie: (network) => (from, to, weights, lane) => tie(network, from, to, weights[lane]!),
    };
  }

  /** What each variable of each row and each tie became, one after another. */
  sequences(): { readonly [place: string]: readonly unknown[] } {
    const found: { [place: string]: unknown[] } = {};
    for (const [name, row, value] of this.set) (found[`${row} ${name}`] ??= []).push(value === 0 ? 0 : value);
    for (const [ends, weight] of this.tied) (found[ends] ??= []).push(weight);
    return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** What the rows do one by one; null if one of them fails. */
function oneByOne(world: World, source: string, seed: number, keeps: boolean): TiedChanges | null {
  const changes = new TiedChanges();
  const compiled = compileEffect(source, scopeOf(world, seed), NAMES, { left: MANY }, changes.sink, keeps);
  assert.ok(compiled.ok);
  try {
    for (let row = 0; row < world.agents; row++) compiled.run(row);
    return changes;
  } catch (error) {
    if (error instanceof ExprFault) return null;
    throw error;
  }
}

/** `none`: the statements have no code for a block. `left`: a row fails, so rows must run one by one. */
function inBlock(world: World, source: string, seed: number, keeps: boolean): 'refused' | 'none' | 'left' | 'same' {
  const changes = new TiedChanges();
  const steps = { left: MANY };
  const compiled = compileEffect(source, scopeOf(world, seed), NAMES, steps, changes.sink, keeps);
  if (!compiled.ok) return 'refused';
  const run = compiled.block();
  if (!run) return 'none';
  const wanted = oneByOne(world, source, seed, keeps);
  const rows = Int32Array.from({ length: world.agents }, (_, row) => row);
  const half = world.agents >> 1;
  const isWhole = (half === 0 || run(rows, 0, half)) && run(rows, half, world.agents - half);
  assert.equal(isWhole, wanted !== null, `${source}\n${JSON.stringify(world)}`);
  if (!wanted) return 'left';
  assert.deepEqual(changes.sequences(), wanted.sequences(), `${source}\n${JSON.stringify(world)}`);
  return 'same';
}

const KINDS: readonly Kind[] = ['number', 'number', 'flag', 'text', 'agent', 'agent'];

/** Statements of which some name a value with `let`. */
function rule(seed: number): string {
  const writer = new Writer(rng(seed, 'statements'), true);
  const names: (readonly [string, Kind])[] = [['me', 'agent']];
  const lines: string[] = [];
  for (let i = 0; i < 2 + (seed % 5); i++) {
    const kind = KINDS[Math.floor(writer.random() * KINDS.length)]!;
    if (writer.random() < 0.5) {
      lines.push(`let v${i}${kind} = ${writer.expression(kind, 1 + (i % 2), names)}`);
      names.push([`v${i}${kind}`, kind]);
    } else lines.push(writer.statement(1 + (i % 2), names as Names));
  }
  return lines.join('\n');
}

describe('statements for a block of rows', function () {
  this.timeout(60_000);

  it('do what they do row by row, in 400 generated rules', () => {
    const found = { refused: 0, none: 0, left: 0, same: 0 };
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.boolean(), (w, e, keeps) => {
        found[inBlock(worldOf(w), rule(e), w, keeps)]++;
      }),
      { numRuns: 400, seed: 21 },
    );
    assert.ok(found.same > 80 && found.left > 30, JSON.stringify(found));
  });

  it('do it where rows set variables of each other in turn', () => {
    for (const source of [
      'let other = pick(all)\nlet d = other.x - me.x\nlet step = abs(d) < 2 ? d / 10 : 0\nme.x += step\nother.x -= step\nlet twice = step * 2\nme.p = chance(0.5) ? other : ada',
      'let near = chance(0.5) && tied(me).length > 0 || me.f\nlet other = near ? pick(tied(me)) : pick(all)\nunbond(me, other == null || other == me ? [] : [other])',
      'let d = mean(all.x) - me.x\nme.x = me.x + (d > 0 ? 0.25 : -0.25)\nlet known = tie(me, me.q) == 0\nunbond(me, known ? [] : tied(me))',
    ])
      for (let seed = 0, same = 0; seed < 10 || same < 5; seed++) {
        assert.ok(seed < 200, source);
        if (inBlock(worldOf(seed, 12), source, seed, true) === 'same') same++;
      }
  });

  it('are groups only where rows depend on each other', () => {
    const groups = (source: string, keeps = true): string => {
      const { lines, errors } = statementLines(source);
      assert.deepEqual(errors, []);
      return groupsOf(lines, new Set(['me']), () => keeps)
        .map(({ lines: places, isSerial }) => `${isSerial ? '!' : ''}${places.join('+')}`)
        .join(' ');
    };
    assert.equal(groups('let d = me.x - 1\nme.y = d\nme.x = d'), '0 1 2');
    assert.equal(
      groups('let other = pick(all)\nlet d = other.x - me.x\nlet e = d * 2\nme.x += d\nother.x -= d\nme.y += e'),
      '0 !1+3+4 2 5',
    );
    assert.equal(groups('me.x = mean(neighbours(me).x)'), '!0');
    assert.equal(groups('me.x = mean(neighbours(me).x)', false), '0');
    assert.equal(groups('ada.x = 1\nme.x = 2', false), '!0+1');
    assert.equal(groups('let a = chance(0.5)\nlet b = chance(0.5)\nbond(me, pick(all))'), '0 1 2');
    assert.equal(groups('let n = tied(me).length\nbond([me], pick(all))\nlet t = tie(me, ada)'), '0 1 2');
    assert.equal(groups('let n = degree(me)\nbond(me, pick(all))'), '!0+1');
    assert.equal(groups('let n = tied(ada).length\nbond(me, pick(all))'), '!0+1');
    assert.equal(groups('let a = me.x\nbond(me, ada, near, a)\nada.y = me.y\nme.f = a > 0'), '0 1 !2 3');
    // A function keeps its place among changes of ties, or among draws, unless a table says that it needs neither.
    const kinds = new Map<string, string>();
    const compiled = [numberCalls, aggregates, rankings, randomCalls, tieCalls].flatMap((calls) => Object.keys(calls));
    for (const name of [...pureFunctions.keys(), ...drawFunctions.keys(), ...hostFunctions.keys(), ...compiled, 'unheard_of'])
      kinds.set(name, groups(`let n = degree(me)\nlet a = ${name}(ada)\nbond(me, pick(all))`));
    const named = (kind: string): readonly string[] => [...kinds].flatMap(([name, found]) => (found === kind ? [name] : []));
    assert.deepEqual(named('1 !0+2'), Object.keys(randomCalls));
    assert.deepEqual(named('!0+2 1'), [...pureFunctions.keys(), 'like']);
    assert.deepEqual(named('!0+1+2').toSorted(), [...[...hostFunctions.keys()].filter((name) => name !== 'like'), 'unheard_of'].toSorted());
    for (const name of Object.keys(tieCalls)) assert.equal(kinds.get(name), '!0+1+2', name);
    for (const name of hostFunctions.keys()) {
      const isOfOwn = groups(`let n = ${name}(me, ada)\nbond(me, ada)`) === '0 1';
      assert.equal(isOfOwn, ['tie', 'tied', 'like'].includes(name), name);
    }
  });
});
