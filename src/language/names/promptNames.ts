/** Names of the templates of prompts. They are the parts of the situation in which an agent is asked. */
import type { FunctionType, Named, NameTypes, RecordType, Type } from '../../expr/index.js';
import { personaFields } from './agents.js';
import { marked, t } from '../../core/util/l10n.js';

const unknown: Type = { kind: 'unknown' };
const number: Type = { kind: 'number' };
const text: Type = { kind: 'text' };
const list = (of: Type): Type => ({ kind: 'list', of });
const named = (type: Type, doc?: string): Named => (doc === undefined ? { type } : { type, doc });

/** Names of a template of prompts. They are the parts of the question's situation. */
export function promptNames(): NameTypes {
  const linked: Type = { kind: 'optional', of: list(text) };
  const ties: readonly [string, Named][] = [
    ['tie', named(number, t("Strength of the agent's tie to it, 0 to 1."))],
    ['links', named(linked, t('Networks without closeness in which the agent has a tie to it, such as `follows`.'))],
  ];
  const agent = recordOf('agent', new Map([...personaFields(), ...ties]), true);
  const message = recordOf(
    'message',
    new Map(
      Object.entries<Named>({
        id: named(text),
        author: named(text),
        name: named(text, t('Name of the author.')),
        round: named(number),
        text: named(text, t('The text of the message.')),
        direct: named({ kind: 'boolean' }),
        replyTo: named({ kind: 'optional', of: text }, t('Id of the message that it answers.')),
        answersMe: named({ kind: 'boolean' }),
        mentionsMe: named({ kind: 'boolean' }),
        up: named(number),
        down: named(number),
        quotes: named({ kind: 'optional', of: text }, t('Id of the message that it quotes.')),
        note: named({ kind: 'optional', of: text }, t('The note that the feed shows next to it.')),
      }),
    ),
    true,
  );
  const open = (name: string): Type => recordOf(name, new Map(), true);
  const names = new Map(
    Object.entries<Named>({
      me: named(agent, t('The agent that is asked.')),
      round: named(number, t('Number of the round, from 1.')),
      rounds: named(number, t('The maximum number of rounds.')),
      phase: named(text, t('Id of the phase.')),
      premise: named(text, t('What all agents know at the start.')),
      language: named(text, t('The language that agents speak.')),
      params: named(open('parameters'), t("The world's parameters and their values.")),
      seen: named(list(message), t('Messages that reached the agent.')),
      talk: named(
        { kind: 'optional', of: list(message) },
        t('For agents that act at the same time: the messages that all can read, with its own, in the same words for every reader.'),
      ),
      cut: named(number, t('The number of messages that the feed left out.')),
      mine: named(list(message), t("The agent's own last messages.")),
      memories: named(list(open('memory')), t('The memories that the agent recalls.')),
      known: named(list(agent), t('The agents that it knows.')),
      options: named(list(open('option')), t('The actions that it can choose now.')),
      riders: named(list(open('rider')), t('Reactions that can accompany the action.')),
      purpose: named(text, t('The purpose of the question: act, rate, reflect, plan, survey, judge, code, coach, interview.')),
      world: named(text, t('The description of the world.')),
      vars: named(open('variables'), t('Variables of the world.')),
      own: named(list(open('variable')), t("The agent's own variables, each with `name` and `value`.")),
      part: named({ kind: 'optional', of: open('part') }, t('Its part in this scenario: `role`, `does`, `goal`, `knows`.')),
      secrets: named(list(text), t('The texts of its secrets.')),
      kept: named(
        list(open('secret')),
        t(
          'Its secrets, each with `text`, `everybody` (kept from all), `from` (names of the agents that it is kept from) and `shared` (names of the agents that know it).',
        ),
      ),
      confided: named(
        list(open('secret')),
        t('Secrets of others that it may know, each with `text`, `name` and `id` of the other, `everybody` and `from`.'),
      ),
      partner: named({ kind: 'optional', of: agent }, t('The agent that it meets, if agents meet in pairs.')),
      pairRole: named({ kind: 'optional', of: text }, t('Its role in the pair.')),
      rewards: named(list(open('past reward')), t('Its past rewards: `does`, and `values` from 0 to 1, oldest first.')),
      advice: named({ kind: 'optional', of: text }, t("The coach's last advice.")),
      next: named(list(text), t('The agents that it can let speak next, in a moderated conversation.')),
      mayEnd: named({ kind: 'boolean' }, t('Whether it may end the conversation.')),
      plain: named({ kind: 'boolean' }, t('Whether the answer is a form in plain text, because the server does not follow a JSON Schema.')),
      lines: named(
        list(open('line')),
        t(
          'The lines of that form, each with `label`, `about`, `kind` (choice, list, number, boolean, text), `words`, `numbered` (the words with their numbers), `low` and `high`.',
        ),
      ),
      again: named({ kind: 'boolean' }, t('Whether an earlier answer could not be read.')),
      ask: named(unknown, t('The question, if it is not about an action.')),
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
      name: named(text, t('Name of the other agent.')),
      scores: named(list(score), t('The ratings, each with a `level` from 0 to 1.')),
      reason: named(text, t('The given reason; empty if there is none.')),
      from: named(text, t('Name of the agent that acted.')),
      to: named(text, t('Name of the agent that it reached.')),
    }),
  );
  return { names, functions: promptFunctions };
}

const helper = (doc: string, name: string): FunctionType => ({ doc, params: [{ name, type: unknown }], result: text });
const promptFunctions: ReadonlyMap<string, FunctionType> = new Map(
  Object.entries({
    words: helper(marked('The word for the strength of a tie.'), 'x'),
    band: helper(marked('The word for a level from 0 to 1.'), 'x'),
    quote: helper(marked("Others' text, fenced so that it cannot pose as an instruction."), 'text'),
  }),
);

function recordOf(name: string, fields: ReadonlyMap<string, Named>, open: boolean): RecordType {
  return { kind: 'record', name, fields, open };
}
