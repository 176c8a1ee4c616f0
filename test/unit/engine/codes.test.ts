/** Content coding by pattern, judge and hand, agreement of two coders, and that agents never see any of it. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cohenKappa } from '../../../src/analysis/statistics/raters.js';
import { like } from '../../../src/analysis/talk/textPattern.js';
import type { Json } from '../../../src/core/util/json.js';
import { openCodings } from '../../../src/engine/phases/contentCoding.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

describe("Cohen's kappa", () => {
  it('is (p_o − p_e) / (1 − p_e): worked by hand', () => {
    // 50 cases: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no. p_o = 0.7; p_e = 0.5 · 0.6 + 0.5 · 0.4 = 0.5; κ = 0.4.
    const cases = (n: number, a: boolean, b: boolean): (readonly [boolean, boolean])[] => Array.from({ length: n }, () => [a, b] as const);
    const all = [...cases(20, true, true), ...cases(5, true, false), ...cases(10, false, true), ...cases(15, false, false)];
    assert.ok(Math.abs(cohenKappa(all)! - 0.4) < 1e-15);
  });

  it('is 1 for coders who agree, −1 for two who always differ on halves, 0 for agreement by chance', () => {
    assert.equal(
      cohenKappa([
        ['a', 'a'],
        ['b', 'b'],
        [3, 3],
      ]),
      1,
    );
    assert.equal(
      cohenKappa([
        ['a', 'b'],
        ['b', 'a'],
      ]),
      -1,
    );
    assert.equal(
      cohenKappa([
        ['a', 'a'],
        ['a', 'b'],
        ['b', 'a'],
        ['b', 'b'],
      ]),
      0,
    );
  });

  it('has no value without cases, and where both coders use one value only', () => {
    assert.equal(cohenKappa([]), null);
    assert.equal(
      cohenKappa([
        [true, true],
        [true, true],
      ]),
      null,
    );
  });
});

const file = (codes: string): string => `society: 1
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
codes:
${codes}
scenarios:
  s:
    cast: all
    world: { use: feed }
    rounds: 2
    premise: A forum.
    measures:
      heard: share(all.map(a => a.seen.rumour))
      tellers: count(all.map(a => said(a, rumour)))
      new_of_ben: count(written(ben).filter(m => m.round == round && m.text.includes('bakery') && m.up == 0))
`;

/** Ada tells it in round 1; all read it in round 2, in which Ben tells it again. */
const talk = ({ agent, situation }: Question): Json =>
  agent === 'ada' && situation.round === 1
    ? { action: 'post', text: 'They say the BAKERY will close.' }
    : { action: 'post', text: agent === 'ben' && situation.round === 2 ? 'The bakery closes, I hear.' : 'Good morning.' };

const PATTERN = '  rumour: { of: message, ask: Does it say that the bakery closes?, by: pattern, pattern: "(?i)bakery.*close" }';

