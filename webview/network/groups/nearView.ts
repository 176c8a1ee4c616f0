/** One agent of a large society with its neighbours: a picture, and a list of the same agents. */
import type { PanelNear } from '../../../src/protocol/groups.js';
import { el, linkButton, svg, untrusted } from '../../ui/dom.js';
import { decimal } from '../../ui/format.js';
import { labelText } from '../../state/names.js';
import { words } from '../../ui/strings.js';
import { ring, type Size } from './geometry.js';

/** With more neighbours than this, only the agent itself has its name in the picture; the list has all names. */
const MOST_NAMES = 16;
/** The same for names with more characters than `SHORT`. */
const MOST_LONG_NAMES = 8;
const SHORT = 14;
/** Pixels of a character, about. */
const CHARACTER = 6.5;

interface NearLooks {
  /** The room of the pane. */
  readonly room: Size;
  readonly colours: readonly string[];
}

/** `choose` gets the id of the neighbour that the user chooses. */
export function nearPicture({ agents, ties, parts }: PanelNear, { room, colours }: NearLooks, choose: (id: string) => void): SVGElement {
  const size = { width: room.width, height: Math.round(Math.max(200, Math.min(room.height, 420))) };
  const at = ring(agents.length - 1, size);
  const isLong = agents.some(({ name }) => labelText(name).length > SHORT);
  const isNamed = agents.length - 1 <= (isLong ? MOST_LONG_NAMES : MOST_NAMES);
  const picture = svg('svg', {
    ...{ class: 'near', width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}`, role: 'group' },
    'aria-label': words.groups.nearSaid(agents[0]!.name, agents.length - 1),
  });
  for (const [from, to, strength] of ties) {
    const [a, b] = [at[from]!, at[to]!];
    const kind = from === 0 || to === 0 ? 'own' : 'other';
    picture.append(
      svg('line', { class: `tie ${kind}`, x1: a.x, y1: a.y, x2: b.x, y2: b.y, 'stroke-width': 0.6 + 2 * Math.min(1, strength) }),
    );
  }
  for (const [i, { id, name, part }] of agents.entries()) {
    const { x, y } = at[i]!;
    const r = i === 0 ? 13 : agents.length > MOST_NAMES ? 6 : 9;
    const value = part < 0 ? '' : (parts[part] ?? '');
    const node = svg('g', {
      ...{ class: i === 0 ? 'agent chosen' : 'agent', 'data-key': id },
      ...(i === 0 ? {} : { tabindex: '0', role: 'button', 'aria-label': words.groups.neighbour(labelText(name), value) }),
    });
    node.append(
      svg('title', {}, document.createTextNode(words.groups.neighbour(name, value))),
      svg('circle', { class: `disc ${part < 0 ? 'fill-8' : colours[part]!}`, cx: x, cy: y, r }),
    );
    if (i === 0 || isNamed) {
      const label = labelText(name);
      const half = (label.length * CHARACTER) / 2;
      const at = { x: Math.max(half, Math.min(size.width - half, x)), y: y < size.height / 2 - 1 ? y - r - 5 : y + r + 13 };
      node.append(svg('text', { class: 'name', ...at, 'text-anchor': 'middle' }, document.createTextNode(label)));
    }
    if (i > 0) {
      node.addEventListener('click', () => choose(id));
      node.addEventListener('keydown', (event) => {
        if (!(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        choose(id);
      });
    }
    picture.append(node);
  }
  return picture;
}

/** The neighbours as a list, the strongest tie first. */
export function nearList({ agents, ties, parts, more }: PanelNear, choose: (id: string) => void): HTMLElement {
  const strength = (i: number): string => {
    const of = (from: number, to: number): number | undefined => ties.find(([a, b]) => a === from && b === to)?.[2];
    return words.groups.tied(
      [of(0, i), of(i, 0)].map((one) => (one === undefined ? null : decimal(one))) as [string | null, string | null],
    );
  };
  const rows = agents.slice(1).map(({ id, name, part }, i) =>
    el(
      'li',
      {},
      linkButton(labelText(name), () => choose(id)),
      el('span', { class: 'quiet' }, untrusted([part < 0 ? '' : (parts[part] ?? ''), strength(i + 1)].filter(Boolean).join(' · '))),
    ),
  );
  return el('ul', { class: 'near-list' }, ...rows, more > 0 ? el('li', { class: 'quiet' }, words.more(more)) : null);
}
