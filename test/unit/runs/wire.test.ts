/**
 * What of a person, a part of the cast and a member of a population a language model is sent: all that goes to a server is searched
 * for it. The fields come from the schema, so a field without an effect in a prompt fails here unless it has a reason.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, asker, type CompileOptions } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { loadModel, makeMinds } from '../../../src/runs/index.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';

const SCHEMA = JSON.parse(readFileSync('schemas/society.schema.json', 'utf8')) as {
  readonly $defs: { readonly [def: string]: { readonly properties?: { readonly [key: string]: unknown } } };
};
const fieldsOf = (def: string): readonly string[] => Object.keys(SCHEMA.$defs[def]!.properties!);

/** A field as it is written, what a prompt says of it, and who is asked then: the person itself where nothing is said. */
interface Told {
  readonly yaml: string;
  readonly says: string;
  readonly of?: 'zora' | 'ben' | 'cleo';
}

type Table = { readonly [field: string]: Told | { readonly reason: string } };

const PERSON: Table = {
  name: { yaml: 'Zora Quill', says: 'You are Zora Quill, 53, a lamp trimmer.' },
  age: { yaml: '53', says: ', 53,' },
  gender: { yaml: 'enby', says: 'Your gender: enby.' },
  occupation: { yaml: 'Lamp trimmer', says: 'a lamp trimmer' },
  extends: { yaml: 'base', says: 'You want: see the base camp.' },
  personality: {
    yaml: '{ openness: 0.9, conscientiousness: low, extraversion: 0.5, agreeableness: very low, neuroticism: high }',
    says: 'Your personality: very high openness, low conscientiousness, medium extraversion, very low agreeableness, high neuroticism.',
  },
  drives: {
    yaml: '{ social_interaction: 0.9, information_seeking: 0.1, self_presentation: 0.3, coordination: 0.5, emotional_support: 0.7 }',
    says: 'contact with others (very high), learning new things (very low), being seen as who you are (low), getting things done together (medium), giving and getting comfort (high).',
  },
  traits: { yaml: '[stubborn-trait]', says: 'You are stubborn-trait.' },
  interests: { yaml: '[moth-breeding]', says: 'You like to talk about moth-breeding.' },
  values: { yaml: '[thrift-value]', says: 'You care about thrift-value.' },
  goals: { reason: 'It comes by `extends` here.' },
  voice: { yaml: 'Whispers mostly.', says: 'Your voice: Whispers mostly.' },
  bio: { yaml: 'Lives on the pier.', says: 'What others may know of you: Lives on the pier.' },
  backstory: { yaml: 'Once sank a boat.', says: 'What only you know: Once sank a boat.' },
  secrets: {
    yaml: '{ map: { text: The map is a forgery., keep_from: [ben], known_to: cleo } }',
    says: 'The map is a forgery. Shared with: Cleo Moss. Keep it from: Ben Hale.',
  },
  activity: { reason: 'It decides how often an agent acts, in an order with a rate and in the built-in mind. A model decides for itself.' },
  memories: { yaml: '[{ text: Cleo once hid the lantern., about: [cleo], importance: 7 }]', says: 'Cleo once hid the lantern.' },
  reads: { reason: 'Its paragraphs are memories; test/unit/runs/reads.test.ts has their way.' },
  model: { reason: 'It says who is asked. Without it nothing would arrive here.' },
  prompts: {
    yaml: '{ memories: "Own template $(me.id) $(me.gender) $(me.drives.coordination) $(memories.map(m => m.text).join())" }',
    says: 'Own template zora enby 0.5',
  },
  vars: { yaml: '{ lamps_left: 41 }', says: 'your lamps left is 41' },
  private: { reason: 'It takes fields out; test/unit/runs/private.test.ts has that.' },
  replace: { reason: 'It says how lists are inherited.' },
  extra: { reason: 'It is never read.' },
};

const SECRET: Table = {
  text: { yaml: '', says: 'The map is a forgery.' },
  keep_from: { yaml: '', says: 'Keep it from: Ben Hale.' },
  known_to: { yaml: '', says: '- Zora Quill: The map is a forgery. Keep it from: Ben Hale.', of: 'cleo' },
};

