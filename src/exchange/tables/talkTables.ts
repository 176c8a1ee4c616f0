/** Tables of what agents did: acts, messages, and answers to surveys. */
import { type State, writtenAt } from '../../core/events/state.js';
import { at, logItems } from '../../core/util/chunkedList.js';
import type { Json } from '../../core/util/json.js';
import { spokenBy } from '../export/run/exportedRun.js';
import { reactionsTo, sidesOf } from '../export/run/talk.js';
import { surveyReader } from '../export/run/tidyTables.js';
import { ROUND, type TableColumn } from './column.js';
import type { Row, Table, TabledRun } from './table.js';

const MIND: TableColumn = {
  ...{ name: 'mind', type: 'text', meaning: 'The mind whose answer led to it, with its model.', missing: 'No mind was asked.' },
};

const SEQ: TableColumn = { name: 'seq', type: 'integer', required: true, meaning: 'Number of its event: a row of the table `events`.' };

export const actTable: Table = {
  name: 'acts',
  meaning: 'A row for each act that an agent chose.',
  columns: () => [
    ...[ROUND, SEQ],
    { name: 'phase', type: 'text', meaning: 'The phase.', missing: 'Outside any phase.' },
    { name: 'agent', type: 'text', required: true, meaning: 'Id of the agent.' },
    { name: 'action', type: 'text', required: true, meaning: 'Id of the action.' },
    { name: 'args', type: 'text', json: true, required: true, says: true, meaning: 'The arguments of the act, by name, as JSON.' },
    { name: 'rejected', type: 'text', meaning: 'Why the act did not take effect.', missing: 'It took effect.' },
    MIND,
  ],
  rows: (run) => {
    let [phase, acts]: [string | null, (Json | undefined)[][]] = [null, []];
    const flush = (): readonly Row[] => {
      const rows = acts;
      acts = [];
      return rows;
    };
    return {
      event(event, round) {
        if (event.type === 'phase.started') phase = event.phase;
        else if (event.type === 'phase.ended') phase = null;
        else if (event.type === 'act.chosen')
          acts.push([round, event.seq, phase, event.agent, event.action, event.args, null, spokenBy(run, event.seq)]);
        else if (event.type === 'act.rejected') {
          const { agent, action, reason, cause } = event;
          const chosen = acts.findLast((row) => row[1] === cause);
          // An act that is not possible is rejected without having been chosen.
          if (chosen) chosen[6] = reason;
          else acts.push([round, event.seq, phase, agent, action, {}, reason, spokenBy(run, event.seq)]);
        } else if (event.type === 'round.ended') return flush();
        return [];
      },
      end: flush,
    };
  },
};

export const messageTable: Table = {
  name: 'messages',
  meaning: 'A row for each message, each act that others saw, and each word of the world.',
  columns: ({ codes }) => [
    { ...ROUND, meaning: 'Round in which it was sent; 0 is before the first.' },
    { name: 'message', type: 'text', required: true, meaning: 'Id of the message.' },
    {
      name: 'kind',
      type: 'text',
      required: true,
      values: 'said, act, told',
      meaning: 'Words, an act that was seen, or the voice of the world.',
    },
    { name: 'author', type: 'text', meaning: 'Id of its author.', missing: 'The voice of the world.' },
    { name: 'name', type: 'text', meaning: 'Name of its author.', missing: 'The voice of the world.' },
    { name: 'action', type: 'text', meaning: 'Id of the action.' },
    { name: 'audience', type: 'text', required: true, values: 'public, direct, group, neighbours, self', meaning: 'Whom it could reach.' },
    { name: 'to', type: 'text', required: true, meaning: 'Ids of those to whom it was sent, separated by blanks; empty for all.' },
    { name: 'reply_to', type: 'text', meaning: 'Id of the message that it answers.', missing: 'It answers none.' },
    { name: 'quotes', type: 'text', meaning: 'Id of the message that it passes on.', missing: 'It passes on none.' },
    { name: 'mentions', type: 'text', required: true, meaning: 'Ids of those whom it names, separated by blanks.' },
    { name: 'text', type: 'text', required: true, says: true, meaning: 'What readers see.' },
    {
      name: 'written',
      type: 'text',
      says: true,
      meaning: 'What its author wrote, where an intervention changed it.',
      missing: 'It was not changed.',
    },
    { name: 'reactions', type: 'text', required: true, meaning: 'Kinds of reactions with their counts at the end of the run.' },
    ...codes,
    MIND,
  ],
  rows: (run, { codes }) => {
    const own = new Set(run.model.codes.map(({ id }) => id));
    const names = codes.map(({ name }) => name.replace(/^code\./, ''));
    return { end: (state) => messageRows(run, state, names, own) };
  },
};

