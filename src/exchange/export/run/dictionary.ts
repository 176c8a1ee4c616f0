/** The data dictionary: the columns of the tables of a run, and its variables, measures, questions and codes. */
import type { Cell } from '../../../core/formats/csv.js';
import type { ArgSpec, VarSpec } from '../../../engine/model/worldSpec.js';
import { columnsOfAgents, PERSON_FIELDS } from './people.js';
import type { RunTold } from './exportedRun.js';

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly values?: string;
  readonly meaning: string;
  /** Its path in the file, as in `worlds.feed.agent_vars.mood`. */
  readonly at?: string | null;
}

const COMMON: readonly Entry[] = [
  { name: 'mind', type: 'text', meaning: 'The mind that answers, with its model where there is one.' },
  { name: 'synthetic', type: 'yes or no', values: 'true', meaning: 'No person said or did this.' },
];
const ROUND: Entry = { name: 'round', type: 'number', values: 'from 0', meaning: 'The end of this round; 0 is before the first.' };
const AGENT: Entry = { name: 'agent', type: 'text', meaning: 'Id of the agent.' };
const NAME: Entry = { name: 'name', type: 'text', meaning: 'Its name.' };

/** Columns that do not depend on the file, by table. */
const COLUMNS: { readonly [table: string]: readonly Entry[] } = {
  people: [
    ...[AGENT, NAME],
    { name: 'from', type: 'text', meaning: 'Id of the persona or the population that it comes from.' },
    { name: 'role', type: 'text', meaning: 'Its role in the world; empty for none.' },
    { name: 'first_round', type: 'number', values: 'from 0', meaning: 'First round at whose end it takes part; 0 is from the start.' },
    { name: 'present_at_end', type: 'yes or no', meaning: 'Whether it takes part at the end.' },
    ...Object.entries(PERSON_FIELDS).map(([name, meaning]) => ({ name, type: name === 'age' ? 'number' : 'text', meaning })),
  ],
  variables: [
    ROUND,
    { name: 'scope', type: 'text', values: 'agent, world', meaning: 'Whose variable it is. Rows of the world have no agent.' },
    ...[AGENT, NAME],
    { name: 'variable', type: 'text', meaning: 'Name of the variable.' },
    { name: 'value', type: 'any', meaning: 'Its value; lists and records as JSON.' },
    { name: 'kind', type: 'text', values: 'number, string, boolean, list, object, missing', meaning: 'Kind of the value.' },
  ],
  measures: [
    ROUND,
    { name: 'measure', type: 'text', meaning: 'Name of the measure.' },
    { name: 'value', type: 'number', meaning: 'Its value; empty where it has none.' },
    { name: 'error', type: 'number', meaning: 'Half the width of its 95 % interval, where it is estimated.' },
    { name: 'estimate', type: 'yes or no', meaning: 'Whether it is estimated from a sample.' },
  ],
  surveys: [
    ...[ROUND, AGENT],
    { name: 'survey', type: 'text', meaning: 'Id of the survey.' },
    { name: 'item', type: 'text', meaning: 'Id of the question.' },
    { name: 'type', type: 'text', values: 'scale, number, one_of, some_of, yes_no, open', meaning: 'Form of the question.' },
    { name: 'value', type: 'any', meaning: 'The answer; empty where there is none.' },
    { name: 'status', type: 'text', meaning: '"answered", or why there is no answer.' },
  ],
  edges: [
    ROUND,
    { name: 'from', type: 'text', meaning: 'Id of the agent whose tie it is.' },
    { name: 'to', type: 'text', meaning: 'Id of the agent to whom it leads.' },
    { name: 'strength', type: 'number', values: '0..1', meaning: 'Strength of the tie.' },
    { name: 'network', type: 'text', meaning: 'Name of the network.' },
  ],
  'transcript-csv': [
    { name: 'round', type: 'number', values: 'from 0', meaning: 'Round in which it was sent; 0 is before the first.' },
    { name: 'message', type: 'text', meaning: 'Id of the message.' },
    { name: 'kind', type: 'text', meaning: 'Words, an act that was seen, or the voice of the world.' },
    { name: 'author', type: 'text', meaning: 'Id of its author; empty for the voice of the world.' },
    NAME,
    { name: 'action', type: 'text', meaning: 'Id of the action.' },
    { name: 'audience', type: 'text', meaning: 'Whom it reached.' },
    { name: 'to', type: 'text', meaning: 'Ids of those to whom it was sent, separated by blanks.' },
    { name: 'reply_to', type: 'text', meaning: 'Id of the message that it answers.' },
    { name: 'quotes', type: 'text', meaning: 'Id of the message that it passes on.' },
    { name: 'mentions', type: 'text', meaning: 'Ids of those whom it names, separated by blanks.' },
    { name: 'text', type: 'text', meaning: 'What readers see.' },
    { name: 'written', type: 'text', meaning: 'What its author wrote, where an intervention changed it.' },
    { name: 'reactions', type: 'text', meaning: 'Kinds of reactions with their counts.' },
  ],
};