const PART: Table = {
  play: { reason: 'It says who has the part.' },
  goal: { yaml: 'Sell the boat today.', says: 'Your goal: Sell the boat today.' },
  knows: { yaml: '[The keel is from 1931.]', says: 'What you know: The keel is from 1931.' },
  secrets: {
    yaml: '{ hull: { text: The hull leaks., keep_from: buyer }, deed: { text: The deed is lost., keep_from: all }, debt: { text: The harbour is owed money. } }',
    says: '- The hull leaks. Keep it from: Ben Hale.\n- The deed is lost. Keep it from everyone.\n- The harbour is owed money.\n',
  },
  vars: { yaml: '{ floor_price: 60000 }', says: 'your floor price is 60000' },
  model: { reason: 'It says who is asked.' },
};

/** Fields of a person that a population can draw. */
const SAMPLED: Table = {
  ...{
    name: { yaml: '[Ulla]', says: 'You are Ulla' },
    age: { yaml: '64', says: ', 64' },
    gender: { yaml: '{ quota: { man: 1 } }', says: 'Your gender: man.' },
  },
  occupation: { yaml: '{ Tar boiler: 1 }', says: 'a tar boiler' },
  'personality.openness': { yaml: 'uniform(0.91, 0.99)', says: 'very high openness' },
  'drives.coordination': { yaml: '0.3', says: 'getting things done together (low)' },
  traits: { yaml: '1 of [brisk]', says: 'You are brisk.' },
  interests: { yaml: '1 of [kites]', says: 'You like to talk about kites.' },
  values: { yaml: '1 of [candour]', says: 'You care about candour.' },
  goals: { yaml: '1 of [leave the island]', says: 'leave the island.' },
  voice: { yaml: '{ Hums a lot.: 1 }', says: 'Your voice: Hums a lot.' },
  bio: { yaml: '{ Sweeps the square.: 1 }', says: 'What others may know of you: Sweeps the square.' },
  backstory: { yaml: '{ Lost a twin.: 1 }', says: 'What only you know: Lost a twin.' },
  union_member: { yaml: '{ quota: { yes_it_is: 1 } }', says: 'your union member is yes_it_is' },
};

const POPULATION: Table = {
  size: { reason: 'It says how many there are.' },
  name: { reason: 'It is for members whose name is not drawn.' },
  names: { reason: 'It is for members whose name is not drawn.' },
  extends: { yaml: 'base', says: 'see the base camp' },
  vars: { yaml: '{ savings: 0..9000 }', says: 'your savings is 8123' },
  sample: { reason: 'Each field that it can draw is below.' },
  from: { reason: 'It is another way to fill the same fields.' },
  reads: { reason: 'Its paragraphs are memories; test/unit/runs/reads.test.ts has their way.' },
  model: { reason: 'It says who is asked.' },
  extra: { reason: 'It is never read.' },
};

const written = (table: Table, indent: string, but: readonly string[] = []): string =>
  Object.entries(table)
    .flatMap(([key, one]) => ('yaml' in one && !but.includes(key) ? [`${indent}${key}: ${one.yaml}`] : []))
    .join('\n');

const file = (url: string): string => `society: 1
language: de-AT
models: { wire: { kind: openai, base_url: "${url}", name: m } }
fragments: { base: { goals: [see the base camp] } }
personas:
  zora:
${written(PERSON, '    ')}
  ben: { name: Ben Hale }
  cleo: { name: Cleo Moss, occupation: unemployed }
populations:
  folk:
    size: 1
${written(POPULATION, '    ')}
    sample:
${written(SAMPLED, '      ')}
      savings: 8123
worlds:
  harbour:
    roles: { seller: { does: Sells the boat. }, buyer: {}, cleo: {}, crowd: {} }
    actions: { speak: { kind: message, to: all, does: Say something. }, wait: { kind: nothing, does: Wait. } }
    phases: { meet: { who: all, order: sequential, actions: [speak, wait] } }
scenarios:
  s:
    world: harbour
    model: wire
    rounds: 1
    cast:
      seller:
        play: zora
${written(PART, '        ')}
      buyer: { play: ben }
      cleo: { play: cleo }
      crowd: { play: folk, goal: Fill the quay. }
`;

const MAIN = 'file:///wire/main.society';

