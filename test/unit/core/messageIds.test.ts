/** Ids of messages count what their author said before, and nothing that others do. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Draft } from '../../../src/core/events/events.js';
import { initialState, messageIndex, type State } from '../../../src/core/events/state.js';
import { fold } from '../../../src/core/events/timeline.js';

const joins = (...ids: readonly string[]): readonly Draft[] =>
  ids.map((agent) => ({ at: null, body: { type: 'agent.joined', agent, name: agent, mind: 'builtin' } as Draft['body'] }));

const said = (author: string | null, text: string): Draft => {
  const rest = { kind: author === null ? 'told' : 'said', action: 'say', audience: 'public', to: [], replyTo: null, mentions: [] } as const;
  return { at: null, body: { type: 'message.sent', id: '', author, text, ...rest } };
};

const play = (...steps: readonly (readonly Draft[])[]): State =>
  steps.reduce<State>((state, drafts) => fold(state, drafts).state, initialState());

const textOf = (state: State, id: string): string | undefined => state.messages.backing[messageIndex(state, id)]?.text;

describe('ids of messages', () => {
  const few = play(joins('ada', 'ben'), [said('ada', 'a')], [said('ada', 'b')]);
  const many = play(joins('ada', 'ben'), [said(null, 'w')], [said('ada', 'a'), said('ben', 'x'), said('ada', 'b')], [said(null, 'v')]);

  it('are the same whatever other agents say in between, also within a step', () => {
    for (const state of [few, many]) assert.deepEqual([textOf(state, 'ada:1'), textOf(state, 'ada:2')], ['a', 'b']);
    assert.deepEqual([textOf(many, 'ben:1'), textOf(many, ':1'), textOf(many, ':2')], ['x', 'w', 'v']);
  });

  it('are each of one message, and an unknown id finds none', () => {
    const ids = many.messages.backing.map(({ id }) => id);
    assert.equal(new Set(ids).size, 5);
    for (const [i, id] of ids.entries()) assert.equal(messageIndex(many, id), i);
    for (const id of ['', ':', ':0', ':3', 'ada', 'ada:', 'ada:0', 'ada:3', 'ada:x', 'cem:1', 'm4', '1:ada'])
      assert.equal(messageIndex(many, id), -1, id);
  });

  it('of an earlier moment do not include later messages', () => {
    const later = fold(few, [said('ada', 'c')]).state;
    assert.equal(textOf(later, 'ada:3'), 'c');
    assert.equal(messageIndex(few, 'ada:3'), -1);
  });
});
