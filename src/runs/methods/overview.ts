/** The first three items of ODD (Grimm et al. 2020): purpose; entities with their variables and scales; processes and their order. */
import type { ScenarioModel } from '../../engine/index.js';
import {
  type Block,
  code,
  codes,
  commas,
  count,
  figure,
  heading,
  type Inline,
  type Line,
  list,
  paragraph,
  table,
  who,
} from './document.js';
import type { Described } from './study.js';

type PhaseSpec = ScenarioModel['phases']['round'][number];
type VarSpec = ScenarioModel['vars'][number];

export function purpose({ model, resolved }: Described): readonly Block[] {
  const { society } = resolved;
  const scenario = society.scenarios?.[model.scenario];
  const title = scenario?.title?.trim() ?? '';
  const reasons = Object.entries(scenario?.because ?? {}).map(([hint, reason]): Line => [code(hint), ': ', String(reason).trim()]);
  const about = [society.description, model.premise.source].map((text) => text?.trim() ?? '').filter((text) => text !== '');
  return [
    heading(2, 'Purpose and patterns'),
    paragraph('Society “', model.title, '”, scenario ', code(model.scenario), title === '' ? '.' : ` (${title}).`),
    ...(about.length > 0 ? about.map((text) => paragraph(text)) : [paragraph('The file states no purpose.')]),
    ...(model.expectations.length > 0 ? [paragraph('What is expected of the result:')] : []),
    ...list(
      model.expectations.map(({ id, that, because }) => [code(id), ': ', code(that.source), ...(because === '' ? [] : [`. ${because}`])]),
    ),
    ...(reasons.length > 0 ? [paragraph('What the study does on purpose, with the reasons of its authors:')] : []),
    ...list(reasons),
  ];
}

export function entities({ model, resolved }: Described): readonly Block[] {
  const { agents, networks, places, groups, rounds, clock } = model;
  const roles = Object.entries(model.roles).map(([role, of]): Line => [code(role), `: ${count(of.length, 'agent')}`]);
  const ties = networks.map(
    ({ name, among, edge }): Line => [
      code(name),
      `: directed ties from 0 to 1 among ${count(among.size, 'agent')}, an edge from ${figure(edge)}`,
    ],
  );
  const time = clock ? `, each of ${figure(clock.hours)} h of the story, from ${clock.start}` : '; a round has no duration';
  return [
    heading(2, 'Entities, state variables and scales'),
    paragraph(`There are ${count(agents.length, 'agent')}, each played by a mind that is asked in words or data for its agent's next act.`),
    ...(roles.length > 0 ? [paragraph('Roles:'), ...list(roles)] : []),
    paragraph(`Time passes in rounds, at most ${rounds}${time}.`, ...ending(model)),
    ...(ties.length > 0 ? [paragraph('Networks:'), ...list(ties)] : []),
    ...(places.length > 0 ? [paragraph('Places: ', ...codes(places.map(({ id }) => id)), '.')] : []),
    ...(groups.length > 0 ? [paragraph('Groups: ', ...codes(groups.map(({ id }) => id)), '.')] : []),
    paragraph('State variables in addition to ties, memories and messages:'),
    ...variables(model, resolved),
  ];
}

const ending = ({ until }: ScenarioModel): readonly Inline[] =>
  until ? [' A run ends earlier where ', code(until.source), ' holds.'] : [];

function variables({ vars, agentVars, world, scenario }: ScenarioModel, { society }: Described['resolved']): readonly Block[] {
  const used = society.worlds?.[world.id];
  const start = (value: unknown): Inline =>
    value === undefined || value === null ? 'nothing' : code(typeof value === 'string' ? value : JSON.stringify(value));
  const inWorld = vars.map((one) => [
    code(one.id),
    'the world',
    range(one),
    one.private ? 'private' : start(startOf(used?.vars?.[one.id])),
  ]);
  const inAgents = agentVars.map((one) => [
    code(one.id),
    one.role === null ? 'each agent' : `each ${one.role}`,
    range(one),
    [one.private ? 'private' : start(startOf(used?.agent_vars?.[one.id])), one.reset ? ', each round' : ''],
  ]);
  const rows = [...inWorld, ...inAgents];
  return rows.length > 0 ? table(['Variable', 'Of', 'Can be', 'At the start'], rows) : [paragraph('None in ', code(scenario), '.')];
}

const startOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'start' in value ? (value as { readonly start: unknown }).start : value;

function range({ kind, words, low, high, optional }: VarSpec): Line {
  const of = words.length > 0 ? commas(words.map(code)) : [low === null && high === null ? kind : `${kind} ${low ?? ''}…${high ?? ''}`];
  return optional ? [...of, ', or nothing'] : of;
}

export function process({ model }: Described): readonly Block[] {
  const { start, round, end } = model.phases;
  const part = (words: string, phases: readonly PhaseSpec[]): readonly Block[] =>
    phases.length === 0 ? [] : [paragraph(words), ...list(phases.map(phaseLine), true)];
  return [
    heading(2, 'Process overview and scheduling'),
    ...part('Before round 1:', start),
    ...part('In each round, in this order:', round),
    ...part('After the last round:', end),
    paragraph(
      'Where all are asked at once, each sees the state at the beginning of the phase, and effects follow in a seeded random order; in all other orders each sees all earlier events.',
    ),
  ];
}

/** The process of a phase that is not a phase of acts. */
const KINDS: { readonly [kind in PhaseSpec['kind']]: string } = {
  setting: 'setup or rules',
  act: 'agents act',
  resolve: 'a mind from outside is asked',
  rate: 'agents rate what others did toward them',
  reflect: 'agents draw insights from memories',
  plan: 'agents plan',
  survey: 'agents are surveyed',
  code: 'messages or acts are coded',
  coach: 'a coach advises',
  condition: 'a judge decides whether an intervention is due',
  interventions: 'interventions that are due take effect',
  ties: 'ties change',
  rewards: 'rewards are computed',
  agreement: 'the agreement of coders is computed',
  measures: 'measures are taken',
  none: 'nothing happens',
};

/** The order of turns. */
const ORDERS: { readonly [kind in PhaseSpec['order']['kind']]: string } = {
  simultaneous: 'all at once',
  sequential: 'one after the other, as cast',
  shuffled: 'one after the other, shuffled',
  alternate: 'in turns',
  moderated: 'each is chosen to speak',
  asynchronous: 'each in their own time',
};

function phaseLine(phase: PhaseSpec): Line {
  const { id, kind, order, who: whose, actions, when, stop, pair, replace, effect, tell } = phase;
  const acts = kind === 'act';
  const comes =
    kind === 'none' && (effect || tell)
      ? [...(tell ? ['the world tells something'] : []), ...(effect ? ['variables change'] : [])]
      : [KINDS[kind]];
  return [
    ...[code(id), `: ${comes.join(', ')}`],
    ...(acts ? [`, ${ORDERS[order.kind]}`] : []),
    ...(acts && order.turns !== null ? [`, ${count(order.turns, 'turn')} at most`] : []),
    ...(acts && pair ? [', in pairs'] : []),
    ...(whose ? ['; for ', who(whose.source)] : []),
    ...(acts && actions.length > 0 ? ['; actions: ', ...codes(actions.map(({ id: action }) => action))] : []),
    ...(replace ? [`; a generation of which ${figure(100 * replace.keep)} % stay is replaced by `, code(replace.by.source)] : []),
    ...(when ? ['; only where ', code(when.source)] : []),
    ...(stop ? ['; the run ends where ', code(stop.source)] : []),
  ];
}
