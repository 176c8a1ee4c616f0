/** What a run is exported as is read by others, and by an import, as the run has it, whatever people are called and say. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { csvParse } from 'd3';
import { DirectedGraph } from 'graphology';
import gexfParser from 'graphology-gexf';
import graphmlParser from 'graphology-graphml';
import { before, describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { idAt } from '../../../src/core/events/roster.js';
import { strengthOf } from '../../../src/core/events/ties.js';
import { exportRun, networksToChoose, runExportIds, type RunChoice, type RunTold } from '../../../src/exchange/index.js';
import { childrenOf, readXml, type XmlElement } from '../../../src/exchange/import/parse/xml.js';
import { hasPrivate, redactionOf } from '../../../src/runs/live/runForExport.js';
import { mapSpecs } from '../../../src/engine/index.js';
import type { Society } from '../../../src/language/generated/society.js';
import { compiled, lively, mindOf, play, society } from '../../support/societies.js';
import { fileOf, imported, societyOf } from './support.js';

const IMG = '<img src=x onerror="alert(1)">';
const NAMES = { ada: IMG, ben: 'Ben "the\nBaker", & co', cem: '=1+1', dot: '@dot' };
const SAID = ['=HYPERLINK("http://x","y")', `# no heading\n${IMG}`, '-1', '**bold**, [link](http://x) and "quotes"\r\nover lines'];

const STUDY: Partial<Society> = {
  personas: Object.fromEntries(
    Object.entries(NAMES).map(([id, name]) => [
      id,
      { name, interests: [`${id}ing`], ...(id === 'ada' ? { age: 41, gender: 'woman', personality: { openness: 0.75 } } : {}) },
    ]),
  ),
  ties: {
    friendship: { graph: ['ada > ben 0.5'], change: { rule: 'evidence' } },
    follows: { graph: ['ben > ada', 'cem > dot'], felt: false },
  },
  worlds: {
    feed: {
      feed: { rank: 'chronological', size: 5 },
      agent_vars: { mood: { start: 0.5 }, word: { start: "'<b>'" } },
      actions: {
        post: { kind: 'message', to: 'public', does: 'Write.', effect: 'me.mood = me.mood / 2' },
        comment: { kind: 'message', to: 'public', on: 'message', does: 'Answer.', when: 'round > 1' },
        unfollow: { does: 'Leave.', when: 'round > 2', effect: 'unbond(ben, ada, follows)' },
      },
      phases: { talk: { who: 'all', order: 'simultaneous', actions: ['post', 'comment', 'unfollow'] } },
    },
  },
  scenarios: {
    main: {
      world: 'feed',
      rounds: 4,
      seed: 3,
      surveys: {
        trust: {
          at: 'end',
          ask: {
            far: { text: 'How far?', scale: '1..7' },
            who: { text: 'Whom?', some_of: ['one, two', 'three'] },
            why: { text: 'Why?' },
          },
        },
      },
    },
  },
};

const talking = mindOf((question) => {
  const { situation, hash } = question;
  if (question.purpose === 'survey') return situation.self.id === 'cem' ? null : { far: 4, who: ['one, two', 'three'], why: SAID[0]! };
  const answer = lively.ask(question, undefined as never) as { readonly value: { readonly [key: string]: Json } };
  return { ...answer.value, text: SAID[Number.parseInt(hash.slice(0, 2), 16) % SAID.length]! };
});

const textOf = (format: string, run: RunTold, choice: Partial<RunChoice> = {}): string => {
  const made = exportRun(format, run, { network: null, round: null, least: null, ...choice });
  assert.ok(made.ok, made.ok ? '' : made.message);
  return [...made.file.pieces].join('');
};

/** Ties of a network at the end of each round, from one agent to another, as the state itself has them. */
function tiesByRound({ timeline }: RunTold, name: string, least: number): readonly (readonly [number, string, string, number])[] {
  const ends = [...timeline.rounds.map((seq) => seq - 1), timeline.events.length - 1];
  return ends.flatMap((seq, round) => {
    const { roster, networks } = timeline.at(seq);
    const network = networks.find((one) => one.name === name)!;
    const all = Array.from({ length: roster.length }, (_, i) => i);
    return all.flatMap((a) =>
      all.flatMap((b) => {
        const strength = strengthOf(network, a, b);
        return strength > 0 && strength >= least ? [[round, idAt(roster, a), idAt(roster, b), strength] as const] : [];
      }),
    );
  });
}

