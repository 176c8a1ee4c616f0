/** Measures in a run: built in, of fields and of lists, in formulas of a file, with values worked by hand. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

/** A ring of four who do nothing, tied each to the next; ada and ben are of one team. */
const file = (measures: string, rest = ''): string => `society: 1
personas:
  ada: { name: Ada, age: 20, interests: [jazz, tea] }
  ben: { name: Ben, age: 20, interests: [jazz] }
  cleo: { name: Cleo, age: 60, interests: [chess] }
  dan: { name: Dan, age: 60, interests: [chess, tea] }
ties:
  friendship:
    among: all
    graph: edges(ada > ben, ben > cleo, cleo > dan, dan > ada)
    change: never
  trust:
    among: all
    graph: edges(ada > ben)
    change: never
worlds:
  quiet:
    agent_vars:
      score: 0
    actions:
      pass: { kind: nothing, does: Do nothing. }
      meet:
        does: Tie yourself to an agent.
        args: { who: agent }
        effect: bond(me, who, friendship, 0.5)
    phases:
      sit: { who: all, order: sequential, actions: [pass, meet], then: "dan.score = dan.score + 4" }
scenarios:
  still:
    cast: [ada, ben, cleo, dan]
    world: quiet
    rounds: 2
    measures:
${measures}
${rest}`;

async function taken(measures: readonly string[], rest = ''): Promise<{ [id: string]: (number | null)[] }> {
  const lines = measures.map((formula, i) => `      m${i}: ${JSON.stringify(formula)}`).join('\n');
  const timeline = await playWith(await modelOf(file(lines, rest)), () => ({ action: 'pass' }));
  const out: { [id: string]: (number | null)[] } = {};
  for (const { measure, value } of eventsOf(timeline, 'measure.taken')) (out[measure] ??= []).push(value);
  for (const { text } of eventsOf(timeline, 'fault')) (out.faults ??= []).push(text as never);
  return out;
}

