/** Steps of the round as phases of a world (`do:`): where the world says, and never a crash where there is nothing to do. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const bare = (step: string, more = '', top = ''): string => `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
${top}worlds:
  w:
    actions: { say: { kind: message, to: all, does: Talk. } }
    phases:
      step: { ${step} }
      talk: { who: all, actions: [say] }
scenarios:
  s:
    cast: all
    world: w
    rounds: 2
${more}`;

/** The least that each question can be answered with. */
const answer = ({ purpose, situation }: Question): Json => {
  const { ask } = situation;
  if (ask === null) return { action: 'say', text: `@ada @ben ${purpose} ${situation.round}` };
  if (ask.kind === 'rate')
    return { ratings: ask.acts.map(({ agent }) => ({ agent, ...Object.fromEntries(ask.dimensions.map((d) => [d, 3])), reason: '' })) };
  if (ask.kind === 'reflect') return { questions: [], insights: [] };
  if (ask.kind === 'survey') return Object.fromEntries(ask.items.map(({ id }) => [id, true]));
  if (ask.kind === 'code' || ask.kind === 'judge') return Object.fromEntries(ask.fields.map(({ id }) => [id, true]));
  return { text: 'So.' };
};

const STEPS = ['act', 'rate', 'reflect', 'plan', 'survey', 'code', 'coach', 'ties', 'rewards'] as const;

const FULL = `    rewards: { calls: { kind: social_interaction, value: acts } }
    coach: { kind: model, at: every 1 }
    memory: { kind: stream, reflect: { after: 1 } }
    surveys: { mood: { at: every 1, ask: { ok: { yes_no: true, text: Fine? } } } }
`;
const TOP = `ties: { friends: { among: all, change: { rule: evidence, by: recipients } } }
codes: { warm: { of: message, ask: Is it warm?, by: judge } }
`;

const KINDS: { readonly [step: string]: string } = { survey: 'mood' };

describe('a step of the round as a phase of a world', () => {
  for (const step of STEPS) {
    it(`does nothing and ends nothing: ${step}`, async () => {
      const timeline = await play(await modelOf(bare(`do: ${step}`)), answer);
      assert.equal(timeline.head.ended, 'rounds');
      assert.deepEqual(of(timeline, 'fault'), []);
    });

    it(`happens there and nowhere else: ${step}`, async () => {
      const timeline = await play(await modelOf(bare(`do: ${step}`, FULL, TOP)), answer);
      const kind = KINDS[step] ?? step;
      const second = timeline.events.slice(of(timeline, 'round.started')[1]!.seq, of(timeline, 'round.ended')[1]!.seq);
      const phases = second.flatMap((event) => (event.type === 'phase.started' ? [event.phase] : []));
      assert.equal(phases[0], step === 'survey' ? 'mood' : 'step');
      assert.equal(phases.slice(1).includes(kind), false, phases.join(' '));
      assert.deepEqual(of(timeline, 'fault'), []);
    });
  }
});
