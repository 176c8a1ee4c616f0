/** The network as a picture: canvas, legend, the note next to the agent under the pointer, and the current sight. */
import { el } from '../../ui/dom.js';
import type { Camera } from '../../messages/host.js';
import { edgeCount, type PanelModel } from '../../state/model.js';
import type { Grouping } from '../../ui/palette.js';
import { words } from '../../ui/strings.js';
import { provenance } from '../save/graphFiles.js';
import { type Input, listen } from '../input/input.js';
import { createLegend } from './legend.js';
import { createTip } from './tip.js';
import { NetworkSelection, type LookingEvents } from '../sight/selection.js';
import type { Pin } from '../painting/overlay.js';
import { NO_SIGHT, type Sight } from '../sight/sight.js';
import { svgOf } from '../save/svg.js';
import { NetworkView } from './view.js';

export interface PictureEvents extends LookingEvents {
  readonly reveal: (agent: number) => void;
  /** The user moved the camera; null fits the picture again. */
  readonly camera: (camera: Camera | null) => void;
  /** The picture came to rest: positions by agent, empty if there are too many to store. */
  readonly rest: (xy: readonly number[]) => void;
}

/** Maximum number of positions that are stored. */
const MOST_PLACES = 2_000;
/** The card is a strip of this height in panes narrower than this; the style sheet has the same numbers. */
const STRIP_BELOW = 560;
const STRIP = 72;
const CARD_WIDTH = 264;

export class Picture {
  readonly node: HTMLElement;
  readonly view: NetworkView;
  readonly input: Input;
  readonly looking: NetworkSelection;
  readonly #legend = createLegend((hue) => this.#chooseHue(hue));
  #ghosts = false;
  #grouping: Grouping = { hue: [], legend: [] };
  /** The agents of one entry of the legend, if they are the selected group. */
  #ofLegend: { readonly hue: number; readonly group: readonly number[] } | null = null;
  readonly #tip = createTip();
  readonly #card: HTMLElement;
  #model: PanelModel | null = null;
  #cardless = false;
  /** Whether the user moved the camera. */
  #held = false;

  /** `card` covers a part of the picture while an agent is selected. */
  constructor(card: HTMLElement, events: PictureEvents) {
    this.#card = card;
    const canvas = el('canvas', {
      attrs: { tabindex: '0', role: 'application', 'aria-roledescription': words.networkRole, 'aria-describedby': 'network-keys' },
    });
    this.view = new NetworkView(canvas);
    this.view.onRest = () => events.rest(this.#rounded());
    this.looking = new NetworkSelection(this.view, {
      ...events,
      seen: (sight) => {
        this.#tell(sight);
        events.seen(sight);
      },
    });
    this.input = listen(this.view, {
      ...this.looking.input,
      select: events.select,
      reveal: events.reveal,
      camera: (camera) => {
        this.#held = camera !== null;
        this.#makeRoom();
        events.camera(camera);
      },
    });
    const keys = el('p', { class: 'unseen', attrs: { id: 'network-keys' } }, words.networkKeys);
    this.node = el('div', { class: 'picture' }, this.looking.node, canvas, this.#legend.node, this.#tip.node, keys);
    new ResizeObserver(() => this.#makeRoom()).observe(this.node);
  }

  show(model: PanelModel, camera: Camera | null, places: readonly number[] | null, pins: readonly Pin[]): void {
    this.#model = model;
    this.view.show(model, places, pins);
    this.input.reset();
    this.#held = camera !== null;
    this.input.restore(camera);
    this.looking.show(model, NO_SIGHT);
  }

  select(agent: number | null): void {
    this.looking.select(agent);
    this.#makeRoom();
  }

  /** Sets whether the picture is never covered by a card. */
  cardless(on: boolean): void {
    this.#cardless = on;
    this.#makeRoom();
  }

  /** Updates the picture for another moment or other colours. */
  refresh(ties: number, grouping: Grouping, ghosts: boolean): void {
    this.#grouping = grouping;
    this.#ghosts = ghosts;
    if (this.#model) this.view.canvas.setAttribute('aria-label', words.networkLabel(this.#model.agents.length, ties));
    this.#legend.show(grouping.legend, { given: this.view.hasGiven, ghosts }, this.#chosenHue);
    this.looking.refresh();
  }

  get #chosenHue(): number | null {
    return this.#ofLegend && this.looking.sight.group === this.#ofLegend.group ? this.#ofLegend.hue : null;
  }

  /** Selects all agents with a hue; a second time clears the selection. */
  #chooseHue(hue: number): void {
    const { hue: hues } = this.#grouping;
    const group =
      this.#chosenHue === hue ? [] : [...hues.keys()].filter((agent) => hues[agent] === hue && !this.#model?.shown.away.has(agent));
    this.#ofLegend = group.length > 0 ? { hue, group } : null;
    this.looking.turn({ ...this.looking.sight, group });
    this.#legend.show(this.#grouping.legend, { given: this.view.hasGiven, ghosts: this.#ghosts }, this.#chosenHue);
  }

  /** The picture as SVG; empty before the first picture. */
  svg({ legend }: Grouping): string {
    const { scene } = this.view;
    const model = this.#model;
    return scene && model ? svgOf(scene, legend, words.networkLabel(model.agents.length, edgeCount(model)), provenance(model)) : '';
  }

  /** The current positions of agents, `[x, y, x, y, …]` in their order. */
  get places(): readonly number[] {
    const { x, y } = this.view.positions;
    return Array.from({ length: 2 * x.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1] ?? 0);
  }

  #rounded(): readonly number[] {
    return this.view.positions.x.length > MOST_PLACES ? [] : this.places.map((at) => Math.round(at * 10) / 10);
  }

  /** Makes room for the card. If the user has set the camera, the card moves away from its agent instead. */
  #makeRoom(): void {
    const { clientWidth: width, clientHeight: height } = this.node;
    const { selected } = this.looking.sight;
    const strip = width < STRIP_BELOW;
    const over = selected !== null && !this.#cardless;
    this.view.inset(over && !strip ? CARD_WIDTH : 0, over && strip ? STRIP : 0);
    if (selected === null) return;
    const { x, y } = this.view.where(selected);
    this.#card.classList.toggle('right-taken', this.#held && x > width / 2);
    this.#card.classList.toggle('bottom-taken', this.#held && y > height / 2);
  }

  /** The tip shows the agent under the pointer, unless the card already shows it. */
  #tell({ hovered, selected }: Sight): void {
    const agent = hovered === selected ? null : hovered;
    this.#tip.show(this.#model, agent, agent === null ? null : this.view.where(agent), this.node.clientWidth);
  }
}
