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

/** Formulas of one kind of mistake: a number, yes or no, and prose. */
interface Wrong {
  readonly number: string;
  readonly test: string;
  readonly prose: string;
}

const wrong = (number: string): Wrong => ({ number, test: `${number} > 0`, prose: `Word $(${number}).` });

/** What cannot be computed, and passes the checker. */
const MISTAKE = wrong('1 / (round - round)');
const { test: TEST, prose: PROSE } = MISTAKE;

/** What takes a million steps in a society of two. */
const TEN = `[${Array.from({ length: 10 }, (_, i) => i).join(', ')}]`;
const RUNAWAY = wrong(['a', 'b', 'c', 'd', 'e', 'f'].reduce((inner, name) => `count(${TEN}.map(${name} => ${inner}))`, 'round'));

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
const placesOf = ({ number: NUMBER, test: TEST, prose: PROSE }: Wrong): { readonly [place: string]: readonly [Parts, string] } => ({
  'the condition of an action': [{ give: `when: "${TEST}"` }, 'worlds.w.actions.give.when'],
  'whom an act may be aimed at': [{ give: `to: agent, if: "${TEST}"` }, 'worlds.w.actions.give.if'],
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
    { phase: `order: { kind: moderated, chooser: "[ada][5 + ${NUMBER}]", turns: 3 }` },
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
  'what a phase does': [{ phases: `late: { then: "stock = ${NUMBER}" }` }, 'worlds.w.phases.late.then'],
  'the start of a variable': [{ vars: `stock: 10, odd: { start: "=${NUMBER}" }` }, 'worlds.w.vars.odd'],
  'the score of a generation': [{ phases: `next: { replace: { keep: 0.5, by: "${NUMBER}" } }` }, 'worlds.w.phases.next.replace.by'],
  'whom an intervention reaches': [
    { scenario: `interventions: { odd: { at: every 1, to: { of: all, if: "${TEST}" }, announce: Rain. } }` },
    'scenarios.s.interventions.odd.to.if',
  ],
  'what an intervention lets remember': [
    { scenario: `interventions: { odd: { at: every 1, remember: "${PROSE}" } }` },
    'scenarios.s.interventions.odd.remember',
  ],
  'what an intervention sends': [
    { scenario: `interventions: { odd: { at: every 1, send: "${PROSE}" } }` },
    'scenarios.s.interventions.odd.send',
  ],
  'which messages are intercepted': [
    { scenario: `interventions: { odd: { intercept: { of: all, if: "${TEST}" } } }` },
    'scenarios.s.interventions.odd.intercept.if',
  ],
  'an expectation': [{ scenario: `expect: { odd: { that: "${TEST}" } }` }, 'scenarios.s.expect.odd.that'],
});

/** Statements: a fault for each agent. */
const effectsOf = ({ number: NUMBER }: Wrong): { readonly [place: string]: readonly [Parts, string] } => ({
  'what a phase does for each agent': [{ phases: `late: { who: all, then: "me.score = ${NUMBER}" }` }, 'worlds.w.phases.late.then'],
  'what a phase does for each agent in turn': [
    { phases: `late: { who: all, order: shuffled, then: "me.score = ${NUMBER}" }` },
    'worlds.w.phases.late.then',
  ],
  'what an act does': [{ give: `effect: "stock = ${NUMBER}"` }, 'worlds.w.actions.give.effect'],
  'what an intervention does': [
    { scenario: `interventions: { odd: { at: every 1, then: "stock = ${NUMBER}" } }` },
    'scenarios.s.interventions.odd.then',
  ],
});

const PLACES = placesOf(MISTAKE);

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

  it('of an evaluation that takes too many steps says at each place where it is, how many steps it may take, and what to do', async () => {
    let played = 0;
    for (const [place, [parts, at]] of Object.entries({ ...placesOf(RUNAWAY), ...effectsOf(RUNAWAY) })) {
      // These have a fault of another kind.
      if (place === 'the rank in a selector' || place === 'a bound that is missing') continue;
      const timeline = await play(await modelOf(society(parts)), answer, inProse);
      assert.equal(timeline.head.ended, 'rounds', place);
      const faults = of(timeline, 'fault');
      assert.ok(faults.length > 0, place);
      for (const fault of faults) {
        assert.deepEqual([fault.at, fault.code], [at, 'step-limit'], place);
        assert.match(fault.text, /^This takes more than 10\d,\d00 steps, .* Read neighbours instead of `all`, /, place);
      }
      played++;
    }
    assert.equal(played, Object.keys(PLACES).length + Object.keys(effectsOf(RUNAWAY)).length - 2);
    // The text of earlier runs stays.
    const before = await modelOf(society({ phases: `late: { then: "stock = ${RUNAWAY.number}" }` }), { flags: [] });
    assert.deepEqual(
      [...new Set(of(await play(before, answer, inProse), 'fault').map(({ text }) => text))],
      ['This takes too many steps.'],
    );
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
