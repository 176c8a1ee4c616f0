/** The table of runs, and that of what they were expected to show. */
import type { SimEvent } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { marginsIn } from '../../engine/index.js';
import { ranges } from '../../core/util/textPosition.js';
import { mindsOf } from '../export/run/exportedRun.js';
import type { Row, Table, TabledRun } from './table.js';

export const runTable: Table = {
  name: 'runs',
  meaning: 'A row for each run.',
  columns: ({ factors }) => [
    { name: 'scenario', type: 'text', required: true, meaning: 'Id of the scenario.' },
    { name: 'title', type: 'text', required: true, meaning: 'Title of the scenario or its society.' },
    ...factors.values(),
    { name: 'rounds', type: 'integer', required: true, unit: 'rounds', meaning: 'The last round that began.' },
    {
      ...{ name: 'ended', type: 'text', values: 'rounds, until, stop', missing: 'The run did not come to its end.' },
      meaning: 'Why the run ended: its last round, a condition of the scenario, or that of a phase.',
    },
    { name: 'agents', type: 'integer', required: true, unit: 'agents', meaning: 'Agents that took part at some time.' },
    {
      name: 'messages',
      type: 'integer',
      required: true,
      unit: 'messages',
      meaning: 'Messages, acts that were seen, and words of the world.',
    },
    { name: 'events', type: 'integer', required: true, unit: 'events', meaning: 'Events of the run.' },
    { name: 'minds', type: 'text', required: true, meaning: 'The minds that answer, each with its model.' },
    { name: 'null_run', type: 'text', meaning: 'What the run leaves out, for comparison.', missing: 'The run leaves out nothing.' },
    { name: 'wording', type: 'text', meaning: 'The wording of the prompts.', missing: 'The text of the file.' },
    { name: 'engine', type: 'text', required: true, meaning: 'Version of the engine’s behaviour.' },
    { name: 'flags', type: 'text', required: true, meaning: 'Numbers of the engine’s behaviours in force.' },
    {
      name: 'folder',
      type: 'text',
      meaning: 'Name of the run folder.',
      missing: 'The run is kept in no folder; its file and seed give it again.',
    },
  ],
  rows: (run, { factors }) => {
    let started: Extract<SimEvent, { type: 'run.started' }> | null = null;
    let [rounds, events] = [0, 0];
    return {
      event(event, round) {
        if (event.type === 'run.started') started = event;
        [rounds, events] = [round, events + 1];
        return [];
      },
      end: (state) => {
        const { scenario, title, wording } = run.model;
        const { engine = '', flags = [], nulls = [] } = started ?? {};
        const levels = [...factors.keys()].map((name) => run.arm?.levels[name]);
        return [
          [
            ...[scenario, title, ...levels, rounds, state.ended, state.roster.length, state.messages.length, events],
            ...[mindsOf(run.model), nulls.length > 0 ? nulls.join(', ') : null, wording, engine, ranges(flags), run.folder],
          ],
        ];
      },
    };
  },
};

export const expectationTable: Table = {
  name: 'expectations',
  meaning: 'A row for each expectation of the scenario that the run checked.',
  columns: () => [
    { name: 'expectation', type: 'text', required: true, meaning: 'Id of the expectation.' },
    { name: 'that', type: 'text', meaning: 'Its expression.' },
    { name: 'held', type: 'boolean', required: true, meaning: 'Whether it held at the end of the run.' },
    {
      ...{ name: 'margin', type: 'number', unit: 'that of the compared values' },
      ...{
        meaning: 'By how much it held; below 0 if it did not.',
        missing: 'It does not compare two numbers, or one of them has no value.',
      },
    },
  ],
  rows: (run) => {
    const checked: { readonly id: string; readonly held: boolean }[] = [];
    return {
      event(event) {
        if (event.type === 'expectation.checked') checked.push({ id: event.expectation, held: event.held });
        return [];
      },
      end: (state) => expectationRows(run, state, checked),
    };
  },
};

function expectationRows(
  { model }: TabledRun,
  state: State,
  checked: readonly { readonly id: string; readonly held: boolean }[],
): readonly Row[] {
  if (checked.length === 0) return [];
  const margins = marginsIn(model, state);
  return checked.map(({ id, held }) => [id, model.expectations.find((one) => one.id === id)?.that.source, held, margins.get(id)]);
}
