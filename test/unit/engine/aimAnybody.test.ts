/** Whom `to: agent` offers: those an agent knows, and where there are no networks everybody, as an argument `target: agent` does. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { CompileOptions, Option, Question } from '../../../src/engine/index.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { MindAnswer } from '../../../src/engine/model/mind.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book } from '../minds/builtinSupport.js';

const file = (more = '', actions = ''): string => `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo }, dan: { name: Dan } }
${more}
worlds:
  w:
    actions:
      write: { kind: message, to: agent, does: Write to one. }
      fine: { to: agent, does: Fine one., tell: $(me.name) fines $(target.name). }
      pick: { does: Pick one., args: { target: agent } }
      wait: { kind: nothing, does: Wait. }
    phases: { day: { who: all, order: sequential, actions: [write, fine, pick, wait] } }
scenarios:
  s: { cast: [ada, ben, cleo], world: w, rounds: 2, interventions: { late: { at: 2, join: dan } }${actions} }
`;

/** The options at each turn: the agents that one can write to, fine and pick. */
async function offered(text: string, options: CompileOptions = {}): Promise<string[]> {
  const found: string[] = [];
  await playWith(await modelOf(text, options), ({ agent, situation }: Question): Json => {
    const who = (action: string, of: (option: Option) => readonly string[] | undefined): string => {
      const option = situation.options.find((one) => one.action === action);
      return option ? (of(option) ?? []).join(' ') : '-';
    };
    const three = [who('write', (o) => o.agents), who('fine', (o) => o.agents), who('pick', (o) => o.args?.[0]?.agents)];
    found.push(`${situation.round} ${agent}: ${three.join(', ')}`);
    return { action: 'wait' };
  });
  return found;
}

describe('`to: agent`', () => {
  it('offers every present agent where there are no networks, like `target: agent`', async () => {
    assert.deepEqual(await offered(file()), [
      ...['ada: ben cleo, ben cleo, ben cleo', 'ben: ada cleo, ada cleo, ada cleo', 'cleo: ada ben, ada ben, ada ben'].map(
        (one) => `1 ${one}`,
      ),
      '2 ada: ben cleo dan, ben cleo dan, ben cleo dan',
      '2 ben: ada cleo dan, ada cleo dan, ada cleo dan',
      '2 cleo: ada ben dan, ada ben dan, ada ben dan',
      '2 dan: ada ben cleo, ada ben cleo, ada ben cleo',
    ]);
  });

  it('offers the agents that one has a tie to where there are networks', async () => {
    const ties = 'ties: { friends: { graph: [ada > ben] } }';
    assert.deepEqual((await offered(file(ties))).slice(0, 2), ['1 ada: ben, ben, ben cleo', '1 ben: -, -, ada cleo']);
  });

  it('offered no agent without networks in earlier runs', async () => {
    assert.deepEqual((await offered(file(), { flags: [] })).slice(0, 1), ['1 ada: -, -, ben cleo']);
  });

  it('is used by the built-in mind to write to people there', async () => {
    const mind = builtinMind(book);
    const only = file().replace('[write, fine, pick, wait]', '[write, wait]').replace('rounds: 2', 'rounds: 12');
    const timeline = await playWith(
      await modelOf(only),
      (question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null,
    );
    const written = eventsOf(timeline, 'message.sent').filter(({ audience }) => audience === 'direct');
    assert.ok(new Set(written.map(({ author }) => author)).size === 4, `${written.length} written`);
  });
});
