/** The summary of a run: what never happened, what was lost, and what was expected, each found in a run that has it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { Question } from '../../../src/engine/index.js';
import type { RunSummary } from '../../../src/protocol/summary.js';
import { summaryLine, summaryLines } from '../../../src/protocol/summaryText.js';
import { runSummary } from '../../../src/runs/index.js';
import { modelOf, playWith } from '../../support/worlds.js';

/** No agent can inspect, because all are strangers; elections are secret; the code, a survey and an intervention have no effect. */
const OFFICE = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
codes: { kind: { pattern: thanks }, waved: { of: act, pattern: wave } }
worlds:
  office:
    vars: { stock: 5 }
    actions:
      talk: { kind: message, does: Say something. }
      elect: { does: Elect an agent., args: { target: agent } }
      inspect: { does: Look., to: agent, if: target.name == 'Zoe' }
      sack: { does: Sack., when: stock < 0 }
    phases:
      morning: { order: sequential, actions: [talk, elect, sack] }
      inspection: { who: ada, order: sequential, actions: [inspect] }
    measures: { held: stock, nobodys: "all.filter(a => a.id == 'zoe').length > 0 ? 1 : null" }
scenarios:
  s:
    world: office
    rounds: 3
    interventions:
      late: { at: 9, announce: Too late. }
      none: { at: 1, to: nobody, remember: Nobody hears this. }
      news: { at: 1, announce: Good morning. }
    surveys:
      pulse: { at: end, to: nobody, ask: { mood: { text: How are you?, scale: 1..7 } } }
    expect: { kept: { that: stock == 5 }, gone: { that: stock == 0 } }
`;

const played = async (text: string, answer: (question: Question) => Json): Promise<RunSummary> => {
  const model = await modelOf(text, { like: (said, pattern) => said.includes(pattern) });
  return runSummary(model, await playWith(model, answer));
};

describe('the summary of a run', () => {
  const talks = async (): Promise<RunSummary> => played(OFFICE, () => ({ action: 'talk', text: 'Hello.' }));

  it('lists what never happened, and whether it was possible', async () => {
    const { never } = await talks();
    assert.deepEqual(
      never.map(({ level, text }) => `${level}: ${text}`),
      [
        'note: Action `elect` was never chosen. It was available in 6 of 6 turns.',
        'warning: Action `sack` was never available: 6 turns.',
        'warning: Action `inspect` was never available: 3 turns.',
        'warning: Phase `inspection`: in 0 of 3 turns an action was available.',
        'note: Code `kind` was never true: 7 messages coded.',
        'warning: Code `waved` was never asked: there were no acts that others see to code.',
        'note: Measure `held` was 5 in every round.',
        'warning: Measure `nobodys` never had a value in 3 rounds.',
        'warning: Survey `pulse` was asked of no agent.',
        'warning: Intervention `late` was never due.',
        'warning: Intervention `none` reached no agent.',
      ],
    );
  });

  it('lists the expectations that passed, in lines and in one line', async () => {
    const summary = await talks();
    assert.deepEqual(summary.expectations, [
      { id: 'kept', at: 'scenarios.s.expect.kept', passed: true },
      { id: 'gone', at: 'scenarios.s.expect.gone', passed: false },
    ]);
    assert.equal(summaryLines(summary)[0], 'Expectations in this run: 1 passed, 1 failed (gone)');
    assert.equal(summaryLine(summary), '1 of 2 expectations failed; 8 things never happened');
  });

  it('omits what happened, and is empty for a run that is not over', async () => {
    const summary = await played(OFFICE, ({ situation }) =>
      situation.options.some(({ action }) => action === 'elect') && situation.round > 1
        ? { action: 'elect', args: { target: situation.self.id === 'ada' ? 'ben' : 'ada' } }
        : { action: 'talk', text: 'thanks' },
    );
    assert.ok(!summary.never.some(({ id }) => id === 'elect' || id === 'talk' || id === 'kind' || id === 'news'));
    const model = await modelOf(OFFICE, { like: () => true });
    const timeline = await playWith(model, () => ({ action: 'talk', text: 'Hello.' }));
    assert.deepEqual(runSummary(model, timeline, { isOver: false }).never, []);
    const fine = { expectations: [{ id: 'a', at: 'scenarios.s.expect.a', passed: true }], never: [], lost: [] };
    assert.equal(summaryLine(fine), '');
  });

  it('counts faults, answers that were unusable or repaired, and acts that were not possible', async () => {
    const answers = [
      null,
      { action: 'talk', text: 'Hi.', mood: 'glad' },
      { action: 'take', args: { n: 9 } },
      { action: 'talk', text: 'Hi.' },
    ];
    let n = 0;
    const { lost } = await played(
      `society: 1
personas: { ada: { name: Ada } }
worlds:
  w:
    vars: { stock: 5 }
    actions:
      talk: { kind: message, does: Say something. }
      take: { does: Take., args: { n: 0..stock } }
    phases: { day: { order: sequential, actions: [talk, take], then: "stock = 5 / (round - round)" } }
scenarios: { s: { world: w, rounds: 4 } }
`,
      () => answers[n++]!,
    );
    assert.deepEqual(
      lost.map(({ kind, count }) => `${kind} ${count}`),
      ['fault 4', 'answer 1', 'repair 1', 'act 1'],
    );
    assert.match(lost[0]!.text, /^4 faults at `worlds\.w\.phases\.day\.then`: /);
    assert.equal(lost[1]!.text, '1 answer of `builtin` could not be used (unparsable).');
  });
});
