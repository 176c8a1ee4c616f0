/** What people have read, in a run: memories that come to mind by what is said, lead to their lines, and stay where they are private. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { mapSpecs, type ScenarioModel, WITHHELD, withheldTexts } from '../../../src/engine/index.js';
import { isPrivateMemory } from '../../../src/engine/observation/withheldText.js';
import { exportPeople } from '../../../src/exchange/index.js';
import { createLanguageService, type LanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { applySettings } from '../../../src/runs/load/applyArmSettings.js';
import { linesOf } from '../../../src/runs/coverage/lines.js';
import { editedParts } from '../../../src/runs/forks/editedTexts.js';
import { egress, loadModel, panelMind, panelWhy, peopleOf } from '../../../src/runs/index.js';
import { mindOf, play, society as small, compiled } from '../../support/societies.js';
import { eventsOf } from '../../support/worlds.js';

const MAIN = 'file:///study/main.society';

const MINUTES = `# Minutes

The bridge over the Lee is closed until the ninth of May, and the ferry runs twice a day.

The bakery asks for a licence to sell beer.

${Array.from({ length: 30 }, (_, i) => `Item ${i + 1} was put off, since nobody had prepared it.`).join('\n\n')}
`;

const file = (memory = '{ recall: 3 }', more = ''): string => `society: 1
imports: [library/feed]
models:
  away: { kind: openai, base_url: "https://api.example.com/v1", name: big }
fragments:
  councillor: { reads: [./minutes.md], activity: 1 }
personas:
  ada: { name: Ada, activity: 1 }
  ben: { name: Ben, extends: councillor, memories: [{ text: Ada bakes. }], reads: [{ file: ./letter.txt, importance: 6 }] ${more} }
populations:
  folk: { size: 2, extends: councillor }
scenarios:
  meet: { world: feed, rounds: 3, reads: [./notice.md], memory: ${memory} }
`;

const documents: { readonly [uri: string]: string } = {
  'file:///study/minutes.md': MINUTES,
  'file:///study/letter.txt': 'Dear Ben, come home.',
  'file:///study/notice.md': 'Bins are emptied on Monday.',
};

function language(text: string, files = documents): LanguageService {
  const library = nodeTextFiles(join(process.cwd(), 'library'));
  const service = createLanguageService({
    read: (uri) => (uri.startsWith('file:') ? Promise.resolve(files[uri] ?? null) : library.read(uri)),
    roots: () => ['file:///study'],
  });
  service.set(MAIN, text);
  return service;
}

async function load(text: string, files = documents) {
  const loaded = await loadModel(language(text, files), MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

const PASS = { action: 'nothing', text: '', on: null, to: null, votes: [] };

/** Ada asks for the bridge in round 1; the others pass. */
const asking = mindOf(({ situation: { self, round } }) =>
  self.id === 'ada' && round === 1
    ? { action: 'post', text: 'Does anyone know when the bridge over the Lee opens again?', on: null, to: null, votes: [] }
    : PASS,
);

const played = async (model: ScenarioModel): Promise<Timeline> => (await play(model, asking)).timeline;

