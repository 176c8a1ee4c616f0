/** What is private never leaves for an endpoint that is not local: all that was sent is searched for it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, asker, interviewQuestion, type Mind, type MindAnswer, type Question, WITHHELD } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, phraseBook } from '../../../src/minds/index.js';
import { leanFetch, openaiMind } from '../../../src/minds/openai/index.js';
import { chatRequest, FIRST_DIALECT } from '../../../src/minds/openai/request.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { egress, egressLines, forecast, type Loaded, loadModel, showPrompt } from '../../../src/runs/index.js';
import { startModelServer } from '../../support/modelServer.js';

const MAIN = 'file:///study/main.society';

const SECRETS = {
  backstory: 'Ada once forged a signature in Tartu.',
  goal: 'wants to leave her husband Ilmar',
  secret: 'Her brother hides in the boathouse.',
  memory: 'A doctor in Narva told me about the tumour.',
  debt: 'owes 41733 to a loan shark',
  salary: '98321',
  stock: '55577',
};

const file = (away = 'https://api.example.com/v1', more = '', cast = ''): string => `society: 1
title: Study
imports: [library/chat]
models:
  away: { kind: openai, base_url: "${away}", name: big }
  here: { kind: openai, base_url: "http://localhost:11434/v1", name: small }
  lead: { kind: openai, base_url: "http://127.0.0.1:8080/v1", name: small, fallback: away }
personas:
  ada:
    name: Ada
    age: 77
    occupation: harbour master
    backstory: ${SECRETS.backstory}
    goals: [${SECRETS.goal}]
    secrets: { brother: { text: ${SECRETS.secret} } }
    memories: [{ text: ${SECRETS.memory} }, { text: The harbour froze over. }]
    vars: { debt: ${SECRETS.debt} }
    private: [backstory, goals, secrets, memories, debt, age, personality.openness]
    personality: { openness: 0.9, extraversion: 0.9 }
    model: away
${more}
  ben: { name: Ben, interests: [jazz], occupation: baker, model: away }
worlds:
  talk:
    does: "$(round == 2 ? 'It is said that ' + ada.backstory : 'A harbour.')"
    vars: { stock: { start: ${SECRETS.stock}, private: true } }
    agent_vars: { salary: { start: ${SECRETS.salary}, private: true }, mood: { start: 3 } }
    actions:
      speak: { kind: message, to: all, does: "Say something, you of $(me.salary) and $(me.debt), while $(stock) are left." }
      wait: { kind: nothing, does: Wait. }
    phases: { meet: { who: all, pair: { kind: random }, actions: [speak, wait] } }
scenarios:
  s: { cast: [ada, ben${cast}], world: talk, rounds: 3, seed: 1, premise: A morning. }
`;

async function load(text: string, mind?: string): Promise<Loaded & { ok: true }> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN, mind === undefined ? {} : { mind });
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

/** Plays, and keeps what would be sent to each mind. */
async function sent({ model, resolved: { society } }: Loaded & { ok: true }): Promise<ReadonlyMap<string, string>> {
  const bodies = new Map<string, string>();
  const inner = builtinMind(phraseBook(society.phrases ?? {}, model.language));
  const speaker = (id: string): Mind => ({
    ...{ id, kind: 'openai', model: id, prose: true },
    ask: (question, token) => {
      bodies.set(
        id,
        `${bodies.get(id) ?? ''}${JSON.stringify(chatRequest(question, { model: id }, { ...FIRST_DIALECT, format: 'none' }))}\n`,
      );
      return inner.ask(question, token) as MindAnswer;
    },
  });
  const minds = new Map(model.minds.map(({ id }): [string, Mind] => [id, id === 'builtin' ? inner : speaker(id)]));
  const host = { ask: asker(sha256, (id) => id !== 'builtin'), minds, token: neverCancelled, concurrency: 2, breathe: () => undefined };
  assert.equal((await advance(model, new Timeline(), host)).kind, 'ended');
  return bodies;
}

const PRIVATE = Object.values(SECRETS);
const found = (text: string): readonly string[] => PRIVATE.filter((one) => text.includes(one));

