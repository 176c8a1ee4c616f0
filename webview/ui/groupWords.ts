/** Texts of the view of groups, which shows societies with more agents than the panel draws. No access to the page. */
import type { PanelGrouping } from '../../src/protocol/course.js';
import type { PanelGroups } from '../../src/protocol/groups.js';
import { count, decimal, group } from './format.js';

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const title = (name: string): string => sentence(name.replaceAll('_', ' '));

/** As in `4.3 %`. A share that is not 0 is never written as 0. */
function share(agents: number, of: number): string {
  const percent = of === 0 ? 0 : (agents / of) * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/** As in `632k`, for a label without room. */
function short(n: number): string {
  if (n >= 1_000_000) return `${(n / 1_000_000).toFixed(n >= 10_000_000 ? 0 : 1)}M`;
  return n >= 10_000 ? `${Math.round(n / 1_000)}k` : group(n);
}

export const groupWords = {
  by: 'Groups',
  byTitle: 'Group agents by',
  divide: 'Divide',
  divideTitle: 'Divide each group by',
  undivided: 'no division',
  flows: 'Arrows',
  flowsTitle: 'Show as arrows between groups',
  flowKinds: { moves: 'changes in this round', ties: 'ties' },
  grouping: ({ of, id }: PanelGrouping) => (of === 'variable' ? title(id) : of === 'population' ? 'Population' : 'Communities'),
  find: 'Find agent by name or id',
  foundOf: (total: number) => (total === 0 ? 'No agent found' : `${count(total, 'agent fits', 'agents fit')}`),
  computing: (isLong: boolean) => (isLong ? 'Finding communities. In a large network this takes some seconds.' : 'Counting agents…'),
  share,
  short: (agents: number, of: number) => `${short(agents)} · ${share(agents, of)}`,
  pictureOf: (groups: number, agents: number) => `${count(groups, 'group', 'groups')} of ${count(agents, 'agent', 'agents')}`,
  groupSaid: (label: string, agents: number, of: number) =>
    `${label} ${short(agents)} · ${share(agents, of)}, ${count(agents, 'agent', 'agents')}`,
  flow: (flows: 'moves' | 'ties', from: string, to: string, n: number, isEven: boolean) =>
    flows === 'moves'
      ? `${from} → ${to}: ${count(n, 'agent', 'agents')}`
      : `${from} ${isEven ? '↔' : '→'} ${to}: ${count(n, 'tie', 'ties')}${isEven ? ' in each direction' : ''}`,
  note: (agents: number, ties: number, inside: number, moved: number) =>
    [
      count(agents, 'agent', 'agents'),
      ...(ties > 0 ? [`${count(ties, 'tie', 'ties')}, ${share(inside, ties)} within groups`] : []),
      ...(moved > 0 ? [`${count(moved, 'agent', 'agents')} changed group in this round`] : []),
    ].join(' · '),
  noteOf: (
    label: string,
    agents: string,
    of: { readonly inside: number; readonly out: number; readonly into: number; readonly came: number; readonly left: number },
  ) =>
    [
      `${label}: ${agents}`,
      ...(of.inside + of.out + of.into > 0
        ? [`ties: ${group(of.inside)} within, ${group(of.out)} to other groups, ${group(of.into)} from other groups`]
        : []),
      ...(of.came + of.left > 0 ? [`in this round ${group(of.came)} came and ${group(of.left)} left`] : []),
    ].join(' · '),
  communities: (groups: number, { found, round }: NonNullable<PanelGroups['communities']>) =>
    `${count(found, 'community', 'communities')} of the ties of round ${round}${found > groups ? `, merged into ${group(groups)} groups by their ties` : ''}`,
  shares: 'Shares over time',
  start: 'start',
  sharesSaid: (groups: readonly (readonly [label: string, first: number, last: number])[], rounds: number) =>
    `Agents by group from the start to round ${group(rounds)}: ${groups.map(([label, a, b]) => `${label} ${group(a)} to ${group(b)}`).join(', ')}`,
  distributionOf: (id: string, mean: number) => `${title(id)}, mean ${decimal(mean)}`,
  distributionSaid: (id: string, mean: string, least: string, most: string, agents: number) =>
    `Distribution of ${id} over ${count(agents, 'agent', 'agents')}: mean ${mean}, from ${least} to ${most}`,
  back: 'All groups',
  nearOf: (name: string) => `${name} and its ties`,
  nearSaid: (name: string, others: number) => `${name} with ${count(others, 'neighbour', 'neighbours')}`,
  neighbour: (name: string, value: string) => (value === '' ? name : `${name}: ${value}`),
  tied: ([out, into]: readonly [string | null, string | null]) =>
    out !== null && out === into
      ? `tie in both directions ${out}`
      : [out === null ? '' : `tie to it ${out}`, into === null ? '' : `tie from it ${into}`].filter(Boolean).join(', '),
  asTable: 'Table',
  heads: {
    groups: 'Groups',
    group: 'Group',
    agents: 'Agents',
    share: 'Share',
    from: 'From',
    to: 'To',
    moves: 'Changes of group in this round',
    ties: 'Ties between groups',
    tieCount: 'Ties',
    rounds: 'Agents by group and round',
    round: 'Round',
    changed: 'Changed group',
    values: 'Agents by value',
    range: 'Range',
  },
};
