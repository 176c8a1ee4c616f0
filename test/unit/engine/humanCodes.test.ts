/** Codes by hand: a sheet to fill in, codes read from CSV or JSON, their events, and how far person and machine agree. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { like } from '../../../src/analysis/talk/textPattern.js';
import type { Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { codingSheet, humanCodes, type ScenarioModel, openCodings, type Question, readCodings } from '../../../src/engine/index.js';
import { modelOf, playWith as play } from '../../support/worlds.js';

const file = (codes: string): string => `society: 1
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben } }
codes:
  ${codes}
scenarios: { s: { cast: all, world: feed, rounds: 5, premise: A forum. } }
`;

const HUMAN = 'warm: { ask: Is it warm?, by: human }';
const CHECKED = 'bread: { ask: "Is it about bread, or \\"loaves\\"?", by: pattern, pattern: bread, agree: { with: human, sample: 10 } }';

/** Ten messages: those of Ada, and the first of Ben, are about bread. */
const talk = ({ agent, situation }: Question): Json => ({
  action: 'post',
  text:
    agent === 'ada' || situation.round === 1 ? `The bread of ${agent}, day ${situation.round}` : `Rain, "again", day ${situation.round}`,
});

const played = async (codes: string): Promise<{ readonly model: ScenarioModel; readonly timeline: Timeline }> => {
  const model = await modelOf(file(codes), { like });
  return { model, timeline: await play(model, talk) };
};

describe('codes by hand', () => {
  it('start with a sheet of the messages to code, without the codes of another coder', async () => {
    const { model, timeline } = await played(CHECKED);
    const sheet = codingSheet(openCodings(model, timeline.head));
    const rows = sheet.split('\r\n').slice(0, -1);
    assert.equal(rows.length, 11);
    assert.equal(rows[0], 'code,message,value,ask,text');
    const { message } = openCodings(model, timeline.head)[0]!;
    assert.ok(rows[1]!.startsWith(`bread,${message},,"Is it about bread, or ""loaves""?",`), rows[1]);
    assert.doesNotMatch(sheet, /true|false/);
    assert.deepEqual(readCodings(sheet), { codings: [], problems: [] });
  });

  it("are events of a person, followed by the agents' messages and views", async () => {
    const { model, timeline } = await played(HUMAN);
    const [first, second] = openCodings(model, timeline.head);
    const csv = `code,message,value\nwarm,${first!.message},yes\nwarm,${second!.message},no\n`;
    const { drafts, problems } = humanCodes(model, timeline.head, readCodings(csv).codings);
    assert.deepEqual(problems, []);
    const after = Timeline.of(timeline.events);
    const events = after.commit(drafts);
    assert.deepEqual(
      events.map((e) => e.type === 'code.assigned' && [e.code, e.value, e.by, e.check, e.at]),
      [
        ['warm', true, 'human', undefined, 'codes.warm'],
        ['warm', false, 'human', undefined, 'codes.warm'],
      ],
    );
    assert.deepEqual(
      agentsOf(after.head).map(({ saidCodes }) => saidCodes.warm),
      [true, false],
    );
    assert.equal(openCodings(model, after.head).length, 8);
    assert.equal(timeline.head.seq, timeline.events.length - 1);
  });

  it('leave the first codes unchanged as second codes, and give kappa', async () => {
    const { model, timeline } = await played(CHECKED);
    // The pattern says 6 yes and 4 no. The person agrees on 5 and on 3: p_o = 0.8, and has 6 yes: p_e = 0.6² + 0.4² = 0.52.
    let [yes, no] = [0, 0];
    const codings = openCodings(model, timeline.head).map(({ code, message, text }) => {
      const value = text.includes('bread') ? ++yes <= 5 : ++no > 3;
      return { code, message, value };
    });
    const { drafts } = humanCodes(model, timeline.head, readCodings(JSON.stringify(codings)).codings);
    const after = Timeline.of(timeline.events);
    const events = after.commit(drafts);
    const [found] = events.flatMap((e) => (e.type === 'agreement.found' ? [e] : []));
    assert.deepEqual([found?.code, found?.with, found?.n], ['bread', 'human', 10]);
    assert.ok(Math.abs(found!.kappa! - (0.8 - 0.52) / (1 - 0.52)) < 1e-12, String(found?.kappa));
    assert.ok(events.every((e) => e.type !== 'code.assigned' || e.check === true));
    assert.deepEqual(
      agentsOf(after.head).map(({ saidCodes }) => saidCodes),
      agentsOf(timeline.head).map(({ saidCodes }) => saidCodes),
    );
  });

  it('are parsed by the type of the code: words, scales, yes and no', async () => {
    const value = async (answer: string, given: string): Promise<Json | undefined> => {
      const { model, timeline } = await played(`x: { ask: So?, answer: ${answer}, by: human }`);
      const { message } = openCodings(model, timeline.head)[0]!;
      const { drafts } = humanCodes(model, timeline.head, readCodings(`code,message,value\nx,${message},${given}`).codings);
      const [body] = drafts.map((draft) => draft.body);
      return body?.type === 'code.assigned' ? body.value : undefined;
    };
    assert.deepEqual(
      [await value('yes_no', 'No'), await value('yes_no', '1'), await value('[cold, warm]', 'Warm'), await value('0..4', '3')],
      [false, true, 'warm', 3],
    );
    assert.deepEqual(
      [await value('yes_no', 'perhaps'), await value('[cold, warm]', 'hot'), await value('0..4', '5'), await value('0..4', '2.5')],
      [undefined, undefined, undefined, undefined],
    );
  });

  it('that are invalid are listed with their line', async () => {
    const { model, timeline } = await played(HUMAN);
    const { message } = openCodings(model, timeline.head)[0]!;
    const csv = `code,message,value\nwarm,${message},yes\nwarm,${message},no\ncold,${message},yes\nwarm,m9999,yes\nwarm,${message},maybe\n`;
    const { drafts, problems } = humanCodes(model, timeline.head, readCodings(csv).codings);
    assert.equal(drafts.length, 1);
    assert.deepEqual(
      problems.map(({ line, reason }) => `${line} ${reason}`),
      [
        '3 This message does not need a code by hand, or it has two rows.',
        '4 Unknown code.',
        '5 Unknown message.',
        '6 This message does not need a code by hand, or it has two rows.',
      ],
    );
    assert.deepEqual(readCodings('[1, {'), { codings: [], problems: [{ line: 1, reason: 'This is not a JSON list.' }] });
    assert.deepEqual(readCodings('[1]'), { codings: [], problems: [{ line: 1, reason: 'This is not a record.' }] });
  });
});
