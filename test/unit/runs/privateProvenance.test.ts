/** What is computed from something private does not leave the machine either: all that is sent to an endpoint elsewhere is searched. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, asker, interviewQuestion, type Mind, type MindAnswer, type Question, WITHHELD } from '../../../src/engine/index.js';
import { exportRun, type Kept, type RunExport, runExportIds, type RunTold } from '../../../src/exchange/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, phraseBook } from '../../../src/minds/index.js';
import { chatRequest, FIRST_DIALECT } from '../../../src/minds/openai/request.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { redactionOf, type Loaded, loadModel } from '../../../src/runs/index.js';
import { entities } from '../../../src/runs/methods/overview.js';

const MAIN = 'file:///study/main.society';

interface Given {
  readonly ada?: string;
  readonly world?: string;
  readonly scenario?: string;
  readonly more?: string;
}

/** Ada and Ben are asked elsewhere; each test adds where something private could be told. */
const file = ({ ada = '', world = '', scenario = '', more = '' }: Given): string => `society: 1
title: Study
imports: [library/chat]
models:
  away: { kind: openai, base_url: "https://api.example.com/v1", name: big }
personas:
  ada: { name: Ada, model: away${ada} }
  ben: { name: Ben, model: away }
${more}
worlds:
  talk:
    does: A harbour.
${world}
scenarios:
  s:
    cast: [ada, ben]
    world: talk
    rounds: 3
    seed: 1
    premise: A morning.
${scenario}
`;

const SPEAK = `    actions:
      speak: { kind: message, to: all, does: Say something. }
    phases: { meet: { who: all, actions: [speak] } }`;

async function load(text: string, flags?: readonly number[]): Promise<Loaded & { ok: true }> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN, flags ? { flags } : {});
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

interface Played {
  /** Everything that would be sent, as JSON, with the closed schemas. */
  readonly sent: string;
  readonly timeline: Timeline;
  readonly loaded: Loaded & { ok: true };
}

async function play(text: string, flags?: readonly number[]): Promise<Played> {
  const loaded = await load(text, flags);
  const { model, resolved } = loaded;
  let sent = '';
  const inner = builtinMind(phraseBook(resolved.society.phrases ?? {}, model.language));
  const speaker: Mind = {
    ...{ id: 'away', kind: 'openai', model: 'big', prose: true },
    ask: (question, token) => {
      sent += body(question);
      return inner.ask(question, token) as MindAnswer;
    },
  };
  const minds = new Map(model.minds.map(({ id }): [string, Mind] => [id, id === 'builtin' ? inner : speaker]));
  const host = { ask: asker(sha256, (id) => id !== 'builtin'), minds, token: neverCancelled, concurrency: 2, breathe: () => undefined };
  const timeline = new Timeline();
  assert.equal((await advance(model, timeline, host)).kind, 'ended');
  assert.ok(sent.length > 0);
  return { sent, timeline, loaded };
}

const body = (question: Question): string =>
  `${JSON.stringify(chatRequest(question, { model: 'big' }, { ...FIRST_DIALECT, format: 'json_schema' }))}\n`;

const stock = `    vars: { stock: { start: 55577, private: true } }
    agent_vars: { salary: { start: 98321, private: true } }
    actions:
      take: { kind: act, does: Take some., args: { amount: 0..stock } }
      ask: { kind: act, does: Ask for more., args: { more: 0..me.salary } }
      wait: { kind: nothing, does: Wait. }
    phases: { meet: { who: all, actions: [take, ask, wait] } }`;

const KEPT: Kept = { hash: sha256('a run'), created: 0, answers: () => () => undefined, prompt: () => null };

/** The file; empty where the run has nothing of the kind. */
const textOf = (made: RunExport): string => (made.ok ? [...made.file.pieces].join('') : '');