describe('private text', function () {
  this.timeout(30_000);

  it('is in prompts for this machine', async () => {
    const all = (await sent(await load(file(), 'here'))).get('here')!;
    assert.deepEqual(found(all), PRIVATE);
  });

  it('is in no prompt that leaves it, neither in its own nor in those of others', async () => {
    const all = (await sent(await load(file()))).get('away')!;
    assert.deepEqual(found(all), []);
    assert.ok(all.includes('You are Ada, a harbour master.') && all.includes('The harbour froze over.') === false);
    assert.ok(!all.includes('openness') && all.includes('extraversion'));
    assert.ok(!all.includes('It is said that') && all.includes(WITHHELD), 'an expression is withheld as a whole');
    assert.ok(all.includes('your mood is 3'));
  });

  it('is withheld where only a fallback leaves the machine', async () => {
    assert.deepEqual(found((await sent(await load(file(), 'lead'))).get('lead')!), []);
  });

  it('is withheld from addresses that only look local', async () => {
    for (const address of [
      'http://localhost.example.com/v1',
      'http://localhost@example.com/v1',
      'http://localhost:80@example.com/v1',
      'http://127.0.0.1.nip.io/v1',
      'http://192.168.0.2:8080/v1',
      'http://0.0.0.0:8080/v1',
      'http://example.com/?http://localhost/',
    ])
      assert.deepEqual(found((await sent(await load(file(address)))).get('away') ?? ''), [], address);
    for (const address of ['http://localhost:1234/v1', 'http://LOCALHOST/v1', 'http://127.0.0.1:8080/v1', 'http://[::1]:8080'])
      assert.equal((await load(file(address))).model.away!.size, 0, address);
  });

  it('is not in an interview either', async () => {
    const { model } = await load(file());
    const timeline = new Timeline();
    const mute: Mind = { id: 'away', kind: 'openai', model: 'm', prose: true, ask: () => ({ text: '{"action":"wait"}' }) };
    const host = { minds: new Map([['away', mute]]), token: neverCancelled, concurrency: 1, breathe: () => undefined };
    await advance(model, timeline, { ...host, ask: asker(sha256, () => true) });
    const question = interviewQuestion(model, timeline.head, 'ada', 'What do you hide?', 0, { sha256, minds: host.minds });
    assert.deepEqual(found(JSON.stringify(chatRequest(question as Question, { model: 'm' }, { ...FIRST_DIALECT, format: 'none' }))), []);
  });

  it('is not shown in the prompt as it would be sent', async () => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, file());
    for (const agent of ['ada', 'ben']) {
      const shown = await showPrompt(language, MAIN, { agent, after: 1 }, neverCancelled);
      assert.ok(shown.ok);
      const text = shown.preview.parts.map((part) => part.text).join('\n');
      assert.ok(text.includes(WITHHELD));
      assert.deepEqual(
        found(text).filter((one) => one.length >= 12),
        [],
      );
    }
  });

  it('is not sent over the network', async () => {
    const server = await startModelServer({ reply: () => '{"action":"wait"}' });
    try {
      // The server is local; the file says that it is not, so that what is sent is what would leave.
      const { model } = await load(file());
      const mind = openaiMind({
        id: 'away',
        baseUrl: server.baseUrl,
        key: null,
        model: 'm',
        schema: 'auto',
        timeoutMs: 5000,
        fetch: leanFetch().fetch,
      });
      const host = { minds: new Map([['away', mind]]), token: neverCancelled, concurrency: 2, breathe: () => undefined };
      assert.equal((await advance(model, new Timeline(), { ...host, ask: asker(sha256, () => true) })).kind, 'ended');
      assert.ok(server.requests.length >= 6);
      assert.deepEqual(found(JSON.stringify(server.requests.map(({ body }) => body))), []);
    } finally {
      await server.close();
    }
  });

  it('is counted in the line before a run, with each address and what is sent there', async () => {
    const { model, resolved } = await load(file());
    const [away] = egress(resolved.society, model);
    assert.equal(away!.origin, 'https://api.example.com');
    assert.ok(!away!.local && away!.people === 2);
    // Seven fields of Ada, a variable of the world, and one that both have.
    assert.equal(away!.withheld, 10);
    assert.deepEqual(
      away!.fields.filter((key) => ['backstory', 'goals', 'secrets', 'memories', 'debt', 'salary', 'age'].includes(key)),
      [],
    );
    assert.match(
      egressLines([away!])[0]!,
      /^2 people → https:\/\/api\.example\.com \(big\): name, occupation, .*; 10 private fields withheld$/,
    );
    const here = await load(file(), 'here');
    assert.match(egressLines(egress(here.resolved.society, here.model))[0]!, /which is this machine: name, age, /);
    const lead = await load(file(), 'lead');
    const both = egress(lead.resolved.society, lead.model);
    assert.deepEqual(
      both.map(({ mind, fallback }) => [mind, fallback]),
      [
        ['lead', false],
        ['away', true],
      ],
    );
    assert.ok((await forecast(here.resolved.society, here.model, { now: () => 0 })).calls.likely > 0);
  });

  it('that names nothing, or what all agents see, is a warning', async () => {
    const { problems } = await load(file(undefined, '  cem: { name: Cem, private: [name, bakstory] }', ', cem'));
    const words = problems.filter(({ code }) => code === 'private-keeps-nothing').map(({ message }) => message);
    assert.equal(words.length, 2);
    assert.ok(words.some((one) => one.startsWith('`name` is listed under `private`')));
    assert.ok(words.some((one) => one.startsWith('`bakstory` is listed under `private`')));
  });
});
