/** A person plays an agent: the form that is asked, time limits, closing, one question at a time. */
import assert from 'node:assert/strict';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { AnswerSchema, Question } from '../../../src/engine/model/question.js';
import type { Situation } from '../../../src/engine/model/situationTypes.js';
import { type Mind, MindFault } from '../../../src/engine/model/mind.js';
import { type After, type AskPerson, humanMind, oneAtATime } from '../../../src/minds/person/human.js';
import { type Choice, type PersonPort, personForm } from '../../../src/minds/person/personForm.js';
import { wrongFor } from '../../../src/minds/person/personSteps.js';
import { mindOf } from '../../support/societies.js';
import { question } from './openaiSupport.js';

/** A clock that only moves when it is told to. */
function fakeClock(): { after: After; pass(): void } {
  const open = new Set<() => void>();
  return {
    after: (_ms, act) => {
      open.add(act);
      return { dispose: () => void open.delete(act) };
    },
    pass: () => {
      for (const act of [...open]) act();
    },
  };
}

const nobody: AskPerson = (_question, token) => new Promise((resolve) => token.onCancellationRequested(() => resolve({ kind: 'passed' })));

function mind(askPerson: AskPerson, more: { timeoutMs?: number; fallback?: Mind; after?: After } = {}): Mind {
  const { timeoutMs = null, after = fakeClock().after, fallback } = more;
  return humanMind({ id: 'me', askPerson, line: oneAtATime(), after, timeoutMs, fallback });
}

const ask = async (one: Mind, token = neverCancelled): Promise<unknown> => (await one.ask(question(), token)).value;

const faultOf = (answer: Promise<unknown>): Promise<MindFault> =>
  answer.then(
    () => assert.fail('answered'),
    (error: unknown) => (error instanceof MindFault ? error : assert.fail(String(error))),
  );

/** Steps answered from a list; `undefined` closes. Keeps what was asked. */
function port(replies: readonly (Json | undefined)[]): PersonPort & { readonly asked: string[]; readonly shown: (readonly Choice[])[] } {
  const [asked, shown, left]: [string[], (readonly Choice[])[], (Json | undefined)[]] = [[], [], [...replies]];
  return {
    asked,
    shown,
    pick: ({ title }, choices) => {
      asked.push(title);
      shown.push(choices);
      const reply = left.shift();
      return Promise.resolve(reply === undefined ? undefined : Array.isArray(reply) ? (reply as readonly Json[]) : [reply]);
    },
    write: ({ title }) => {
      asked.push(title);
      return Promise.resolve(left.shift() as string | undefined);
    },
  };
}

const situated = (more: Partial<Situation>, answer?: AnswerSchema): Question => ({
  ...question(answer),
  situation: { ...question().situation, ...more },
});

const filled = async (q: Question, replies: readonly (Json | undefined)[]): Promise<[unknown, string[]]> => {
  const given = port(replies);
  const reply = await personForm(given)(q, neverCancelled);
  return [reply.kind === 'answer' ? reply.value : reply.kind, given.asked];
};

describe('the human mind', () => {
  it('gives the answer of the person, as prose that is kept', async () => {
    const one = mind(() => Promise.resolve({ kind: 'answer', value: { action: 'post' } }));
    assert.deepEqual(await ask(one), { action: 'post' });
    assert.deepEqual([one.kind, one.prose], ['human', true]);
  });

  it('reports that a question was closed, or that its time was over', async () => {
    const passed = await faultOf(ask(mind(() => Promise.resolve({ kind: 'passed' }))));
    assert.equal(passed.code, 'person-passed');
    assert.match(passed.message, /No answer for ada in round 1/);
    const clock = fakeClock();
    const waiting = faultOf(ask(mind(nobody, { timeoutMs: 5000, after: clock.after })));
    await new Promise(setImmediate);
    clock.pass();
    const late = await waiting;
    assert.equal(late.code, 'person-late');
    assert.match(late.message, /within 5 seconds/);
  });

  it('then lets the fallback answer', async () => {
    const fallback = mindOf(() => ({ action: 'nothing' }));
    assert.deepEqual(await ask(mind(() => Promise.resolve({ kind: 'passed' }), { fallback })), { action: 'nothing' });
  });

  it('closes the open question when the run is stopped, and asks no more', async () => {
    const source = new CancellationSource();
    let shown = 0;
    const one = mind((q, token) => {
      shown++;
      return nobody(q, token);
    });
    const both = [faultOf(ask(one, source.token)), faultOf(ask(one, source.token))];
    await new Promise(setImmediate);
    source.cancel();
    assert.deepEqual(
      (await Promise.all(both)).map(({ code }) => code),
      ['cancelled', 'cancelled'],
    );
    assert.equal(shown, 1);
  });

  it('shows one question at a time, in order, and continues after one that failed', async () => {
    const order: string[] = [];
    const one = mind(async (q) => {
      order.push(`${q.occurrence}`);
      await new Promise(setImmediate);
      order.push(`${q.occurrence}!`);
      if (q.occurrence === 0) throw new Error('The window was closed.');
      return { kind: 'answer', value: {} };
    });
    const answers = [0, 1].map((occurrence) => one.ask({ ...question(), occurrence }, neverCancelled) as Promise<unknown>);
    await Promise.allSettled(answers);
    assert.deepEqual(order, ['0', '0!', '1', '1!']);
  });
});

