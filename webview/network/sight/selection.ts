/** Owns the selection in the network, shows it in the picture, and announces its changes. */
import { el, show, untrusted } from '../../ui/dom.js';
import { iconButton } from '../../ui/toolkit.js';
import { words } from '../../ui/strings.js';
import { escaped, gathered, NO_SIGHT, type Note, notesOf, selecting, type Sight, STEPS, tiedTo } from './sight.js';
import { nameOf, type PanelModel, strongest } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import type { InputEvents } from '../input/input.js';
import type { Pin } from '../painting/overlay.js';
import type { NetworkView } from '../view/view.js';

export interface LookingEvents {
  readonly select: (agent: number | null) => void;
  /** The group has changed; it is empty when the group ends. */
  readonly group: (agents: readonly number[]) => void;
  /** The pinned agents have changed. */
  readonly pins: (pins: readonly Pin[]) => void;
  /** Whether a drag on the ground draws a line around agents. */
  readonly drawing: (on: boolean) => void;
  /** Another sight (selection) is shown. */
  readonly seen: (sight: Sight) => void;
  readonly say: (text: string) => void;
}

export class NetworkSelection {
  readonly #notes = createNotes((sight) => this.turn(sight));
  readonly #view: NetworkView;
  readonly #events: LookingEvents;
  #model: PanelModel | null = null;
  #sight: Sight = NO_SIGHT;
  #isDrawing = false;

  constructor(view: NetworkView, events: LookingEvents) {
    this.#view = view;
    this.#events = events;
  }

  /** The notes above the picture. */
  get node(): HTMLElement {
    return this.#notes.node;
  }

  get sight(): Sight {
    return this.#sight;
  }

  /** Shows another run, or the same run with other agents. */
  show(model: PanelModel, sight: Sight): void {
    this.#model = model;
    this.see(sight);
  }

  /** Updates paths and neighbourhoods after ties have changed. */
  refresh(): void {
    if (this.#model) this.#notes.show(notesOf(this.#model, this.#sight));
  }

  see(sight: Sight): void {
    this.#sight = sight;
    this.#view.sight(sight);
    this.refresh();
    this.#events.seen(sight);
  }

  select(agent: number | null): void {
    this.see(selecting({ ...this.#sight, hovered: null }, agent));
  }

  /** Shows another sight that the user has chosen, announces it, and informs the rest of the panel. */
  turn(sight: Sight): void {
    const before = this.#sight;
    this.see(sight);
    this.draw(false);
    if (before.group !== sight.group) this.#events.group(sight.group);
    const said = this.#model ? notesOf(this.#model, sight).map(({ text }) => text) : [];
    this.#events.say(said.length > 0 ? said.join('. ') : words.showAllAgain);
  }

  /** Shows the path from the selected agent to another. */
  path(goal: number): void {
    const { selected } = this.#sight;
    if (selected === null || selected === goal) this.#events.select(goal);
    else this.turn({ ...this.#sight, goal });
  }

  steps(steps: number): void {
    if (this.#sight.selected !== null) return this.turn({ ...this.#sight, steps });
    this.see({ ...this.#sight, steps: 0 });
    this.#events.say(words.nearWhom);
  }

  /** Goes to the next size of the neighbourhood: all agents, one step, or two steps. */
  nextSteps(): void {
    this.steps((this.#sight.steps + 1) % STEPS.length);
  }

  /** Sets whether a drag on the ground draws around agents or moves the picture. */
  draw(on: boolean): void {
    if (on) this.#events.say(words.lassoOn);
    this.#isDrawing = on;
    this.#view.canvas.classList.toggle('drawing', on);
    this.#events.drawing(on);
  }

  escape(): void {
    if (this.#isDrawing) return this.draw(false);
    const [now, next] = [this.#sight, escaped(this.#sight)];
    const isBack = next.goal !== now.goal || next.group !== now.group || next.steps !== now.steps;
    if (isBack) this.turn(next);
    else this.#events.select(null);
  }

  unpinAll(): void {
    for (const [agent] of this.#view.pins) this.#view.pin(agent, null);
    this.#events.say(words.allUnpinned);
    this.#events.pins([]);
  }

  /** The handlers for pointer and keys. */
  get input(): Omit<InputEvents, 'select' | 'reveal' | 'camera'> {
    return {
      selected: () => this.#sight.selected,
      tied: (agent) => (this.#model ? tiedTo(this.#model, agent) : []),
      hover: (agent) => this.#hover(agent),
      walk: (agent) => this.#walk(agent),
      pinned: (agent) => {
        this.#events.say((this.#view.isPinned(agent) ? words.pinned : words.unpinned)(this.#name(agent)));
        this.#events.pins(this.#view.pins);
      },
      unpinAll: () => this.unpinAll(),
      group: (group) => this.turn({ ...this.#sight, group }),
      gather: (agent) => this.#gather(agent),
      path: (to) => this.path(to),
      turnSteps: () => this.nextSteps(),
      escape: () => this.escape(),
      isDrawing: () => this.#isDrawing,
    };
  }

  #hover(hovered: number | null): void {
    if (hovered !== this.#sight.hovered) this.see({ ...this.#sight, hovered });
  }

  #walk(agent: number): void {
    this.#hover(agent);
    const model = this.#model;
    if (!model) return;
    const [out, into] = [model.shown.out, model.shown.into].map((ties) => strongest(model, ties[agent]).length);
    this.#events.say(words.selected(this.#name(agent), out ?? 0, into ?? 0));
  }

  #gather(agent: number): void {
    const sight = gathered(this.#sight, agent);
    this.turn(sight);
    this.#events.say(words.gathered(this.#name(agent), sight.group.includes(agent), sight.group.length));
  }

  #name(agent: number): string {
    return this.#model ? labelText(nameOf(this.#model, agent)) : '';
  }
}

// The notes above the picture that describe the selection. Each note has a button that removes it.

interface Notes {
  readonly node: HTMLElement;
  show(notes: readonly Note[]): void;
}

function createNotes(onBack: (sight: Sight) => void): Notes {
  const node = el('ul', { class: 'notes', attrs: { 'aria-label': words.lookedAt } });
  let known = '';
  return {
    node,
    show(notes) {
      const now = JSON.stringify(notes);
      if (now === known) return;
      known = now;
      node.replaceChildren(
        ...notes.map(({ text, without }) =>
          el(
            'li',
            {},
            untrusted(text),
            iconButton('close', words.notThis(text), () => onBack(without)),
          ),
        ),
      );
      show(node, notes.length > 0);
    },
  };
}