describe('content coding', () => {
  it("by a pattern: codes every message of the round, before the agents' messages and views follow", async () => {
    const timeline = await play(await modelOf(file(PATTERN), { like }), talk);
    const coded = of(timeline, 'code.assigned');
    assert.deepEqual(
      coded
        .filter(({ value }) => value === true)
        .map(({ by, message }) => [by, timeline.head.messages.backing.find(({ id }) => id === message)!.text]),
      [
        ['pattern', 'They say the BAKERY will close.'],
        ['pattern', 'The bakery closes, I hear.'],
      ],
    );
    assert.equal(coded.length, 6);
    assert.equal(
      coded.every(({ at }) => at === 'codes.rumour'),
      true,
    );
    const series = (id: string): unknown => timeline.head.measures.find(({ measure }) => measure === id)?.values;
    assert.deepEqual(series('heard'), [0, 2 / 3]);
    assert.deepEqual(series('tellers'), [1, 2]);
    assert.deepEqual(series('new_of_ben'), [0, 1]);
  });

  it('by a judge: one question about each message; a bad answer leaves the message without a code, and is reported', async () => {
    const asked: string[] = [];
    const codes = '  tone: { ask: How warm is it?, answer: [cold, warm], by: judge }';
    const timeline = await play(await modelOf(file(`${codes}\n${PATTERN}`), { like }), (question) => {
      const { ask } = question.situation;
      if (ask?.kind !== 'code') return talk(question);
      asked.push(`${question.agent} ${ask.id} ${ask.text}`);
      if (asked.length === 1) assert.match(question.parts()[0]!.text, /«.*»\nHow warm is it\?\n.*`value`, one of cold, warm/);
      return ask.text.startsWith('Good') ? { value: 'Warm' } : { value: 'green' };
    });
    assert.equal(asked.length, 6);
    assert.equal(
      asked.every((one) => one.startsWith('null tone ')),
      true,
    );
    const tones = of(timeline, 'code.assigned').filter(({ code }) => code === 'tone');
    assert.deepEqual(
      tones.map(({ value, by }) => [value, by]),
      Array.from({ length: 4 }, () => ['warm', 'judge']),
    );
    assert.equal(of(timeline, 'turn.ended').filter(({ agent, reason }) => agent === null && reason === 'unparsable').length, 2);
  });

  it('includes announcements, and messages of interventions and effects', async () => {
    const text = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
worlds:
  w:
    actions: { whisper: { does: Whisper., args: { target: agent }, effect: "send(target, 'The bakery will close.')" }, wait: { kind: nothing, does: Wait. } }
    phases: { day: { who: all, order: sequential, actions: [whisper, wait] } }
codes:
${PATTERN}
scenarios:
  s:
    world: w
    rounds: 3
    interventions:
      news: { at: 2, to: cleo, send: 'A bakery that will close.' }
    measures: { heard: 'count(all.map(a => heard(a, rumour)))', said: 'count(all.map(a => said(a, rumour)))' }
`;
    const whispers = ({ agent, situation }: Question): Json =>
      agent === 'ada' && situation.round === 1 ? { action: 'whisper', args: { target: 'ben' } } : { action: 'wait' };
    const series = async (flags?: readonly number[]): Promise<unknown[]> => {
      const timeline = await play(await modelOf(text, { like, ...(flags ? { flags } : {}) }), whispers);
      return ['heard', 'said'].map((id) => timeline.head.measures.find(({ measure }) => measure === id)!.values);
    };
    assert.deepEqual(await series(), [
      [1, 2, 2],
      [0, 0, 0],
    ]);
    assert.deepEqual(await series([]), [
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('is never shown to agents', async () => {
    await play(await modelOf(file(PATTERN), { like }), (question) => {
      assert.doesNotMatch(
        JSON.stringify(question.situation) +
          question
            .parts()
            .map(({ text }) => text)
            .join(''),
        /rumour/,
      );
      return talk(question);
    });
  });

  it('by hand is left open and listed', async () => {
    const model = await modelOf(file(PATTERN.replace('by: pattern', 'by: human')));
    const timeline = await play(model, talk);
    assert.equal(of(timeline, 'code.assigned').length, 0);
    assert.equal(
      of(timeline, 'phase.started').some(({ phase }) => phase === 'code'),
      false,
    );
    const open = openCodings(model, timeline.head);
    assert.deepEqual([open.length, open.some(({ check }) => check), open[0]!.ask], [6, false, 'Does it say that the bakery closes?']);
  });

  it('reports the agreement of two coders on a seeded sample, without a change to the first codes', async () => {
    const codes = PATTERN.replace(' }', ', agree: { with: judge, sample: 5 } }');
    let asked = 0;
    const model = await modelOf(file(codes), { like });
    const timeline = await play(model, (question) => {
      if (question.purpose !== 'code') return talk(question);
      asked++;
      return { value: (question.situation.ask as { text: string }).text.includes('BAKERY') };
    });
    assert.equal(asked, 5);
    const checks = of(timeline, 'code.assigned').filter(({ check }) => check);
    assert.equal(checks.length, 5);
    const first = new Map(
      of(timeline, 'code.assigned')
        .filter(({ check }) => !check)
        .map((e) => [e.message, e.value]),
    );
    const [found] = of(timeline, 'agreement.found');
    assert.deepEqual([found?.code, found?.with, found?.n], ['rumour', 'judge', 5]);
    assert.equal(found?.kappa, cohenKappa(checks.map(({ message, value }) => [first.get(message)!, value])));
    assert.equal(agentsOf(timeline.head)[1]!.saidCodes.rumour, true);
  });

  it('lists the sample for a person who is the second coder', async () => {
    const model = await modelOf(file(PATTERN.replace(' }', ', agree: { with: human, sample: 4 } }')), { like });
    const timeline = await play(model, talk);
    const open = openCodings(model, timeline.head);
    assert.deepEqual([open.length, open.every(({ check }) => check)], [4, true]);
    assert.deepEqual(open, openCodings(model, timeline.head));
    assert.equal(of(timeline, 'agreement.found').length, 0);
  });
});
