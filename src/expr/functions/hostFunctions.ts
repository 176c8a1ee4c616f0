/**
 * Functions that need the state of a run (only described here, the host has them), functions that stand as statements, and which
 * functions a place has.
 */
import { drawFunctions } from './draws.js';
import { pureFunctions } from './functions.js';
import {
  boolean,
  type FunctionType,
  listOf,
  type NameTypes,
  number,
  openRecord,
  type Param,
  text,
  type Type,
  unknown,
} from '../values/types.js';
import { measureFunctions } from './measureFunctions.js';

const param = (name: string, type: Type, extra: Partial<Param> = {}): Param => ({ name, type, ...extra });
const anAgent = openRecord('agent');
const agent = param('agent', anAgent);
const measure = param('measure', unknown, { names: 'measure' });
const code = param('code', unknown, { names: 'code' });
const network = param('network', text, { optional: true, names: 'network' });
const who = param('who', anAgent, { orList: true });
const group = param('group', text, { names: 'group' });
const says = param('text', text);

const of = (doc: string, params: readonly Param[], result: Type, example: string, more: Pick<FunctionType, 'ties'> = {}): FunctionType => ({
  doc,
  params,
  result,
  example: [example],
  ...more,
});

/** Functions of the format that the host computes. */
export const hostFunctions: ReadonlyMap<string, FunctionType> = new Map([
  ...Object.entries<FunctionType>({
    at: of('The value of a measure at the end of a round.', [measure, param('round', number)], number, 'at(reciprocity, 5)'),
    first: of('The first value of a measure: that of the first round in which it has one.', [measure], number, 'first(reciprocity)'),
    change: of('The value of a measure now, less its first; missing until it has one.', [measure], number, 'change(reciprocity) > 0'),
    tie: of(
      'Strength of the tie from a to b, 0 to 1; of the first network, or of the one that is named.',
      [param('a', anAgent), param('b', anAgent), network],
      number,
      'tie(ada, grace) > 0.5',
      { ties: 'out' },
    ),
    neighbours: of(
      'Agents that an agent has a tie to, or that have one to it.',
      [agent, network],
      listOf(anAgent),
      'neighbours(me).map(a => a.name)',
    ),
    tied: of(
      'Agents that an agent has a tie to, however weak.',
      [agent, network],
      listOf(anAgent),
      'bottom(tied(me), 1, a => tie(me, a))',
      { ties: 'out' },
    ),
    degree: of('How many neighbours an agent has, whichever way the tie goes.', [agent, network], number, 'mean(all.map(a => degree(a)))'),
    heard: of('Whether an agent has seen a message with this code.', [agent, code], boolean, 'share(all.map(a => heard(a, tells_rumour)))'),
    said: of('Whether an agent has written a message with this code.', [agent, code], boolean, 'all.some(a => said(a, tells_rumour))'),
    written: of(
      'Messages that an agent has written, the oldest first, each with its text, its round and how it was marked.',
      [agent],
      listOf(openRecord('message')),
      'sum(written(ada).map(m => m.up - m.down))',
    ),
    like: of('Whether a text matches a pattern (RE2).', [says, param('pattern', text)], boolean, "like(me.occupation, '(?i)teach')", {
      ties: 'none',
    }),
  }),
  ...measureFunctions,
]);

const field = (type: Type, doc: string) => ({ type, doc });
const options: Type = {
  kind: 'record',
  name: 'options',
  open: false,
  fields: new Map([
    ['about', field(unknown, 'An agent, or a list of agents, that it is about.')],
    ['importance', field(number, 'How poignant it is, 1 to 10.')],
  ]),
};
const [from, to] = [param('from', anAgent, { orList: true }), param('to', anAgent, { orList: true })];

/** Functions that are statements. */
export const effectFunctions: ReadonlyMap<string, FunctionType> = new Map(
  Object.entries<FunctionType>({
    bond: of(
      'Ties one agent, or each of a list, to another, or to each of a list; or sets the strength of their ties, 0 to 1. In lists nobody is tied to itself.',
      [from, to, network, param('weight', number, { optional: true })],
      unknown,
      'bond(me, target, friendship, 0.5)',
    ),
    unbond: of(
      'Cuts the tie from one agent, or from each of a list, to another, or to each of a list.',
      [from, to, network],
      unknown,
      'unbond(me, target, friendship)',
    ),
    fade: of(
      'Multiplies the strength of every tie of a network by `keep`, above 0 to 1, and cuts the ties that become weaker than `least`.',
      [param('network', text, { names: 'network' }), param('keep', number), param('least', number, { optional: true })],
      unknown,
      'fade(friendship, 0.99, 0.01)',
    ),
    remember: of(
      'Gives an agent, or each of a list, a memory.',
      [who, says, param('options', options, { optional: true })],
      unknown,
      "remember(target, me.name + ' helped me.', { about: me, importance: 6 })",
    ),
    send: of(
      'Sends a message to an agent, or to each of a list.',
      [param('to', anAgent, { orList: true }), says],
      unknown,
      "send(target, 'Thank you.')",
    ),
    react: of('Marks a message.', [param('message', openRecord('message')), param('kind', text)], unknown, "react(message, 'up')"),
    join: of('Puts an agent, or each of a list, into a group.', [who, group], unknown, 'join(me, treated)'),
    leave: of('Takes an agent, or each of a list, out of a group.', [who, group], unknown, 'leave(me, treated)'),
    emit: of(
      'Makes an event of that name, for the transcript and for analyses of the run. Names that begin with `interventions.` are those of judges.',
      [param('name', text)],
      unknown,
      "emit('won')",
    ),
  }),
);

// The functions of a place: the fixed table, random functions in rules, and functions that the place adds.

/** A function by its name. Random functions are found at all places, so that a message can say where they are allowed. */
export const functionOf = (name: string, names: NameTypes): FunctionType | undefined =>
  pureFunctions.get(name) ?? drawFunctions.get(name) ?? (names.functions ?? hostFunctions).get(name);

/** All functions that are available at a place. */
export const functionsOf = (names: NameTypes): ReadonlyMap<string, FunctionType> =>
  new Map<string, FunctionType>([...pureFunctions, ...(names.draws ? drawFunctions : []), ...(names.functions ?? hostFunctions)]);