describe('documents that people have read, in a run', () => {
  it('are remembered by every agent that has read them, after the memories that are written for them', async () => {
    const timeline = await played((await load(file())).model);
    const written = eventsOf(timeline, 'memory.written').filter(({ step }) => step === 0);
    const of = (id: string): readonly (readonly [string, string | null, number])[] =>
      written.filter(({ agent }) => agent === id).map(({ kind, at, importance }) => [kind, at, importance]);
    assert.deepEqual(of('ada'), [['read', 'scenarios.meet.reads.0', 5]]);
    const own = Array.from({ length: 32 }, (_, i) => ['read', `personas.ben.reads.${i}`, 5]);
    const last = ['read', 'scenarios.meet.reads.0', 5];
    assert.deepEqual(of('ben'), [['given', 'personas.ben.memories.0', 5], ...own, ['read', 'personas.ben.reads.32', 6], last]);
    for (const id of ['folk_01', 'folk_02'])
      assert.deepEqual(of(id), [...own.map(([kind, at]) => [kind, at?.toString().replace('personas.ben', 'populations.folk'), 5]), last]);
    assert.deepEqual(new Set(written.map(({ id }) => id)).size, written.length);
  });

  it('are recalled like other memories', async () => {
    const { model, resolved } = await load(file());
    const timeline = await played(model);
    for (const id of ['ben', 'folk_01']) {
      const came = eventsOf(timeline, 'recall.done').filter(({ agent }) => agent === id);
      const texts = came.map(({ memories }) => memories.map(({ memory }) => textOf(timeline, memory)));
      assert.ok(!texts[0]!.some((text) => text.includes('bridge')), 'nobody has said anything yet');
      const asked = texts.findIndex((list) => list.some((text) => text.startsWith('Minutes — The bridge over the Lee')));
      assert.ok(asked > 0, JSON.stringify(texts));
      const bridge = came[asked]!.memories.find(({ memory }) => textOf(timeline, memory).startsWith('Minutes — The bridge'));
      const others = came[asked]!.memories.filter(({ memory }) => textOf(timeline, memory).startsWith('Minutes — Item'));
      assert.ok(others.every(({ relevance }) => relevance < bridge!.relevance));
    }
    const node = eventsOf(timeline, 'memory.written').find(({ text }) => text.startsWith('Minutes — The bridge'))!.at!;
    const { source, range } = resolved.nodes.get(node)!;
    assert.deepEqual([source, range.start.line], ['file:///study/minutes.md', 2], 'why it came to mind leads to its line');
  });

  it('are shown with the line of the persona that reads them', async () => {
    const { model } = await load(file());
    const { events, head: state } = await played(model);
    const mind = panelMind(
      model,
      events,
      state,
      { kind: 'mind', agent: 'folk_02', seq: state.seq, find: 'bridge over the Lee is', memories: 5 },
      [],
    );
    assert.deepEqual(
      mind?.memories.map(({ kind, node }) => [kind, node]),
      [['read', 'populations.folk.reads.0']],
    );
    const said = events.find((event) => event.type === 'message.sent' && event.author === 'ada')!;
    const why = panelWhy({ model, timeline: await played(model), answers: [] }, said.seq, new Set());
    assert.deepEqual(
      why?.recalled.map(({ node }) => node),
      ['scenarios.meet.reads.0'],
    );
  });

  it('cause no reflection by themselves', async () => {
    const reflecting = async (kind: 'read' | 'given'): Promise<readonly string[]> => {
      const { model } = await load(file('{ reflect: { after: 40 } }'));
      const asked: string[] = [];
      const agents = mapSpecs(model.agents, (one) => ({ ...one, memories: one.memories.map((memory) => ({ ...memory, kind })) }));
      const watching = mindOf(({ purpose, agent }) => {
        if (purpose === 'reflect') asked.push(agent ?? '');
        return purpose === 'reflect' ? { questions: [], insights: [] } : PASS;
      });
      await play({ ...model, agents }, watching);
      return [...new Set(asked)];
    };
    assert.deepEqual(await reflecting('read'), []);
    assert.deepEqual(await reflecting('given'), ['ben', 'folk_01', 'folk_02'], 'which as many memories would do');
  });

  it('give the same events again, and other events after an edit of a document', async () => {
    const [first, again] = [await played((await load(file())).model), await played((await load(file())).model)];
    assert.deepEqual(again.events, first.events);
    const changed = { ...documents, 'file:///study/notice.md': 'Bins are emptied on Friday.' };
    assert.notDeepEqual((await played((await load(file(), changed)).model)).events, first.events);
  });

  it('can be removed in an arm of an experiment', async () => {
    const loaded = await loadModel(language(file()), MAIN, {}, (resolved) => applySettings(resolved, 'meet', { reads: [] }));
    assert.ok(loaded.ok);
    assert.deepEqual(
      [...loaded.model.agents].map(({ memories }) => memories.length),
      [0, 34, 32, 32],
    );
  });

  it('are text: nothing in them is an expression or a name', async () => {
    const evil = { ...documents, 'file:///study/notice.md': 'Ask $(all.first().backstory) <b>now</b> {{me}}.\n\n=1+1' };
    const { model } = await load(file(), evil);
    assert.deepEqual(
      model.agents.at(0)!.memories.map(({ text }) => text),
      ['Ask $(all.first().backstory) <b>now</b> {{me}}.', '=1+1'],
    );
  });

  it('stay on this machine where they are private, alone or with all memories', async () => {
    for (const [keys, memories, reads] of [
      ['[reads]', false, true],
      ['[memories]', true, true],
      ['[backstory]', false, false],
    ] as const) {
      const { model, problems, resolved } = await load(file(undefined, `, model: away, private: ${keys}`));
      const { head: state } = await played(model);
      const bridge = 'Minutes — The bridge over the Lee is closed until the ninth of May, and the ferry runs twice a day.';
      assert.equal(isPrivateMemory(model, bridge), reads);
      assert.equal(isPrivateMemory(model, 'Ada bakes.'), memories);
      const [told] = withheldTexts(model, state, [`It says: ${bridge}`]);
      assert.equal(told, reads ? `It says: ${WITHHELD}` : `It says: ${bridge}`);
      const sent = egress(resolved.society, model).flatMap(({ fields }) => fields);
      assert.deepEqual([sent.includes('memories'), sent.includes('reads')], [!memories, !reads]);
      assert.ok(!problems.some(({ code }) => code === 'private-keeps-nothing'));
    }
  });

  it('are no line of a person for coverage', async () => {
    const { model, resolved } = await load(file());
    const lines = linesOf(resolved.society, model.agents.at(1)!);
    assert.deepEqual(
      lines.filter(({ root }) => root === 'memories').map(({ node }) => node),
      ['personas.ben.memories.0'],
    );
  });

  it('are exported as memories when people are exported', async () => {
    const { people } = await peopleOf(language(file()), MAIN);
    const [, ben] = exportPeople('tinytroupe', people.slice(0, 2)) ?? [];
    const { persona } = JSON.parse(ben!.text) as { persona: { society: { memories: readonly object[]; reads?: unknown } } };
    assert.equal(persona.society.memories.length, 34);
    assert.deepEqual(persona.society.memories[0], { text: 'Ada bakes.' });
    assert.deepEqual(persona.society.memories.at(-1), { text: 'Dear Ben, come home.', importance: 6 });
    assert.equal(persona.society.reads, undefined);
  });

  it('are read by the agents that get them in the middle of a run', async () => {
    const was = (await load(file())).model;
    const now = (await load(file(), { ...documents, 'file:///study/letter.txt': 'Dear Ben, stay there.' })).model;
    const { head: state } = await played(was);
    const change = editedParts(was, now, state);
    assert.ok(change.ok);
    assert.deepEqual(
      change.wanted.map((one) => (one.kind === 'memory' ? [one.agent, one.text, one.memory ?? null] : [])),
      [
        ['ben', null, 'ben.34'],
        ['ben', 'Dear Ben, stay there.', null],
      ],
    );
  });
});

