/** Expressions over columns give the values, draws and faults of the same expressions over records. */
import { strict as assert } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { rng } from '../../../src/core/random/rng.js';
import { compileExpression, compileStatements, ExprFault } from '../../../src/expr/index.js';
import { compileEffect } from '../../../src/expr/columns/compileEffect.js';
import { type CompiledRows, compileRows, type RowNames } from '../../../src/expr/columns/compileRows.js';
import { type Kind, Writer } from './columnExpressions.js';
import { Changes, columnsOf, copyOf, recordSink, largeWorldOf, recordsOf, streams, type World, worldOf } from './columnWorld.js';

const MANY = 1e9;
const NAMES = { me: 'row', agent: 'row', you: 'other' } as const;

const otherOf = (world: World, row: number): number => (row * 7 + 3) % world.agents;

/** What happens, in a form that both executions share. */
function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExprFault) return `${error.code} ${error.start}..${error.end} ${error.message}`;
    throw error;
  }
}

function comparable(kind: Kind, value: unknown): unknown {
  if (kind === 'number' && Number.isNaN(value)) return null;
  return kind === 'agent' ? (value === -1 ? null : `a${String(value)}`) : value;
}

/** Compares the rows, at most ten of them. False if the expression cannot run over columns. */
function agrees(world: World, source: string, seed: number, draws: boolean): boolean {
  const [a, b] = [streams(seed), streams(seed)];
  const drawn = (by: typeof a) => (row: number, other: number) => by.of(`${row} ${other}`);
  const columns = compileRows(source, columnsOf(world, draws ? drawn(b) : null), NAMES, { left: MANY });
  if (!columns.ok) {
    assert.ok(columns.reason.endsWith('.') && columns.start >= 0 && columns.end <= source.length, source);
    return false;
  }
  const rows = compileExpression(source, 'here');
  assert.ok(rows.ok, source);
  selectsWhatHolds(world, source, seed, draws, columns);
  for (let row = 0; row < Math.min(world.agents, 10); row++) {
    const other = otherOf(world, row);
    const { scope, people } = recordsOf(world, draws ? () => drawn(a)(row, other) : undefined, { me: row, agent: row, you: other });
    const wanted = outcome(() => {
      const value = rows.run(scope, MANY);
      return people.includes(value) ? `a${people.indexOf(value)}` : value;
    });
    const found = outcome(() => comparable(columns.kind, columns.run(row, other)));
    // Zeros of both signs are one value of the language.
    if (found !== wanted) assert.deepEqual(found, wanted, `${source}\nrow ${row} of ${JSON.stringify(world)}`);
    assert.equal(b.taken(), a.taken(), source);
  }
  return true;
}

/** Selecting rows gives those that hold one by one, with the same faults and draws. */
function selectsWhatHolds(world: World, source: string, seed: number, draws: boolean, columns: CompiledRows): void {
  if (!columns.ok || columns.kind !== 'flag' || /\byou\b/.test(source)) return;
  const single = streams(seed);
  const one = compileRows(source, columnsOf(world, draws ? (row) => single.of(`${row}`) : null), NAMES, { left: MANY });
  const several = streams(seed);
  const many = compileRows(source, columnsOf(world, draws ? (row) => several.of(`${row}`) : null), NAMES, { left: MANY });
  assert.ok(one.ok && many.ok && one.kind === 'flag' && many.kind === 'flag');
  const rows = Int32Array.from(world.present);
  const found = new Int32Array(rows.length);
  const faults: string[] = [];
  const count = many.select(rows, found, (row, fault) => faults.push(`${row} ${fault.message} ${fault.start}`));
  const wanted: number[] = [];
  const wantedFaults: string[] = [];
  for (const row of rows) {
    try {
      if (one.run(row) === true) wanted.push(row);
    } catch (error) {
      if (!(error instanceof ExprFault)) throw error;
      wantedFaults.push(`${row} ${error.message} ${error.start}`);
    }
  }
  assert.deepEqual([[...found.subarray(0, count)], faults, several.taken()], [wanted, wantedFaults, single.taken()], source);
}