/** A row for each column of a table, and for each variable, measure, question and code of the run. */
export function dictionaryRows(run: RunTold): readonly (readonly Cell[])[] {
  const { model } = run;
  const parts = columnsOfAgents(run);
  const ofPeople = parts.map((name): Entry => {
    const variable = /^vars\.(.+)$/.exec(name)?.[1];
    if (variable === undefined) return { name, type: 'number', values: '0..1', meaning: `Part of its ${name.split('.')[0]}.` };
    const spec = model.agentVars.find(({ id }) => id === variable);
    return { ...entryOf(variable, spec), name, meaning: 'Its value in the first round in which the agent takes part.' };
  });
  const rows: (readonly [table: string, entry: Entry])[] = [
    ...Object.entries(COLUMNS).flatMap(([table, entries]) =>
      [...entries, ...(table === 'people' ? ofPeople : []), ...COMMON].map((entry) => [table, entry] as const),
    ),
    ...model.vars.map((spec) => ['variable of the world', entryOf(spec.id, spec)] as const),
    ...model.agentVars.map((spec) => ['variable of agents', entryOf(spec.id, spec)] as const),
    ...model.measures.map(({ id, at, formula }) => {
      const meaning = formula?.source ?? 'A standard measure: see docs/measures.md.';
      return ['measure', { name: id, type: 'number', meaning, at }] as const;
    }),
    ...model.surveys.flatMap((survey) =>
      survey.items.map(({ id, at, text, answer, most }) => {
        const type = most === null ? answer.kind : 'list';
        return ['question', { name: `${survey.id}.${id}`, type, values: rangeOf(answer), meaning: text.source.trim(), at }] as const;
      }),
    ),
    ...model.codes.map(({ id, at, ask, by, answer }) => {
      const meaning = ask.trim() === '' ? `By ${by}.` : `${ask.trim()} (by ${by})`;
      return ['code', { name: `code.${id}`, type: answer.kind, values: rangeOf(answer), meaning, at }] as const;
    }),
  ];
  const cells = rows.map(([table, { name, type, values = '', meaning, at = null }]) => [table, name, type, values, meaning, at]);
  return [['table', 'name', 'type', 'values', 'meaning', 'written_at'], ...cells];
}

function entryOf(name: string, spec: VarSpec | undefined): Entry {
  if (!spec) return { name, type: 'any', meaning: 'A variable that a persona, a population or an effect sets.' };
  const { kind, words, low, high, at, role, optional, reset } = spec;
  const range = low === null && high === null ? words.join(', ') : `${low ?? ''}..${high ?? ''}`;
  const notes = [
    role === null ? '' : `Of the role ${role}.`,
    optional ? 'Can be missing.' : '',
    reset ? 'Returns to its start in each round.' : '',
  ];
  return { name, type: kind, values: range, meaning: notes.filter((note) => note !== '').join(' '), at };
}

const rangeOf = ({ words, low, high }: ArgSpec): string =>
  words.length > 0 ? words.join(', ') : low || high ? `${low?.source ?? ''}..${high?.source ?? ''}` : '';
