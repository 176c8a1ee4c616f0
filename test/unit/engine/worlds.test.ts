/** Worlds as data: the semantics of phases, effects, shares, orders and pairs, by golden transcripts and worked numbers. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const COMMONS = `society: 1
personas: { john: { name: John }, kate: { name: Kate }, jack: { name: Jack }, emma: { name: Emma }, luke: { name: Luke } }
worlds:
  lake:
    does: "A lake with $(stock) tons of fish."
    params: { capacity: 100, collapse: 5, growth: 2 }
    vars: { stock: =params.capacity }
    agent_vars: { caught: { start: 0, reset: round }, total: 0 }
    actions:
      harvest:
        does: Take some.
        args: { amount: 0..stock }
        seen_by: nobody
        share: { of: stock, ask: amount, rule: proportional }
        effect: |
          stock -= granted
          me.caught += granted
          me.total += granted
    phases:
      harvest: { who: all, order: simultaneous, actions: [harvest] }
      announce: { tell: "$(all.map(a => a.name + ' took ' + a.caught).join('; '))" }
      check: { stop: stock < params.collapse }
      regrow: { then: "stock = min(params.capacity, params.growth * stock)" }
    measures: { stock_now: stock, equality: 1 - gini(all.total), gain: mean(all.total) }
scenarios:
  s: { cast: all, world: lake, rounds: 12, seed: 3 }
`;

describe('a commons', () => {
  const cases = [
    { take: 10, rounds: 12, gain: 120, reason: 'rounds' },
    { take: 20, rounds: 1, gain: 20, reason: 'stop' },
    { take: 15, rounds: 2, gain: 25, reason: 'stop' },
  ] as const;
  for (const { take, rounds, gain, reason } of cases)
    it(`ends after ${rounds} rounds with ${gain} for each when all take ${take} (GovSim, arXiv 2404.16698, by hand)`, async () => {
      const model = await modelOf(COMMONS);
      const timeline = await play(model, () => ({ action: 'harvest', args: { amount: take } }));
      assert.equal(timeline.head.round, rounds);
      assert.equal(of(timeline, 'run.ended')[0]?.reason, reason);
      for (const { vars } of agentsOf(timeline.head)) assert.equal(vars.total, gain);
      assert.equal(timeline.head.measures.find((m) => m.measure === 'equality')?.values.at(-1), 1);
    });

  it('reports the catch, shows the stock to all equally, and resets the catch at the start of a round', async () => {
    const model = await modelOf(COMMONS);
    const seen: string[] = [];
    const timeline = await play(model, ({ situation }) => {
      seen.push(`${situation.round} ${situation.world} ${JSON.stringify(situation.own)}`);
      return { action: 'harvest', args: { amount: 10 } };
    });
    assert.deepEqual(
      [...new Set(seen.slice(0, 10))],
      ['1 A lake with 100 tons of fish. {"caught":0,"total":0}', '2 A lake with 100 tons of fish. {"caught":0,"total":10}'],
    );
    assert.equal(of(timeline, 'message.sent')[0]?.text, 'John took 10; Kate took 10; Jack took 10; Emma took 10; Luke took 10');
  });

  it('grants no more than there is, in whole shares, and reports it before the first effect', async () => {
    const model = await modelOf(COMMONS);
    const asks: { readonly [id: string]: number } = { john: 100, kate: 50, jack: 30, emma: 10, luke: 10 };
    const timeline = await play(model, ({ agent }) => ({ action: 'harvest', args: { amount: asks[agent!]! } }));
    const grants = of(timeline, 'claim.granted');
    assert.equal(
      grants.reduce((sum, { granted }) => sum + granted, 0),
      100,
    );
    // 100 of 200 asked for: each half of its claim.
    for (const { agent, granted } of grants) assert.equal(granted, asks[agent]! / 2);
    assert.ok(grants.at(-1)!.seq < of(timeline, 'act.chosen')[0]!.seq);
  });
});

const PEOPLE = 'personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo }, dan: { name: Dan } }';

describe('haggling', () => {
  const HAGGLE = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
worlds:
  haggle:
    roles: { seller: { vars: { limit: 6000 } }, buyer: { vars: { limit: 9000 } } }
    vars: { price: number?, by: agent?, ended: [no, deal, walked] }
    actions:
      offer:
        does: Name a price and say why.
        args: { amount: 0..20000, say: message }
        effect: |
          price = amount
          by = me
      accept: { does: Accept the price on the table., when: price != null && by != me, effect: ended = 'deal' }
      walk: { does: Leave without a deal., effect: ended = 'walked' }
    phases:
      bargain: { who: all, order: alternate, actions: [offer, accept, walk], turns: 12, until: ended != 'no' }
    measures: { paid: "price == null ? 0 : price", dealt: "ended == 'deal' ? 1 : 0" }
scenarios:
  s: { cast: { seller: { play: ada, goal: Sell today., vars: { limit: 6500 } }, buyer: { play: ben } }, world: haggle, rounds: 1 }
`;

  it('goes by turns until a deal, and messages with an offer are heard', async () => {
    const model = await modelOf(HAGGLE);
    const seen: string[] = [];
    const timeline = await play(model, ({ agent, situation }) => {
      seen.push(`${agent} ${situation.options.map((o) => o.action).join(' ')} | ${situation.seen.map((m) => m.text).join(' / ')}`);
      const { price } = situation.vars;
      if (agent === 'ben') return price === 8000 ? { action: 'accept' } : { action: 'offer', args: { amount: 5000, say: 'Five.' } };
      return { action: 'offer', args: { amount: price === null ? 10000 : 8000, say: price === null ? 'Ten.' : 'Eight.' } };
    });
    assert.deepEqual(seen, [
      'ada offer walk | ',
      'ben offer accept walk | Ten.',
      'ada offer accept walk | Five.',
      'ben offer accept walk | Eight.',
    ]);
    assert.equal(timeline.head.vars.ended, 'deal');
    assert.equal(timeline.head.vars.by, 'ada');
    assert.deepEqual(
      of(timeline, 'speaker.chosen').map(({ agent, reason }) => `${agent} ${reason}`),
      ['ada first', 'ben in_turn', 'ada in_turn', 'ben in_turn'],
    );
    assert.equal(timeline.head.measures.find((m) => m.measure === 'dealt')?.values[0], 1);
  });

  it('gives a role its variables, and a part overrides them', async () => {
    const model = await modelOf(HAGGLE);
    const limits: { [agent: string]: unknown } = {};
    await play(model, ({ agent, situation }) => {
      limits[agent!] = `${situation.part?.role} ${String(situation.own.limit)} ${situation.part?.goal}`;
      return { action: 'walk' };
    });
    assert.equal(limits.ada, 'seller 6500 Sell today.');
  });

  it('rejects an offer out of bounds or without an amount, with the reason', async () => {
    const model = await modelOf(HAGGLE);
    let n = 0;
    const timeline = await play(model, () => {
      n++;
      return n === 1
        ? { action: 'offer', args: { amount: 30000, say: '' } }
        : n === 2
          ? { action: 'offer', args: { amount: null } }
          : { action: 'walk' };
    });
    assert.deepEqual(
      of(timeline, 'act.rejected').map(({ reason, note }) => `${reason} ${note}`),
      ['out_of_bounds amount 30000, allowed 0..20000', 'missing_argument amount'],
    );
  });
});

describe('a moderated talk', () => {
  const room = (order: string): string => `society: 1
${PEOPLE}
worlds:
  room:
    actions: { speak: { kind: message, to: all, does: Say something. } }
    phases: { talk: { who: all, order: ${order}, actions: [speak] } }
scenarios: { s: { cast: all, world: room, rounds: 1 } }
`;
  const names = (model: { readonly agents: { readonly length: number } }, talk: readonly (string | null)[], n: number): string | null =>
    model.agents.length > 0 ? (talk[n] ?? null) : null;

  it('gives the turn to the agent that the speaker names; an invalid name selects the one silent longest, with a reason', async () => {
    const model = await modelOf(room('{ kind: moderated, chooser: speaker, first: ben, turns: 6, may_end: true }'));
    const talk = ['ada', 'ben', 'ben', 'zoe', 'ada'];
    let n = 0;
    const timeline = await play(model, ({ agent }) => ({
      action: 'speak',
      text: `I am ${agent}.`,
      next: names(model, talk, n++),
      done: false,
    }));
    const chosen = of(timeline, 'speaker.chosen').map(({ agent, reason }) => `${agent} ${reason}`);
    assert.deepEqual(chosen.slice(0, 3), ['ben first', 'ada named', 'ben named']);
    // Ben names himself, which is not allowed: one of Cleo and Dan, who have not spoken. Then "zoe", an unknown agent: the other.
    assert.deepEqual([...chosen.slice(3, 5)].sort(), ['cleo least_recent', 'dan least_recent']);
    assert.equal(chosen.length, 6);
  });

  it('ends when a speaker ends it, where that is allowed', async () => {
    const model = await modelOf(room('{ kind: moderated, chooser: round_robin, first: ada, turns: 10, may_end: true }'));
    let n = 0;
    const timeline = await play(model, () => ({ action: 'speak', text: 'So.', done: ++n === 3 }));
    assert.deepEqual(
      of(timeline, 'speaker.chosen').map(({ agent }) => agent),
      ['ada', 'ben', 'cleo'],
    );
  });
});

describe('rules over agents', () => {
  const opinions = (phase: string): string => `society: 1
personas:
  ada: { name: Ada, vars: { x: 0 } }
  ben: { name: Ben, vars: { x: 0.4 } }
  cleo: { name: Cleo, vars: { x: 1 } }
worlds:
  w: { phases: { move: ${phase} } }
scenarios: { s: { cast: all, world: w, rounds: 1 } }
`;
  const xs = async (phase: string): Promise<readonly unknown[]> => {
    const timeline = await play(await modelOf(opinions(phase)), () => ({}));
    return agentsOf(timeline.head).map(({ vars }) => vars.x);
  };

  it('all read the old state: DeGroot, x(t+1) = W x(t) with equal weights', async () => {
    const mean = (0 + 0.4 + 1) / 3;
    assert.deepEqual(await xs('{ who: all, then: me.x = mean(all.x) }'), [mean, mean, mean]);
  });

  it('read earlier effects when they run in sequence', async () => {
    const a = (0 + 0.4 + 1) / 3;
    const b = (a + 0.4 + 1) / 3;
    const c = (a + b + 1) / 3;
    assert.deepEqual(await xs('{ who: all, order: sequential, then: me.x = mean(all.x) }'), [a, b, c]);
  });

  it('undo the whole effect when a line fails, and name the line', async () => {
    const text = opinions('{ who: ada, then: "me.x = 5\\nme.x = me.x / 0" }');
    const timeline = await play(await modelOf(text), () => ({}));
    assert.equal(agentsOf(timeline.head)[0]!.vars.x, 0);
    const [fault] = of(timeline, 'fault');
    assert.equal(fault?.code, 'division-by-zero');
    assert.equal(fault?.at, 'worlds.w.phases.move.then');
  });
});

describe('simultaneous acts', () => {
  const DOOR = `society: 1
${PEOPLE}
worlds:
  w:
    vars: { open: true, winner: agent? }
    actions: { take: { does: Go through the door., when: open, seen_by: all, tell: "$(me.name) went through.", effect: "open = false\\nwinner = me" } }
    phases: { go: { who: all, order: simultaneous, actions: [take] } }
scenarios: { s: { cast: all, world: w, rounds: 2, seed: SEED, until: not_open }, }
`;
  it('are applied in a seeded shuffle, and tested again each time', async () => {
    const winners = new Set<unknown>();
    for (let seed = 1; seed <= 12; seed++) {
      const model = await modelOf(DOOR.replace('SEED', String(seed)).replace(', until: not_open', ''));
      const timeline = await play(model, () => ({ action: 'take' }));
      winners.add(timeline.head.vars.winner);
      assert.equal(of(timeline, 'act.rejected').filter(({ reason }) => reason === 'unavailable').length, 3);
      const [told] = of(timeline, 'message.sent');
      assert.equal(told?.kind, 'act');
      assert.match(told!.text, /went through\.$/);
    }
    assert.ok(winners.size > 1, 'never cast order');
  });
});

describe('pairs', () => {
  it('of a round robin meet every other agent once in n − 1 rounds', async () => {
    const model = await modelOf(`society: 1
${PEOPLE}
worlds:
  w:
    agent_vars: { got: 0 }
    actions: { give: { does: Give., args: { amount: 0..10 }, effect: recipient.got += 2 * amount } }
    phases: { donate: { pair: { kind: round_robin, never_again: true, roles: [donor, recipient] }, who: donor, order: simultaneous, actions: [give] } }
scenarios: { s: { cast: all, world: w, rounds: 3 } }
`);
    const timeline = await play(model, ({ situation }) => {
      assert.equal(situation.pairRole, 'donor');
      return { action: 'give', args: { amount: 1 } };
    });
    const met = of(timeline, 'phase.started').flatMap(({ pairs }) => (pairs ?? []).map((pair) => [...pair].sort().join('-')));
    assert.equal(met.length, 6);
    assert.equal(new Set(met).size, 6);
    const total = agentsOf(timeline.head).reduce((sum, { vars }) => sum + Number(vars.got), 0);
    assert.equal(total, 12);
  });

  it('end with their phase: a rule after it is about each of its `who`, and one without `who` is about no agent', async () => {
    const text = `society: 1
${PEOPLE}
worlds:
  w:
    vars: { days: 0 }
    agent_vars: { x: 0 }
    phases:
      meet: { pair: { kind: random, roles: [one, other] }, then: one.x += 0 }
      grow: { who: all, then: me.x += 1 }
      pass: { then: days += 1 }
scenarios:
  s: { cast: all, world: w, rounds: 1 }
`;
    const { head } = await play(await modelOf(text), () => ({}));
    assert.deepEqual(
      agentsOf(head).map(({ vars }) => vars.x),
      [1, 1, 1, 1],
    );
    assert.equal(head.vars.days, 1);
  });
});

describe('steps around a world', () => {
  const TALK = `society: 1
${PEOPLE}
ties: { friendship: { among: all, graph: ring(2) } }
worlds:
  w:
    actions: { say: { kind: message, to: neighbours, does: Talk. } }
    phases: { talk: { who: all, order: sequential, actions: [say] } }
scenarios:
  s:
    cast: all
    world: w
    rounds: 4
    groups: { treated: { of: all, assign: 0.5 } }
    interventions:
      plant: { at: 2, to: treated, remember: I saw the bakery on a listings site., from: nobody }
      calm: { when: round > 2, once: true, announce: The council meets on Monday. }
    surveys:
      belief:
        at: [start, every 2, end]
        private: true
        ask: { closing: { scale: 1..7, text: Will it close? }, closest: { one_of: cast, text: Who is closest? } }
    measures: { believers: "round == 0 ? 0 : share(all.map(a => a.belief.closing >= 5))" }
`;

  it('interventions and surveys happen when they are due, for their agents, and answers are variables', async () => {
    const model = await modelOf(TALK);
    const timeline = await play(model, ({ purpose, agent, situation }) => {
      if (purpose !== 'survey') return { action: 'say', text: `${agent} in ${situation.round}` };
      return { closing: agent === 'ada' ? 6 : 2, closest: agent === 'ada' ? 'ben' : 'ada' };
    });
    assert.equal(of(timeline, 'group.joined').length, 2);
    assert.deepEqual(
      of(timeline, 'intervention.applied').map(({ intervention, to }) => `${intervention} ${to.length}`),
      ['plant 2', 'calm 4'],
    );
    assert.equal(of(timeline, 'memory.written').filter(({ text }) => text.startsWith('I saw')).length, 2);
    assert.equal(of(timeline, 'survey.answered').length, 4 * 4);
    assert.equal(of(timeline, 'memory.written').filter(({ kind }) => kind === 'survey').length, 0);
    assert.deepEqual(timeline.head.measures.find((m) => m.measure === 'believers')?.values, [0.25, 0.25, 0.25, 0.25]);
    const announced = of(timeline, 'message.sent').filter(({ kind }) => kind === 'told');
    assert.deepEqual(
      announced.map(({ text, author }) => [text, author]),
      [['The council meets on Monday.', null]],
    );
  });

  it('messages reach neighbours only', async () => {
    const model = await modelOf(TALK);
    const heard = new Map<string, Set<string>>();
    await play(model, ({ purpose, agent, situation }) => {
      if (purpose === 'survey') return { closing: 1, closest: null };
      for (const { author } of situation.seen) if (author !== '') heard.set(agent!, (heard.get(agent!) ?? new Set()).add(author));
      return { action: 'say', text: 'Hello.' };
    });
    assert.deepEqual([...heard.get('ada')!].sort(), ['ben', 'dan']);
    assert.deepEqual([...heard.get('cleo')!].sort(), ['ben', 'dan']);
  });
});

describe('ranked agents', () => {
  const told = async (to: string): Promise<readonly (readonly string[])[]> => {
    const text = `society: 1
personas: { ada: { name: Ada, age: 41 }, ben: { name: Ben, age: 17 }, cem: { name: Cem, age: 30 } }
worlds: { w: { agent_vars: { score: =me.age * -1 }, phases: { wait: {} } } }
scenarios: { s: { world: w, rounds: 1, interventions: { note: { at: 1, to: ${to}, remember: A note. } } } }
`;
    const timeline = await play(await modelOf(text), () => ({}));
    return of(timeline, 'memory.written').map(({ agent }) => [agent]);
  };
  it('have the field of each that is named, bare or of `me`', async () => {
    assert.deepEqual(await told('bottom 1 by age'), [['ben']]);
    assert.deepEqual(await told('bottom 1 by me.age'), [['ben']]);
    assert.deepEqual(await told('top 1 by score'), [['ben']]);
  });
});

describe('members of a network', () => {
  const members = async (among: string): Promise<string[]> => {
    const model = await modelOf(`society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, age: 41 }
  ben: { name: Ben, age: 17 }
  cem: { name: Cem, age: 30 }
populations:
  regulars: { size: 2, sample: { age: 18..19 } }
ties:
  friendship: { among: ${among}, graph: complete }
scenarios: { s: { world: feed, rounds: 1 } }
`);
    return [...model.agents].filter((_, i) => model.networks[0]!.among.has(i)).map(({ self }) => self.id);
  };
  it('are named by id, population, list, condition or random choice', async () => {
    assert.deepEqual(await members('all'), ['ada', 'ben', 'cem', 'regulars_01', 'regulars_02']);
    assert.deepEqual(await members('[regulars, ben]'), ['ben', 'regulars_01', 'regulars_02']);
    assert.deepEqual(await members('{ of: all, if: agent.age >= 20 }'), ['ada', 'cem']);
    assert.equal((await members('{ of: all, pick: random 3 }')).length, 3);
  });
  it('cannot be named by a field that no agent has yet', async () => {
    await assert.rejects(members('top 2 by degree'), /are chosen before agents have a rank/);
  });
});
