/** The network's part of the panel: picture or list, tools, legend, the card of whom is selected. */
import { el, setText, show, untrusted } from '../dom.js';
import type { Camera } from '../host.js';
import { icon } from '../icons.js';
import { type Changes, edgeCount, type Model, nameOf, strongest } from '../model.js';
import { labelText } from '../names.js';
import { type Grouping, groupAgents, HUES } from '../palette.js';
import type { Theme } from '../theme.js';
import { iconButton, nameButton } from '../toolkit.js';
import { words } from '../words.js';
import { AgentList } from './agentList.js';
import { createCard } from './card.js';
import { type Input, listen } from './input.js';
import { createTip } from './tip.js';
import { NetworkView } from './view.js';

export interface NetworkEvents {
  readonly select: (agent: number | null) => void;
  readonly reveal: (agent: number) => void;
  /** The user moved the camera; null: fitted again. */
  readonly camera: (camera: Camera | null) => void;
  readonly list: (on: boolean) => void;
  /** The picture came to rest: positions by agent, empty where they are too many to remember. */
  readonly rest: (xy: readonly number[]) => void;
  /** Something for a screen reader to say. */
  readonly say: (text: string) => void;
}

/** Positions are only worth remembering while they are few. */
const MOST_PLACES = 2_000;
/** The card is a strip in panes narrower or lower than this, with these heights; the style sheet has the same numbers. */
const STRIP_BELOW = 560;
const LOW_BELOW = 320;
const STRIP = 140;
const LOW_STRIP = 88;
const CARD_WIDTH = 264;

