/** Tidy tables have the values of the run, also of several runs, without private data where it is shared, and in bounded pieces. */
import assert from 'node:assert/strict';
import { csvParse } from 'd3';
import { before, describe, it } from 'mocha';
import { presentAt, variableAt } from '../../../src/core/events/agents.js';
import { idAt } from '../../../src/core/events/roster.js';
import type { SimEvent } from '../../../src/core/events/events.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import type { TableChoice } from '../../../src/exchange/index.js';
import { expectedRows } from '../../../src/exchange/tables/expectedRows.js';
import { schemaOf } from '../../../src/exchange/tables/schema.js';
import type { TabledRun } from '../../../src/exchange/tables/table.js';
import { TABLE_NAMES, TableWriter } from '../../../src/exchange/tables/writeTables.js';
import { redactionOf } from '../../../src/runs/live/runForExport.js';
import { modelOf, playWith } from '../../support/worlds.js';

const town = (more = '') => `society: 1
personas:
  ada: { name: Ada, age: 41, interests: [bread, jazz], vars: { income: 12.5, member: true, note: "-x" } }
  ben: { name: Ben, vars: { income: 7, member: false, note: 'a, "b"', diary: 'the key is under the stone' }, private: [vars.diary] }
  cem: { name: Cem }
ties:
  near: { graph: ['ada > ben 0.5', 'ben > cem 0.25'] }
worlds:
  w:
    vars: { stock: { start: 10 } }
    agent_vars: { mood: { start: 0.5 }, at: [home, away], seen: { start: '[1, 2]' } ${more} }
    actions:
      say: { kind: message, to: public, does: Speak., effect: me.mood = me.mood / 2 }
      take: { does: Take some., args: { amount: 0..9 }, effect: stock = stock - amount }
    phases:
      talk: { who: all, order: simultaneous, actions: [say, take] }
scenarios:
  s:
    world: w
    ties: [near]
    rounds: 3
    seed: 5
    measures: { gone: 10 - stock }
    surveys:
      end: { at: end, ask: { glad: { text: Glad?, yes_no: true }, far: { text: How far?, scale: 1..7 }, why: { text: Why? } } }
    expect:
      less: { that: stock < 10 }
`;

type Rows = readonly { readonly [column: string]: string }[];

/** Files by name, of runs of the same file. */
function filesOf(runs: readonly TabledRun[], choice: Partial<TableChoice> = {}) {
  const levels = runs.flatMap(({ arm }) => (arm ? [arm.levels] : []));
  const writer = new TableWriter(schemaOf([...new Set(runs.map(({ model }) => model))], levels), {
    ...{ form: 'csv', isShared: false, about: 'A test.' },
    ...choice,
  });
  const files = new Map<string, Uint8Array[]>();
  const take = (pieces: Iterable<{ readonly file: string; readonly bytes: Uint8Array }>): void => {
    for (const { file, bytes } of pieces) files.set(file, [...(files.get(file) ?? []), bytes]);
  };
  for (const run of runs) take(writer.add(run));
  take(writer.end());
  const table = (name: string): Rows => csvParse(Buffer.concat(files.get(`${name}.csv`) ?? []).toString()) as unknown as Rows;
  return { files, table, counts: writer.counts };
}

