/** The numbers of the pictures of groups as tables, for users who do not use the pictures. */
import type { PanelDistribution, PanelFlow, PanelGroups } from '../../../src/protocol/groups.js';
import { el, untrusted } from '../../ui/dom.js';
import { decimal, group } from '../../ui/format.js';
import { words } from '../../ui/strings.js';

/** Tables are made only while they are open. */
export interface Opening {
  /** Whether the user has opened the next table. */
  readonly isOpen: () => boolean;
  /** The user has opened or closed a table. */
  readonly turned: () => void;
}

function closed({ isOpen, turned }: Opening, tables: () => readonly HTMLElement[]): HTMLElement {
  const node = el('details', { class: 'as-table' }, el('summary', {}, words.groups.asTable));
  node.open = isOpen();
  if (node.open) node.append(...tables());
  node.addEventListener('toggle', turned);
  return node;
}

type Cell = string | number;

function table(caption: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): HTMLElement {
  const cell = (value: Cell, i: number): HTMLElement =>
    i === 0 ? el('th', { attrs: { scope: 'row' } }, untrusted(String(value))) : el('td', {}, untrusted(String(value)));
  return el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { attrs: { scope: 'col' } }, untrusted(head))))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map(cell)))),
  );
}

/** The groups with their sizes and parts, and the flows between them. */
export function groupsTable({ groups, parts, agents, ties, moves }: PanelGroups, opening: Opening): HTMLElement {
  const { heads } = words.groups;
  const flows = (title: string, of: readonly PanelFlow[], count: string): readonly HTMLElement[] =>
    of.length === 0
      ? []
      : [
          table(
            title,
            [heads.from, heads.to, count],
            [...of].sort((a, b) => b[2] - a[2]).map(([from, to, n]) => [groups[from]!.label, groups[to]!.label, group(n)]),
          ),
        ];
  return closed(opening, () => [
    table(
      heads.groups,
      [heads.group, heads.agents, heads.share, ...parts],
      groups.map((one) => [one.label, group(one.agents), words.groups.share(one.agents, agents), ...one.parts.map(group)]),
    ),
    ...flows(heads.moves, moves, heads.agents),
    ...flows(heads.ties, ties, heads.tieCount),
  ]);
}

/** Agents by group at the start and in each round. */
export function roundsTable({ groups, rounds, moved }: PanelGroups, opening: Opening): HTMLElement {
  const { heads } = words.groups;
  return closed(opening, () => [
    table(
      heads.rounds,
      [heads.round, ...groups.map(({ label }) => label), heads.changed],
      rounds.map((counts, i) => [i === 0 ? words.groups.start : i, ...counts.map(group), group(moved[i] ?? 0)]),
    ),
  ]);
}

export function distributionTable({ counts, from, to }: PanelDistribution, opening: Opening): HTMLElement {
  const { heads } = words.groups;
  const width = (to - from) / counts.length;
  return closed(opening, () => [
    table(
      heads.values,
      [heads.range, heads.agents],
      counts.map((count, i) => [`${decimal(from + i * width)} – ${decimal(from + (i + 1) * width)}`, group(count)]),
    ),
  ]);
}
