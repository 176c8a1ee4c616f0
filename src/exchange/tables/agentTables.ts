/** Tables about agents: who they are, and agent by round. */
import { eachIndividual, nameAt, presentAt, variableAt } from '../../core/events/agents.js';
import { crowdAt, idAt, indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import { specOf } from '../../engine/index.js';
import { mindName } from '../export/run/exportedRun.js';
import { eachTie } from '../export/run/networks.js';
import { fieldsIn, PERSON_FIELDS } from '../export/run/people.js';
import { AGENT, ROUND, type TableColumn } from './column.js';
import type { Schema } from './schema.js';
import { idReader, type Row, type Table, type TabledRun } from './table.js';

const FIELDS = Object.keys(PERSON_FIELDS) as readonly (keyof typeof PERSON_FIELDS)[];

const NOT_SAID = 'Not in the file.';
const HAS_NONE = 'The agent has no such variable, or no value of it.';

const varColumns = ({ agentVars }: Schema, moment: string): readonly TableColumn[] =>
  [...agentVars].map(([name, column]) => ({
    ...column,
    name: `vars.${name}`,
    meaning: `Variable \`${name}\` ${moment}. ${column.meaning}`,
    missing: HAS_NONE,
  }));

export const agentTable: Table = {
  name: 'agents',
  meaning: 'A row for each agent, with what the file or its population says of it, and the first values of its variables.',
  columns: (schema) => [
    AGENT,
    { name: 'name', type: 'text', required: true, meaning: 'Its name.' },
    { name: 'from', type: 'text', required: true, meaning: 'Id of the persona or the population that it comes from.' },
    { name: 'role', type: 'text', meaning: 'Its role in the world.', missing: 'It has no role.' },
    {
      ...{ name: 'first_round', type: 'integer', unit: 'rounds', values: 'from 0', missing: 'It never took part.' },
      meaning: 'First round at whose end it takes part; 0 is before the first.',
    },
    ...FIELDS.map((field): TableColumn => {
      const meaning = PERSON_FIELDS[field];
      const common = { name: field, meaning, missing: NOT_SAID };
      return field === 'age' ? { ...common, type: 'number', unit: 'years' } : { ...common, type: 'text', says: true };
    }),
    ...schema.parts.map((name): TableColumn => {
      const meaning = `Part of its ${name.split('.')[0]}.`;
      return { name, type: 'number', values: '0..1', meaning, missing: NOT_SAID };
    }),
    ...varColumns(schema, 'in the first round in which the agent takes part'),
    { name: 'mind', type: 'text', required: true, meaning: 'The mind that answers for it, with its model.' },
  ],
  rows: (run, schema) => {
    const written = new Set<number>();
    const rowAt = (state: State, index: number, round: number | null): Row => rowOfAgent(run, schema, state, index, round);
    function* newcomers(state: State, round: number | null): Generator<Row> {
      for (let index = 0; index < state.roster.length; index++)
        if (!written.has(index) && (round === null || presentAt(state, index))) {
          written.add(index);
          yield rowAt(state, index, round);
        }
    }
    return {
      roundEnd: (state, round) => (written.size === state.roster.length ? [] : newcomers(state, round)),
      end: (state) => (written.size === state.roster.length ? [] : newcomers(state, null)),
    };
  },
};

function rowOfAgent(run: TabledRun, { parts, agentVars }: Schema, state: State, index: number, round: number | null): Row {
  const { model, held } = run;
  const spec = specOf(model, state, index);
  const fields = fieldsIn(spec, held !== null);
  const hidden = held?.vars(index);
  return [
    ...[idAt(state.roster, index), nameAt(state, index)!, spec.from, spec.part?.role, round],
    ...[...FIELDS, ...parts].map((name) => fields.get(name)),
    ...[...agentVars.keys()].map((name) => (hidden?.has(name) ? undefined : variableAt(state, index, name))),
    mindName(model, spec.mind),
  ];
}

/** What happens to agents within a round, by index of the agent. */
interface Counts {
  readonly turns: Map<number, number>;
  readonly acts: Map<number, number>;
  readonly messages: Map<number, number>;
  readonly rewards: Map<string, Map<number, number>>;
}

const noCounts = (): Counts => ({ turns: new Map(), acts: new Map(), messages: new Map(), rewards: new Map() });

const count = (counts: Map<number, number>, index: number, n = 1): void => void counts.set(index, (counts.get(index) ?? 0) + n);

export const agentRoundTable: Table = {
  name: 'agent_rounds',
  meaning: 'A row for each agent at the end of each round in which it takes part.',
  columns: (schema) => [
    ...[ROUND, AGENT],
    ...varColumns(schema, 'at the end of the round'),
    ...schema.networks.flatMap((network): readonly TableColumn[] => {
      const of = `in the network \`${network}\` at the end of the round`;
      const common = { type: 'integer', unit: 'ties', missing: 'The run has no such network.' } as const;
      return [
        { ...common, name: `ties_out.${network}`, meaning: `Ties from it ${of}.` },
        { ...common, name: `ties_in.${network}`, meaning: `Ties to it ${of}.` },
      ];
    }),
    { name: 'turns', type: 'integer', required: true, unit: 'turns', meaning: 'Its turns in the round.' },
    { name: 'acts', type: 'integer', required: true, unit: 'turns', meaning: 'Of these, turns that ended with an act.' },
    { name: 'messages', type: 'integer', required: true, unit: 'messages', meaning: 'Messages that it sent in the round.' },
    ...schema.rewards.map((reward): TableColumn => {
      const meaning = `Sum of the reward \`${reward}\` that it got in the round.`;
      return { name: `reward.${reward}`, type: 'number', meaning, missing: 'It got no such reward in the round.' };
    }),
  ],
  rows: (run, schema) => {
    const idOf = idReader();
    let now = noCounts();
    // Ids become indices at the end of a round, when all agents of its events have joined.
    let happened: ((state: State) => void)[] = [];
    const to = (counts: Map<number, number>, agent: string | null, n = 1): void => {
      if (agent !== null) happened.push(({ roster }) => count(counts, indexOf(roster, agent), n));
    };
    return {
      event(event) {
        if (event.type === 'turn.ended') {
          to(now.turns, event.agent);
          if (event.reason === 'acted') to(now.acts, event.agent);
        } else if (event.type === 'message.sent') to(now.messages, event.author);
        else if (event.type === 'reward.given') {
          const rewards = now.rewards.get(event.reward) ?? new Map<number, number>();
          now.rewards.set(event.reward, rewards);
          to(rewards, event.agent, event.value);
        }
        return [];
      },
      roundEnd(state, round) {
        for (const one of happened) one(state);
        const [counts, degrees] = [now, schema.networks.map((name) => degreesIn(run, state, name))];
        [now, happened] = [noCounts(), []];
        return roundRows(run, schema, { state, round, counts, degrees, idOf });
      },
    };
  },
};

interface Degrees {
  readonly out: Uint32Array;
  readonly in: Uint32Array;
}

/** Ties by agent; null if the run has no such network. */
function degreesIn(run: TabledRun, state: State, name: string): Degrees | null {
  if (!run.model.networks.some((one) => one.name === name)) return null;
  const degrees = { out: new Uint32Array(state.roster.length), in: new Uint32Array(state.roster.length) };
  for (const [from, to] of eachTie(run, state, name)) {
    degrees.out[from]!++;
    degrees.in[to]!++;
  }
  return degrees;
}

interface AtRoundEnd {
  readonly state: State;
  readonly round: number;
  readonly counts: Counts;
  readonly degrees: readonly (Degrees | null)[];
  readonly idOf: ReturnType<typeof idReader>;
}

function* roundRows(run: TabledRun, schema: Schema, { state, round, counts, degrees, idOf }: AtRoundEnd): Generator<Row> {
  const names = [...schema.agentVars.keys()];
  for (let index = 0; index < state.roster.length; index++) {
    if (!presentAt(state, index)) continue;
    const hidden = run.held?.vars(index);
    const row: (Json | undefined)[] = [round, idOf(state.roster, index)];
    for (const name of names) row.push(hidden?.has(name) ? undefined : variableAt(state, index, name));
    for (const one of degrees) row.push(one?.out[index], one?.in[index]);
    row.push(counts.turns.get(index) ?? 0, counts.acts.get(index) ?? 0, counts.messages.get(index) ?? 0);
    for (const reward of schema.rewards) row.push(counts.rewards.get(reward)?.get(index));
    yield row;
  }
}

/** Names of variables that some agent has and that the columns do not: an override or a fork with another file made them. */
export function variablesWithoutColumn({ agentVars }: Schema, state: State): ReadonlySet<string> {
  const names = new Set(Object.keys(state.columns));
  for (const [index, { ownVars }] of eachIndividual(state)) if (!crowdAt(state.roster, index)) for (const name in ownVars) names.add(name);
  return new Set([...names].filter((name) => !agentVars.has(name)));
}