/** What statements set and tie, row by row, with the fields at the end. Compares both executions. */
function effectAgrees(world: World, source: string, seed: number, keeps: boolean): boolean {
  const [a, b] = [streams(seed), streams(seed)];
  const drawn = (by: typeof a) => (row: number, other: number) => by.of(`${row} ${other}`);
  const changes = new Changes();
  const columns = compileEffect(source, columnsOf(world, drawn(b)), NAMES, { left: MANY }, changes.sink, keeps);
  if (!columns.ok) {
    assert.ok(columns.reason.endsWith('.') && columns.start >= 0 && columns.end <= source.length, source);
    return false;
  }
  const statements = compileStatements(source, 'here');
  assert.ok(statements.ok, source);
  let state = copyOf(world);
  const after = copyOf(world);
  for (let row = 0; row < world.agents; row++) {
    const other = otherOf(world, row);
    const own = copyOf(state);
    const ties: string[] = [];
    const { scope, people } = recordsOf(own, () => drawn(a)(row, other), { me: row, agent: row, you: other });
    const set: [string, number, unknown][] = [];
    const sink = recordSink(own, people, ties, (...change) => set.push(change));
    const wanted = outcome(() => statements.run(scope, sink, MANY) ?? [set, ties]);
    const mark = changes.mark();
    const found = outcome(() => columns.run(row, other) ?? changes.since(mark));
    if (!isDeepStrictEqual(found, wanted)) assert.deepEqual(found, wanted, `${source}\nrow ${row} of ${JSON.stringify(world)}`);
    assert.equal(b.taken(), a.taken(), source);
    if (typeof found === 'string') changes.rewind(mark);
    else {
      if (keeps) state = own;
      for (const [name, of, value] of set) after.fields[name]![of] = value as number;
    }
  }
  return true;
}

