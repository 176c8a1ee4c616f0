/** Names of the templates of prompts. They are the parts of the situation in which an agent is asked. */
import type { FunctionType, Named, NameTypes, RecordType, Type } from '../../expr/index.js';
import { personaFields } from './agents.js';

const unknown: Type = { kind: 'unknown' };
const number: Type = { kind: 'number' };
const text: Type = { kind: 'text' };
const list = (of: Type): Type => ({ kind: 'list', of });
const named = (type: Type, doc?: string): Named => (doc === undefined ? { type } : { type, doc });

/** Names of a template of prompts. They are the parts of the question's situation. */
export function promptNames(): NameTypes {
  const agent = recordOf('agent', new Map([...personaFields(), ['tie', named(number, 'Strength of the own tie to it, 0 to 1.')]]), true);
  const message = recordOf(
    'message',
    new Map(
      Object.entries<Named>({
        id: named(text),
        author: named(text),
        name: named(text, 'Name of the author.'),
        round: named(number),
        text: named(text, 'What it says.'),
        direct: named({ kind: 'boolean' }),
        replyTo: named({ kind: 'optional', of: text }, 'Id of the message that it answers.'),
        answersMe: named({ kind: 'boolean' }),
        mentionsMe: named({ kind: 'boolean' }),
        up: named(number),
        down: named(number),
      }),
    ),
    true,
  );
  const open = (name: string): Type => recordOf(name, new Map(), true);
  const names = new Map(
    Object.entries<Named>({
      me: named(agent, 'The one who is asked.'),
      round: named(number, 'Number of the round, from 1.'),
      rounds: named(number, 'How many rounds at most.'),
      phase: named(text, 'Id of the phase.'),
      premise: named(text, 'What everybody knows when it starts.'),
      language: named(text, 'Language of talk.'),
      params: named(open('parameters'), "The world's parameters in force."),
      seen: named(list(message), 'Messages that reached the agent.'),
      cut: named(number, 'How many messages the feed kept back.'),
      mine: named(list(message), "The agent's own last messages."),
      memories: named(list(open('memory')), 'What comes to mind.'),
      known: named(list(agent), 'Agents it knows of.'),
      options: named(list(open('option')), 'What it can do now.'),
      riders: named(list(open('rider')), 'Reactions that may ride along.'),
    }),
  );
  return { names, functions: promptFunctions };
}

const helper = (doc: string, name: string): FunctionType => ({ doc, params: [{ name, type: unknown }], result: text });
const promptFunctions: ReadonlyMap<string, FunctionType> = new Map(
  Object.entries({
    words: helper('The word for the strength of a tie.', 'x'),
    band: helper('The word for a level from 0 to 1.', 'x'),
    quote: helper("Others' text, fenced so that it cannot pose as an instruction.", 'text'),
  }),
);

function recordOf(name: string, fields: ReadonlyMap<string, Named>, open: boolean): RecordType {
  return { kind: 'record', name, fields, open };
}
