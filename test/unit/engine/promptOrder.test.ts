/** The order of the sections of a prompt: what many questions share comes first, so that a server can reuse it. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { CURRENT_FLAGS, type Question } from '../../../src/engine/index.js';
import { questionsIn, questionsOf } from '../../support/questions.js';

const FRIENDS = 'examples/making_friends.society';
const EARLIER = CURRENT_FLAGS.filter((flag) => flag < 17);

/** The sections of a prompt that have a text, those of the system message before the sign. */
function orderOf(question: Question): string {
  const kept = question.parts().filter(({ kept, text }) => kept && text !== '');
  const named = (role: string): string =>
    kept
      .filter((part) => part.role === role)
      .map(({ section }) => section)
      .join(' ');
  return `${named('system')} | ${named('user')}`;
}

const textOf = (question: Question, wanted?: string): string =>
  question
    .parts()
    .filter(({ section }) => wanted === undefined || section === wanted)
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n\n');

/** The share of the characters of prompts that repeat the beginning of an earlier prompt. */
function repeated(questions: readonly Question[]): number {
  const prompts = questions.map((question) => textOf(question));
  const shared = (a: string, b: string): number => {
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    return i;
  };
  const most = prompts.map((prompt, i) => prompts.slice(0, i).reduce((best, earlier) => Math.max(best, shared(prompt, earlier)), 0));
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  return sum(most) / sum(prompts.map(({ length }) => length));
}

describe('the order of a prompt', () => {
  let questions: readonly Question[];
  let acts: readonly Question[];
  before(async () => {
    questions = await questionsOf(FRIENDS, 5);
    acts = questions.filter(({ purpose, situation }) => purpose === 'act' && situation.round > 1);
  });

  it('begins with what all agents share, where they act at the same time', () => {
    assert.ok(acts.length > 0);
    for (const act of acts)
      assert.match(orderOf(act), /^frame setting options answer \| messages you( situation)?( memories)? turn$/, act.agent!);
  });

  it('begins with the questions of a survey', () => {
    const [survey] = questions.filter(({ purpose }) => purpose === 'survey');
    assert.equal(orderOf(survey!), 'frame setting survey | you situation memories closing');
  });

  it('lets prompts repeat the beginning of earlier ones for three fifths of their characters', async () => {
    const share = repeated(questions);
    const former = repeated(await questionsOf(FRIENDS, 5, { flags: EARLIER }));
    assert.ok(share >= 0.6, `${share}`);
    assert.ok(former < 0.45, `${former}`);
  });

  it('has the same messages in the same words for agents that read the same ones, also for their authors', () => {
    const lists = new Map<string, Set<string>>();
    for (const { situation } of acts) {
      const { round, talk } = situation;
      const key = `${round} ${talk!.map(({ id }) => id).join(' ')}`;
      lists.set(key, (lists.get(key) ?? new Set()).add(JSON.stringify(talk)));
    }
    assert.ok(lists.size < acts.length / 2, `${lists.size} lists for ${acts.length} questions`);
    for (const [key, texts] of lists) assert.equal(texts.size, 1, key);
  });

  it('says what an agent wrote itself and what answers it, and repeats neither', () => {
    const authors = acts.filter(({ agent, situation }) => situation.talk!.some(({ author }) => author === agent));
    assert.ok(authors.length > 0);
    for (const question of authors) {
      const { talk, mine, seen } = question.situation;
      const own = talk!.filter(({ author }) => author === question.agent);
      assert.ok(textOf(question, 'situation').includes(`Written by you: ${own.map(({ id }) => id).join(', ')}.`));
      for (const { id, text } of own) {
        assert.ok(mine.some((one) => one.id === id));
        assert.ok(!textOf(question, 'memories').includes(`Your last messages:\n- «${text}»`), text);
      }
      const answers = seen.filter(({ answersMe, direct }) => answersMe && !direct).map(({ id }) => id);
      const line = `Answers to you: ${answers.join(', ')}.`;
      assert.equal(textOf(question, 'situation').includes(line), answers.length > 0);
      const [, remembered = ''] = textOf(question, 'memories').split('You remember:');
      for (const { text } of seen) assert.ok(!remembered.includes(`«${text}»`), text);
    }
  });

  it('shows a message to one agent alone only to that agent, after who it is', async () => {
    const whispers = `society: 1
title: A whisper
imports: [library/feed]
models: { list: { kind: scripted, answers: { ada: [Hello all., { action: direct_message, to: ben, text: Only you. }, nothing] } } }
personas: { ada: { name: Ada, model: list }, ben: { name: Ben }, cleo: { name: Cleo } }
scenarios: { main: { world: feed, cast: [ada, ben, cleo], premise: A hall. } }
`;
    const third = (await questionsIn(whispers, 3)).filter(({ purpose, situation }) => purpose === 'act' && situation.round === 3);
    assert.deepEqual(third.map(({ agent }) => agent).sort(), ['ada', 'ben', 'cleo']);
    for (const question of third) {
      assert.ok(!textOf(question, 'messages').includes('Only you.'), question.agent!);
      const told = textOf(question, 'situation').includes('New messages to you alone, with their ids:\n[ada:2] Ada: «Only you.»');
      assert.equal(told, question.agent === 'ben', textOf(question));
    }
  });

  it('begins with the agent where agents act one after another, and in earlier runs', async () => {
    const file = (order: string): string => `society: 1
title: A talk
imports: [library/feed]
worlds: { hall: { extends: feed, phases: { talk: { order: ${order} } } } }
personas: { ada: { name: Ada }, ben: { name: Ben } }
scenarios: { main: { world: hall, cast: [ada, ben], premise: A hall. } }
`;
    const acting = async (order: string, flags = CURRENT_FLAGS): Promise<string> =>
      orderOf((await questionsIn(file(order), 2, { flags })).filter(({ purpose }) => purpose === 'act').at(-1)!);
    const agentFirst = /^frame setting options answer you \|( situation)? messages/;
    assert.match(await acting('sequential'), agentFirst);
    assert.match(await acting('simultaneous', EARLIER), agentFirst);
    assert.match(await acting('simultaneous'), /^frame setting options answer \| messages you/);
  });

  it('has the messages once where a set of its own writes them in `situation`', async () => {
    const own = (prompts: string): string => `society: 1
title: A talk
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben } }
scenarios: { main: { world: feed, cast: [ada, ben], premise: A hall., prompts: ${prompts} } }
`;
    const last = async (prompts: string): Promise<Question> =>
      (await questionsIn(own(prompts), 3)).filter(({ purpose }) => purpose === 'act').at(-1)!;
    const written = await last('{ situation: "$(seen.map(m => m.text).join(\' \'))" }');
    assert.ok(!orderOf(written).includes('messages'), orderOf(written));
    assert.match(orderOf(await last('{ situation: "You have seen worse." }')), / messages you situation/);
  });
});
