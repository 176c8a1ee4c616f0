/** Names that exist only at one place, such as the acting agent, arguments and granted amounts, and messages for names that are missing there. */
import type { Named, NameTypes, RecordType, Type } from '../../expr/index.js';
import { textOf, type TreeNode, valueAt } from '../syntax/node.js';
import type { Definition } from '../incremental/file.js';
import { declaredIn, type Known } from './variables.js';
import { marked, t } from '../../core/util/l10n.js';

/** Names of a world or scenario, and their sources. */
export interface Around extends NameTypes {
  readonly worlds: readonly Definition[];
  readonly agent: RecordType;
  readonly known: Known;
  /** The number of agents. */
  readonly size: number;
}

type Locals = Pick<NameTypes, 'local' | 'absent' | 'given' | 'draws'>;

const NO_ME = marked('There is no `me` here, because no agent acts. Name an agent, or use `all`.');
const NO_ONE_TOLD = marked(
  'There is no `me` here: an `announce` is one message for all of `to`. With `send`, each agent gets its own message.',
);
const NO_TARGET = marked('There is no `target` here. Add `to: agent` or an argument `target: agent` to the action.');
const NOT_AIMED = marked('There is no `target` here: this action is about a message. Its author is `message.author`.');
const NO_AGENT = marked('`agent` is for an `if`. Use `me`, name an agent, or use `all`.');
const NO_ARGS = marked('Arguments exist only in the `effect` and `tell` of an action.');
const NO_GRANT = marked('`granted` exists only in the `effect` of an action with a `share`.');

/** `me` itself cannot be changed, but its variables can. */
const person = (type: Type, doc: string, name: string): Named => ({
  type,
  doc,
  fixed: t('`{0}` cannot be changed itself. Change a variable, as in {0}.total = 0.', name),
});

export function localNames(place: Around, path: readonly string[]): Locals {
  const local = new Map<string, Named>();
  const absent = new Map([
    ['me', NO_ME],
    ['target', NO_TARGET],
    ['agent', NO_AGENT],
    ['args', NO_ARGS],
    ['granted', NO_GRANT],
  ]);
  const given: string[] = [];
  const [section, , part, id = ''] = path;
  if (section === 'worlds' && part === 'actions') addAction(local, absent, given, place, id, path.slice(4));
  else if (section === 'worlds' && part === 'phases') addPhase(local, given, place, id, path.slice(4));
  else if (section === 'worlds' && (part === 'agent_vars' || part === 'roles'))
    local.set('me', me(place, t('The agent that has the variable.')));
  else if (section === 'scenarios') addScenario(local, absent, place, path.slice(2));
  if (section === 'worlds' && path.at(-1) === 'note' && path.at(-2) === 'feed') addNoted(local, place);
  if (path.at(-1) === 'if' && !(part === 'actions' && path.length === 5)) {
    local.set('me', me(place, t('The agent that is tested.')));
    local.set('agent', person(place.agent, t('The agent that is tested.'), 'agent'));
  }
  if (section === 'worlds') addPaired(local, place);
  for (const [name] of local) absent.delete(name);
  return { local, absent, draws: isRule(path), ...(given.length > 0 ? { given } : {}) };
}

/** Keys of actions, phases and interventions that hold rules. Other places only read the run. */
const RULES: { readonly [section: string]: readonly string[] } = {
  actions: ['effect', 'when', 'if'],
  phases: ['then', 'when', 'stop'],
  interventions: ['then', 'when'],
};

/** Keys whose selector names the agents of a rule. */
const WHOM: { readonly [section: string]: readonly string[] } = {
  actions: ['to', 'seen_by'],
  phases: ['who'],
  interventions: ['to', 'leave'],
};

