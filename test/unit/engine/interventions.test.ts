/** What happens from outside: comings and goings, minds and mutes, messages kept back or changed, conditions by a judge. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { CancellationSource } from '../../../src/core/util/lifecycle.js';
import { canonical } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, follow, type Question } from '../../../src/engine/index.js';
import { ask, mindOf } from '../../support/societies.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const file = (interventions: string, more: { cast?: string; rounds?: number; to?: string; extra?: string } = {}): string => `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
models: { other: { kind: scripted, answers: [x] }, umpire: { kind: scripted, answers: [x] } }
${more.extra ?? ''}ties: { friends: { among: all } }
worlds:
  w:
    vars: { price: 1 }
    agent_vars: { score: 0 }
    actions:
      say: { kind: message, to: ${more.to ?? 'public'}, does: Talk. }
      nothing: { kind: nothing, does: Pass. }
    phases: { talk: { who: all, order: sequential, actions: [say, nothing] } }
scenarios:
  s:
    cast: ${more.cast ?? 'all'}
    world: w
    rounds: ${more.rounds ?? 3}
    interventions:
${interventions
  .trim()
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
`;

const say = ({ agent, situation }: Question): Json => ({ action: 'say', text: `${agent} in ${situation.round}` });
const turns = (timeline: Timeline, round: number): readonly string[] => {
  let now = 0;
  return timeline.events.flatMap((event) => {
    if (event.type === 'round.started') now = event.round;
    return event.type === 'act.chosen' && now === round ? [event.agent] : [];
  });
};
const applied = (timeline: Timeline): readonly string[] =>
  of(timeline, 'intervention.applied').map(({ intervention, to }) => `${intervention} ${to.join(' ')}`);

describe('an intervention', () => {
  it('gives memories, announces, speaks in the name of an agent, sets variables and ties', async () => {
    const text = file(`
plant: { at: 2, to: ben, remember: "You owe $(me.name) nothing.", from: ada }
tell: { at: 2, announce: "The price is $(price)." }
forge: { at: 2, to: cleo, from: ada, send: Meet me. }
raise:
  at: 2
  to: [ada, ben]
  then: |
    price += 1
    me.score = price
    bond(me, cleo, friends, 0.5)
cut: { at: 3, to: ada, then: "unbond(me, cleo, friends)" }`);
    const timeline = await play(await modelOf(text), say);
    const planted = of(timeline, 'memory.written').find(({ kind, agent }) => kind === 'told' && agent === 'ben');
    assert.deepEqual([planted?.text, planted?.about], ['You owe Ben nothing.', ['ada']]);
    const said = of(timeline, 'message.sent').filter(({ action }) => action === 'tell' || action === 'forge');
    assert.deepEqual(
      said.map(({ author, audience, to, text }) => [author, audience, to, text]),
      [
        [null, 'public', [], 'The price is 1.'],
        ['ada', 'direct', ['cleo'], 'Meet me.'],
      ],
    );
    // Once for each of the two: 1 → 2 for Ada, 2 → 3 for Ben.
    assert.equal(timeline.head.vars.price, 3);
    assert.deepEqual(
      agentsOf(timeline.head).map(({ vars }) => vars.score),
      [2, 3, 0],
    );
    assert.deepEqual(
      of(timeline, 'tie.changed').map(({ from, to, before, after }) => [from, to, before, after]),
      [
        ['ada', 'cleo', 0, 0.5],
        ['ben', 'cleo', 0, 0.5],
        ['ada', 'cleo', 0.5, 0],
      ],
    );
  });

  it('lets an agent that waited join, and others leave', async () => {
    const text = file('come: { at: 2, join: cleo }\ngo: { at: 3, leave: ada }');
    const timeline = await play(await modelOf(text), say);
    assert.deepEqual(
      [1, 2, 3].map((round) => turns(timeline, round).join(' ')),
      ['ada ben', 'ada ben cleo', 'ben cleo'],
    );
    assert.deepEqual(
      of(timeline, 'agent.entered').map(({ agent }) => agent),
      ['cleo'],
    );
  });

  it('announces to the agents that are present after others joined and left', async () => {
    const moves =
      'move: { at: 2, join: cleo, leave: ada, remember: You were there., announce: "Now $(count(all)) are here, with $(all.map(a => a.name).join(\' and \'))." }';
    const timeline = await play(await modelOf(file(moves, { cast: '[ada, ben]' })), say);
    assert.deepEqual(
      of(timeline, 'message.sent').flatMap(({ kind, text }) => (kind === 'told' ? [text] : [])),
      ['Now 2 are here, with Ben and Cleo.'],
    );
    assert.deepEqual(applied(timeline), ['move ben cleo']);
    const cause = of(timeline, 'intervention.applied')[0]!.seq;
    assert.deepEqual([of(timeline, 'agent.left')[0]!.cause, of(timeline, 'agent.entered')[0]!.cause], [cause, cause]);
  });

  it('announces to the agents that it names, in one message that the others do not read', async () => {
    const { timeline, seen } = await read(
      file(`
some: { at: 2, to: [ben, cleo], announce: "$(count(all)) are here." }
one: { at: 2, to: { of: all, if: agent == ben }, from: ada, announce: Well done. }
own: { at: 2, to: [ada, ben], from: ada, announce: Dear Ben. }
none: { at: 2, to: nobody, announce: Hush. }
each: { at: 2, to: { of: all }, announce: It rains. }`),
    );
    assert.deepEqual(
      of(timeline, 'message.sent').flatMap(({ action, kind, audience, to }) => (action === 'say' ? [] : [[action, kind, audience, ...to]])),
      [
        ['some', 'told', 'group', 'ben', 'cleo'],
        ['one', 'said', 'group', 'ben'],
        ['own', 'said', 'group', 'ben'],
        ['each', 'told', 'public'],
      ],
    );
    const news = (agent: string) =>
      ['are here', 'Well done', 'Dear Ben', 'Hush', 'It rains'].filter((w) => seen.get(`${agent} 2`)!.includes(w));
    assert.deepEqual(
      ['ada', 'ben', 'cleo'].map((agent) => news(agent)),
      [['It rains'], ['are here', 'Well done', 'Dear Ben', 'It rains'], ['are here', 'It rains']],
    );
  });

  it('cannot give a signal that a judge gives', async () => {
    const odd =
      'calm: { when: { ask: Loud?, of: umpire }, announce: Be calm. }\nodd: { at: every 1, then: "emit(\'interventions.calm\')" }';
    const timeline = await play(await modelOf(file(odd)), (question) => (question.purpose === 'judge' ? { holds: false } : say(question)));
    assert.deepEqual(
      of(timeline, 'fault')
        .map(({ code, at }) => [code, at])
        .slice(0, 1),
      [['out-of-range', 'scenarios.s.interventions.odd.then']],
    );
    assert.deepEqual(
      [of(timeline, 'signal.emitted').length, of(timeline, 'message.sent').filter(({ kind }) => kind === 'told').length],
      [0, 0],
    );
  });

  it('adds a population that the cast does not name, all or one member of it', async () => {
    const extra = 'populations: { late: { size: 3 } }\n';
    const all = await play(await modelOf(file('come: { at: 2, join: late }', { cast: '[ada, ben]', extra })), say);
    assert.deepEqual(
      [1, 2].map((round) => turns(all, round).join(' ')),
      ['ada ben', 'ada ben late_01 late_02 late_03'],
    );
    const one = await play(await modelOf(file('come: { at: 3, join: [late_02] }', { cast: '[ada]', extra })), say);
    assert.deepEqual(
      [2, 3].map((round) => turns(one, round).join(' ')),
      ['ada', 'ada late_02'],
    );
  });

  it('reports an agent that joins and takes part already; an agent that left can come back', async () => {
    const text = file('out: { at: 1, leave: ben }\nback: { at: 2, join: ben }\nagain: { at: 3, join: ben }', { cast: '[ada, ben]' });
    const timeline = await play(await modelOf(text), say);
    assert.deepEqual(
      [1, 2, 3].map((round) => turns(timeline, round).join(' ')),
      ['ada', 'ada ben', 'ada ben'],
    );
    assert.deepEqual(
      of(timeline, 'fault').map(({ code, agent, at }) => [code, agent, at]),
      [['already-present', 'ben', 'scenarios.s.interventions.again']],
    );
  });

  it('makes measures count the agents that are present', async () => {
    const text = file(
      'tie: { at: start, then: "bond(ada, ben, friends, 1)\\nbond(ben, ada, friends, 1)" }\ncome: { at: 2, join: cleo }\ngo: { at: 3, leave: ben }',
    ).replace('friends: { among: all }', 'friends: { among: all, change: never }');
    const timeline = await play(await modelOf(text), say);
    // Two of two possible ties; then two of six; then of the two who are left none is tied.
    assert.deepEqual(timeline.head.measures.find(({ measure }) => measure === 'density')?.values, [1, 2 / 6, 0]);
  });

  it('ties and cuts each agent of a list', async () => {
    const timeline = await play(
      await modelOf(
        file(
          'tie: { at: 1, to: ada, then: "bond([ada, ben, cleo], [cleo], friends, 0.5)" }\ncut: { at: 2, to: ada, then: "unbond(cleo, [ada, ben], friends)" }',
        ),
      ),
      say,
    );
    const ties = of(timeline, 'tie.changed').filter(({ evidence }) => evidence === null);
    assert.deepEqual(
      ties.map(({ from, to, after }) => [from, to, after]),
      [
        ['ada', 'cleo', 0.5],
        ['ben', 'cleo', 0.5],
        ['cleo', 'ada', 0],
        ['cleo', 'ben', 0],
      ],
    );
  });

  it('gives an agent another mind', async () => {
    const model = await modelOf(file('swap: { at: 2, to: ben, model: other }'));
    assert.ok(model.minds.some(({ id }) => id === 'other'));
    const timeline = await play(model, say);
    const minds = of(timeline, 'question.asked').filter(({ agent }) => agent === 'ben');
    assert.deepEqual(
      minds.map(({ mind }) => mind),
      ['builtin', 'other', 'other'],
    );
    const alone = await modelOf(file('swap: { at: 2, to: ben, model: other }'), { mind: 'random' });
    assert.deepEqual(
      alone.minds.map(({ id }) => id),
      ['random'],
    );
  });

  it('mutes an agent and lets it speak again', async () => {
    const text = file('hush: { at: 2, to: ben, mute: true }\nspeak: { at: 3, to: ben, mute: false }');
    const timeline = await play(await modelOf(text), say);
    assert.deepEqual(
      [1, 2, 3].map((round) => turns(timeline, round).join(' ')),
      ['ada ben cleo', 'ada cleo', 'ada ben cleo'],
    );
  });

  it('happens once where its condition holds, and each time without `once`', async () => {
    const text = file('a: { when: round > 1, once: true, announce: A }\nb: { when: round > 1, announce: B }');
    assert.deepEqual(applied(await play(await modelOf(text), say)), ['a ada ben cleo', 'b ada ben cleo', 'b ada ben cleo']);
  });

  it('changes nothing when its effect fails, and the fault has its line', async () => {
    const text = file('bad:\n  at: 1\n  to: ada\n  then: |\n    price = 7\n    me.score = 1 / (price - 7)');
    const timeline = await play(await modelOf(text), say);
    assert.equal(timeline.head.vars.price, 1);
    assert.deepEqual(
      of(timeline, 'fault').map(({ code, line, at }) => [code, line, at]),
      [['division-by-zero', 2, 'scenarios.s.interventions.bad.then']],
    );
  });
});

/** What each agent has read, by round. */
async function read(text: string): Promise<{ readonly timeline: Timeline; readonly seen: ReadonlyMap<string, string> }> {
  const seen = new Map<string, string>();
  const timeline = await play(await modelOf(text), (question) => {
    seen.set(`${question.agent} ${question.situation.round}`, question.situation.seen.map(({ text }) => text).join(' / '));
    return say(question);
  });
  return { timeline, seen };
}

