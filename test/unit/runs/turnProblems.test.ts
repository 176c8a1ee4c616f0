/** Problems that a run finds in its turns: which events make one, at which line, and that what is by design makes none. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Body, MindKind, SimEvent, TurnReason } from '../../../src/core/events/events.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { loadModel, type PlacedProblem, TurnProblems } from '../../../src/runs/index.js';
import { join } from 'node:path';

const MAIN = 'file:///study/main.society';

const FILE = `society: 1
imports: [library/feed]
models:
  far: { kind: openai, base_url: "https://far.example.com/v1", name: test }
  list: { kind: scripted, answers: { ada: [Hello.] } }
  me: { kind: human }
personas:
  ada: { name: Ada }
  ben: { name: Ben }
  cem: { name: Cem }
  dee: { name: Dee }
worlds:
  square:
    extends: feed
    actions:
      wave: { kind: act, seen_by: all, tell: "$(me.name) waves" }
scenarios: { s: { cast: all, world: square, rounds: 3, seed: 3, model: far } }
`;

const FAR_LINE = 3;
const LIST_LINE = 4;

/** Kinds of all minds that the events name: those of a scenario are only the ones that speak in it. */
const KINDS: readonly (readonly [string, MindKind])[] = [
  ['far', 'openai'],
  ['list', 'scripted'],
  ['me', 'human'],
  ['builtin', 'builtin'],
];

type Turn = { readonly agent?: string; readonly mind?: string };

describe('problems of turns', () => {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));

  async function problemsOf(...bodies: readonly (readonly [Body, at?: string])[]): Promise<readonly PlacedProblem[]> {
    language.set(MAIN, FILE);
    const loaded = await loadModel(language, MAIN);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const model: ScenarioModel = { ...loaded.model, minds: KINDS.map(([id, kind]) => ({ id, kind, model: '1' })) };
    const found = new TurnProblems(model);
    let asked: number | null = null;
    const events = bodies.map(([body, at = null], seq): SimEvent => {
      const cause = body.type === 'answer.received' ? asked : null;
      if (body.type === 'question.asked') asked = seq;
      return { seq, step: seq, cause, at, ...body };
    });
    found.add(events);
    return found.placed(loaded.resolved);
  }

  const ask = ({ agent = 'ada', mind = 'far' }: Turn = {}): readonly [Body] => [
    { type: 'question.asked', agent, purpose: 'act', hash: 'h', mind },
  ];
  const lost = (reason: string, { agent = 'ada' }: Turn = {}): readonly [Body] => [
    { type: 'answer.received', agent, hash: 'h', status: 'fallback', reason, value: null },
  ];
  const came = (by?: string, because?: string): readonly [Body] => [
    {
      ...{ type: 'answer.received', agent: 'ada', hash: 'h', status: 'accepted', reason: null, value: {} },
      ...(by && because ? { by, because } : {}),
    },
  ];
  const rejected = (action: string, at?: string): readonly (readonly [Body, string?])[] => [
    at ? [{ type: 'act.chosen', agent: 'ada', action, args: {} }, at] : [{ type: 'act.chosen', agent: 'ada', action, args: {} }],
    [{ type: 'act.rejected', agent: 'ada', action, reason: at ? 'unavailable' : 'unknown_action', note: '' }],
  ];

  it('are one for each model and reason, with their number and agents', async () => {
    const [first, ...others] = await problemsOf(
      ...[ask(), lost('refused'), ask(), lost('refused'), ask({ agent: 'ben' }), lost('refused', { agent: 'ben' })],
      ...[ask({ agent: 'cem' }), lost('refused', { agent: 'cem' }), ask({ agent: 'dee' }), lost('refused', { agent: 'dee' })],
    );
    assert.deepEqual(others, []);
    assert.equal(first?.code, 'turn-refused');
    assert.equal(first.severity, 'warning');
    assert.equal(first.range.start.line, FAR_LINE);
    assert.match(first.message, /`far`.* 5 times \(Ada 2, Ben, Cem, 1 more\)\./);
  });

  it('include the advice of the mind', async () => {
    const fault: Body = { type: 'fault', code: 'rate-limited', text: 'Ask fewer at once.', agent: 'ada' };
    const [problem] = await problemsOf(ask(), [fault], lost('rate-limited'));
    assert.equal(problem?.code, 'turn-rate-limited');
    assert.match(problem.message, /once \(Ada\)\. Ask fewer at once\./);
  });

  for (const [reason, code] of [
    ['empty', 'turn-empty'],
    ['empty-content', 'turn-empty'],
    ['unparsable', 'turn-unparsable'],
    ['timeout', 'turn-timed-out'],
    ['cut-short', 'turn-cut-short'],
    ['server-error', 'turn-fault'],
  ] as const)
    it(`have a message for \`${reason}\``, async () => {
      assert.deepEqual(
        (await problemsOf(ask(), lost(reason))).map((one) => one.code),
        [code],
      );
    });

  it('are at the action where it is in the file, and at the model where it is in the library', async () => {
    const own = await problemsOf(ask(), came(), ...rejected('wave', 'worlds.square.actions.wave'));
    assert.deepEqual(
      own.map(({ code, range }) => [code, FILE.split('\n')[range.start.line]?.trim().split(':')[0]]),
      [['act-unavailable', 'wave']],
    );
    const library = await problemsOf(ask(), came(), ...rejected('post', 'worlds.square.actions.post'));
    assert.deepEqual(
      library.map(({ range, uri }) => [range.start.line, uri]),
      [[FAR_LINE, MAIN]],
    );
  });

  it('are at the script where a scripted act is unknown', async () => {
    const [problem] = await problemsOf(ask({ mind: 'list' }), came(), ...rejected('dance'));
    assert.deepEqual([problem?.code, problem?.range.start.line], ['act-unknown-action', LIST_LINE]);
  });

  it('include answers of other minds, as information', async () => {
    const [problem] = await problemsOf(ask(), came('builtin', 'refused'));
    assert.deepEqual([problem?.code, problem?.severity], ['fallback-used', 'info']);
    assert.match(problem?.message ?? '', /`builtin` answered in the place of `far` \(refused\) once \(Ada\)/);
  });

  it('include formulas that failed, at their place', async () => {
    const fault: Body = { type: 'fault', code: 'division-by-zero', text: 'Divided by 0.', agent: null };
    const [problem] = await problemsOf([fault, 'worlds.square.actions.wave'], [fault, 'worlds.square.actions.wave']);
    assert.equal(problem?.code, 'division-by-zero');
    assert.match(problem.message, /Divided by 0\. It failed at least 2 times\./);
  });

  it('leave out intended silence', async () => {
    const ended = (reason: TurnReason): readonly [Body] => [{ type: 'turn.ended', agent: 'ada', reason }];
    const none = await problemsOf(
      ...[ask(), came(), ended('chose_nothing'), ended('muted'), ended('no_action_available')],
      ...[ask({ mind: 'me' }), lost('person-passed'), ask(), came('builtin', 'budget-reached')],
      ...[ask({ mind: 'builtin' }), came(), ...rejected('post')],
    );
    assert.deepEqual(none, []);
  });
});
