/** The network as a list: every agent with its ties as text. It offers the same selection to users who do not use the picture. */
import { el, untrusted } from '../../ui/dom.js';
import { nameOf, strongest, type PanelModel } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import { avatar } from '../../conversation/rows.js';
import { createVirtualList, type VirtualList } from '../../conversation/virtualList.js';
import { decimal } from '../../ui/format.js';
import { words } from '../../ui/strings.js';

const MOST_TIES = 6;

interface AgentListEvents {
  readonly select: (agent: number | null) => void;
  readonly reveal: (agent: number) => void;
}

export class AgentList {
  readonly node = el('div', { class: 'scroller agent-list', attrs: { role: 'listbox', tabindex: '0', 'aria-label': words.agents } });
  readonly #events: AgentListEvents;
  readonly #list: VirtualList;
  #model: PanelModel | null = null;
  #hue: readonly number[] = [];
  #active: number | null = null;

  constructor(events: AgentListEvents) {
    this.#events = events;
    this.#list = createVirtualList(
      {
        count: () => this.#model?.agents.length ?? 0,
        guess: () => 48,
        draw: (agent) => option(this.#model, agent, this.#hue[agent] ?? 0, agent === this.#active, events),
      },
      this.node,
    );
    this.#list.follow(false);
    this.node.addEventListener('keydown', (event) => this.#key(event));
  }

  show(model: PanelModel, hue: readonly number[]): void {
    this.#model = model;
    this.#hue = hue;
    this.#active = null;
    this.#list.reset();
  }

  /** Updates the list after the ties have changed. */
  refresh(): void {
    this.#list.changed(0);
  }

  select(agent: number | null): void {
    this.#active = agent;
    if (agent === null) this.node.removeAttribute('aria-activedescendant');
    else {
      this.#list.scrollTo(agent, 'nearest');
      this.node.setAttribute('aria-activedescendant', `agent-${agent}`);
    }
    for (const node of this.node.querySelectorAll('.option')) {
      const selected = node.id === `agent-${agent}`;
      node.classList.toggle('selected', selected);
      node.setAttribute('aria-selected', String(selected));
    }
  }

  #key(event: KeyboardEvent): void {
    const at = this.#active ?? -1;
    const last = (this.#model?.agents.length ?? 0) - 1;
    const goals: Readonly<Partial<Record<string, number>>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: last,
    };
    const goal = goals[event.key];
    if (goal === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (goal === undefined) {
      if (this.#active !== null) this.#events.reveal(this.#active);
    } else if (last >= 0) this.#events.select(Math.max(0, Math.min(last, goal)));
  }
}

function option(model: PanelModel | null, agent: number, hue: number, selected: boolean, events: AgentListEvents): HTMLElement {
  if (!model) return el('div');
  const name = nameOf(model, agent);
  const tied = (ties: ReadonlyMap<number, number> | undefined): string[] => {
    const all = strongest(model, ties);
    const shown = all.slice(0, MOST_TIES).map(([other, strength]) => `${labelText(nameOf(model, other))} ${decimal(strength)}`);
    return all.length > MOST_TIES ? [...shown, words.more(all.length - MOST_TIES)] : shown;
  };
  return el(
    'div',
    {
      class: selected ? 'option selected' : 'option',
      attrs: {
        role: 'option',
        id: `agent-${agent}`,
        'aria-selected': String(selected),
        'aria-posinset': String(agent + 1),
        'aria-setsize': String(model.agents.length),
      },
      on: { click: () => events.select(agent), dblclick: () => events.reveal(agent) },
    },
    avatar(name, hue),
    el(
      'div',
      { class: 'option-text' },
      el('strong', {}, untrusted(labelText(name))),
      el('span', { class: 'quiet' }, untrusted(words.tieList(tied(model.shown.out[agent]), tied(model.shown.into[agent])))),
    ),
  );
}