describe('an interception', () => {
  it('hides a message from all, and its author does not learn of it', async () => {
    const { timeline, seen } = await read(file('hide: { at: 1, intercept: { of: ada } }', { rounds: 2 }));
    assert.deepEqual([seen.get('ben 1'), seen.get('cleo 1')], ['', 'ben in 1']);
    assert.deepEqual(
      of(timeline, 'message.intercepted').map(({ agent, change, text, kept, cause }) => [agent, change, text, kept, cause]),
      [['ada', 'withheld', 'ada in 1', ['ben', 'cleo'], of(timeline, 'message.sent')[0]!.seq]],
    );
    assert.equal(seen.get('ben 2'), 'cleo in 1 / ada in 2');
    assert.ok(of(timeline, 'memory.written').some(({ agent, kind, text }) => agent === 'ada' && kind === 'own' && text === 'ada in 1'));
  });

  it('hides a message from some, and the others read it', async () => {
    const { timeline, seen } = await read(file('hide: { at: 1, to: ben, intercept: { of: ada } }', { rounds: 1 }));
    assert.deepEqual([seen.get('ben 1'), seen.get('cleo 1')], ['', 'ada in 1 / ben in 1']);
    assert.deepEqual(of(timeline, 'message.intercepted')[0]?.kept, ['ben']);
  });

  it('changes a message where its condition holds', async () => {
    const change = 'change: "$(message.text), says $(me.name)"';
    const text = file(`edit: { at: every 1, intercept: { if: "message.text.includes('ada in 2')", ${change} } }`, { rounds: 3 });
    const { timeline, seen } = await read(text);
    assert.deepEqual([seen.get('ben 1'), seen.get('ben 2')], ['ada in 1', 'cleo in 1 / ada in 2, says Ada']);
    assert.deepEqual(
      of(timeline, 'message.intercepted').map(({ change, text, kept }) => [change, text, kept]),
      [['changed', 'ada in 2', []]],
    );
  });

  it('leaves the author with the original text', async () => {
    const mine: string[] = [];
    const text = file('edit: { at: 1, intercept: { of: ada, change: Nothing. } }', { rounds: 2 });
    await play(await modelOf(text), (question) => {
      if (question.agent === 'ada') mine.push(question.situation.mine.map(({ text }) => text).join());
      return say(question);
    });
    assert.deepEqual(mine, ['', 'ada in 1']);
  });

  it('ends when it is no longer due, and a second one receives the result of the first', async () => {
    const two =
      'one: { at: 1, intercept: { change: "1 $(message.text)" } }\ntwo: { at: [1, 2], intercept: { change: "2 $(message.text)" } }';
    const { seen } = await read(file(two, { rounds: 3 }));
    assert.deepEqual(
      [seen.get('ben 1'), seen.get('ben 2'), seen.get('ben 3')?.split(' / ').at(-1)],
      ['2 1 ada in 1', '2 1 cleo in 1 / 2 ada in 2', 'ada in 3'],
    );
  });

  it('of a direct message leaves no receiver', async () => {
    const { timeline, seen } = await read(file('hide: { at: 1, to: cleo, intercept: {} }', { to: 'cleo', rounds: 1 }));
    assert.equal(seen.get('cleo 1'), '');
    assert.deepEqual(
      of(timeline, 'message.sent')
        .slice(0, 2)
        .map(({ audience, to }) => [audience, to]),
      [
        ['group', []],
        ['group', []],
      ],
    );
  });

  it('lets the message pass when its condition fails, and reports the fault', async () => {
    const { timeline, seen } = await read(file('bad: { at: 1, intercept: { of: ada, if: 1 / me.score > 0 } }', { rounds: 1 }));
    assert.equal(seen.get('ben 1'), 'ada in 1');
    assert.deepEqual(
      of(timeline, 'fault').map(({ code, at }) => [code, at]),
      [['division-by-zero', 'scenarios.s.interventions.bad.intercept.if']],
    );
  });
});

