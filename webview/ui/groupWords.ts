/** Texts of the view of groups, which shows societies with more agents than the panel draws. No access to the page. */
import type { PanelGrouping } from '../../src/protocol/course.js';
import type { PanelGroups } from '../../src/protocol/groups.js';
import { count, decimal, group } from './format.js';
import { t } from '../../src/core/util/l10n.js';

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
  by: t('Groups'),
  byTitle: t('Group agents by'),
  divide: t('Divide'),
  divideTitle: t('Divide each group by'),
  undivided: t('no division'),
  flows: t('Arrows'),
  flowsTitle: t('Show as arrows between groups'),
  flowKinds: { moves: t('changes in this round'), ties: t('ties') },
  grouping: ({ of, id }: PanelGrouping) => (of === 'variable' ? title(id) : of === 'population' ? t('Population') : t('Communities')),
  find: t('Find agent by name or id'),
  foundOf: (total: number) => (total === 0 ? t('No agent found') : `${count(total, '{0} agent fits', '{0} agents fit')}`),
  computing: (isLong: boolean) => (isLong ? t('Finding communities. In a large network this takes some seconds.') : t('Counting agents…')),
  share,
  onAxis: short,
  short: (agents: number, of: number) => `${short(agents)} · ${share(agents, of)}`,
  pictureOf: (groups: number, agents: number) =>
    t('{0} of {1}', count(groups, '{0} group', '{0} groups'), count(agents, '{0} agent', '{0} agents')),
  groupSaid: (shown: string, agents: number, of: number, label: string) =>
    [`${shown} ${short(agents)} · ${share(agents, of)}`, ...(label ? [label] : []), count(agents, '{0} agent', '{0} agents')].join(', '),
  flow: (flows: 'moves' | 'ties', from: string, to: string, n: number, isEven: boolean) =>
    flows === 'moves'
      ? `${from} → ${to}: ${count(n, '{0} agent', '{0} agents')}`
      : `${from} ${isEven ? '↔' : '→'} ${to}: ${count(n, '{0} tie', '{0} ties')}${isEven ? t(' in each direction') : ''}`,
  note: (agents: number, ties: number, inside: number, moved: number) =>
    [
      count(agents, '{0} agent', '{0} agents'),
      ...(ties > 0 ? [t('{0}, {1} within groups', count(ties, '{0} tie', '{0} ties'), share(inside, ties))] : []),
      ...(moved > 0 ? [t('{0} changed group in this round', count(moved, '{0} agent', '{0} agents'))] : []),
    ].join(' · '),
  noteOf: (
    label: string,
    agents: string,
    of: { readonly inside: number; readonly out: number; readonly into: number; readonly came: number; readonly left: number },
  ) =>
    [
      `${label}: ${agents}`,
      ...(of.inside + of.out + of.into > 0
        ? [t('ties: {0} within, {1} to other groups, {2} from other groups', group(of.inside), group(of.out), group(of.into))]
        : []),
      ...(of.came + of.left > 0 ? [t('in this round {0} came and {1} left', group(of.came), group(of.left))] : []),
    ].join(' · '),
  communities: (groups: number, { found, round }: NonNullable<PanelGroups['communities']>) =>
    t(
      '{0} of the ties of round {1}{2}',
      count(found, '{0} community', '{0} communities'),
      round,
      found > groups ? t(', merged into {0} groups by their ties', group(groups)) : '',
    ),
  shares: t('Shares over time'),
  start: t('start'),
  sharesSaid: (groups: readonly (readonly [label: string, first: number, last: number])[], rounds: number) =>
    t(
      'Agents by group from the start to round {0}: {1}',
      group(rounds),
      groups.map(([label, a, b]) => t('{0} {1} to {2}', label, group(a), group(b))).join(', '),
    ),
  distributionOf: (id: string, mean: number) => t('{0}, mean {1}', title(id), decimal(mean)),
  distributionSaid: (id: string, mean: string, least: string, most: string, agents: number) =>
    t('Distribution of {0} over {1}: mean {2}, from {3} to {4}', id, count(agents, '{0} agent', '{0} agents'), mean, least, most),
  back: t('All groups'),
  nearOf: (name: string) => t('{0} and its ties', name),
  nearSaid: (name: string, others: number) => t('{0} with {1}', name, count(others, '{0} neighbour', '{0} neighbours')),
  neighbour: (name: string, value: string) => (value === '' ? name : `${name}: ${value}`),
  tied: ([out, into]: readonly [string | null, string | null]) =>
    out !== null && out === into
      ? t('tie in both directions {0}', out)
      : [out === null ? '' : t('tie to it {0}', out), into === null ? '' : t('tie from it {0}', into)].filter(Boolean).join(', '),
  asTable: t('Table'),
  heads: {
    groups: t('Groups'),
    group: t('Group'),
    agents: t('Agents'),
    share: t('Share'),
    from: t('From'),
    to: t('To'),
    moves: t('Changes of group in this round'),
    ties: t('Ties between groups'),
    tieCount: t('Ties'),
    rounds: t('Agents by group and round'),
    round: t('Round'),
    changed: t('Changed group'),
    values: t('Agents by value'),
    range: t('Range'),
  },
};