function isRule([, , section = '', , key = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return RULES[section]?.includes(key) === true;
  return rest.at(-1) === 'if' && WHOM[section]?.includes(key) === true;
}

/** The note that a feed shows next to a message. */
function addNoted(local: Map<string, Named>, place: Around): void {
  local.set('me', me(place, t('The agent that reads.')));
  local.set('message', {
    type: place.known.message,
    doc: t('The message that the note belongs to.'),
    fixed: t('A message does not change after it is sent.'),
  });
}

const me = (place: Around, doc: string): Named => person(place.agent, doc, 'me');

/** The same key in a world and its bases, the nearest first. */
const layers = (place: Around, section: string, id: string): { node: TreeNode; from: Definition }[] =>
  place.worlds.flatMap((from) => {
    const node = valueAt(valueAt(from.entry.value, section), id);
    return node ? [{ node, from }] : [];
  });

const inLayers = (found: readonly { node: TreeNode }[], key: string): TreeNode | undefined =>
  found.map(({ node }) => valueAt(node, key)).find((node) => node !== undefined);

/** How many agents a condition on all agents tests, or a rule for all of them runs for; 0 at other places, and where it is not known. */
export function agentsTogether(place: Around, [, , section, id = '', ...rest]: readonly string[]): number {
  if (section !== 'phases') return 0;
  const who = inLayers(layers(place, 'phases', id), 'who');
  const key = rest.join('.');
  if (key === 'who.if') return (textOf(valueAt(who, 'of')) ?? 'all') === 'all' ? place.size : 0;
  return (key === 'then' || key === 'tell') && textOf(who) === 'all' ? place.size : 0;
}

function addAction(
  local: Map<string, Named>,
  absent: Map<string, string>,
  given: string[],
  place: Around,
  id: string,
  rest: readonly string[],
): void {
  const found = layers(place, 'actions', id);
  local.set('me', me(place, t('The agent that acts.')));
  const done = rest[0] === 'effect' || rest[0] === 'tell' || rest[0] === 'seen_by';
  const args = new Map(
    [...found].reverse().flatMap(({ node, from }) =>
      declaredIn(valueAt(node, 'args'), 'kind', place.known, { file: from.file, path: `${from.path}.actions.${id}.args` }, (name) => ({
        doc: t('Chosen with the action.'),
        fixed: t('`{0}` was chosen with the action and cannot be changed.', name),
      })),
    ),
  );
  const chosen = [...args.keys()];
  const aimed = rest[0] === 'if' ? args.get('target') : undefined;
  if (!done)
    for (const name of chosen.filter((one) => one !== 'target' || !aimed))
      absent.set(name, t('`{0}` is chosen with the action, so it exists only in the `effect` and `tell` of the action.', name));
  if (aimed) local.set('target', aimed);
  if (textOf(inLayers(found, 'to')) === 'agent') local.set('target', person(place.agent, t('The target of the action.'), 'target'));
  if (textOf(inLayers(found, 'on')) === 'message') {
    absent.set('target', NOT_AIMED);
    local.set('message', {
      type: place.known.message,
      doc: t('The message that the action is about.'),
      fixed: t('A message does not change after it is sent.'),
    });
  }
  if (rest[0] === 'quote')
    local.set('text', {
      type: { kind: 'text' },
      doc: t("The agent's own words."),
      fixed: t('A message does not change after it is sent.'),
    });
  if (!done) return;
  for (const [name, arg] of args) local.set(name, arg);
  local.set('args', {
    type: { kind: 'record', name: 'arguments', fields: args, open: false },
    doc: t('The arguments chosen with the action.'),
    fixed: t('Arguments cannot be changed.'),
  });
  if (inLayers(found, 'share'))
    local.set('granted', {
      type: { kind: 'number' },
      doc: t('The granted part of the requested amount.'),
      fixed: t('`granted` is computed by the share and cannot be set.'),
    });
  pushCondition(given, inLayers(found, 'when'));
}

function pushCondition(given: string[], when: TreeNode | undefined): void {
  const condition = textOf(when);
  if (condition !== null) given.push(condition);
}

function addPhase(local: Map<string, Named>, given: string[], place: Around, id: string, rest: readonly string[]): void {
  const found = layers(place, 'phases', id);
  const [key, part] = rest;
  const each =
    key === 'tell' ||
    key === 'replace' ||
    key === 'resolve' ||
    key === 'order' ||
    (key === 'then' && (inLayers(found, 'who') ?? inLayers(found, 'pair')) !== undefined);
  if (each) local.set('me', me(place, t('The agent that takes part, each in turn.')));
  if (key === 'order' && part === 'rate') for (const [name, field] of place.agent.fields) local.set(name, field);
  if (key === 'then') {
    const answer = inLayers(found, 'resolve');
    const from = found[0]?.from;
    const answers = new Map(
      from
        ? declaredIn(
            valueAt(answer, 'answer'),
            'kind',
            place.known,
            { file: from.file, path: `${from.path}.phases.${id}.resolve.answer` },
            (name) => ({
              doc: t('The answer.'),
              fixed: t('`{0}` is an answer and cannot be changed.', name),
            }),
          )
        : [],
    );
    for (const [name, field] of answers) local.set(name, field);
    if (answers.size > 0)
      local.set('answer', {
        type: { kind: 'record', name: 'answers', fields: answers, open: false },
        doc: t('The answers.'),
        fixed: t('Answers cannot be changed.'),
      });
  }
  if (key !== 'when' && key !== 'until' && key !== 'stop') pushCondition(given, inLayers(found, 'when'));
}

/** Adds the names of phases with pairs: the partner, and the roles of the pair. */
function addPaired(local: Map<string, Named>, place: Around): void {
  for (const world of place.worlds) {
    const phases = valueAt(world.entry.value, 'phases');
    for (const phase of phases?.kind === 'map' ? phases.entries : []) {
      const pair = valueAt(phase.value, 'pair');
      if (!pair || !local.has('me')) continue;
      if (!local.has('target')) local.set('target', person(place.agent, t('The other agent of the pair.'), 'target'));
      const roles = valueAt(pair, 'roles');
      for (const role of roles?.kind === 'list' ? roles.items : []) {
        const name = textOf(role);
        if (name !== null && !place.names.has(name)) local.set(name, person(place.agent, t('The agent of the pair in this role.'), name));
      }
    }
  }
}

const counted = (doc: string, type: Type = { kind: 'number' }): Named => ({
  type,
  doc,
  fixed: marked('Counted values cannot be changed.'),
});

/** The inputs of rewards, which the engine counts over the reward's window. */
const COUNTS: Readonly<Record<string, Named>> = {
  acts: counted(marked('Own messages and reactions.')),
  partners: counted(marked('The number of agents that it addressed.')),
  answered: counted(marked('Share of its acts toward others that got an answer, 0 to 1.')),
  asked: counted(marked('Own messages that ask a question.')),
  informed: counted(marked('Share of its questions that got an answer with new content, 0 to 1.')),
  rated: counted(marked('Means of its ratings by others, 0 to 1: `rated.all` and each dimension. Null without ratings.'), {
    kind: 'optional',
    of: { kind: 'record', name: 'ratings', fields: new Map([['all', counted(marked('The weighted mean.'))]]), open: true },
  }),
  liked: counted(marked('Share of up votes on its messages, 0 to 1. Null without votes.'), { kind: 'optional', of: { kind: 'number' } }),
  taken_up: counted(marked('Share of its messages whose words another agent used later, 0 to 1.')),
  supportive: counted(marked('How supportive its acts toward others were, weighted by the need of the others, 0 to 1.')),
  window: counted(marked('The number of counted rounds.')),
};

function addScenario(local: Map<string, Named>, absent: Map<string, string>, place: Around, rest: readonly string[]): void {
  const [section, , key] = rest;
  if (section === 'rewards') {
    local.set('me', me(place, t('The agent that is rewarded.')));
    if (key === 'value') for (const [name, count] of Object.entries(COUNTS)) local.set(name, count);
  } else if (section === 'compare_with') local.set('me', me(place, t('The agent that is compared.')));
  else if (section === 'surveys' && key === 'ask') local.set('me', me(place, t('The agent that is asked.')));
  else if (section === 'interventions' && key === 'intercept') {
    local.set('me', me(place, t('The author of the message.')));
    local.set('message', {
      type: place.known.message,
      doc: t('The message that is being sent.'),
      fixed: t('Use `change` to change its text.'),
    });
  } else if (section === 'interventions' && key === 'announce') absent.set('me', NO_ONE_TOLD);
  else if (section === 'interventions' && key !== 'when') local.set('me', me(place, t('The agent that is affected, each in turn.')));
}
