/** The picture of groups: a disc for each group, and the flows between them. */
import type { PanelFlow, PanelGroups } from '../../../src/protocol/groups.js';
import { svg } from '../../ui/dom.js';
import { group as grouped } from '../../ui/format.js';
import { labelText } from '../../state/names.js';
import { words } from '../../ui/strings.js';
import type { Flows } from '../graph/groupsView.js';
import { discs, flowShapes, isBeside, MOST_NUMBERED, sectors, type Size, sizeFor } from './geometry.js';

interface BlockLooks {
  readonly flows: Flows;
  /** The room of the pane. */
  readonly room: Size;
  /** The class of the colour of each group, and of each part. */
  readonly colours: readonly string[];
  readonly partColours: readonly string[];
  /** The chosen group, whose flows are emphasised; −1 without one. */
  readonly chosen: number;
}

/** The most characters of a label next to its disc, or below it. */
const LONGEST = 14;

/** Whether labels are too long for the picture: discs have numbers, which a list below the picture explains. */
export const isNumbered = ({ groups }: PanelGroups): boolean =>
  groups.length > 1 && groups.some(({ label }) => labelText(label).length > LONGEST);

/** `choose` gets the group that the user chooses; −1 for none. */
export function blocksPicture(answer: PanelGroups, looks: BlockLooks, choose: (group: number) => void): SVGElement {
  const { groups } = answer;
  const size = sizeFor(looks.room, groups.length);
  const at = discs(
    groups.map(({ agents }) => agents),
    size,
  );
  const flows: readonly PanelFlow[] = answer[looks.flows];
  const numbered = isNumbered(answer);
  const isFaint = (...of: readonly number[]): boolean => looks.chosen >= 0 && !of.includes(looks.chosen);
  const picture = svg('svg', {
    ...{ class: 'blocks', width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}` },
    ...{ role: 'group', 'aria-label': words.groups.pictureOf(groups.length, answer.agents) },
  });
  for (const { flow, path: curve, head, width } of flowShapes(flows, at)) {
    const [from, to, count] = flow;
    const colour = looks.flows === 'moves' ? looks.colours[from]! : '';
    const shape = svg(
      'g',
      { class: `flow ${looks.flows} ${isFaint(from, to) ? 'faint' : ''}` },
      svg('title', {}, document.createTextNode(words.groups.flow(looks.flows, groups[from]!.label, groups[to]!.label, count, head === ''))),
      svg('path', { class: `line ${colour}`, d: curve, 'stroke-width': width }),
    );
    if (head) shape.append(svg('path', { class: `head ${colour}`, d: head }));
    picture.append(shape);
  }
  for (const [i, one] of groups.entries()) {
    const disc = at[i]!;
    const { x, y, r } = disc;
    const label = labelText(one.label);
    const shown = numbered ? String(i + 1) : label;
    const block = svg('g', {
      ...{ class: `block ${isFaint(i) ? 'faint' : ''}`, tabindex: '0', role: 'button', 'aria-pressed': String(looks.chosen === i) },
      ...{
        'data-key': `group-${i}`,
        'aria-label': words.groups.groupSaid(shown, one.agents, answer.agents, numbered ? label : ''),
      },
    });
    block.append(svg('circle', { class: `disc ${looks.colours[i]!} ${one.agents === 0 ? 'none' : ''}`, cx: x, cy: y, r }));
    for (const [part, path] of sectors({ x, y, r: Math.max(0, r - 3) }, one.parts).entries())
      if (path) block.append(svg('path', { class: `part ${looks.partColours[part]!}`, d: path }));
    block.append(svg('circle', { class: 'ring', cx: x, cy: y, r: r + 3 }));
    const beside = isBeside(size, groups.length) ? (x > size.width / 2 + 1 ? 1 : -1) : 0;
    const anchor = beside === 0 ? 'middle' : beside > 0 ? 'start' : 'end';
    const [left, top] = beside === 0 ? [x, y + r] : [x + beside * (r + 8), y - 18];
    const text = (dy: number, of: string, kind: string): SVGElement =>
      svg('text', { x: left, y: top + dy, class: kind, 'text-anchor': anchor }, document.createTextNode(of));
    // The name of a large disc without a number is in the disc.
    const isShort = groups.length > MOST_NUMBERED && shown.length <= 2 && r > 12 && one.parts.length === 0;
    block.append(text(isShort ? 4 - r : 15, shown, isShort ? 'name inside' : 'name'));
    if (groups.length <= MOST_NUMBERED || looks.chosen === i)
      block.append(' ', text(isShort ? 15 : 29, words.groups.short(one.agents, answer.agents), 'number'));
    const toggle = (): void => choose(looks.chosen === i ? -1 : i);
    block.addEventListener('click', toggle);
    block.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      toggle();
    });
    picture.append(block);
  }
  return picture;
}

/** A line about the chosen group, or about all groups. */
export function blocksNote({ groups, agents, ties, moves }: PanelGroups, chosen: number): string {
  const sum = (flows: readonly PanelFlow[], is: (flow: PanelFlow) => boolean): number =>
    flows.filter(is).reduce((total, [, , count]) => total + count, 0);
  const one = groups[chosen];
  if (!one) {
    const all = sum(ties, () => true);
    return words.groups.note(
      agents,
      all,
      sum(ties, ([from, to]) => from === to),
      sum(moves, () => true),
    );
  }
  return words.groups.noteOf(one.label, grouped(one.agents), {
    inside: sum(ties, ([from, to]) => from === chosen && to === chosen),
    out: sum(ties, ([from, to]) => from === chosen && to !== chosen),
    into: sum(ties, ([from, to]) => from !== chosen && to === chosen),
    came: sum(moves, ([, to]) => to === chosen),
    left: sum(moves, ([from]) => from === chosen),
  });
}