describe('expressions over columns', function () {
  this.timeout(120_000);

  it('agree with those over records: values, draws and faults, of 1,500 generated expressions in generated worlds', () => {
    let compiled = 0;
    const runs = 1500;
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.constantFrom<Kind>('number', 'flag', 'text', 'agent'), fc.boolean(), (w, e, kind, draws) => {
        const writer = new Writer(rng(e, 'expression'), draws);
        const source = writer.expression(kind, 1 + (e % 4), [
          ['me', 'agent'],
          ['you', 'agent'],
        ]);
        if (agrees(worldOf(w), source, w, draws)) compiled++;
      }),
      { numRuns: runs, seed: 21 },
    );
    assert.ok(compiled > 0.9 * runs, `${compiled} of ${runs} run over columns`);
  });

  it('agree where lists are long enough for blocks, of 400 generated expressions without draws', () => {
    let compiled = 0;
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.constantFrom<Kind>('number', 'flag'), (w, e, kind) => {
        const writer = new Writer(rng(e, 'blocks'), false);
        const list = kind === 'number' ? writer.numbers(2, []) : writer.flags(2, []);
        const source = `${kind === 'number' ? ['sum', 'mean', 'max', 'median'][e % 4] : ['share', 'count'][e % 2]}(${list})`;
        if (agrees(worldOf(w, 60), source, w, false)) compiled++;
      }),
      { numRuns: 400, seed: 5 },
    );
    assert.ok(compiled > 360, `${compiled} of 400 run over columns`);
  });

  it('agree beyond one block: sums in the same order, and the first fault of thousands of agents', () => {
    const agents = 3000;
    const random = rng(3, 'long');
    const world: World = {
      agents,
      present: Array.from({ length: agents }, (_, i) => i).filter((i) => i % 7 !== 0),
      fields: {
        x: Array.from({ length: agents }, () => random() * 10 - 3),
        s: Array.from({ length: agents }, () => (random() < 0.3 ? 'ill' : 'well')),
        f: Array.from({ length: agents }, () => random() < 0.5),
        q: Array.from({ length: agents }, () => Math.floor(random() * agents)),
        y: Array.from({ length: agents }, (_, i) => (i === 2500 ? null : random())),
        p: Array.from({ length: agents }, (_, i) => (i === 2700 ? null : i)),
      },
      strengths: { near: [], far: [] },
      values: {},
    };
    world.fields['x']![2600] = 0;
    for (const source of [
      'mean(all.map(a => a.x))',
      'mean(all.x)',
      'sum(all.map(a => abs(a.x - 0.5) * 2 + a.x / 3))',
      "share(all.map(a => a.x > 0 && (a.s == 'ill' || !a.f)))",
      "count(all.filter(a => a.x + 1 < 2 * a.x && a.s != 'ill'))",
      'mean(all.filter(a => a.f).map(a => -a.x))',
      'mean(all.map(a => a.q.x))',
      'sum(all.map(a => 1 / a.x))',
      'sum(all.map(a => a.y + 1))',
      'mean(all.y)',
      'share(all.map(a => a.y > 0.5))',
      'sum(all.map(a => a.p.x + a.y))',
      'count(all.filter(a => a.y > a.x))',
      'share(all.map(a => a.x > 0 && 1 / a.x > 1))',
      'median(all.map(a => floor(a.x * 2)))',
      'sum(all.map(a => a.x * 1e308))',
    ])
      assert.ok(agrees({ ...world, agents: 3000 }, source, 1, false), source);
  });

  it('agree as statements: what they set and tie, and how they fail, of 600 generated rules', () => {
    let compiled = 0;
    const runs = 600;
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.boolean(), (w, e, keeps) => {
        const writer = new Writer(rng(e, 'statements'), true);
        const source = Array.from({ length: 1 + (e % 3) }, () => writer.statement(1 + (e % 2))).join('\n');
        if (effectAgrees(worldOf(w), source, w, keeps)) compiled++;
      }),
      { numRuns: runs, seed: 21 },
    );
    assert.ok(compiled > 0.6 * runs, `${compiled} of ${runs} run over columns`);
  });

  it('give the values of known examples', () => {
    const world: World = {
      agents: 4,
      present: [0, 1, 2, 3],
      fields: { s: ['ill', 'well', 'well', 'over'], x: [1, 2, 4, 1], f: [true, true, false, true], q: [1, 2, 3, 0] },
      strengths: {
        near: [
          [0, 0.5, 0, 0],
          [0, 0, 1, 0],
          [0, 0, 0, 1],
          [0, 0, 0, 0],
        ],
        far: [[], [], [], []],
      },
      values: { params: { p: 1 } },
    };
    for (const [source, values] of [
      [
        "agent.s == 'ill' || agent.s == 'well' && neighbours(agent).some(a => a.s == 'ill' && chance(params.p))",
        [true, true, false, false],
      ],
      ["share(all.map(a => a.s == 'ill'))", [0.25, 0.25, 0.25, 0.25]],
      ["count(all.filter(a => a.s == 'well'))", [2, 2, 2, 2]],
      ['mean(all.map(a => a.x))', [2, 2, 2, 2]],
      ['mean(neighbours(me).x)', [2, 2.5, 1.5, 4]],
      ['me.x + 0.5 * (mean(neighbours(me).map(a => a.x)) - me.x)', [1.5, 2.25, 2.75, 2.5]],
      ['degree(me)', [1, 2, 2, 1]],
      ['tie(me, me.q)', [0.5, 1, 1, 0]],
      ['me.q.q.x', [4, 1, 1, 2]],
      ['top(neighbours(me), 1, a => a.x)[0].s', ['well', 'well', 'well', 'well']],
      ['max(neighbours(me).x)', [2, 4, 2, 4]],
      ['share(neighbours(me).f)', [1, 0.5, 1, 0]],
      ['all.every(a => a == me || a.x >= 1)', [true, true, true, true]],
      ['most(all.s)', ['well', 'well', 'well', 'well']],
      ['clamp(me.x, 0, 1 + pow(params.p, 2))', [1, 2, 2, 1]],
    ] as const) {
      const columns = compileRows(
        source,
        columnsOf(world, (row) => rng(1, 'x', row)),
        NAMES,
        { left: MANY },
      );
      assert.ok(columns.ok, columns.ok ? '' : `${source}: ${columns.reason}`);
      assert.deepEqual(
        [0, 1, 2, 3].map((row) => columns.run(row, 0)),
        values,
        source,
      );
    }
  });

  it('say why they cannot run over columns, and where', () => {
    for (const [source, reason, at] of [
      ["neighbours(me).map(a => a.s + '!')", 'Joining texts is not in columns.', "a.s + '!'"],
      ['me.age', '`age` is not in columns.', 'age'],
      ['all.map(a => a.x)', 'This gives no single value.', 'all.map(a => a.x)'],
      ['heard(me, rumour)', '`heard` of these arguments is not in columns.', 'heard(me, rumour)'],
      ['all.map((a, i) => i).length', 'The place in the list is not in columns.', 'i'],
      ['me.x < me.s', 'Only two numbers or two texts can be compared in columns.', 'me.x < me.s'],
      ['me.x > params.list', 'Only two numbers or two texts can be compared in columns.', 'me.x > params.list'],
      ['1 / 0', 'This fails: This divides by zero.', '1 / 0'],
      ['me.x >', 'The expression ends too early.', '>'],
    ] as const) {
      const found = compileRows(source, columnsOf(worldOf(1), null), NAMES, { left: MANY });
      assert.ok(!found.ok, source);
      assert.deepEqual([found.reason, source.slice(found.start, found.end)], [reason, at], source);
    }
    for (const [source, reason, at] of [
      ['me.x = 1\nremember(me, me.s)', '`remember` is not in columns.', 'remember(me, me.s)'],
      ['stock = 1', 'A variable of the world is not in columns.', 'stock'],
      ['me.x = me.s', 'The value has another type than the variable.', 'me.x = me.s'],
      ['bond(me, you)\nme.x = degree(me)', 'This reads ties that a line has changed.', 'me.x = degree(me)'],
    ] as const) {
      const found = compileEffect(source, columnsOf(worldOf(1), null), NAMES, { left: MANY }, new Changes().sink, false);
      assert.ok(!found.ok, source);
      assert.deepEqual([found.reason, source.slice(found.start, found.end)], [reason, at], source);
    }
  });

  it('agree as statements that read what lines above them, and rows before them, have set', () => {
    for (const source of [
      'me.x = 5\nme.y = mean(all.x)',
      "me.s = 'gone'\nme.x = count(all.filter(a => a.s == 'gone'))\nme.f = all.some(a => a.s == 'well')",
      'me.y = sum(all.map(a => a.x))\nme.x = 1 + me.x % 3',
      'me.p = ada\nme.y = count(all.filter(a => a.p == ada))\nme.q = all.filter(a => a.p == ada)[0]',
      'me.f = !me.f\nme.x = share(all.map(a => a.f))\nyou.x = me.x / 2\nme.y = max(all.x)',
    ])
      for (const keeps of [false, true])
        for (let seed = 0; seed < 30; seed++) assert.ok(effectAgrees(worldOf(seed), source, seed, keeps), source);
  });

  it('evaluate once what is the same for all rows, and take its steps each time', () => {
    const world = { ...worldOf(8), present: [0, 1, 2] };
    let read = 0;
    const columns = columnsOf(world, null);
    const counting: typeof columns = {
      ...columns,
      field: (name) =>
        name === 's'
          ? { kind: 'text', maybe: false, is: (word) => () => (read++ % 2 === 0 ? 'ill' : 'well') === word }
          : columns.field(name),
    };
    const steps = { left: MANY };
    const rule = compileRows("me.x > share(all.map(a => a.s == 'ill')) + 1e6", counting, NAMES, steps);
    assert.ok(rule.ok);
    const taken = [0, 1, 2].map((row) => {
      const before = steps.left;
      rule.run(row);
      return before - steps.left;
    });
    assert.equal(read, world.present.length);
    assert.deepEqual(taken, [taken[0], taken[0], taken[0]]);
    assert.ok(taken[0]! > 3 * world.present.length);
  });

  it('set a variable of the world from measures of all agents, once', () => {
    const set: unknown[] = [];
    const put = (name: string) => (row: number, value: unknown) => set.push([name, row, value]);
    const sink = { field: () => null, world: (name: string) => ({ number: put(name), text: put(name), flag: put(name) }) };
    const world = { ...worldOf(2), values: { cases: 5 } };
    const ill = world.present.filter((row) => world.fields['s']![row] === 'ill').length;
    const source = "cases += count(all.filter(a => a.s == 'ill'))\nany = all.some(a => a.s == 'ill')";
    const effect = compileEffect(source, columnsOf(world, null), {}, { left: MANY }, sink, false);
    assert.ok(effect.ok);
    effect.run(-1);
    assert.deepEqual(set, [
      ['cases', -1, 5 + ill],
      ['any', -1, ill > 0],
    ]);
    const again = compileEffect('cases = 1\nany = cases > 0', columnsOf(world, null), {}, { left: MANY }, sink, false);
    assert.deepEqual(again, { ok: false, reason: 'This reads a variable of the world that a line has set.', start: 10, end: 25 });
  });

  it('read ties from their own agent where each row changes only those, one row after the other', () => {
    const world = worldOf(8);
    const compiles = (source: string, names: RowNames = { me: 'row' }): boolean =>
      compileEffect(source, columnsOf(world, null), names, { left: MANY }, new Changes().sink, true).ok;
    assert.ok(compiles('me.x = tie(me, me.q)\nbond(me, me.q, near, clamp(tie(me, me.q) + 0.1, 0, 1))'));
    for (const source of [
      'bond(me, me.q)\nme.x = tie(me, me.q)',
      'bond(me, me.q, near, tie(me.q, me))',
      'bond(me.q, me, near, tie(me, me.q))',
      'bond(me, neighbours(me))',
      'bond(me, all.filter(me => tie(me, ada) > 0))',
    ])
      assert.ok(!compiles(source), source);
    assert.ok(!compiles('bond(me, you, near, tie(me, you))', { me: 'row', you: 'other' }), 'an agent can be in several pairs');
  });

  it('ask once for each name, and do not run where a name has a fault', () => {
    const asked: string[] = [];
    const world = columnsOf(worldOf(2), null);
    const scope = {
      ...world,
      name: (name: string) => {
        asked.push(name);
        if (name === 'ill') throw new ExprFault('missing-value', 'The measure has no value.');
        return world.name(name);
      },
    };
    const twice = compileRows('(k + me.x) * (k + 1) > count(all) + all.length - k', scope, NAMES, { left: MANY });
    assert.ok(twice.ok);
    assert.deepEqual(asked.sort(), ['all', 'k']);
    const found = compileRows('me.x > ill', scope, NAMES, { left: MANY });
    assert.deepEqual(found, { ok: false, reason: '`ill` is not in columns.', start: 7, end: 10 });
  });

  it('have a value within a limit only if records have it too, where searches of thousands of agents end early', () => {
    let [valued, limited] = [0, 0];
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.integer({ min: 300, max: 200_000 }), (w, e, most) => {
        const world = largeWorldOf(w, 1_000 + (w % 2_000));
        const source = new Writer(rng(e, 'searches'), false).search();
        const steps = { left: 0 };
        const columns = compileRows(source, columnsOf(world, null), NAMES, steps);
        const records = compileExpression(source, 'here');
        assert.ok(records.ok, source);
        if (!columns.ok) return;
        for (const row of [0, 1, world.agents >> 1]) {
          const names = { me: row, agent: row, you: otherOf(world, row) };
          steps.left = most;
          const found = outcome(() => comparable(columns.kind, columns.run(row, names.you)));
          if (typeof found === 'string' && found.startsWith('step-limit')) {
            limited++;
            continue;
          }
          const { scope } = recordsOf(world, undefined, names);
          // Columns count at least what records count, so these reach no limit either.
          assert.deepEqual(
            outcome(() => records.run(scope, most)),
            found,
            `${source}\nwith ${most} steps, row ${row} of world ${w}`,
          );
          valued++;
        }
      }),
      { numRuns: 100, seed: 6 },
    );
    assert.ok(valued > 60 && limited > 10, `${valued} with a value, ${limited} at the limit`);
  });

  it('never take fewer steps than are counted row by row, and stop at their limit with the place', () => {
    const world = { ...worldOf(3), present: [0, 1, 2, 3, 4, 5] };
    fc.assert(
      fc.property(fc.nat(1e6), (e) => {
        const source = new Writer(rng(e, 'steps'), true).expression(e % 2 === 0 ? 'flag' : 'number', 3, [
          ['me', 'agent'],
          ['you', 'agent'],
        ]);
        const steps = { left: MANY };
        const of = streams(e).of;
        const columns = compileRows(
          source,
          columnsOf(world, () => of('')),
          NAMES,
          steps,
        );
        if (!columns.ok) return;
        try {
          columns.run(1, 2);
        } catch (error) {
          // A fault ends before all is charged.
          if (error instanceof ExprFault) return;
          throw error;
        }
        const { scope } = recordsOf(world, () => streams(e).of(''), { me: 1, agent: 1, you: 2 });
        const rows = compileExpression(source, 'here');
        assert.ok(rows.ok);
        assert.doesNotThrow(() => rows.run(scope, MANY - steps.left), source);
      }),
      { numRuns: 1000, seed: 4 },
    );
    const steps = { left: 30 };
    const pairs = compileRows(
      '1 + count(all.filter(a => all.some(b => b.x > a.x + 1000)))',
      columnsOf({ ...world, agents: 6 }, null),
      NAMES,
      steps,
    );
    assert.ok(pairs.ok);
    assert.equal(
      outcome(() => pairs.run(0)),
      'step-limit 10..58 This takes too many steps.',
    );
  });
});