describe('a condition by a judge', () => {
  const CALM = 'calm: { when: { ask: Is it $(price > 0) that they quarrel?, of: umpire }, announce: Be calm. }';

  it('is asked each round about the messages of the round before, and a yes lets it happen', async () => {
    const asked: string[] = [];
    const timeline = await play(await modelOf(file(CALM)), (question) => {
      const { ask } = question.situation;
      if (ask?.kind !== 'judge') return say(question);
      asked.push(`${question.agent} ${question.mind} ${ask.ask} ${ask.text}`);
      return { holds: ask.text.includes('in 2') };
    });
    assert.deepEqual(asked, [
      'null umpire Is it true that they quarrel? ',
      'null umpire Is it true that they quarrel? ada: ada in 1\nben: ben in 1\ncleo: cleo in 1',
      'null umpire Is it true that they quarrel? ada: ada in 1\nben: ben in 1\ncleo: cleo in 1\nada: ada in 2\nben: ben in 2\ncleo: cleo in 2'.replace(
        'ada: ada in 1\nben: ben in 1\ncleo: cleo in 1\n',
        '',
      ),
    ]);
    assert.deepEqual(applied(timeline), ['calm ada ben cleo']);
    const happened = of(timeline, 'intervention.applied')[0]!.seq;
    assert.ok(happened > of(timeline, 'round.started')[2]!.seq);
  });

  it('happens once where `once` is set, and is not asked again', async () => {
    let asked = 0;
    const text = file(CALM.replace(', announce', ', once: true, announce'), { rounds: 4 });
    const timeline = await play(await modelOf(text), (question) => {
      if (question.purpose !== 'judge') return say(question);
      return { holds: ++asked === 2 };
    });
    assert.deepEqual([asked, applied(timeline).length], [2, 1]);
  });

  it('does not happen without a usable answer, and the turn says why', async () => {
    const timeline = await play(await modelOf(file(CALM, { rounds: 1 })), (question) =>
      question.purpose === 'judge' ? { holds: 'perhaps' } : say(question),
    );
    assert.deepEqual(applied(timeline), []);
    assert.deepEqual(
      of(timeline, 'turn.ended')
        .filter(({ agent }) => agent === null)
        .map(({ reason }) => reason),
      ['unparsable'],
    );
  });
});

