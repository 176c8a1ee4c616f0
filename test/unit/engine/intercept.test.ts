/** Interception of what is no talk: acts that are seen, and what the effect of an act sends. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const file = (action: string, intercept: string, then = ''): string => `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
worlds:
  w:
    actions:
      give: { does: Give away a coin., ${action} }
      pass: { kind: nothing, does: Pass. }
    phases: { market: { who: all, order: sequential, actions: [give, pass] }${then} }
scenarios:
  s:
    world: w
    rounds: 2
    interventions: { censor: { ${intercept} } }
`;

/** Ada gives, the others pass. `seen` is what each of them had before it at its turns. */
async function market(text: string): Promise<{ timeline: Awaited<ReturnType<typeof play>>; seen: ReadonlyMap<string, string> }> {
  const seen = new Map<string, string>();
  const timeline = await play(await modelOf(text), ({ agent, situation }: Question): Json => {
    seen.set(`${agent} ${situation.round}`, situation.seen.map(({ text: words }) => words).join(' / '));
    return { action: agent === 'ada' ? 'give' : 'pass' };
  });
  return { timeline, seen };
}

describe('an interception of acts other than messages', () => {
  it('hides an act from those who would see it', async () => {
    const { timeline, seen } = await market(file('seen_by: all, tell: $(me.name) gave', 'at: 1, to: ben, intercept: { of: ada }'));
    assert.deepEqual([seen.get('ben 1'), seen.get('cleo 1')], ['', 'Ada gave']);
    assert.deepEqual([seen.get('ben 2'), seen.get('cleo 2')], ['Ada gave', 'Ada gave']);
    assert.deepEqual(
      of(timeline, 'message.intercepted').map(({ agent, change, text, kept }) => [agent, change, text, kept]),
      [['ada', 'withheld', 'Ada gave', ['ben']]],
    );
  });

  it('changes the description of an act', async () => {
    const change = 'at: 1, intercept: { if: "message.text.includes(\'gave\')", change: "$(me.name) kept it" }';
    const { seen } = await market(file('seen_by: all, tell: $(me.name) gave', change));
    assert.deepEqual([seen.get('ben 1'), seen.get('cleo 2')], ['Ada kept it', 'Ada gave']);
  });

  it('holds back the messages of the effect of an act', async () => {
    const { timeline, seen } = await market(file('effect: "send(all, \'A coin.\')"', 'at: 1, to: cleo, intercept: { of: ada }'));
    assert.deepEqual([seen.get('ben 1'), seen.get('cleo 1'), seen.get('cleo 2')], ['A coin.', '', 'A coin.']);
    assert.deepEqual(
      of(timeline, 'message.sent').map(({ to }) => to),
      [
        ['ada', 'ben'],
        ['ada', 'ben', 'cleo'],
      ],
    );
  });

  it('applies to agents: messages of the world pass', async () => {
    const sends = `, news: { then: "send(all, 'Rain.')" }`;
    const { timeline, seen } = await market(file('seen_by: nobody', 'at: [1, 2], intercept: {}', sends));
    assert.equal(seen.get('ben 2'), 'Rain.');
    assert.deepEqual(of(timeline, 'message.intercepted'), []);
  });

  it('hides nothing from the author', async () => {
    const { timeline, seen } = await market(file('seen_by: nobody, effect: "send(me, \'Note.\')"', 'at: [1, 2], intercept: {}'));
    assert.equal(seen.get('ada 2'), 'Note.');
    assert.deepEqual(of(timeline, 'message.intercepted'), []);
  });
});