/** Everything that the server was sent, by the one who was asked. */
async function sent(options: CompileOptions = {}): Promise<ReadonlyMap<string, string>> {
  const server: ModelServer = await startModelServer({ reply: () => '{"action":"wait","text":null}' });
  try {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, file(server.baseUrl));
    const loaded = await loadModel(language, MAIN, options);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const access = {
      trusted: true,
      env: () => undefined,
      vault: { get: () => Promise.resolve(null) },
      allowedEnv: {},
      timing: fastTiming(),
    };
    const minds = await makeMinds(loaded.resolved.society, loaded.model, access);
    assert.ok(minds.ok);
    const around = { ask: asker(sha256, () => true), minds: minds.minds, token: neverCancelled, breathe: () => undefined, concurrency: 1 };
    assert.deepEqual(await advance(loaded.model, new Timeline(), around), { kind: 'ended' });
    const texts = server.requests.map(({ body }) => (body?.messages ?? []).map(({ content }) => content).join('\n'));
    return new Map(texts.map((text) => [/You are (\w+)/.exec(text)?.[1] ?? '', text]));
  } finally {
    await server.close();
  }
}

describe('fields in requests', () => {
  let asked: ReadonlyMap<string, string>;
  before(async () => {
    asked = await sent();
  });

  const toldOf = (name: string): string => {
    const text = asked.get(name);
    assert.ok(text !== undefined, `${name} was not asked, but ${[...asked.keys()].join(', ')}`);
    return text;
  };
  const NAMES = { zora: 'Zora', ben: 'Ben', cleo: 'Cleo' } as const;

  const each = (what: string, fields: readonly string[], table: Table, asksWhom: string): void => {
    it(`every field of ${what} is in the prompt, or has a reason not to be`, () => {
      assert.deepEqual(
        fields.filter((field) => table[field] === undefined),
        [],
      );
    });
    for (const [field, one] of Object.entries(table)) {
      if ('reason' in one) continue;
      it(`\`${field}\` of ${what} reaches the model`, () => {
        const text = toldOf(one.of === undefined ? asksWhom : NAMES[one.of]);
        assert.ok(text.includes(one.says), `${one.says}\n---\n${text}`);
      });
    }
  };

  each('a person', fieldsOf('persona'), PERSON, 'Zora');
  each('a secret', fieldsOf('secret'), SECRET, 'Zora');
  each('a part of the cast', fieldsOf('part'), PART, 'Zora');
  each('a population', fieldsOf('population'), POPULATION, 'Ulla');
  each('a member that is drawn', ['age', 'gender', 'occupation'], SAMPLED, 'Ulla');

  it('a population with a part has it in each of its members', () => {
    assert.match(toldOf('Ulla'), /Your role: crowd\. Your goal: Fill the quay\./);
  });

  it('a part whose id equals the id of its agent is not shown as a part', () => {
    assert.match(toldOf('Ulla'), /Your role: /);
    assert.doesNotMatch(toldOf('Cleo'), /Your role: /);
  });

  it('secrets reach no other agent', () => {
    for (const secret of ['The hull leaks', 'The deed is lost', 'The harbour is owed'])
      for (const name of ['Ben', 'Cleo', 'Ulla']) assert.ok(!toldOf(name).includes(secret), `${name}: ${secret}`);
    for (const name of ['Ben', 'Ulla']) assert.ok(!toldOf(name).includes('The map is a forgery'), name);
  });

  it('texts are English that a person would write', () => {
    assert.match(toldOf('Zora'), /in German \(de-AT\), in this person/);
    assert.match(toldOf('Cleo'), /You are Cleo Moss, unemployed\.\n/);
    assert.match(toldOf('Ben'), /You are Ben Hale\.\n/);
    assert.match(toldOf('Zora'), /- speak: Say something\.\n- wait: Wait\./);
  });

  it('an earlier run without secrets of parts has the same questions', async () => {
    const old = await sent({ flags: [] });
    const text = old.get('Zora') ?? '';
    assert.ok(!old.get('Ulla')!.includes('crowd'));
    assert.ok(text.includes('The map is a forgery.'));
    assert.ok(!text.includes('Keep it from') && !text.includes('The hull leaks'), text);
  });
});