describe('measures in a run', () => {
  it('of a field use the ties among its values', async () => {
    // Four directed edges, two of them among equals in age. Likeness of the tied by interests: ½, 0, ½, ⅓; of the other two pairs 0.
    const { m0, m1, m2, m3, m4, faults } = await taken([
      "within('age')",
      "assortativity('age')",
      "homophily('interests')",
      "tie_correlation('age')",
      "within('age', trust)",
    ]);
    assert.equal(faults, undefined);
    assert.deepEqual(
      [m0, m1, m3, m4],
      [
        [0.5, 0.5],
        [0, 0],
        [0, 0],
        [1, 1],
      ],
    );
    const alike = (1 / 2 + 0 + 1 / 2 + 1 / 3) / 4;
    assert.ok(Math.abs(m2![0]! - (alike - (alike * 4) / 6)) < 1e-12, `${m2}`);
  });

  it('of ties can use another network', async () => {
    const { m0, m1, m2, m3, faults } = await taken(['edges', 'on(edges, trust)', 'on(mean_degree, trust)', 'on(edges, friendship)']);
    assert.equal(faults, undefined);
    assert.deepEqual(
      [m0, m1, m2, m3],
      [
        [4, 4],
        [1, 1],
        [0.5, 0.5],
        [4, 4],
      ],
    );
    const none = await taken(['on(messages, trust)']);
    assert.deepEqual(none.faults?.slice(0, 1), ['`messages` is not a measure of ties that every society has.']);
  });

  it('of a list use its order, and of a list of agents their positions', async () => {
    const { m0, m1, m2, m3, faults } = await taken([
      'polarisation(all.age, 20, 60)',
      'spread(all.age)',
      'assortativity(all.map(a => a.age > 40))',
      'top_share(all.score, 1)',
    ]);
    assert.equal(faults, undefined);
    assert.deepEqual(
      [m0, m1, m2, m3],
      [
        [1, 1],
        [20, 20],
        [0, 0],
        [1, 1],
      ],
    );
  });

  it('of a course look back over the rounds', async () => {
    const { m0, m1 } = await taken(['sum(all.score)', 'slope(m0)']);
    assert.deepEqual(m0, [16, 32]); // `then` comes after each of four turns
    assert.deepEqual(m1, [null, 16]);
  });

  it('that a formula looks back on are taken in each round, without a request', async () => {
    const lines = '      closure: change(mean_degree)\n      again: first(mean_degree) + mean_degree';
    const meet: { [id: string]: string } = { ada: 'cleo', ben: 'dan' };
    const timeline = await playWith(await modelOf(file(lines)), ({ agent, situation }) =>
      situation.round === 2 && meet[agent ?? ''] ? { action: 'meet', args: { who: meet[agent ?? '']! } } : { action: 'pass' },
    );
    const values = (id: string) =>
      eventsOf(timeline, 'measure.taken')
        .filter(({ measure }) => measure === id)
        .map(({ value }) => value);
    assert.deepEqual(
      [values('mean_degree'), values('closure'), values('again')],
      [
        [2, 3],
        [0, 1],
        [4, 5],
      ],
    );
  });

  it('that begin without a value change from the first value on, and are missing without a fault before', async () => {
    const lines =
      '      closure: change(on(tie_strength, trust) + 0)\n      nothing_yet: change(transitivity)\n      begun: first(transitivity)';
    const meet: { [round: number]: { [id: string]: string } } = { 2: { ada: 'cleo' }, 3: { ben: 'dan' } };
    const values = async (flags?: readonly number[]) => {
      const text = file(lines.replace(/^ +closure.*\n/m, '')).replace(
        'edges(ada > ben, ben > cleo, cleo > dan, dan > ada)',
        'edges(ada > ben)',
      );
      const model = await modelOf(text.replace('rounds: 2', 'rounds: 3'), flags ? { flags } : {});
      const timeline = await playWith(model, ({ agent, situation }) => {
        const who = meet[situation.round]?.[agent ?? ''];
        return who ? { action: 'meet', args: { who } } : { action: 'pass' };
      });
      const of = (id: string) => eventsOf(timeline, 'measure.taken').flatMap(({ measure, value }) => (measure === id ? [value] : []));
      return {
        change: of('nothing_yet'),
        first: of('begun'),
        transitivity: of('transitivity'),
        faults: eventsOf(timeline, 'fault').length,
      };
    };
    // One edge has no triple; ben – ada – cleo is one, and with ben – dan there are two: none is closed.
    assert.deepEqual(await values(), { change: [null, 0, 0], first: [null, 0, 0], transitivity: [null, 0, 0], faults: 0 });
    const former = await values([]);
    assert.deepEqual(
      [former.change, former.first],
      [
        [null, null, null],
        [null, null, null],
      ],
    );
    assert.ok(former.faults >= 3);
  });

  it('of answers use options as options, where the flag is on', async () => {
    const survey =
      '    surveys: { evening: { at: start, ask: { where: { text: Where?, one_of: [out with friends, home with friends] } } } }';
    const text = file('      apart: distinctness(all.evening)', survey).replace('rounds: 2', 'rounds: 1');
    const apart = async (flags?: readonly number[]) => {
      const model = await modelOf(text, flags ? { flags } : {});
      const timeline = await playWith(model, ({ agent, purpose }) =>
        purpose === 'survey' ? { where: agent === 'ada' ? 'out with friends' : 'home with friends' } : { action: 'pass' },
      );
      return eventsOf(timeline, 'measure.taken').find(({ measure }) => measure === 'apart')!.value!;
    };
    assert.equal(await apart(), 3 / 6);
    assert.ok(Math.abs((await apart([])) - (3 * (1 / 3)) / 6) < 1e-12);
  });

  it('that depend on themselves, also through a function, are faults and end nothing', async () => {
    const { m0, m1, m2, faults } = await taken(['change(m1)', 'change(m0) + slope(m1)', 'sum(all.score)']);
    assert.deepEqual(
      [m0, m1, m2],
      [
        [null, null],
        [null, null],
        [16, 32],
      ],
    );
    assert.ok(
      faults!.every((text) => /needs itself/.test(String(text))),
      String(faults),
    );
  });

  it('report at their line what they cannot read', async () => {
    const timeline = await playWith(
      await modelOf(
        file("      of_nobody: paradox('nme' + 's')\n      of_names: tie_correlation('name')\n      of_lists: within('interests')"),
      ),
      () => ({ action: 'pass' }),
    );
    assert.deepEqual(
      eventsOf(timeline, 'fault')
        .map(({ at, text }) => [at, text])
        .slice(0, 3),
      [
        ['scenarios.still.measures.of_nobody', 'Agents have no field `nmes`.'],
        ['scenarios.still.measures.of_names', '`tie_correlation`: `name` is not a number for everybody.'],
        ['scenarios.still.measures.of_lists', '`within`: `interests` is a list; `homophily` takes lists.'],
      ],
    );
  });

  it('use the state at the beginning of the round', async () => {
    const lines = "      new_ones: new_within('age')\n      first: top_attachment\n      lasting: top_persistence";
    const meet: { [id: string]: string } = { ada: 'cleo', ben: 'ada' };
    const timeline = await playWith(await modelOf(file(lines)), ({ agent, situation }) =>
      situation.round === 2 && meet[agent ?? ''] ? { action: 'meet', args: { who: meet[agent ?? '']! } } : { action: 'pass' },
    );
    const values = (id: string) =>
      eventsOf(timeline, 'measure.taken')
        .filter(({ measure }) => measure === id)
        .map(({ value }) => value);
    assert.deepEqual(values('new_ones'), [null, 0.5]); // ada > cleo and ben > ada
    assert.deepEqual(values('first'), [null, 1]);
    assert.deepEqual(values('lasting'), [1, 1]);
  });

  it('are replaced by a variable, a measure or a group of the file', async () => {
    const { m0 } = await taken(['count(edges)'], '    groups:\n      edges: { of: all, pick: top 2 by degree }\n');
    assert.deepEqual(m0, [2, 2]);
  });
});

