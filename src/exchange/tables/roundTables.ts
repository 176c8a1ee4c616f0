/** Tables about the society: variables of the world by round, measures by round, and ties by round. */
import { presentAt } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';
import { eachTie } from '../export/run/networks.js';
import { ROUND } from './column.js';
import type { Schema } from './schema.js';
import { idReader, type Row, type Table, type TabledRun } from './table.js';

export const roundTable: Table = {
  name: 'rounds',
  meaning: 'A row for the end of each round, with the variables of the world.',
  columns: ({ worldVars }) => [
    ROUND,
    { name: 'present', type: 'integer', required: true, unit: 'agents', meaning: 'Agents that take part at the end of the round.' },
    ...[...worldVars].map(([name, column]) => ({
      ...column,
      name: `vars.${name}`,
      meaning: `Variable \`${name}\` of the world at the end of the round. ${column.meaning}`,
      missing: 'The world has no such variable, or no value of it.',
    })),
  ],
  rows: ({ model, held }, { worldVars }) => {
    const hidden = new Set(held ? model.vars.filter((one) => one.private).map(({ id }) => id) : []);
    const names = [...worldVars.keys()];
    return {
      roundEnd: (state, round) => [[round, presentIn(state), ...names.map((name) => (hidden.has(name) ? undefined : state.vars[name]))]],
    };
  },
};

function presentIn(state: State): number {
  let found = 0;
  for (let index = 0; index < state.roster.length; index++) if (presentAt(state, index)) found++;
  return found;
}

export const measureTable: Table = {
  name: 'measures',
  meaning: 'A row for each measure and round.',
  columns: (schema) => [
    ROUND,
    { name: 'measure', type: 'text', required: true, meaning: 'Name of the measure.', source: formulasIn(schema) },
    { name: 'value', type: 'number', meaning: 'Its value.', missing: 'The measure has no value: nothing could be measured.' },
    {
      ...{ name: 'error', type: 'number', unit: 'that of the value', missing: 'The value is not estimated.' },
      meaning: 'Half the width of the 95 % interval of an estimate.',
    },
    { name: 'estimate', type: 'boolean', required: true, meaning: 'Whether the value is estimated from a sample.' },
  ],
  rows: (run) => {
    // Measures are taken again after the last round and the end phases. The last value counts.
    let taken = new Map<string, Row>();
    return {
      event(event, round) {
        if (event.type !== 'measure.taken' || (run.held && run.model.derived?.measures.has(event.measure))) return [];
        const { measure, value, error, estimate = false } = event;
        taken.set(measure, [round, measure, value, error, estimate]);
        return [];
      },
      roundEnd() {
        const rows = [...taken.values()];
        taken = new Map();
        return rows;
      },
    };
  },
};

/** The formulas of measures of the file, such as `bond = tie(ada, ben)`. */
const formulasIn = ({ models }: Schema): string =>
  [
    ...new Set(models.flatMap(({ measures }) => measures.flatMap(({ id, formula }) => (formula ? [`${id} = ${formula.source}`] : [])))),
  ].join('; ');

export const tieTable: Table = {
  name: 'ties',
  meaning:
    'A row for each tie at the end of each round, between agents that take part. A tie that is weaker than the edge of its network has no row.',
  columns: () => [
    ROUND,
    { name: 'network', type: 'text', required: true, meaning: 'Name of the network.' },
    { name: 'from', type: 'text', required: true, meaning: 'Id of the agent whose tie it is.' },
    { name: 'to', type: 'text', required: true, meaning: 'Id of the agent to whom it leads.' },
    { name: 'strength', type: 'number', required: true, values: '0..1', meaning: 'Strength of the tie.' },
  ],
  rows: (run, { networks }) => {
    const own = networks.filter((name) => run.model.networks.some((one) => one.name === name));
    const idOf = idReader();
    return { roundEnd: (state, round) => tieRows(run, { own, idOf }, state, round) };
  },
};

interface TieReader {
  /** The networks of the run. */
  readonly own: readonly string[];
  readonly idOf: ReturnType<typeof idReader>;
}

function* tieRows(run: TabledRun, { own, idOf }: TieReader, state: State, round: number): Generator<Row> {
  for (const network of own)
    for (const [from, to, strength] of eachTie(run, state, network))
      yield [round, network, idOf(state.roster, from), idOf(state.roster, to), strength];
}