function* messageRows(run: TabledRun, state: State, codes: readonly string[], own: ReadonlySet<string>): Generator<Row> {
  let index = 0;
  for (const message of logItems(state.messages)) {
    const coded = at(state.codes, index);
    yield [
      ...[message.round, message.id, message.kind, ...sidesOf(state, message)],
      ...[message.text, writtenAt(state, index), reactionsTo(state, index)],
      ...codes.map((code) => (own.has(code) ? coded?.[code] : undefined)),
      spokenBy(run, message.seq),
    ];
    index++;
  }
}

export const answerTable: Table = {
  name: 'answers',
  meaning: 'A row for each question of a survey to each agent, also without an answer.',
  columns: ({ models }) => [
    ROUND,
    { name: 'agent', type: 'text', required: true, meaning: 'Id of the agent.' },
    { name: 'survey', type: 'text', required: true, meaning: 'Id of the survey.' },
    {
      ...{ name: 'item', type: 'text', required: true, meaning: 'Id of the question.' },
      source: [
        ...new Set(
          models.flatMap(({ surveys }) => surveys.flatMap(({ items }) => items.map(({ id, text }) => `${id}: ${text.source.trim()}`))),
        ),
      ].join('; '),
    },
    {
      name: 'type',
      type: 'text',
      required: true,
      values: 'scale, number, one_of, some_of, yes_no, open',
      meaning: 'Form of the question.',
    },
    { name: 'value', type: 'text', says: true, meaning: 'The answer as text; a list as JSON.', missing: 'No answer: see `status`.' },
    {
      name: 'number',
      type: 'number',
      meaning: 'The answer if it is a number; 1 for yes and 0 for no.',
      missing: 'The answer is no number.',
    },
    { name: 'status', type: 'text', required: true, meaning: '"answered", or why there is no answer.' },
    MIND,
  ],
  rows: (run) => {
    const answersTo = surveyReader(run);
    return {
      event: (event, round) =>
        answersTo(event).map(({ agent, survey, item, type, value = null, status, mind }) => [
          ...[round, agent, survey, item, type, textOf(value), numberOf(value), status, mind],
        ]),
    };
  },
};

const textOf = (value: Json): string | null => (value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value));

const numberOf = (value: Json): number | null => (typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null);

/** Fields of an event that are columns of their own. */
const OWN = new Set(['seq', 'step', 'end', 'cause', 'at', 'type']);

export const eventTable: Table = {
  name: 'events',
  meaning: 'A row for each event of the run: everything that happened.',
  withheld: true,
  columns: () => [
    ROUND,
    { ...SEQ, meaning: 'Number of the event, from 0.' },
    { name: 'step', type: 'integer', required: true, meaning: 'Number of the step; the events of a step happen together.' },
    { name: 'type', type: 'text', required: true, meaning: 'Type of the event.' },
    { name: 'agent', type: 'text', meaning: 'Id of the agent.', missing: 'The event is of no single agent.' },
    { name: 'cause', type: 'integer', meaning: 'Number of the event that caused it.', missing: 'No event caused it.' },
    { name: 'at', type: 'text', meaning: 'The place in the file that caused it.', missing: 'No place in the file caused it.' },
    { name: 'body', type: 'text', json: true, required: true, meaning: 'All other fields of the event, as JSON.' },
  ],
  rows: () => ({
    event(event, round) {
      const body = Object.fromEntries(Object.entries(event).filter(([field]) => !OWN.has(field)));
      const agent = 'agent' in event ? event.agent : 'author' in event ? event.author : null;
      return [[round, event.seq, event.step, event.type, agent, event.cause, event.at, body as Json]];
    },
  }),
};
