/** Parts of the pane of one agent. All texts become text nodes. */
import type { PanelFact, PanelMemory, PanelTied } from '../../src/protocol/panelRequests.js';
import { el, linkButton, untrusted } from '../ui/dom.js';
import { courseOfAgent } from '../measures/course.js';
import { type PanelModel, nameOf } from '../state/model.js';
import { labelText } from '../state/names.js';
import { sparkline } from '../ui/sparkline.js';
import { decimal } from '../ui/format.js';
import { words } from '../ui/strings.js';

export const section = (title: string, ...children: readonly HTMLElement[]): HTMLElement =>
  el('section', { class: 'agent-section' }, el('h4', {}, title), ...children);

export const factList = (facts: readonly PanelFact[]): HTMLElement =>
  el(
    'dl',
    { class: 'facts-list' },
    ...facts.flatMap(([name, text]) => [el('dt', {}, untrusted(words.fact(name))), el('dd', { attrs: { dir: 'auto' } }, untrusted(text))]),
  );

/** The agent's rewards by policy, with a line for the values so far. */
export function rewardList(model: PanelModel, agent: number): readonly HTMLElement[] {
  const rows = model.run.series.flatMap(({ of, id, does }, place) => {
    if (of !== 'reward') return [];
    const values = courseOfAgent(model, place, agent);
    if (values.length === 0) return [];
    const name = words.measure(id);
    return [
      el('dt', does === '' ? {} : { title: does }, untrusted(name)),
      el('dd', { class: 'reward' }, sparkline(values), el('span', { class: 'number' }, decimal(values.at(-1)))),
    ];
  });
  return rows.length === 0 ? [] : [section(words.rewardsHead, el('dl', { class: 'facts-list' }, ...rows))];
}

const MOST_TIES = 12;

export interface TieEvents {
  readonly select: (agent: number) => void;
}

/** Ties with their strengths, strongest first. Each links to the other agent. */
export const tieList = (
  model: PanelModel,
  heading: string,
  ties: readonly (readonly [number, number])[],
  events: TieEvents,
  most = MOST_TIES,
): HTMLElement =>
  listOfTies(heading, ties.length, most, (i) => {
    const [other, strength] = ties[i]!;
    return { key: String(other), name: nameOf(model, other), strength, select: () => events.select(other) };
  });

/** The same for ties that the host has sent. `meet` selects an agent by its id. */
export const tiedList = (heading: string, ties: readonly PanelTied[], meet: (id: string) => void): HTMLElement =>
  listOfTies(heading, ties.length, MOST_TIES, (i) => {
    const { id, name, strength } = ties[i]!;
    return { key: id, name, strength, select: () => meet(id) };
  });

interface TieRow {
  readonly key: string;
  readonly name: string;
  readonly strength: number;
  readonly select: () => void;
}

function listOfTies(heading: string, count: number, most: number, rowAt: (i: number) => TieRow): HTMLElement {
  const rows = Array.from({ length: Math.min(count, most) }, (_, i) => {
    const { key, name, strength, select } = rowAt(i);
    const bar = el('span', { class: 'bar' });
    bar.style.setProperty('--share', String(strength));
    const button = el(
      'button',
      { class: 'tie', attrs: { type: 'button' }, on: { click: select } },
      el('span', { class: 'tie-name' }, untrusted(labelText(name))),
      bar,
      el('span', { class: 'number' }, decimal(strength)),
    );
    button.dataset['key'] = `${heading} ${key}`;
    return el('li', {}, button);
  });
  const more = count > most ? el('li', { class: 'quiet' }, words.more(count - most)) : null;
  return el(
    'div',
    { class: 'ties' },
    el('p', { class: 'list-head' }, heading),
    rows.length ? el('ul', {}, ...rows, more) : el('p', { class: 'quiet' }, '–'),
  );
}

/** `reveal`: shows the line of a memory in the file. */
export const memoryList = (memories: readonly PanelMemory[], reveal: (node: string) => void): HTMLElement =>
  el('ul', { class: 'memory-list' }, ...memories.map((memory) => memoryItem(memory, reveal)));

function memoryItem({ text, round, kind, importance, recalled, node }: PanelMemory, reveal: (node: string) => void): HTMLElement {
  return el(
    'li',
    {},
    el('p', { attrs: { dir: 'auto' } }, untrusted(text)),
    el('p', { class: 'quiet' }, words.memoryFacts(round, kind, importance)),
    recalled ? el('p', { class: 'quiet' }, words.recalledAs(recalled)) : null,
    node === null ? null : revealLink(node, reveal),
  );
}

function revealLink(node: string, reveal: (node: string) => void): HTMLElement {
  const link = linkButton(words.reveal, () => reveal(node));
  link.dataset['key'] = node;
  return link;
}
