/** Nothing that cannot be evaluated is silent: a fault at each place of a file that holds logic or prose. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { canonical } from '../../../src/core/util/json.js';
import { follow, type Question } from '../../../src/engine/index.js';
import { holds } from '../../../src/engine/evaluation/evaluate.js';
import { scopeOf } from '../../../src/engine/evaluation/scope.js';
import { noting } from '../../../src/engine/model/faults.js';
import { asker } from '../../../src/engine/plan/buildQuestion.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { ask, sha256 } from '../../support/societies.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

/** What cannot be computed, and passes the checker: a number, yes or no, prose. */
const NUMBER = '1 / (round - round)';
const TEST = `${NUMBER} > 0`;
const PROSE = `Word $(${NUMBER}).`;

interface Parts {
  readonly vars?: string;
  readonly does?: string;
  readonly reply?: string;
  readonly give?: string;
  readonly phase?: string;
  readonly phases?: string;
  readonly scenario?: string;
  readonly top?: string;
}

/** A society of two in which everything may be faulty, and nothing is. */
const society = (parts: Parts): string => `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
models: { umpire: { kind: scripted, answers: [x] } }
ties: { friends: { among: all, graph: complete } }
${parts.top ?? ''}
worlds:
  w:
    does: ${parts.does ?? 'A room.'}
    vars: { ${parts.vars ?? 'stock: 10'} }
    agent_vars: { score: number? }
    actions:
      say: { kind: message, to: public, does: Talk. }
      give: { does: Give., ${parts.give ?? ''} }
      reply: { kind: message, on: message, to: public, does: Answer., ${parts.reply ?? ''} }
    phases:
      talk: { actions: [say, give, reply], ${parts.phase ?? 'who: all'} }
      ${parts.phases ?? ''}
scenarios:
  s:
    world: w
    rounds: 2
    ${parts.scenario ?? 'premise: Two meet.'}
`;

/** By place: the parts that make it faulty, and the node of the fault. */
const PLACES: { readonly [place: string]: readonly [Parts, string] } = {
  'the condition of an action': [{ give: `when: ${TEST}` }, 'worlds.w.actions.give.when'],
  'whom an act may be aimed at': [{ give: `to: agent, if: ${TEST}` }, 'worlds.w.actions.give.if'],
  'what message may be answered': [{ reply: `if: "${TEST}"` }, 'worlds.w.actions.reply.if'],
  'the words of an action': [{ give: `tell: "${PROSE}"` }, 'worlds.w.actions.give.tell'],
  'the bounds of an argument': [{ give: `args: { amount: "0..${NUMBER}" }` }, 'worlds.w.actions.give.args.amount'],
  'a bound that is missing': [{ vars: 'stock: number?', give: 'args: { amount: 0..stock }' }, 'worlds.w.actions.give.args.amount'],
  'what is shared': [
    { give: `args: { amount: 0..5 }, share: { of: "${NUMBER}", ask: amount, rule: equal }` },
    'worlds.w.actions.give.share.of',
  ],
  'the note of a feed': [{ phase: `feed: { note: "${PROSE}" }` }, 'worlds.w.phases.talk.feed.note'],
  'the condition of a phase': [{ phases: `late: { when: "${TEST}", then: stock = 1 }` }, 'worlds.w.phases.late.when'],
  'the end of a phase': [{ phase: `order: sequential, until: "${TEST}"` }, 'worlds.w.phases.talk.until'],
  'the chooser of a talk': [
    { phase: `order: { kind: moderated, chooser: "[ada][round + 5]", turns: 3 }` },
    'worlds.w.phases.talk.order.chooser',
  ],
  'the rate of a clock': [{ phase: `order: { kind: asynchronous, rate: "${NUMBER}" }` }, 'worlds.w.phases.talk.order.rate'],
  'who takes part': [{ phase: `who: { of: all, if: "${TEST}" }` }, 'worlds.w.phases.talk.who.if'],
  'the rank in a selector': [{ phase: 'who: { of: all, pick: top 1 by me.score }' }, 'worlds.w.phases.talk.who.pick'],
  'what a phase tells': [{ phases: `news: { tell: "${PROSE}" }` }, 'worlds.w.phases.news.tell'],
  'the stop of a phase': [{ phases: `over: { stop: "${TEST}" }` }, 'worlds.w.phases.over.stop'],
  'what a judge is asked': [
    { phases: `grade: { resolve: { ask: "${PROSE}", of: umpire, answer: { grade: 0..4 } }, then: stock = grade }` },
    'worlds.w.phases.grade.resolve.ask',
  ],
  'the world as it is told': [{ does: `"${PROSE}"` }, 'worlds.w.does'],
  'the premise': [{ scenario: `premise: "${PROSE}"` }, 'scenarios.s.premise'],
  'a measure': [{ scenario: `measures: { odd: "${NUMBER}" }` }, 'scenarios.s.measures.odd'],
  'the end of the run': [{ scenario: `until: "${TEST}"` }, 'scenarios.s.until'],
  'the condition of an intervention': [
    { scenario: `interventions: { odd: { when: "${TEST}", announce: Rain. } }` },
    'scenarios.s.interventions.odd.when',
  ],
  'what an intervention announces': [
    { scenario: `interventions: { odd: { at: every 1, announce: "${PROSE}" } }` },
    'scenarios.s.interventions.odd.announce',
  ],
  'what a judge of an intervention is asked': [
    { scenario: `interventions: { odd: { when: { ask: "${PROSE}", of: umpire }, announce: Rain. } }` },
    'scenarios.s.interventions.odd.when.ask',
  ],
  'the question of a survey': [
    { scenario: `surveys: { s: { at: every 1, ask: { q: { open: true, text: "${PROSE}" } } } }` },
    'scenarios.s.surveys.s.ask.q.text',
  ],
  'the value of a reward': [{ scenario: `rewards: { r: { kind: custom, value: "${NUMBER}" } }` }, 'scenarios.s.rewards.r.value'],
  'a prompt': [{ top: `prompts: { mine: { extends: en, you: "${PROSE}" } }`, scenario: 'prompts: mine' }, 'prompts.mine.you'],
};