describe('the form for a person', () => {
  const seen = [{ id: 'm1', kind: 'public', author: 'ben', name: 'Ben', text: 'Hi.' }] as unknown as Situation['seen'];
  const options: Situation['options'] = [
    { action: 'comment', does: 'Answer.', kind: 'message', messages: ['m1'] },
    {
      action: 'give',
      does: 'Give.',
      kind: 'act',
      agents: ['ben'],
      args: [{ id: 'amount', kind: 'integer', optional: false, min: 0, max: 9 }],
    },
    { action: 'nothing', does: 'Pass.', kind: 'nothing' },
  ];

  it('asks for the action, then for its arguments', async () => {
    const [value, asked] = await filled(situated({ options, seen }), ['comment', 'm1', 'Hello.']);
    assert.deepEqual(value, { action: 'comment', on: 'm1', text: 'Hello.' });
    assert.deepEqual(asked, ['Ada, round 1: action', 'Ada, round 1: on', 'Ada, round 1: text']);
    const [gift] = await filled(situated({ options, seen }), ['give', 'ben', '4']);
    assert.deepEqual(gift, { action: 'give', to: 'ben', args: { amount: 4 } });
    assert.deepEqual((await filled(situated({ options }), ['nothing']))[0], { action: 'nothing' });
  });

  it('gives no answer when any step is closed', async () => {
    assert.equal((await filled(situated({ options }), [undefined]))[0], 'passed');
    assert.equal((await filled(situated({ options, seen }), ['comment', 'm1', undefined]))[0], 'passed');
  });

  it('asks for votes with an act, and for the next speaker', async () => {
    const riders = [{ action: 'vote', most: 1, messages: ['m1'], values: ['up', 'down'] }];
    const talk = situated({ options: options.slice(2), seen, riders, next: ['ben'], mayEnd: true });
    const [value] = await filled(talk, ['nothing', [{ message: 'm1', vote: 'up' }], 'ben', false]);
    assert.deepEqual(value, { action: 'nothing', votes: [{ message: 'm1', vote: 'up' }], next: 'ben', done: false });
  });

  it('asks surveys item by item', async () => {
    const items = [
      { id: 'mood', kind: 'choice', optional: false, words: ['good', 'bad'], text: 'How are you?', ends: [] },
      { id: 'friends', kind: 'agent', optional: true, agents: ['ben', 'cleo'], most: 2, text: 'Who is a friend?', ends: [] },
      { id: 'why', kind: 'text', optional: true, text: 'Why?', ends: [] },
    ] as const;
    const [value] = await filled(situated({ ask: { kind: 'survey', survey: 's', items } }), ['good', ['ben', 'cleo'], '']);
    assert.deepEqual(value, { mood: 'good', friends: ['ben', 'cleo'], why: null });
  });

  it('asks for any other answer by its schema, lists item by item', async () => {
    const answer: AnswerSchema = {
      type: 'object',
      properties: {
        notes: {
          type: 'array',
          maxItems: 2,
          items: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false },
        },
        level: { type: ['integer', 'null'], minimum: 1 },
      },
      required: ['notes', 'level'],
      additionalProperties: false,
    };
    const [value, asked] = await filled(situated({ ask: { kind: 'plan' } }, answer), [true, 'A note.', false, '3']);
    assert.deepEqual(value, { notes: [{ text: 'A note.' }], level: 3 });
    assert.deepEqual(
      asked.map((title) => title.replace(/^.*?: /, '')),
      ['notes: one more (0 so far)?', 'notes 1.text', 'notes: one more (1 so far)?', 'level'],
    );
  });

  it('explains why a value is invalid', () => {
    const whole = { kind: 'integer', optional: false, min: 0, max: 9 } as const;
    assert.deepEqual(
      ['', 'x', '1.5', '-1', '10', '9'].map((text) => wrongFor(whole, text)),
      [
        'A value is required.',
        'Write a whole number.',
        'Write a whole number.',
        'The value must be at least 0.',
        'The value must be at most 9.',
        null,
      ],
    );
    assert.equal(wrongFor({ kind: 'text', optional: true }, ''), null);
  });
});