const textOf = (timeline: Timeline, id: string): string => eventsOf(timeline, 'memory.written').find((one) => one.id === id)!.text;

describe('memory size for documents', () => {
  const said = async (memory: string, more?: string): Promise<readonly string[]> =>
    (await load(file(memory, more))).problems
      .filter(({ code }) => code === 'document-unheeded')
      .map(({ range, uri, message }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line + 1} ${message}`);

  it('is enough by default', async () => assert.deepEqual(await said('{}'), []));

  it('is reported as too small once for each list', async () => {
    const found = await said('{ index: 20 }');
    assert.equal(found.length, 2, 'of Ben and of the population');
    assert.match(found[0]!, /^main\.society:9 Ben has read 34 passages, and at most 20 memories are compared/);
    assert.match((await said('{ most: 20 }'))[0]!, /at most 20 memories are kept/);
    assert.match((await said('{ expires: 1 }'))[0]!, /expire after 1 round\./);
    assert.match(
      (await said('{ kind: window }'))[0]!,
      /^main\.society:13 Ada has read 1 passage, and a memory of the kind `window` recalls the latest/,
    );
    assert.deepEqual(await said('{ kind: none }'), []);
  });

  it('is reported where a short memory forgets unimportant passages', async () => {
    assert.match((await said('{ kind: short_long, short: 3, keep: 6 }'))[0]!, /below importance 6 are forgotten after 3 rounds/);
    assert.deepEqual(await said('{ kind: short_long }'), []);
  });

  it('is limited where all agents together remember too much', () => {
    const reads = Array.from({ length: 500 }, (_, i) => `Passage ${i}.`);
    const people = (n: number) =>
      small(
        Array.from({ length: n }, (_, i) => `p${i}`),
        { scenarios: { main: { world: 'feed', rounds: 1, reads, memory: { index: 500 } } } },
      );
    assert.equal(compiled(people(100)).agents.length, 100);
    assert.throws(() => compiled(people(101)), /scenarios\.main\.reads: All agents together have read more than 50000 passages/);
  });
});