describe('a run with all kinds of interventions', () => {
  it('is remade from its answers, and continues from any step to the same events', async () => {
    const text = file(
      `
come: { at: 2, join: cleo }
hide: { at: 2, to: ben, intercept: { of: ada } }
edit: { at: 3, intercept: { of: ben, change: "$(message.text)!" } }
hush: { when: { ask: Is it loud?, of: umpire }, to: ada, mute: true }
swap: { at: 3, to: ben, model: other }
out: { at: end, leave: ben }`,
    ).replace('order: sequential', 'order: { kind: asynchronous, rate: 3 }');
    const model = await modelOf(text);
    const answer = (question: Question): Json => (question.purpose === 'judge' ? { holds: question.situation.round === 3 } : say(question));
    const { events } = await play(model, answer);
    assert.equal(of(Timeline.of(events), 'message.intercepted').length > 1, true);
    const again = new Timeline();
    assert.deepEqual(follow(model, again, events, ask), []);
    assert.equal(canonical(again.events), canonical(events));
    const mind = mindOf(answer);
    const minds = new Map(['builtin', 'other', 'umpire'].map((id) => [id, mind]));
    const steps = events.flatMap(({ end, seq }) => (end ? [seq] : []));
    for (const seq of steps.filter((_, i) => i % 7 === 0)) {
      const timeline = Timeline.of(events.slice(0, seq + 1));
      await advance(model, timeline, { ask, minds, token: new CancellationSource().token, concurrency: 3, breathe: () => undefined });
      assert.equal(canonical(timeline.events), canonical(events), `from event ${seq}`);
    }
  });
});