describe('a value computed from private data', function () {
  this.timeout(30_000);

  it('does not limit an argument in the schema of the answer, or in the text of the prompt', async () => {
    const { sent } = await play(file({ world: stock }));
    assert.ok(sent.includes('"amount"') && sent.includes('"more"'));
    for (const bound of ['55577', '98321']) assert.ok(!sent.includes(bound), bound);
    assert.ok(sent.includes('`amount` is a number.') && !sent.includes('"minimum"'));
  });

  it('still limits the argument when it is carried out', async () => {
    const { model } = await load(file({ world: stock }));
    const greedy: Mind = {
      id: 'away',
      kind: 'openai',
      model: 'big',
      prose: true,
      ask: () => ({ text: '{"action":"take","args":{"amount":99999}}' }),
    };
    const host = { minds: new Map([['away', greedy]]), token: neverCancelled, concurrency: 1, breathe: () => undefined };
    const timeline = new Timeline();
    await advance(model, timeline, { ...host, ask: asker(sha256, () => true) });
    const ends = timeline.events.filter((event) => event.type === 'act.rejected');
    assert.ok(ends.length > 0 && ends.every((event) => event.reason === 'out_of_bounds'));
  });

  it('is not shown rounded', async () => {
    const world = `    agent_vars: { share: { start: 0.123456789, private: true } }
    does: "Half of it is $(ada.share / 2), about $(round(ada.share, 3)), and it was $(ada.share)."
${SPEAK}`;
    const { sent } = await play(file({ world }).replace('    does: A harbour.\n', ''));
    for (const form of ['0.1234', '0.123', '0.0617']) assert.ok(!sent.includes(form), form);
    assert.ok(sent.includes(`Half of it is ${WITHHELD}, about ${WITHHELD}, and it was ${WITHHELD}.`));
  });

  it('is not shown as a list, or as one of its items', async () => {
    const world = `    does: "$(ada.ills) and $(ada.ills[0]), $(count(ada.ills)) of them."\n${SPEAK}`;
    const given = { ada: ', vars: { ills: [hepatitis, gout] }, private: [ills]', world };
    const { sent } = await play(file(given).replace('    does: A harbour.\n', ''));
    for (const ill of ['hepatitis', 'gout']) assert.ok(!sent.includes(ill), ill);
    assert.ok(sent.includes(`${WITHHELD} and ${WITHHELD}, ${WITHHELD} of them.`));
  });

  it('is not passed on to others, whose own prompt it is in', async () => {
    const world = `    agent_vars: { income: { start: 41733.128, private: true } }
    actions:
      speak: { kind: message, to: all, does: "Say what you think of $(ada.income) a year." }
    phases: { meet: { who: all, actions: [speak], tell: "Ada has $(ada.income), Ben $(ben.income * 2)." } }`;
    const { sent, timeline } = await play(file({ world }));
    for (const form of ['41733', '83466']) assert.ok(!sent.includes(form), form);
    assert.ok(sent.includes(`Say what you think of ${WITHHELD} a year.`));
    const told = timeline.events.find((event) => event.type === 'message.sent' && event.author === null);
    assert.ok(told?.type === 'message.sent');
    assert.equal(told.text, 'Ada has 41733.128, Ben 83466.256.');
    assert.equal(told.shared, `Ada has ${WITHHELD}, Ben ${WITHHELD}.`);
    assert.ok(sent.includes(told.shared));
  });

  it('is not shown in other forms: a part of it, in capitals, or as a condition', async () => {
    const world = `    does: "$(ada.code.toLowerCase()) $(ada.backstory.slice(0, 30)) $(ada.bio.toUpperCase()) $(ada.code == 'XK-77-ALPHA' ? 'armed' : 'calm')"\n${SPEAK}`;
    const ada =
      ', backstory: Ada once forged a signature in Tartu., bio: Hides a wound, vars: { code: XK-77-ALPHA }, private: [backstory, bio, code]';
    const { sent } = await play(file({ ada, world }).replace('    does: A harbour.\n', ''));
    for (const form of ['xk-77', 'Ada once', 'WOUND', 'armed']) assert.ok(!sent.includes(form), form);
    assert.ok(sent.includes(`${WITHHELD} ${WITHHELD} ${WITHHELD} ${WITHHELD}`));
  });

  it('is private in a variable that an effect sets from it, and in values computed from that one', async () => {
    const world = `    vars: { pot: 0 }
    agent_vars: { salary: { start: 98321, private: true }, mood: 0, luck: 7 }
    actions:
      speak: { kind: message, to: all, does: Say something. }
    phases:
      meet: { who: all, actions: [speak] }
      after: { who: all, then: "me.mood = me.salary - 98000\\npot = me.mood * 1000" }`;
    const { sent, loaded } = await play(file({ world }));
    const { vars, agentVars } = loaded.model;
    assert.deepEqual(
      [...vars, ...agentVars].filter((one) => one.private).map(({ id }) => id),
      ['pot', 'salary', 'mood'],
    );
    for (const form of ['321', '321000', 'mood']) assert.ok(!sent.includes(form), form);
    assert.ok(sent.includes('luck is 7'));
  });

  it('is not shown where a group and one of its levels are both private, in either order', async () => {
    for (const keys of ['personality, personality.openness', 'personality.openness, personality']) {
      const ada = `, personality: { openness: 0.8125, agreeableness: 0.4375 }, private: [${keys}]`;
      const scenario = '    measures: { open: ada.personality.openness }\n';
      const premise = 'premise: Ada is $(ada.personality.openness) open and $(ada.personality.agreeableness) kind.';
      const { sent, timeline } = await play(file({ ada, world: SPEAK, scenario }).replace('premise: A morning.', premise));
      assert.ok(!/0?\.8125|0?\.81|0?\.4375|0?\.44/.test(sent), keys);
      assert.ok(sent.includes('Ada is [withheld]'));
      assert.equal(timeline.head.measures.find(({ measure }) => measure === 'open')?.values.at(-1), 0.8125);
    }
  });

  it('stays public for the others where an agent computes from its own', async () => {
    const world = `${SPEAK.replace('phases: { meet: { who: all, actions: [speak] } }', 'phases: { meet: { who: all, actions: [speak] }, after: { who: all, then: me.wealth += 1000 } }')}`;
    const more = '  cem: { name: Cem, model: away, vars: { wealth: 5000 } }';
    const given = { ada: ', vars: { wealth: 77000 }, private: [wealth]', world, more };
    const { sent } = await play(file(given).replace('cast: [ada, ben]', 'cast: [ada, cem]'));
    assert.ok(sent.includes('your wealth is 6000') && !/7[78]000/.test(sent));
  });

  it('is not shown in events of the society: announcements, memories, messages, changed texts', async () => {
    const world = `    agent_vars: { salary: { start: 98321, private: true } }\n${SPEAK}`;
    const scenario = `    interventions:
      news: { at: 1, announce: "They earn $(ada.salary * 2)." }
      hint: { at: 1, to: ben, remember: "Ada has $(ada.salary * 3)." }
      note: { at: 1, to: ben, send: "Ada gets $(ada.salary * 4)." }
      odd: { at: 1, to: ben, then: "remember(me, 'It was ' + ada.salary * 5)\\nsend(me, 'And ' + ada.salary * 6)" }
      edit: { when: round > 1, to: all, intercept: { change: "It is $(ada.salary * 7)." } }`;
    const { sent, timeline } = await play(file({ world, scenario }));
    for (let n = 2; n <= 7; n++) {
      assert.ok(!sent.includes(String(98321 * n)), `times ${n}`);
      assert.ok(
        timeline.events.some((event) => 'text' in event && event.text.includes(String(98321 * n))),
        `said here, times ${n}`,
      );
    }
    assert.ok(sent.includes(`They earn ${WITHHELD}.`) && sent.includes(`Ada has ${WITHHELD}.`) && sent.includes(`It is ${WITHHELD}.`));
  });

  it('is not shown to a judge, a coder or a coach', async () => {
    const world = `    agent_vars: { salary: { start: 98321, private: true } }
    actions:
      speak: { kind: message, to: all, does: Say something. }
    phases:
      meet: { who: all, actions: [speak] }
      judge: { resolve: { of: away, ask: "Is $(ada.salary * 3) much?", answer: { fair: yes_no, most: 0..ada.salary * 4 } } }`;
    const more =
      'codes: { rich: { ask: Is it about money?, model: away } }\nrewards: { pay: { value: me.salary / 131313, does: You are paid., advice: "Ask for $(me.salary * 5)." } }';
    const scenario = `    rewards: { pay: {} }
    coach: { kind: model, model: away, sees: [rewards] }
    interventions: { news: { at: 1, announce: "They earn $(ada.salary * 6)." } }`;
    const { sent, loaded } = await play(file({ world, scenario }).replace('worlds:\n', `${more}\nworlds:\n`));
    for (let n = 1; n <= 6; n++) assert.ok(!sent.includes(String(98321 * n)), `times ${n}`);
    assert.ok(sent.includes(`Is ${WITHHELD} much?`) && sent.includes('Is it about money?'));
    assert.deepEqual([...(loaded.model.derived?.rewards ?? [])], ['pay']);
    assert.ok(!sent.includes('You are paid.'), 'a reward that is computed from it');
  });

  it('is not shown in the question of a survey, by a measure, or in an interview', async () => {
    const world = `    agent_vars: { salary: { start: 98321, private: true } }
    does: "The mean is $(mean_pay), it was $(round > 1 ? at(mean_pay, 1) : 'new')."
    measures: { mean_pay: "mean(all.map(a => a.salary + 7))" }\n${SPEAK}`;
    const scenario = `    surveys: { pay: { at: every 1, ask: { fair: { text: "Is $(me.salary * 2) fair?", number: true } } } }`;
    const given = file({ world, scenario }).replace('    does: A harbour.\n', '');
    const { sent, timeline, loaded } = await play(given);
    for (const form of ['98321', '98328', '196642']) assert.ok(!sent.includes(form), form);
    assert.ok(sent.includes(`Is ${WITHHELD} fair?`));
    const away: Mind = { id: 'away', kind: 'openai', model: 'm', prose: true, ask: () => ({ text: '{}' }) };
    const question = interviewQuestion(loaded.model, timeline.head, 'ben', 'What is it?', 0, { sha256, minds: new Map([['away', away]]) });
    assert.ok(body(question!).includes('The mean is') && !body(question!).includes('98328'));
  });

  it('is in no file of the run that is made for others, and not in its methods', async () => {
    const world = `    vars: { pot: { start: 66613, private: true }, share: "= pot / 3" }
    agent_vars: { salary: { start: 98321, private: true }, mood: 0 }
    measures: { mean_pay: "mean(all.map(a => a.salary + 7))", people: count(all) }
    actions:
      speak: { kind: message, to: all, does: Say something. }
    phases: { meet: { who: all, actions: [speak] }, after: { who: all, then: me.mood = me.salary * 2 } }`;
    const scenario = `    rewards: { pay: { value: me.salary / 131072, does: You are paid. } }
    interventions: { news: { at: 1, announce: "They earn $(ada.salary * 3)." } }`;
    const { timeline, loaded } = await play(file({ world, scenario }));
    const { model, resolved } = loaded;
    const planted = ['66613', '22204', '98321', '98328', '196642', '294963', '0.750'];
    const run: RunTold = { id: 'r', model, timeline, held: redactionOf(model, timeline.head), kept: KEPT };
    const found = new Set<string>();
    for (const id of runExportIds) {
      const choice = { network: null, round: null, least: null, texts: true };
      const [open, shared] = [textOf(exportRun(id, { ...run, held: null }, choice)), textOf(exportRun(id, run, choice))];
      for (const one of planted) if (open.includes(one)) found.add(one);
      assert.deepEqual(
        planted.filter((one) => shared.includes(one)),
        [],
        id,
      );
    }
    assert.ok(
      ['98328', '196642', '294963'].every((one) => found.has(one)),
      'they are in the files of its author',
    );
    const methods = JSON.stringify(entities({ model, resolved, sources: [], texts: [] }));
    assert.ok(methods.includes('pot') && !methods.includes('66613') && !methods.includes('pot / 3'));
  });

  it('is in no such file where it is one level of a personality or one drive', async () => {
    const ada =
      ', personality: { openness: 0.8125 }, drives: { coordination: 0.4375 }, private: [personality.openness, drives.coordination]';
    const more = 'ties: { friends: { among: all, graph: complete } }';
    const { timeline, loaded } = await play(file({ ada, world: SPEAK, more }));
    const { model } = loaded;
    const run: RunTold = { id: 'r', model, timeline, held: redactionOf(model, timeline.head), kept: KEPT };
    const choice = { network: null, round: null, least: null, texts: true };
    for (const id of runExportIds) assert.doesNotMatch(textOf(exportRun(id, run, choice)), /0\.8125|0\.4375/, id);
    for (const id of ['people', 'gexf', 'graphml'])
      assert.match(textOf(exportRun(id, { ...run, held: null }, choice)), /0\.8125[\s\S]*0\.4375|0\.4375[\s\S]*0\.8125/, id);
  });

  it('is shown as before in earlier runs', async () => {
    const { sent, timeline } = await play(file({ world: stock }), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert.ok(sent.includes('55577'));
    assert.ok(timeline.events.every((event) => !('shared' in event)));
  });
});
