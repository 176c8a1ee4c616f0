/** A run as text says to whom: what went to an empty list was heard by nobody, and does not look as if all had heard it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { transcriptText } from '../../../src/runs/views/transcriptText.js';
import { modelOf, playWith } from '../../support/worlds.js';

const FILE = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
worlds:
  w:
    actions:
      open: { kind: message, to: public, does: Speak. }
      few: { kind: message, to: { of: all, if: agent.id == 'zoe' }, does: Speak. }
    phases:
      first: { who: ada, actions: [open] }
      second: { who: ada, actions: [few] }
      news:
        then: |
          send(all, 'To each.')
          send([], 'Is anyone there?')
      end: { tell: To all. }
scenarios:
  s: { world: w, rounds: 1 }
`;

describe('the transcript of a run', () => {
  it('names the receivers, and says when there are none', async () => {
    const timeline = await playWith(await modelOf(FILE), ({ situation }) => ({ action: situation.options[0]!.action, text: 'Hello.' }));
    assert.equal(
      transcriptText(timeline.head),
      `— 1 —
Ada: Hello.
Ada → nobody: Hello.
◇ → Ada, Ben: To each.
◇ → nobody: Is anyone there?
◇: To all.
`,
    );
  });
});