describe('a measure that is estimated', () => {
  it('is taken with its error, and marked as an estimate where it is one', async () => {
    const many = `society: 1
populations:
  folk: { size: 2100 }
ties:
  friendship: { among: all, graph: ring(4), change: never }
worlds:
  quiet:
    actions: { pass: { kind: nothing, does: Do nothing. } }
    phases: { sit: { who: { of: folk, pick: random 1 }, order: sequential, actions: [pass] } }
scenarios:
  still:
    world: quiet
    rounds: 1
    measures: { steps: mean_path, half: mean_path / 2, kin: edges }
`;
    const timeline = await playWith(await modelOf(many), () => ({ action: 'pass' }));
    const taken = new Map(eventsOf(timeline, 'measure.taken').map((event) => [event.measure, event]));
    const [steps, half, kin] = ['steps', 'half', 'kin'].map((id) => taken.get(id)!);
    // Of 2,100 on a ring with steps of up to 2: 4 at each of 1 … 524, and the last 3 at 525.
    const exact = (4 * ((524 * 525) / 2) + 3 * 525) / 2099;
    assert.ok(steps!.estimate && steps!.error! < 1e-6 && Math.abs(steps!.value! - exact) < 1e-9, JSON.stringify(steps));
    assert.deepEqual([half!.error, half!.estimate, kin!.error, kin!.estimate], [undefined, undefined, undefined, undefined]);
    assert.deepEqual(
      timeline.head.measures.filter(({ estimate }) => estimate).map(({ measure }) => measure),
      ['steps'],
    );
  });
});