export class NetworkPane {
  readonly node: HTMLElement;
  readonly #view: NetworkView;
  readonly #input: Input;
  readonly #picture: HTMLElement;
  readonly #count = el('span', { class: 'count' });
  readonly #legend = el('div', { class: 'legend', title: words.legend });
  readonly #tip = createTip();
  readonly #list;
  readonly #card;
  readonly #swap = iconButton('list', words.asList, () => this.#turn(!this.#asList));
  readonly #zooms = [
    iconButton('plus', words.zoomIn, () => this.#input.zoomBy(1.35)),
    iconButton('minus', words.zoomOut, () => this.#input.zoomBy(1 / 1.35)),
    iconButton('fit', words.zoomFit, () => this.#input.zoomToFit()),
  ];
  readonly #events: NetworkEvents;
  #model: Model | null = null;
  #grouping: Grouping = { hue: [], labels: [], rest: false };
  #selected: number | null = null;
  #hovered: number | null = null;
  #asList: boolean;
  /** Whether the user moved the camera. */
  #held = false;

  constructor(asList: boolean, events: NetworkEvents) {
    this.#events = events;
    this.#asList = asList;
    this.#list = new AgentList(events);
    this.#card = createCard(events);
    const canvas = el('canvas', {
      attrs: { tabindex: '0', role: 'application', 'aria-roledescription': words.networkRole, 'aria-describedby': 'network-keys' },
    });
    this.#view = new NetworkView(canvas);
    this.#view.onRest = () => events.rest(this.#places());
    this.#input = listen(this.#view, {
      ...events,
      camera: (camera) => {
        this.#held = camera !== null;
        this.#placeCard();
        events.camera(camera);
      },
      selected: () => this.#selected,
      hover: (agent) => this.#hover(agent),
      walk: (agent) => this.#walk(agent),
    });
    const keys = el('p', { class: 'unseen', attrs: { id: 'network-keys' } }, words.networkKeys);
    this.#picture = el('div', { class: 'picture' }, canvas, this.#legend, this.#tip.node, keys);
    const tools = el('span', { class: 'tools' }, ...this.#zooms, this.#swap);
    const heading = el('div', { class: 'pane-head' }, el('h2', {}, words.network), this.#count, tools);
    const stage = el('div', { class: 'stage' }, this.#picture, this.#list.node, this.#card.node);
    this.node = el('section', { class: 'pane network', attrs: { 'aria-label': words.network } }, heading, stage);
    new ResizeObserver(() => this.#placeCard()).observe(this.#picture);
    this.#face();
  }

  /** Where agents stand now, `[x, y, x, y, …]` in their order. */
  get places(): readonly number[] {
    const { x, y } = this.#view.positions;
    return Array.from({ length: 2 * x.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1] ?? 0);
  }

  /** The hue of each agent, for avatars elsewhere. */
  get hue(): readonly number[] {
    return this.#grouping.hue;
  }

  show(model: Model, camera: Camera | null, places: readonly number[] | null): void {
    this.#model = model;
    this.#grouping = groupAgents(model.agents);
    this.#selected = this.#hovered = null;
    this.#view.show(model, places);
    this.#list.show(model, this.#grouping.hue);
    this.#input.reset();
    this.#held = camera !== null;
    this.#input.restore(camera);
    fillLegend(this.#legend, this.#grouping);
    this.#refresh();
  }

  update(changes: Changes): void {
    this.#view.update(changes);
    if (!changes.ties) return;
    if (this.#asList) this.#list.refresh();
    this.#refresh();
  }

  select(agent: number | null): void {
    this.#selected = agent;
    this.#view.select(agent);
    this.#list.select(agent);
    this.#view.look(this.#hovered ?? agent);
    this.#placeCard();
    this.#tell();
    this.#refresh();
  }

  theme(theme: Theme): void {
    this.#view.theme(theme);
  }

  #turn(asList: boolean): void {
    this.#asList = asList;
    this.#events.list(asList);
    this.#face();
    if (asList) this.#list.refresh();
    this.#refresh();
  }

  #face(): void {
    this.#swap.replaceChildren(icon(this.#asList ? 'graph' : 'list'));
    nameButton(this.#swap, this.#asList ? words.asPicture : words.asList);
    show(this.#list.node, this.#asList);
    for (const node of [this.#picture, ...this.#zooms]) show(node, !this.#asList);
  }

  #refresh(): void {
    const model = this.#model;
    if (!model) return;
    const ties = edgeCount(model);
    setText(this.#count, words.counts(model.agents.filter(({ away }) => !away).length, ties));
    this.#view.canvas.setAttribute('aria-label', words.networkLabel(model.agents.length, ties));
    this.#card.show(model, this.#asList ? null : this.#selected, this.#grouping.hue[this.#selected ?? 0] ?? HUES);
  }

  /** The picture makes room for the card; where the user holds the camera, the card keeps away from its agent. */
  #placeCard(): void {
    const { clientWidth: width, clientHeight: height } = this.#picture;
    const strip = width < STRIP_BELOW;
    const low = height < LOW_BELOW;
    const over = this.#selected !== null;
    this.#view.inset(over && !strip ? CARD_WIDTH : 0, over && strip ? (low ? LOW_STRIP : STRIP) : 0);
    if (this.#selected === null) return;
    const { x, y } = this.#view.where(this.#selected);
    this.#card.node.classList.toggle('right-taken', this.#held && x > width / 2);
    this.#card.node.classList.toggle('bottom-taken', this.#held && y > height / 2);
  }

  #hover(agent: number | null): void {
    if (agent === this.#hovered) return;
    this.#hovered = agent;
    this.#view.look(agent ?? this.#selected);
    this.#tell();
  }

  #walk(agent: number): void {
    this.#hover(agent);
    const model = this.#model;
    if (model) {
      const [out, into] = [strongest(model, model.out[agent]).length, strongest(model, model.into[agent]).length];
      this.#events.say(words.selected(labelText(nameOf(model, agent)), out, into));
    }
  }

  /** The tip says who is under the pointer, unless the card already does. */
  #tell(): void {
    const agent = this.#hovered === this.#selected ? null : this.#hovered;
    this.#tip.show(this.#model, agent, agent === null ? null : this.#view.where(agent), this.#picture.clientWidth);
  }

  #places(): number[] {
    const { x, y } = this.#view.positions;
    const round = (at: number): number => Math.round(at * 10) / 10;
    return x.length > MOST_PLACES ? [] : Array.from(x, (at, i) => [round(at), round(y[i] ?? 0)]).flat();
  }
}

function fillLegend(legend: HTMLElement, grouping: Grouping): void {
  const entry = (hue: number, label: string): HTMLElement =>
    el('span', { class: 'legend-entry' }, el('span', { class: `dot hue-${hue}` }), untrusted(labelText(label)));
  const rest = grouping.rest && grouping.labels.length ? [entry(HUES, words.others)] : [];
  legend.replaceChildren(...grouping.labels.map((label, hue) => entry(hue, label)), ...rest);
  show(legend, grouping.labels.length > 0);
}
