/** The controls for the options of the network: ties, colours, sizes, and the search for agents. */
import { nameOf, type PanelModel } from '../../state/model.js';
import { el, setText, show } from '../../ui/dom.js';
import { button, checkbox, select } from '../../ui/toolkit.js';
import { decimal } from '../../ui/format.js';
import { words } from '../../ui/strings.js';
import type { Face } from '../graph/viewKinds.js';
import { colourChoices, type Looks, ORDERS, sizeChoices } from '../graph/viewOptions.js';
import { STEPS } from '../sight/sight.js';
import { matching } from '../graph/findAgent.js';

interface OptionsEvents {
  readonly looks: (looks: Looks) => void;
  readonly network: (network: number) => void;
  readonly find: (agent: number) => void;
  /** Shows only agents within this number of steps of the selected agent; 0 shows all. */
  readonly steps: (steps: number) => void;
  readonly unpinAll: () => void;
  /** A text for the screen reader. */
  readonly say: (text: string) => void;
}

export interface Options {
  readonly node: HTMLElement;
  /** Shows the choices for another run. */
  show(model: PanelModel, looks: Looks): void;
  steps(steps: number): void;
  /** Sets the number of pinned agents. */
  pins(count: number): void;
  /** Shows the options of a view. Each view has its own. */
  face(face: Face): void;
}

/** Step size of the minimum strength. */
const STEP = 0.05;

const field = (label: string, control: HTMLElement, ...more: readonly HTMLElement[]): HTMLElement =>
  el('label', { class: 'field' }, el('span', {}, label), control, ...more);

export function createOptions(events: OptionsEvents): Options {
  let looks: Looks;
  let model: PanelModel | null = null;
  const change = (part: Partial<Looks>): void => events.looks((looks = { ...looks, ...part }));
  const colour = select(words.colourBy, (value) => change({ colour: value }));
  const size = select(words.sizeBy, (value) => change({ size: value }));
  const network = select(words.networkOf, (value) => events.network(Number(value)));
  const least = leastStrength((value) => change({ least: value }));
  const networks = field(words.networkShort, network.node);
  const picture = pictureOptions(events, change);
  const order = orderOption(change);
  const find = finder(() => model, events);
  const looked = [field(words.colour, colour.node), field(words.size, size.node), networks, least.node];
  const node = el('div', { class: 'options' }, find, ...looked, picture.node, order.node);
  return {
    node,
    steps: picture.steps,
    pins: picture.pins,
    face(face) {
      show(picture.node, face === 'picture');
      show(order.node, face === 'matrix');
    },
    show(next, now) {
      // Another run has other agents.
      if (model && model.run.id !== next.run.id) find.value = '';
      model = next;
      looks = now;
      colour.set(colourChoices(next), now.colour);
      size.set(sizeChoices(next), now.size);
      network.set(
        next.run.networks.map(({ name }, i) => ({ value: String(i), label: words.fact(name) })),
        String(next.shown.network),
      );
      show(networks, next.run.networks.length > 1);
      for (const one of [least, picture, order]) one.show(now);
    },
  };
}

interface Part {
  readonly node: HTMLElement;
  show(looks: Looks): void;
}

function leastStrength(change: (least: number) => void): Part {
  const strength = el('span', { class: 'number' });
  const input = el('input', {
    attrs: { type: 'range', min: '0', max: '1', step: String(STEP), 'aria-label': words.leastStrength, title: words.leastStrength },
  });
  const tell = (least: number): void => setText(strength, words.strengthFrom(decimal(least)));
  input.addEventListener('input', () => {
    tell(Number(input.value));
    change(Number(input.value));
  });
  return {
    node: field(words.ties, input, strength),
    show({ least }) {
      input.value = String(least);
      tell(least);
    },
  };
}

/** Options of the picture only: which agents are shown, past ties, and pinned agents. */
function pictureOptions(events: OptionsEvents, change: (part: Partial<Looks>) => void): Part & Pick<Options, 'steps' | 'pins'> {
  const choices = STEPS.map((steps) => ({ value: String(steps), label: words.nearSteps(steps) }));
  let known = 0;
  const near = select(words.nearOf, (value) => {
    if (Number(value) !== known) events.steps(Number(value));
  });
  near.set(choices, '0');
  const ghosts = checkbox(words.ghosts, words.ghostsTitle, (on) => change({ ghosts: on }));
  const unpin = button('', 'secondary', () => events.unpinAll());
  unpin.title = words.unpinAllTitle;
  show(unpin, false);
  return {
    node: el('div', { class: 'options-part' }, field(words.nearShort, near.node), ghosts.node, unpin),
    show: (looks) => ghosts.set(looks.ghosts),
    steps(steps) {
      known = steps;
      near.set(choices, String(steps));
    },
    pins(count) {
      show(unpin, count > 0);
      setText(unpin, words.unpinAll(count));
    },
  };
}

function orderOption(change: (part: Partial<Looks>) => void): Part {
  const choices = ORDERS.map((order) => ({ value: order, label: words.orders[order] }));
  const order = select(words.orderOf, (value) => change({ order: ORDERS.find((one) => one === value) ?? ORDERS[0] }));
  return { node: field(words.order, order.node), show: (looks) => order.set(choices, looks.order) };
}

/** Finds agents by name or id. Typing finds the first, Enter the next. */
function finder(model: () => PanelModel | null, events: OptionsEvents): HTMLInputElement {
  const input = el('input', {
    class: 'find',
    attrs: { type: 'search', placeholder: words.findSomebody, 'aria-label': words.findSomebody },
  });
  let found: readonly number[] = [];
  let at = 0;
  const go = (): void => {
    const agent = found[at];
    if (agent === undefined || !model()) return;
    events.find(agent);
    events.say(words.foundSomebody(nameOf(model()!, agent), at + 1, found.length));
  };
  input.addEventListener('input', () => {
    const now = model();
    found = now === null ? [] : matching(now, input.value);
    at = 0;
    if (found.length > 0) go();
    else if (input.value.trim() !== '') events.say(words.foundNobody);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || found.length === 0) return;
    at = (at + 1) % found.length;
    go();
  });
  return input;
}

// Finds agents by a text. No access to the page.
