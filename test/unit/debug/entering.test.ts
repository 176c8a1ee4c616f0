/** Targets of "step into" after a message: the moments at which its receivers read it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { emptyLog } from '../../../src/core/util/chunkedList.js';
import { join } from '../../../src/core/events/roster.js';
import { initialState } from '../../../src/core/events/state.js';
import { entriesAt } from '../../../src/debug/cursor/stepTargets.js';

const meta = { step: 0, cause: null, at: null };
const event = (seq: number, body: object): SimEvent => ({ seq, ...meta, ...body }) as SimEvent;

const EVENTS: readonly SimEvent[] = [
  event(0, { type: 'message.sent', id: 'ada:1', author: 'ada', to: ['ben', 'zoe'], text: 'psst' }),
  event(1, { type: 'message.delivered', agent: 'zoe', messages: ['ben:4'] }),
  event(2, { type: 'message.delivered', agent: 'ben', messages: ['ben:4', 'ada:1'] }),
  event(3, { type: 'message.delivered', agent: 'zoe', messages: ['ada:1'] }),
];

const roster = ['ada', 'ben', 'zoe'].reduce(join, initialState().roster);

describe('what can be entered', () => {
  it('leads each reader to the message, and nobody to one that is not there', () => {
    const entries = entriesAt(EVENTS[0], { ...initialState(), roster }, (id) => String(id));
    assert.deepEqual(
      entries.map(({ label, target }) => [label, target(EVENTS, 0), target(EVENTS, 3)]),
      [
        ['ben reads it', 2, null],
        ['zoe reads it', 3, null],
      ],
    );
    assert.equal(new Set(entries.map(({ id }) => id)).size, 2);
  });

  it('lists each turn of the phase that is still to come, once, in any order of the answers', () => {
    const state = initialState();
    const question = (agent: number) => ({ agent, turn: agent, hash: 'h', seq: agent, networks: [] });
    const questions = { length: 1, backing: [question(2)] };
    const agenda = { ...state.agenda, stage: 'phase' as const, order: [2, 0, -1, 1], asked: 1, questions, answers: emptyLog<never>() };
    const labels = (of: typeof state): readonly string[] => entriesAt(EVENTS[1], of, (id) => String(id)).map(({ label }) => label);
    assert.deepEqual(labels({ ...state, roster, agenda }), ['turn of zoe', 'turn of ada', 'turn of ben']);
    assert.deepEqual(labels({ ...state, roster, agenda: { ...agenda, stage: 'round_ended' } }), []);
  });
});