describe('tidy tables of runs', () => {
  let run: TabledRun;
  let model: ScenarioModel;
  let timeline: Timeline;
  before(async () => {
    model = await modelOf(town());
    timeline = await playWith(model, ({ purpose, situation }) => {
      if (purpose === 'survey') return situation.self.id === 'cem' ? null : { glad: true, far: 4, why: '=2+2' };
      if (situation.self.id === 'ada') return { action: 'take', args: situation.round === 3 ? {} : { amount: 2 } };
      return { action: 'say', text: 'The key, "please"\nnow' };
    });
    run = { id: 'r1', model, timeline, held: null, arm: null, folder: 'r1' };
  });

  it('has a file for each table, and a dictionary with a row for each of its columns', () => {
    const { files, table } = filesOf([run]);
    assert.deepEqual([...files.keys()].sort(), [...TABLE_NAMES, 'dictionary'].map((name) => `${name}.csv`).sort());
    const said = table('dictionary');
    for (const name of TABLE_NAMES) {
      const columns = Buffer.concat(files.get(`${name}.csv`)!)
        .toString()
        .split('\n')[0]!
        .split(',');
      const entries = said.filter((row) => row['table'] === name && row['type'] !== 'table');
      assert.deepEqual(
        entries.map((row) => row['column']),
        columns,
      );
      assert.ok(
        entries.every((row) => row['meaning'] && row['type'] && row['missing']),
        name,
      );
    }
  });

  it('agent_rounds: a row for each agent and round, with every value of the state', () => {
    const rows = filesOf([run]).table('agent_rounds');
    const ends = [...timeline.rounds.map((seq) => seq - 1), timeline.events.length - 1];
    const names = ['income', 'member', 'note', 'mood', 'at', 'seen'];
    const wanted = ends.flatMap((seq, round) => {
      const state = timeline.at(seq);
      return Array.from({ length: state.roster.length }, (_, i) => i)
        .filter((i) => presentAt(state, i))
        .map((i) => [String(round), idAt(state.roster, i), ...names.map((name) => variableAt(state, i, name))]);
    });
    assert.equal(wanted.length, 12);
    const textOf = (value: unknown): string =>
      value === undefined || value === null
        ? ''
        : typeof value === 'object'
          ? JSON.stringify(value)
          : value === '-x'
            ? "'-x"
            : String(value);
    assert.deepEqual(
      rows.map((row) => [row['round'], row['agent'], ...names.map((name) => row[`vars.${name}`])]),
      wanted.map(([round, agent, ...values]) => [round, agent, ...values.map(textOf)]),
    );
    const last = rows.filter(({ round }) => round === '3');
    assert.deepEqual(
      last.map((row) => [row['ties_out.near'], row['ties_in.near'], row['messages']]),
      [
        ['1', '0', '0'],
        ['1', '1', '1'],
        ['0', '1', '1'],
      ],
    );
  });

  it('acts, messages, answers, measures, ties and events say what the events say', () => {
    const { table } = filesOf([run]);
    const { events } = timeline;
    const acts = events.flatMap((e) => (e.type === 'act.chosen' ? [[String(e.seq), e.agent, e.action, JSON.stringify(e.args)]] : []));
    assert.ok(acts.length >= 9);
    assert.deepEqual(
      table('acts').map((row) => ['seq', 'agent', 'action', 'args'].map((name) => row[name])),
      acts,
    );
    assert.deepEqual(
      table('acts')
        .filter((row) => row['rejected'] !== '')
        .map((row) => [row['round'], row['agent'], row['rejected']]),
      [['3', 'ada', 'missing_argument']],
    );
    assert.deepEqual(
      table('messages').map((row) => row['text']),
      events.flatMap((e) => (e.type === 'message.sent' ? [e.text] : [])),
    );
    const answers = table('answers').map((row) => ['agent', 'item', 'value', 'number', 'status'].map((name) => row[name]));
    assert.deepEqual(answers.slice(0, 3), [
      ['ada', 'glad', 'true', '1', 'answered'],
      ['ada', 'far', '4', '4', 'answered'],
      ['ada', 'why', "'=2+2", '', 'answered'],
    ]);
    assert.deepEqual(
      answers.filter(([agent]) => agent === 'cem').map(([, , value, number]) => [value, number]),
      Array.from({ length: 3 }, () => ['', '']),
    );
    const [left] = table('rounds').slice(-1);
    const gone = table('measures').filter((row) => row['measure'] === 'gone');
    assert.equal(Number(gone.at(-1)!['value']), 10 - Number(left!['vars.stock']));
    assert.deepEqual(
      table('ties')
        .filter(({ round }) => round === '3')
        .map((row) => [row['from'], row['to'], row['strength']]),
      [
        ['ada', 'ben', '0.5'],
        ['ben', 'cem', '0.25'],
      ],
    );
    const found = table('events').map((row) => ({ type: row['type'], seq: Number(row['seq']), ...JSON.parse(row['body']!) }));
    assert.deepEqual(
      found,
      events.map(({ step: _, end: _end, cause: _cause, at: _at, ...event }) => event),
    );
    assert.deepEqual(
      table('expectations').map((row) => [row['expectation'], row['held'], Number(row['margin'])]),
      [['less', 'true', 4]],
    );
  });

  it('shared: nothing private, and no table of events', () => {
    const { files } = filesOf([run]);
    assert.ok([...files.values()].some((pieces) => Buffer.concat(pieces).includes('under the stone')));
    const held = redactionOf(model, timeline.head);
    const shared = filesOf([{ ...run, held }], { isShared: true });
    assert.ok(!shared.files.has('events.csv'));
    assert.ok([...shared.files.values()].every((pieces) => !Buffer.concat(pieces).includes('under the stone')));
    assert.equal(shared.table('agents')[1]!['vars.income'], '7');
  });

  it('several runs: columns of all arms, with the keys of each row and the factors of each arm', async () => {
    const other = await modelOf(town(', calm: { start: true }'));
    const second = await playWith(other, () => ({ action: 'say', text: 'x' }));
    const arms = [
      { id: 'a', levels: { arm: 'a', 'world.size': 3 } },
      { id: 'b', levels: { arm: 'b' } },
    ];
    const { table, counts } = filesOf([
      { ...run, id: 'a s5', arm: arms[0]!, folder: null },
      { ...run, id: 'b s5', model: other, timeline: second, arm: arms[1]!, folder: null },
    ]);
    assert.deepEqual(
      table('runs').map((row) => [row['run'], row['arm'], row['seed'], row['factor.world.size']]),
      [
        ['a s5', 'a', '5', '3'],
        ['b s5', 'b', '5', ''],
      ],
    );
    const calm = table('agents').map((row) => [row['run'], row['vars.calm']]);
    assert.deepEqual(calm, [...Array.from({ length: 3 }, () => ['a s5', '']), ...Array.from({ length: 3 }, () => ['b s5', 'true'])]);
    assert.deepEqual([counts.runs, counts.rows.get('agents'), counts.lost.size], [2, 6, 0]);
  });

  it('a value that is not of the type of its column is missing, and counted', () => {
    const isMood = (event: SimEvent): boolean => event.type === 'variable.set' && event.name === 'mood' && event.value !== 0.5;
    const events = timeline.events.map((event) => (isMood(event) ? ({ ...event, value: 'high' } as SimEvent) : event));
    const { counts, table } = filesOf([{ ...run, timeline: { ...run.timeline, events, rounds: timeline.rounds } }]);
    const agents = table('agent_rounds').filter((row) => row['vars.mood'] === '').length;
    assert.ok(agents > 0);
    assert.deepEqual([...counts.lost], [['agent_rounds.vars.mood', agents]]);
  });

  it('as many rows as were expected before they are written', () => {
    for (const only of [['agents', 'agent_rounds', 'ties', 'events'], ['ties'], ['runs', 'agents']]) {
      const { counts } = filesOf([run], { only });
      const rows = only.filter((name) => name !== 'runs').reduce((sum, name) => sum + counts.rows.get(name)!, 0);
      assert.equal(expectedRows(run, only), rows, only.join());
    }
  });

  it('only the named tables', () => {
    assert.deepEqual([...filesOf([run], { only: ['ties', 'runs'] }).files.keys()].sort(), ['dictionary.csv', 'runs.csv', 'ties.csv']);
  });
});
