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
  const linked: Type = { kind: 'optional', of: list(text) };
  const ties: readonly [string, Named][] = [
    ['tie', named(number, 'Strength of the own tie to it, 0 to 1.')],
    ['links', named(linked, 'Networks without closeness in which the agent has a tie to it, such as `follows`.')],
  ];
  const agent = recordOf('agent', new Map([...personaFields(), ...ties]), true);
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
        quotes: named({ kind: 'optional', of: text }, 'Id of the message that it passes on.'),
        note: named({ kind: 'optional', of: text }, 'The note that the feed shows next to it.'),
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
      purpose: named(text, 'What the question is for: act, rate, reflect, plan, survey, judge, code, coach, interview.'),
      world: named(text, 'What is told of the world.'),
      vars: named(open('variables'), 'Variables of the world.'),
      own: named(list(open('variable')), "The agent's own variables, each with `name` and `value`."),
      part: named({ kind: 'optional', of: open('part') }, 'What it is in this scenario: `role`, `does`, `goal`, `knows`.'),
      secrets: named(list(text), 'What it keeps to itself, in words alone.'),
      kept: named(
        list(open('secret')),
        'What it keeps to itself, each with `text`, `everybody` (kept from all), `from` (names of those it is kept from) and `shared` (names of those who know it).',
      ),
      confided: named(
        list(open('secret')),
        'Secrets of others that it may know, each with `text`, `name` and `id` of the other, `everybody` and `from`.',
      ),
      partner: named({ kind: 'optional', of: agent }, 'Whom it meets, where people meet in pairs.'),
      pairRole: named({ kind: 'optional', of: text }, 'As what it meets them.'),
      rewards: named(list(open('past reward')), 'What it was rewarded for: `does`, and `values` from 0 to 1, oldest first.'),
      advice: named({ kind: 'optional', of: text }, "The coach's last words."),
      next: named(list(text), 'Whom it can give the word to, in a moderated talk.'),
      mayEnd: named({ kind: 'boolean' }, 'Whether it may end the talk.'),
      ask: named(unknown, 'What is asked, where it is not to act.'),
    }),
  );
  return { names, functions: promptFunctions };
}

/** Names of the short texts under `notes`. */
export function noteNames(): NameTypes {
  const score: Type = {
    kind: 'record',
    name: 'score',
    fields: new Map([
      ['name', named(text)],
      ['level', named(number)],
    ]),
    open: false,
  };
  const names = new Map(
    Object.entries<Named>({
      name: named(text, 'Name of the other one.'),
      scores: named(list(score), 'What was rated, each with a `level` from 0 to 1.'),
      reason: named(text, 'The reason given; empty where there is none.'),
      from: named(text, 'Name of the one who acted.'),
      to: named(text, 'Name of the one that it reached.'),
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