/** As minds that read prose are asked. */
const inProse = asker(sha256, () => true);

const answer = ({ purpose, answer: schema, situation }: Question): never => {
  if (purpose === 'judge') return (situation.phase === 'grade' ? { grade: 1 } : { holds: false }) as never;
  if (purpose === 'survey') return { q: 'x' } as never;
  const { action } = (schema as unknown as { properties: { action: { enum: readonly string[] } } }).properties;
  const give = action.enum.includes('give') && situation.round === 2;
  const amount = give && situation.options.some(({ args }) => args) ? { args: { amount: 1 } } : {};
  const to = give && situation.options.some(({ agents }) => agents) ? { to: situation.known[0]?.id } : {};
  return (give ? { action: 'give', ...amount, ...to } : { action: action.enum[0], text: 'hello' }) as never;
};

describe('a fault', () => {
  for (const [place, [parts, at]] of Object.entries(PLACES))
    it(`in ${place} is reported at its line, once a round, and ends nothing`, async () => {
      const timeline = await play(await modelOf(society(parts)), answer, inProse);
      assert.equal(timeline.head.ended, 'rounds');
      const rounds = new Map<number, string[]>();
      let round = 0;
      for (const event of timeline.events) {
        if (event.type === 'round.started') round = event.round;
        if (event.type === 'fault' && event.at !== null) rounds.set(round, [...(rounds.get(round) ?? []), event.at]);
      }
      assert.ok(rounds.size > 0, 'silent');
      for (const places of rounds.values()) assert.deepEqual(places, [at]);
    });

  it('is missing in the society without a mistake', async () => {
    const timeline = await play(await modelOf(society({})), answer, inProse);
    assert.deepEqual(of(timeline, 'fault'), []);
  });

  it('is found again when the run is continued from any step', async () => {
    const parts = { give: `when: ${TEST}`, reply: `if: "${TEST}"`, scenario: `premise: "${PROSE}"` };
    const model = await modelOf(society(parts));
    const { events } = await play(model, answer);
    assert.ok(events.filter(({ type }) => type === 'fault').length >= 3);
    const again = new Timeline();
    follow(model, again, events, ask);
    assert.equal(canonical(again.events), canonical(events));
  });
});

describe('the log of faults', () => {
  it('belongs to one model: a step does not report faults of another model', async () => {
    const model = await modelOf(society({}));
    const other = await modelOf(society({ phase: `when: ${TEST}` }));
    const { when } = other.phases.round.find(({ id }) => id === 'talk')!;
    let evaluated = 0;
    const timeline = await play(model, answer, (...turn) => {
      evaluated++;
      assert.equal(holds(when, scopeOf(other, turn[1])), false);
      return ask(...turn);
    });
    assert.ok(evaluated > 0);
    assert.deepEqual(of(timeline, 'fault'), []);
  });

  it('is closed between steps, so that inspection adds nothing', async () => {
    const model = await modelOf(society({ phase: `when: ${TEST}` }));
    const { when } = model.phases.round.find(({ id }) => id === 'talk')!;
    const { head } = await play(model, answer);
    assert.equal(model.faultLog.open, null);
    assert.equal(holds(when, scopeOf(model, head)), false);
    const { noted } = noting(model.faultLog, () => noting(model.faultLog, () => holds(when, scopeOf(model, head))));
    assert.equal(noted.size, 0, 'the inner log takes what is met in it');
    assert.deepEqual([...noting(model.faultLog, () => holds(when, scopeOf(model, head))).noted.keys()], ['worlds.w.phases.talk.when']);
  });
});

describe('a survey without answers', () => {
  const studied = (at: string, value: string): string =>
    society({
      scenario: `surveys: { pulse: { at: ${at}, ask: { trust: { text: How much do you trust?, scale: 1..7 } } } }
    measures: { trust: "${value}" }`,
    });
  const faultsOf = async (text: string, flags?: readonly number[]): Promise<readonly string[]> => {
    const timeline = await play(await modelOf(text, flags ? { flags } : {}), () => ({ action: 'say', text: 'Hello.', trust: 4 }));
    return [...new Set(of(timeline, 'fault').map((fault) => fault.text))];
  };

  it('is named by the fault of the expression that reads it, with what to do', async () => {
    const [text, ...others] = await faultsOf(studied('end', 'mean(all.pulse.trust)'));
    assert.deepEqual(others, []);
    assert.match(text!, /^Nobody has answered the survey `pulse` yet\. .*`at: \[start, end\]`/);
    assert.deepEqual(await faultsOf(studied('end', 'share(all.map(one => one.pulse.trust > 3))')), [text]);
  });

  it('is not named after it is answered, or where the value is missing for another reason', async () => {
    assert.deepEqual(await faultsOf(studied('start', 'mean(all.pulse.trust)')), []);
    assert.deepEqual(await faultsOf(studied('end', 'mean(all.score)')), ['A number is missing here.']);
  });

  it('has the earlier message in runs without the flag', async () => {
    assert.deepEqual(await faultsOf(studied('end', 'mean(all.pulse.trust)'), []), ['A number is missing here.']);
  });
});
