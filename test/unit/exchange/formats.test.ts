/** Where the values of each format go, files that belong together, and maps of columns. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { exportIds, formatIds, importSociety } from '../../../src/exchange/index.js';
import { fileOf, fixture, type Good, imported, societyOf } from './support.js';

const persona = (result: Good, id: string): Record<string, unknown> => societyOf(result).personas![id]!;
const fates = ({ report }: Good, fate: string): readonly string[] =>
  report.notes.filter((note) => note.fate === fate).map(({ from }) => from);

describe('formats of other tools', () => {
  it('are detected by content, whatever the name of the file', () => {
    for (const [name, format] of [
      ['nadia.agent.json', 'tinytroupe'],
      ['users.json', 'oasis'],
      ['twitter.csv', 'oasis'],
      ['sotopia_agents.json', 'sotopia'],
      ['sotopia_environment.json', 'sotopia'],
      ['sotopia_relations.json', 'sotopia'],
      ['task.yaml', 'agentverse'],
      ['lake.yaml', 'govsim'],
      ['recagent_users.csv', 'recagent'],
      ['recagent_relations.csv', 'edges'],
      ['onesim_reader.json', 'onesim'],
      ['onesim_relationship.csv', 'edges'],
      ['agentsociety_people.json', 'agentsociety'],
      ['agentsociety_agent.json', 'agentsociety'],
      ['personas.jsonl', 'personahub'],
      ['panel.csv', 'records'],
      ['people.json', 'records'],
      ['club.graphml', 'graphml'],
      ['club.gexf', 'gexf'],
      ['club.json', 'node-link'],
      ['club.edges', 'edges'],
      ['ties.tsv', 'edges'],
    ] as const) {
      const { bytes } = fixture(name);
      assert.equal(imported([{ name: 'file.txt', bytes }]).report.files[0]!.format, format, name);
      assert.ok(formatIds.includes(format));
    }
  });

  it('are all in the docs, with what can be wrong with them', () => {
    const docs = readFileSync('docs/exchange.md', 'utf8');
    const codes = [...readFileSync('src/exchange/import/parse/importLog.ts', 'utf8').matchAll(/'(import-[a-z-]+)'/g)].map(
      ([, code]) => code!,
    );
    for (const word of [...formatIds, ...exportIds, ...codes]) assert.ok(docs.includes(`\`${word}\``), word);
  });

  it('OneSim: roles with fields of their own, tied by their ids as the table says, in one direction or both', () => {
    const result = imported(['onesim_paper.json', 'onesim_reader.json', 'onesim_relationship.csv'].map(fixture));
    const { personas, ties } = societyOf(result);
    assert.deepEqual(Object.keys(personas!), ['harbour_post', 'agent_kestrel', 'agent_plover']);
    assert.deepEqual(persona(result, 'agent_kestrel').vars, {
      focus_value: 50,
      initial_topic_interest: 'harbour fees',
      agent_type: 'ReaderAgent',
      emotional_response: 'neutral',
    });
    assert.deepEqual(persona(result, 'agent_kestrel').goals, ['Hear both sides']);
    assert.ok(fates(result, 'kept').includes('media_exposure'));
    assert.deepEqual(Object.values(ties!)[0]!.graph, [
      'harbour_post > agent_kestrel',
      'harbour_post > agent_plover',
      'agent_kestrel - agent_plover',
    ]);
    const schema = importSociety([fixture('onesim_schema.json')]);
    assert.ok(!schema.ok && /profile\/data/.test(schema.problems[0]!.message));
  });

  it('AgentSociety: attitudes are variables, each kind of connection a network, friends are found in another file', () => {
    const result = imported(['agentsociety_people.json', 'agentsociety_agent.json'].map(fixture));
    const { personas, ties } = societyOf(result);
    const [mara, lin, other] = Object.keys(personas!) as [string, string, string];
    assert.equal(mara, 'mara_quill');
    const { name, occupation, traits, backstory, vars } = persona(result, mara);
    assert.deepEqual([name, occupation, traits], ['Mara Quill', 'Ferry Pilot', ['Quiet majority', 'practical and friendly']]);
    assert.match(String(backstory), /^Mara Quill, 41, has steered[\s\S]*skill: Reads the tide\n$/);
    assert.deepEqual(vars, {
      ...{ education: 'bachelor and above', income: 32751, marriage_status: 'married', consumption: 'median' },
      whether_to_support_a_night_ferry: 7,
    });
    assert.deepEqual([persona(result, lin).name, persona(result, lin).gender], ['林海', '男']);
    assert.deepEqual(ties!.friends!.graph, [`${mara} > ${lin}`, `${lin} > ${mara}`, `${other} > ${mara}`, `${other} > ${lin}`]);
    assert.deepEqual(ties!.spouse!.graph, [`${mara} > ${lin} 0.9`]);
    // A question without a Latin letter has no name as a variable, and nobody here is friend 9.
    assert.deepEqual(fates(result, 'kept').toSorted(), ['attitude', 'friends', 'home', 'id', 'work']);
  });

  it('TinyTroupe: relations are ties, and each agent remembers why; unknown agents are remembered too', () => {
    const result = imported(['nadia.agent.json', 'tomas.agent.json', 'thrifty.agent.fragment.json'].map(fixture));
    const { ties, fragments, extra } = societyOf(result);
    assert.deepEqual(ties!.relationships!.graph, ['nadia_roth > tomas_lind', 'tomas_lind > nadia_roth']);
    assert.deepEqual(persona(result, 'nadia_roth').memories, [
      { text: 'Tomas Lind: brings you broken clocks', about: ['tomas_lind'] },
      { text: 'Father Emil: taught you the trade' },
    ]);
    assert.deepEqual(persona(result, 'nadia_roth').personality, {
      openness: 'Medium. Curious about machines only.',
      conscientiousness: 'Very high.',
      extraversion: 'Low. Tired by crowds.',
      agreeableness: 0.4,
      neuroticism: 'Low.',
    });
    assert.deepEqual(Object.keys(fragments!), ['thrifty']);
    assert.match(String(fragments!.thrifty!.backstory), /shopping:\n\s+- You compare prices: always\./);
    assert.equal(Object.values(extra!.relations!).length, 2);
  });

  it('OASIS: follow lists are ties by row, tweets are memories, ids keep their digits', () => {
    const result = imported([fixture('twitter.csv')], { names: 'keep' });
    assert.deepEqual(societyOf(result).ties, {
      follows: {
        graph: ['ines_duarte > karlo_vuk', 'ines_duarte > lio_marsh', 'karlo_vuk > ines_duarte', 'lio_marsh > ines_duarte'],
        felt: false,
      },
    });
    assert.deepEqual(persona(result, 'ines_duarte').memories, [
      { text: 'Rain again. @karlo_ok said so.' },
      { text: "It's late, and I'm up" },
    ]);
    assert.equal(result.report.problems[0]!.line, 4);
    const json = imported([fixture('users.json')], { names: 'keep' });
    assert.equal((persona(json, 'tobias_renn').extra as { user_id: unknown }).user_id, '1234567890123456789');
    assert.deepEqual(persona(json, 'mira_castellan').vars, { mbti: 'INTJ', country: 'PT' });
  });

  it('Sotopia: levels out of words, kinds of relations from 0 to 5 as strengths, goals in the order of the agents', () => {
    const result = imported(['sotopia_agents.json', 'sotopia_environment.json', 'sotopia_relations.json'].map(fixture));
    const { ties, scenarios } = societyOf(result);
    assert.deepEqual(persona(result, 'petra_olsen').personality, { openness: 'high', neuroticism: 'low' });
    assert.equal(persona(result, 'rui_sato').personality, undefined);
    assert.deepEqual(ties!.relationship!.graph, ['petra_olsen - rui_sato 0.6']);
    assert.deepEqual(persona(result, 'rui_sato').goals, ['Sell all stamps today.']);
    assert.match(String(scenarios!.stamp_fair!.premise), /has \$\$\(ten\) stamps/);
    assert.ok(fates(result, 'guessed').includes('agent_goals'));
  });

  it('AgentVerse and GovSim: rounds, title and world; values of ${…} are filled in', () => {
    const kitchen = imported([fixture('task.yaml')]);
    assert.equal(String(persona(kitchen, 'cook').backstory).trim(), 'You cook for ${guest_count} and are cheerful today.');
    assert.equal(societyOf(kitchen).scenarios!.kitchen_of_two!.rounds, 6);
    const lake = societyOf(imported([fixture('lake.yaml')]));
    assert.deepEqual(lake.scenarios!.fishing!.world, { use: 'commons', with: { capacity: 80 } });
    assert.equal(lake.scenarios!.fishing!.rounds, 7);
  });

  it('a table and its relations are one society', () => {
    const result = imported(['recagent_users.csv', 'recagent_relations.csv'].map(fixture), { names: 'keep' });
    assert.deepEqual(Object.keys(societyOf(result).personas!), ['olive_grant', 'sam_oduya', 'vera_quill']);
    assert.deepEqual(societyOf(result).ties, {
      friend: { graph: ['olive_grant - sam_oduya 0.8'] },
      colleague: { graph: ['sam_oduya - vera_quill 0.35'] },
    });
  });

  it('a list of ties can name people by row numbers, in both directions or one', () => {
    const edges = fileOf('edges.csv', 'follower_id,followee_id\n0,2\n2,1\n');
    const users = fixture('users.json');
    const three = fileOf('three.csv', 'username,user_char\nann,A.\nbob,B.\ncyd,C.\n');
    const result = imported([three, edges], { names: 'keep' });
    assert.deepEqual(societyOf(result).ties!.relations!.graph, ['ann > cyd', 'cyd > bob']);
    assert.ok(fates(result, 'guessed').includes('node'));
    // With fewer people than the largest number, numbers are names.
    assert.equal(Object.keys(societyOf(imported([users, edges])).personas!).length, 5);
    const family = fileOf('family.csv', 'user_1,user_2,relationship\na,b,child\nb,a,parent\n');
    assert.deepEqual(societyOf(imported([family], { names: 'keep' })).ties, { child: { graph: ['a > b'] }, parent: { graph: ['b > a'] } });
  });

  it('a roster and the rules of its game are one society: goals and secrets follow the role', () => {
    const roster = fileOf('roster.json', '{ "agents": [{ "name": "Ann", "role": "Spy" }, { "name": "Bob", "role": "Guest" }] }');
    const rules = fileOf(
      'rules.json',
      '{ "scenario": "Party", "description": "Find the spy.", "role_goals": { "Spy": "Hide." }, "role_secrets": { "Spy": "I spy." } }',
    );
    const result = imported([roster, rules]);
    assert.deepEqual(persona(result, 'ann').goals, ['Hide.']);
    assert.deepEqual(persona(result, 'ann').secrets, { own: { text: 'I spy.', keep_from: 'all' } });
    assert.equal(persona(result, 'bob').goals, undefined);
    assert.deepEqual(Object.keys(societyOf(result).scenarios!), ['party']);
  });

  it('the status of RecAgent is an occupation only where it has one or two words', () => {
    const rows =
      'id,name,age,traits,status,observations\n1,Ann Lee,30,"calm, kind",nurse,Likes films.\n2,Bob Ray,40,loud,"hates to wait, and says so",Talks.\n';
    const result = imported([fileOf('users.csv', rows)], { names: 'keep' });
    assert.equal(persona(result, 'ann_lee').occupation, 'nurse');
    assert.equal(persona(result, 'bob_ray').occupation, undefined);
    assert.match(String(persona(result, 'bob_ray').backstory), /status: hates to wait, and says so/);
  });

  it('columns follow the map; a missing column or field is reported', () => {
    const file = fixture('panel.csv');
    const result = imported([file], { names: 'keep', map: ['Comment=bio', 'Trust in press=vars.trust', 'Respondent=id', 'Weight=age'] });
    assert.equal(persona(result, 'ulku_aydin').bio, 'Said: "well, no" #5');
    assert.deepEqual(persona(result, 'ulku_aydin').vars, { trust: 4 });
    assert.match(result.report.problems.map(({ message }) => message).join(), /no column `Weight`/);
    const wrong = importSociety([file], { map: ['Comment=nonsense', 'x'] });
    assert.deepEqual(wrong.ok ? [] : wrong.problems.map(({ code }) => code), ['import-map', 'import-map']);
  });

  it('two people of one name stay two people, and the report says so', () => {
    const result = imported([fixture('panel.csv')], { names: 'keep' });
    assert.deepEqual(Object.keys(societyOf(result).personas!), ['ulku_aydin', 'jose_perez', 'jose_perez_2']);
    assert.deepEqual(
      result.report.problems.map(({ code, line }) => [code, line]),
      [['import-duplicate', 4]],
    );
  });

  it('text that looks like an expression or a path stays text', () => {
    const result = imported([fileOf('a.json', JSON.stringify([{ name: 'Ann', bio: './secret.md', country: '=1+1', style: '$(x)' }]))], {
      names: 'keep',
    });
    assert.deepEqual(persona(result, 'ann').extra, { imported: { row: 0 }, bio: './secret.md', country: '=1+1' });
  });

  it('the source of published data is recorded where it is known', () => {
    assert.match(imported([fixture('personas.jsonl')]).text, /^# .*\n# Licence: PersonaHub .* CC BY-NC-SA 4\.0/);
  });
});