const byText = (ties: readonly (readonly unknown[])[]): readonly string[] => ties.map((tie) => tie.join(' ')).sort();

describe('a run in files of other programs', () => {
  let run: RunTold;
  before(async () => {
    const model = compiled(society(Object.keys(NAMES), STUDY));
    const { timeline } = await play(model, talking);
    run = { id: 'r1', model, timeline, held: null };
  });

  it('GraphML: has the ties at the end and no removed ones, for a reader without time', () => {
    for (const network of ['friendship', 'follows']) {
      const wanted = tiesByRound(run, network, 0).filter(([round]) => round === 4);
      const xml = textOf('graphml', run, { network, least: 0 });
      const graph = graphmlParser.parse(DirectedGraph, xml);
      const found = graph.mapEdges((_edge: string, { weight }, from: string, to: string) => [from, to, Number(weight)]);
      assert.deepEqual(byText(found), byText(wanted.map(([, ...tie]) => tie)));
      assert.ok(found.every(([, , weight]) => Number(weight) > 0));
      const flat = gexfParser.parse(DirectedGraph, textOf('gexf', run, { network, least: 0 }));
      assert.equal(flat.size, wanted.length);
    }
  });

  it('graph files describe each node: age, gender, interests, personality, variables', () => {
    const graph = graphmlParser.parse(DirectedGraph, textOf('graphml', run, { network: 'friendship' }));
    const ada = graph.getNodeAttributes('ada');
    assert.deepEqual(
      ['age', 'gender', 'interests', 'personality.openness', 'from', 'word'].map((name) => ada[name]),
      [41, 'woman', 'adaing', 0.75, 'ada', "'<b>'"],
    );
    const flat = gexfParser.parse(DirectedGraph, textOf('gexf', run, { network: 'friendship' })).getNodeAttributes('ada');
    assert.deepEqual([flat['age'], flat['gender'], flat['word']], [41, 'woman', "'<b>'"]);
    const over = gexfParser.parse(DirectedGraph, textOf('gexf', run, { network: 'friendship', history: true }));
    assert.equal(over.getNodeAttribute('ada', 'gender'), 'woman');
  });

  it('GEXF is 1.2draft: the namespace, and every attribute declared with its class before it is used', () => {
    for (const history of [false, true]) {
      const root = readXml(textOf('gexf', run, { network: 'friendship', history }));
      assert.deepEqual([root.attributes.version, root.attributes.xmlns], ['1.2', 'http://www.gexf.net/1.2draft']);
      const [graph] = childrenOf(root, 'graph');
      assert.equal(graph!.attributes.mode, history ? 'dynamic' : 'static');
      assert.equal(graph!.attributes.timerepresentation, undefined, 'which is of 1.3');
      for (const [tag, of] of [
        ['node', 'node'],
        ['edge', 'edge'],
      ] as const) {
        const declared = childrenOf(graph!, 'attributes').filter(({ attributes }) => attributes.class === of);
        const ids = declared.flatMap((one) => childrenOf(one, 'attribute').map(({ attributes }) => attributes.id));
        assert.equal(new Set(ids).size, ids.length);
        const used = byTag(graph!, tag).flatMap((one) => byTag(one, 'attvalue').map(({ attributes }) => attributes.for));
        assert.ok(
          used.every((id) => ids.includes(id)),
          `${tag}: ${used} of ${ids}`,
        );
      }
    }
  });

  it('people: has a row for each agent, with its fields and its initial values', () => {
    const rows = csvParse(textOf('people', run));
    assert.deepEqual(
      rows.map(({ agent }) => agent),
      Object.keys(NAMES),
    );
    const [ada] = rows;
    assert.deepEqual(
      [ada!.age, ada!.gender, ada!.interests, ada!['personality.openness'], ada!['vars.mood'], ada!.mind?.split(' ')[0], ada!.first_round],
      ['41', 'woman', 'adaing', '0.75', '0.5', 'builtin', '0'],
    );
    assert.equal(rows[1]!.age, '');
  });

  it('variables: has each value of each agent at the end of each round, as in the state', () => {
    const rows = csvParse(textOf('variables', run)).filter(({ scope }) => scope === 'agent');
    const { timeline } = run;
    const ends = [...timeline.rounds.map((seq) => seq - 1), timeline.events.length - 1];
    const wanted = ends.flatMap((seq, round) => {
      const state = timeline.at(seq);
      return agentsOf(state).flatMap(({ vars }, i) =>
        Object.entries(vars).map(
          ([name, value]) => `${round} ${idAt(state.roster, i)} ${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`,
        ),
      );
    });
    assert.deepEqual(rows.map(({ round, agent, variable, value }) => `${round} ${agent} ${variable} ${value}`).sort(), [...wanted].sort());
    assert.ok(new Set(rows.filter(({ variable, agent }) => variable === 'mood' && agent === 'ada').map(({ value }) => value)).size > 1);
  });

  it('dictionary: has every column of every table, every variable, question and measure', () => {
    const rows = csvParse(textOf('dictionary', run));
    const of = (table: string): readonly (string | undefined)[] => rows.filter((row) => row.table === table).map(({ name }) => name);
    for (const table of ['people', 'variables', 'measures', 'surveys', 'edges', 'transcript-csv'])
      assert.deepEqual([...of(table)].sort(), [...csvParse(textOf(table, run)).columns].sort(), table);
    assert.deepEqual(of('variable of agents'), ['mood', 'word']);
    assert.deepEqual(of('question'), ['trust.far', 'trust.who', 'trust.why']);
    assert.ok(rows.every(({ table, meaning }) => meaning !== '' || table!.startsWith('variable')));
  });

  it('GraphML with its history: another parser finds each tie of each round, and the names unchanged', () => {
    const graph = graphmlParser.parse(DirectedGraph, textOf('graphml', run, { network: 'friendship', least: 0, history: true }));
    const found = graph.mapEdges((_edge: string, values, from: string, to: string) =>
      [0, 1, 2, 3, 4].flatMap((round) =>
        values[`weight.${round}`] === undefined ? [] : [[round, from, to, Number(values[`weight.${round}`])]],
      ),
    );
    assert.ok(graph.size > 1);
    assert.deepEqual(byText(found.flat()), byText(tiesByRound(run, 'friendship', 0)));
    assert.deepEqual(
      graph.mapNodes((_id: string, values) => String(values['name']).replace(/\s+/g, ' ')),
      Object.values(NAMES).map((name) => name.replace(/\s+/g, ' ')),
    );
    const moods = graph.mapNodes((_id: string, values) => Number(values['mood.0']));
    assert.deepEqual(moods, [0.5, 0.5, 0.5, 0.5]);
  });

  it('GEXF: spells and values give the ties of each round; readers without time see every tie of the run', () => {
    const text = textOf('gexf', run, { network: 'friendship', least: 0, history: true });
    const edges = byTag(readXml(text), 'edge');
    const found = edges.flatMap((edge) => {
      const [from, to] = [edge.attributes.source!, edge.attributes.target!];
      const rounds = byTag(edge, 'spell').flatMap(({ attributes }) => within(attributes));
      const strengths = byTag(edge, 'attvalue').flatMap(({ attributes }) =>
        within(attributes).map((round) => [round, from, to, Number(attributes.value)] as const),
      );
      assert.deepEqual(rounds, strengths.map(([round]) => round).sort());
      return strengths;
    });
    const wanted = tiesByRound(run, 'friendship', 0);
    assert.deepEqual(byText(found), byText(wanted));
    const graph = gexfParser.parse(DirectedGraph, text);
    assert.equal(graph.size, new Set(wanted.map(([, from, to]) => `${from} ${to}`)).size);
    assert.equal(graph.getNodeAttribute('ada', 'label'), IMG);
    assert.match(text, /synthetic: no person said or did any of it<\/description>/);
  });

  it('an import of either has the ties at the end, and keeps the removed ones', () => {
    const at = (round: number): readonly string[] =>
      tiesByRound(run, 'follows', 0).flatMap(([when, from, to]) => (when === round ? [`${from} ${to}`] : []));
    assert.notDeepEqual(at(0), at(4), 'a tie goes in the middle');
    for (const format of ['gexf', 'graphml', 'edges']) {
      const name = format === 'edges' ? 'ties.csv' : `ties.${format}`;
      const made = imported([fileOf(name, textOf(format, run, { network: 'follows', history: true }))], { names: 'keep' });
      const { ties = {}, extra } = societyOf(made) as { ties?: { [network: string]: { graph: string[] } }; extra?: unknown };
      const edges = Object.values(ties).flatMap(({ graph }) => graph.map((edge) => edge.split(' ')));
      assert.equal(edges.length, at(4).length, format);
      assert.match(JSON.stringify(extra), /ben/, `${format} keeps what is gone`);
    }
  });

  it('edges: has a row for each tie of each round, of one network and round on request', () => {
    const all = csvParse(textOf('edges', run, { least: 0 }));
    const found = all.map((row) => [row.round, row.from, row.to, Number(row.strength), row.network]);
    const wanted = ['friendship', 'follows'].flatMap((name) => tiesByRound(run, name, 0).map((tie) => [...tie, name]));
    assert.deepEqual(byText(found), byText(wanted));
    const one = csvParse(textOf('edges', run, { network: 'friendship', round: 2, least: 0 }));
    assert.equal(one.length, tiesByRound(run, 'friendship', 0).filter(([round]) => round === 2).length);
    assert.ok(all.every(({ mind, synthetic }) => /^builtin \d+$/.test(mind ?? '') && synthetic === 'true'));
  });

  it('transcript-csv: keeps messages unchanged, except those that a spreadsheet would evaluate', () => {
    const rows = csvParse(textOf('transcript-csv', run));
    const { messages } = run.timeline.head;
    assert.equal(rows.length, messages.length);
    const harmless = (text: string): string => (text.startsWith('=') ? `'${text}` : text);
    assert.deepEqual(
      rows.map(({ text }) => text),
      messages.backing.slice(0, messages.length).map(({ text }) => harmless(text)),
    );
    assert.ok(rows.some(({ text }) => text?.startsWith("'=HYPERLINK")));
    assert.ok(rows.some(({ reply_to }) => reply_to !== ''));
    const names = new Map(rows.map(({ author, name }) => [author, name]));
    assert.deepEqual([names.get('ada'), names.get('ben'), names.get('cem'), names.get('dot')], [IMG, NAMES.ben, "'=1+1", "'@dot"]);
    assert.ok(rows.every(({ mind, synthetic }) => /^builtin \d+$/.test(mind ?? '') && synthetic === 'true'));
  });

  it('transcript: is Markdown in which messages have no markup', () => {
    const text = textOf('transcript', run);
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('#')),
      ['# Test', '## Round 1', '## Round 2', '## Round 3', '## Round 4'],
    );
    assert.doesNotMatch(text, /<img|[^\\]\[link]|[^\\]\*\*bold/);
    assert.match(text, /spoken by builtin \d+; synthetic: no person said or did any of it/);
  });

  it('surveys: has a row for each question, and a missing answer has its reason', () => {
    const rows = csvParse(textOf('surveys', run)).map(({ agent, survey, item, type, value, status }) => [
      agent,
      survey,
      item,
      type,
      value,
      status,
    ]);
    assert.deepEqual(
      rows.filter(([agent]) => agent === 'ada'),
      [
        ['ada', 'trust', 'far', 'scale', '4', 'answered'],
        ['ada', 'trust', 'who', 'some_of', '["one, two","three"]', 'answered'],
        ['ada', 'trust', 'why', 'open', `'${SAID[0]}`, 'answered'],
      ],
    );
    const silent = rows.filter(([agent]) => agent === 'cem');
    assert.deepEqual(
      silent.map(([, , item, , value]) => [item, value]),
      [
        ['far', ''],
        ['who', ''],
        ['why', ''],
      ],
    );
    assert.ok(silent.every(([, , , , , status]) => status !== 'answered' && status !== ''));
  });

  it('measures: has each value as in the state, by round', () => {
    const rows = csvParse(textOf('measures', run));
    const found = run.timeline.head.measures.flatMap(({ measure, values }) =>
      values.map((value, i) => `${i + 1} ${measure} ${value ?? ''}`),
    );
    assert.deepEqual(rows.map(({ round, measure, value }) => `${round} ${measure} ${value}`).sort(), found.sort());
  });

  it('leaves out private values in files for others, in any format, and nothing else', () => {
    const { model, timeline } = run;
    const agents = mapSpecs(model.agents, (agent) => ({ ...agent, private: ['word', 'interests'] }));
    const secret = { ...model, agents };
    const shared: RunTold = { ...run, model: secret, held: redactionOf(secret, timeline.head) };
    assert.ok(hasPrivate(secret) && !hasPrivate(model));
    for (const format of ['gexf', 'graphml', 'groups', 'people', 'variables']) {
      assert.match(textOf(format, run, { network: 'friendship' }), /<b>|&lt;b&gt;/, format);
      const text = textOf(format, shared, { network: 'friendship' });
      assert.doesNotMatch(text, /<b>|&lt;b&gt;/, format);
      assert.match(text, format === 'people' ? /0\.5/ : /0\.25/, format);
      assert.doesNotMatch(text, /adaing/, format);
    }
    const quoting: RunTold = { ...run, held: { texts: (texts) => texts.map((text) => text.replace('bold', '…')), vars: () => new Set() } };
    for (const format of ['transcript', 'transcript-csv', 'groups']) {
      assert.match(textOf(format, run), /bold/, format);
      assert.doesNotMatch(textOf(format, quoting), /bold/, format);
      assert.match(textOf(format, quoting), /heading/, format);
    }
  });

  it('leaves private text out of nodes of graphs and rows of tables', () => {
    const without = (text: string): string => text.replace('<b>', '…').replace('adaing', '…');
    const quoting: RunTold = { ...run, held: { texts: (texts) => texts.map(without), vars: () => new Set() } };
    for (const format of ['gexf', 'graphml', 'people', 'variables']) {
      assert.match(textOf(format, run, { network: 'friendship' }), /<b>|&lt;b&gt;/, format);
      assert.doesNotMatch(textOf(format, quoting, { network: 'friendship' }), /<b>|&lt;b&gt;|adaing/, format);
    }
  });

  it('explains what cannot be written, and what to choose', () => {
    const refused = (format: string, choice: Partial<RunChoice>): string => {
      const made = exportRun(format, run, { network: null, round: null, least: null, ...choice });
      return made.ok ? '' : made.message;
    };
    assert.deepEqual(networksToChoose('gexf', run), ['friendship', 'follows']);
    assert.deepEqual(networksToChoose('edges', run), []);
    assert.match(refused('gexf', {}), /--network: `friendship`, `follows`/);
    assert.match(refused('edges', { network: 'enmity' }), /no network `enmity`/);
    assert.match(refused('edges', { round: 9 }), /the run has 4/);
    assert.match(refused('__proto__', {}), /no format/);
  });

  it('has a file in every format for a run without messages, ties or surveys, or a reason', async () => {
    const bare = society(['ada', 'ben'], { scenarios: { main: { world: 'feed', rounds: 1, seed: 1, cast: ['ada'] } } });
    const model = compiled({ ...bare, ties: {} });
    const { timeline } = await play(model, lively);
    for (const format of runExportIds) {
      const made = exportRun(format, { id: 'r', model, timeline, held: null }, { network: null, round: null, least: null });
      assert.ok(made.ok ? [...made.file.pieces].join('').length > 0 : made.message.length > 0, format);
    }
  });
});

const byTag = (element: XmlElement, tag: string): readonly XmlElement[] => [
  ...childrenOf(element, tag),
  ...element.children.flatMap((child) => byTag(child, tag)),
];

function within({ start, end }: { readonly start?: string; readonly end?: string }): readonly number[] {
  return Array.from({ length: Number(end) - Number(start) + 1 }, (_, i) => Number(start) + i);
}
