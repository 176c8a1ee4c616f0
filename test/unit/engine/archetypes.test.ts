/** Archetypes: agents that are alike share a question, and nothing of one agent reaches the answer of another. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { asker, follow, type Question } from '../../../src/engine/index.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { sha256 } from '../../../src/node/ports.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

/** Twelve readers in four archetypes, with much else that differs between them, and a person with a secret of her own. */
const READERS = `society: 1
personas:
  ada:
    name: Ada Okafor
    occupation: nurse
    backstory: Ada once sold her vote.
    secrets: { debt: { text: Ada owes the mayor money. } }
    memories: [{ text: Ada saw the mayor at night. }]
    vars: { side: left }
populations:
  readers:
    size: 12
    name: 'Reader {n}'
    sample: { occupation: "=number % 2 == 0 ? 'nurse' : 'baker'", side: "=number % 3 == 0 ? 'left' : 'right'", age: 20..80, interests: '2 of [jazz, chess, tea, bread]' }
    vars: { side: text }
ties: { knows: { among: all, graph: ring(2), strength: 0.5 } }
worlds:
  paper:
    actions: { vote: { does: Vote., args: { on: [aye, nay] }, effect: me.voted = on } }
    agent_vars: { voted: { start: none } }
    phases: { vote: { who: all, actions: [vote], archetypes: [occupation, side] } }
scenarios:
  s: { cast: all, world: paper, rounds: 2 }
`;

const prose = asker(sha256, () => true);

const VOTE = { action: 'vote', args: { on: 'aye' } };

async function asked(text: string): Promise<{ readonly questions: readonly Question[]; readonly timeline: Timeline }> {
  const questions: Question[] = [];
  const model = await modelOf(text, { seed: 4 });
  const answer = (question: Question) => {
    questions.push(question);
    return VOTE;
  };
  return { questions, timeline: await playWith(model, answer, prose) };
}

const textOf = (question: Question): string =>
  question
    .parts()
    .map(({ text }) => text)
    .join('\n');

describe('archetypes', () => {
  it('share a question, and each agent has an answer of its own', async () => {
    const { questions, timeline } = await asked(READERS);
    const first = questions.filter(({ situation }) => situation.round === 1);
    assert.equal(first.length, 13);
    // Ada, and nurses and bakers on either side.
    assert.equal(new Set(first.map(({ hash }) => hash)).size, 5);
    assert.equal(new Set(questions.map(({ hash, occurrence }) => `${hash} ${occurrence}`)).size, 26, 'no two have the same draw');
    assert.equal(new Set(first.map(({ agent }) => agent)).size, 13);
    const shared = eventsOf(timeline, 'question.asked').filter(({ sharedWith }) => sharedWith !== undefined);
    assert.equal(shared.length, 2 * (13 - 5));
    for (const { agent, hash, sharedWith, seq } of shared) {
      const with_ = eventsOf(timeline, 'question.asked')
        .filter((one) => one.agent === sharedWith && one.seq < seq)
        .at(-1)!;
      assert.equal(with_.hash, hash, `${agent} and ${sharedWith}`);
      assert.equal(with_.sharedWith, undefined);
    }
    assert.equal(eventsOf(timeline, 'answer.received').length, 26);
  });

  it('contain only the listed fields of an agent', async () => {
    const { questions } = await asked(READERS);
    for (const question of questions) {
      const text = textOf(question);
      assert.doesNotMatch(text, /Reader|sold|mayor|jazz|chess|tea|bread|readers_/);
      assert.match(text, /^You are (one of the readers|Ada Okafor), a (nurse|baker)\.$/m);
      assert.match(text, /your side is (left|right)/);
      const { self, own, memories, secrets, mine, known } = question.situation;
      assert.deepEqual(
        [self.id === 'ada' ? '' : self.id, self.age, self.interests, memories, secrets, mine, known],
        ['', null, [], [], [], [], []],
      );
      assert.deepEqual(Object.keys(own), ['side']);
    }
  });

  it('share only what is the same in everything that is sent', async () => {
    const told = READERS.replace('archetypes: [occupation, side]', 'archetypes: [occupation, side, age]');
    const { questions } = await asked(told);
    for (const one of questions) for (const other of questions) if (one.hash === other.hash) assert.equal(textOf(one), textOf(other));
    assert.ok(new Set(questions.map(({ hash }) => hash)).size > 20, 'agents of different ages are asked apart');
  });

  it('are made again from the recorded events', async () => {
    const { timeline } = await asked(READERS);
    const again = Timeline.of([]);
    assert.deepEqual(follow(await modelOf(READERS, { seed: 4 }), again, timeline.events, prose), []);
    assert.equal(again.events.length, timeline.events.length);
  });

  it('are left out where agents act one after another', async () => {
    const { questions } = await asked(READERS.replace('archetypes:', 'order: sequential, archetypes:'));
    assert.ok(questions.every(({ shared, situation }) => shared === undefined && situation.self.id !== ''));
  });
});
