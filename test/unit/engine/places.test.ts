/** Places: who is where, how many fit in, and who hears what is said there. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const pub = (bar = 'start: [ada, ben], size: 2', to = 'here'): string =>
  `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo }, dan: { name: Dan } }
worlds:
  pub:
    does: A pub with two rooms.
    places:
      bar: { does: "The bar, with $(bar.length) people.", ${bar} }
      garden: { does: The garden., start: [cleo] }
    actions:
      talk: { kind: message, to: ${to}, does: Talk to those here. }
      go_bar: { does: Go to the bar., when: me.place != 'bar', effect: "join(me, bar)" }
      go_garden: { does: Go to the garden., when: me.place != 'garden', effect: "join(me, garden)" }
      leave: { does: Go home., when: me.place != null, effect: "me.place == 'bar' ? 0 : 0" }
    phases: { evening: { who: all, order: sequential, actions: [talk, go_bar, go_garden] } }
    measures: { at_bar: bar.length, outside: "count(all.map(a => a.place == null))" }
scenarios: { s: { cast: all, world: pub, rounds: 2 } }
`.replace(/ {6}leave:.*\n/, '');

const told = ({ situation }: Question): string => situation.seen.map(({ text }) => text).join(' / ');

describe('places', () => {
  it('have the agents that start there, and only these learn of them', async () => {
    const worlds: { [agent: string]: string } = {};
    const timeline = await play(await modelOf(pub()), ({ agent, situation }) => {
      worlds[agent!] ??= situation.world;
      return { action: 'talk', text: 'Hello.' };
    });
    assert.deepEqual(worlds, {
      ada: 'A pub with two rooms.\nThe bar, with 2 people.',
      ben: 'A pub with two rooms.\nThe bar, with 2 people.',
      cleo: 'A pub with two rooms.\nThe garden.',
      dan: 'A pub with two rooms.',
    });
    const series = (id: string): unknown => timeline.head.measures.find(({ measure }) => measure === id)?.values;
    assert.deepEqual(
      [series('at_bar'), series('outside')],
      [
        [2, 2],
        [1, 1],
      ],
    );
  });

  it('are heard by the agents that are there when a message is sent', async () => {
    const heard: string[] = [];
    await play(await modelOf(pub('start: [ada, ben]')), (question) => {
      const { agent, situation } = question;
      heard.push(`${situation.round} ${agent}: ${told(question)}`);
      if (agent === 'cleo' && situation.round === 1) return { action: 'go_bar' };
      return { action: 'talk', text: `${agent} ${situation.round}` };
    });
    assert.deepEqual(heard, [
      '1 ada: ',
      '1 ben: ada 1',
      '1 cleo: ',
      '1 dan: ',
      '2 ada: ben 1',
      '2 ben: ada 2',
      '2 cleo: ada 2 / ben 2',
      '2 dan: ',
    ]);
  });

  it('are left when an agent joins another; a full place rejects it with a reason', async () => {
    const timeline = await play(await modelOf(pub()), ({ agent, situation }) => {
      const moves = situation.round === 1 ? { ada: 'go_garden', cleo: 'go_bar', dan: 'go_bar' } : {};
      const action = (moves as { [agent: string]: string })[agent!];
      return action ? { action } : { action: 'talk', text: 'Well.' };
    });
    const { groups, roster } = timeline.head;
    const at = (place: string): readonly string[] => (groups[place] ?? []).map((index) => roster.ids[index]!);
    // Ada makes room for Cleo; Dan finds two there.
    assert.deepEqual([at('bar'), at('garden')], [['ben', 'cleo'], ['ada']]);
    assert.deepEqual(
      of(timeline, 'act.rejected').map(({ agent, reason, note }) => [agent, reason, note]),
      [['dan', 'fault', '`bar` holds 2, and is full.']],
    );
    assert.deepEqual(
      of(timeline, 'fault').map(({ at: node }) => node),
      ['worlds.pub.actions.go_bar.effect'],
    );
  });

  it('that are full at the start leave the other agents outside, and say so', async () => {
    const timeline = await play(await modelOf(pub('start: all, size: 3')), () => ({ action: 'talk', text: 'Hm.' }));
    assert.deepEqual(
      of(timeline, 'fault').map(({ code, agent, at }) => [code, agent, at]),
      [['place-full', 'dan', 'worlds.pub.places.bar']],
    );
  });

  it('can be addressed by name from anywhere', async () => {
    const timeline = await play(await modelOf(pub(undefined, 'bar')), ({ agent }) => ({ action: 'talk', text: `I, ${agent}.` }));
    const [, , , dan] = of(timeline, 'message.sent');
    assert.deepEqual([dan?.author, dan?.audience, dan?.to], ['dan', 'group', ['ada', 'ben']]);
  });
});
