/** Perturbations: other orders of options, names and white space in what minds are asked; the run keeps its own names, and records them. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { asker, type Perturbation, type Question } from '../../../src/engine/index.js';
import { sha256 } from '../../../src/node/ports.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const FILE = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada Okafor, gender: woman, bio: Ada knows Cleo from school. }
  ben: { name: Ben Castell, gender: man }
  cleo: { name: Cleo Duarte, gender: woman, bio: Ben is her neighbour. }
models: { small: { kind: openai, base_url: "http://localhost:1/v1", name: small } }
ties: { friendship: { among: all, graph: complete, strength: 0.5 } }
scenarios:
  s:
    model: small
    world: feed
    rounds: 2
    premise: A forum that Cleo Duarte opened.
    surveys: { mood: { at: end, ask: { mood: { text: How is Ada?, one_of: [low, middle, high] } } } }
`;

/** The mind of this file reads prose; the built-in one does not. */
const reading = asker(sha256, (mind) => mind === 'small');

/** What a mind got: the prompt, and what it could choose from. */
interface Got {
  readonly agent: string | null;
  readonly prompt: string;
  readonly question: Question;
}

async function played(perturb: readonly Perturbation[], answer: (question: Question) => Json) {
  const got: Got[] = [];
  const timeline = await play(
    await modelOf(FILE, { perturb }),
    (question) => {
      const prompt = question
        .parts()
        .filter(({ kept }) => kept)
        .map(({ text }) => text)
        .join('\n');
      got.push({ agent: question.agent, prompt, question });
      return answer(question);
    },
    reading,
  );
  return { got, timeline };
}

const first = ({ situation: { ask, options } }: Question): Json => {
  if (ask?.kind === 'survey') return { mood: ask.items[0]!.words![0]! };
  const { action, agents, messages } = options[0]!;
  return { action, text: 'Hello.', ...(agents ? { to: agents[0]! } : {}), ...(messages ? { on: messages[0]! } : {}) };
};

const toCleo = ({ situation: { ask, options } }: Question): Json => {
  if (ask) return { mood: 'low' };
  const to = options.find(({ action }) => action === 'direct_message')?.agents?.[0];
  return to === undefined ? { action: 'post', text: 'Hello.' } : { action: 'direct_message', to, text: 'Ada and Cleo Duarte greet Ben.' };
};

describe('perturbations', () => {
  it('options: everything to choose from is in the opposite order, in prompts and in forms of answers', async () => {
    const [plain, opposite] = [await played([], first), await played(['options'], first)];
    const actions = ({ got }: typeof plain) => got[0]!.question.situation.options.map(({ action }) => action);
    assert.deepEqual(actions(opposite), [...actions(plain)].reverse());
    const survey = opposite.got.find(({ question }) => question.purpose === 'survey')!;
    assert.match(survey.prompt, /One of high, middle, low\./);
    assert.deepEqual(
      of(opposite.timeline, 'answer.received')
        .slice(-3)
        .map(({ value }) => value),
      [{ mood: 'high' }, { mood: 'high' }, { mood: 'high' }],
    );
    assert.deepEqual(of(opposite.timeline, 'run.started')[0]!.perturbed, ['options']);
    assert.equal('perturbed' in of(plain.timeline, 'run.started')[0]!, false);
  });

  it('names: agents of one gender exchange names and ids in prompts, and the run keeps its own', async () => {
    const { got, timeline } = await played(['names'], toCleo);
    const ada = got.find(({ agent }) => agent === 'ada')!;
    assert.match(ada.prompt, /Cleo Duarte/);
    assert.match(ada.prompt, /Cleo knows Ada from school/);
    assert.match(ada.prompt, /A forum that Ada Okafor opened/);
    assert.match(ada.prompt, /Ben Castell \(ben/);
    assert.doesNotMatch(ada.prompt, /\(cleo/);
    const later = got.find(({ agent, question }) => agent === 'ada' && question.situation.round === 2)!;
    const recipients = later.question.situation.options.find(({ action }) => action === 'direct_message')!.agents;
    assert.deepEqual([...recipients!].sort(), ['ada', 'ben']);
    const message = of(timeline, 'message.sent').find(({ author, audience }) => author === 'ada' && audience === 'direct')!;
    assert.equal(message.text, 'Cleo and Ada Okafor greet Ben.');
    // Ada is told that she is Cleo, so the first of the others in her list, `ada`, is Cleo.
    assert.deepEqual(message.to, [recipients![0] === 'ada' ? 'cleo' : recipients![0]]);
    const heard = got.filter(({ agent, question }) => agent === 'cleo' && question.situation.seen.length > 0);
    assert.ok(heard.length > 0);
    for (const { prompt } of heard) assert.match(prompt, /\[cleo:\d+\] Cleo Duarte/);
    assert.deepEqual(
      of(timeline, 'agent.joined').map(({ agent, name }) => [agent, name]),
      [
        ['ada', 'Ada Okafor'],
        ['ben', 'Ben Castell'],
        ['cleo', 'Cleo Duarte'],
      ],
    );
  });

  it('spaces: the words of a prompt stay the same', async () => {
    const [plain, spaced] = [await played([], first), await played(['spaces'], first)];
    const words = (text: string) => text.split(/\s+/).join(' ');
    assert.equal(words(spaced.got[0]!.prompt), words(plain.got[0]!.prompt));
    assert.notEqual(spaced.got[0]!.prompt, plain.got[0]!.prompt);
    assert.notEqual(spaced.got[0]!.question.hash, plain.got[0]!.question.hash);
  });

  it('names and spaces leave a mind alone that reads no prose', async () => {
    const text = FILE.replace('    model: small\n', '');
    const events = async (perturb: readonly Perturbation[]) =>
      (await play(await modelOf(text, { perturb }), first, reading)).events.filter(({ type }) => type !== 'run.started');
    assert.deepEqual(await events(['names', 'spaces']), await events([]));
  });
});
