/** A row of tabs, one of which is visible. Arrow keys move between tabs (WAI-ARIA tabs). */
import { el, show } from './dom.js';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly body: HTMLElement;
}

export interface Tabs {
  readonly node: HTMLElement;
  /** The visible tab. */
  readonly now: string;
  choose(id: string): void;
  /** Sets whether a tab is available. If the visible tab is removed, the first available tab becomes visible. */
  offer(id: string, on: boolean): void;
}

/** `onChoose` is called after each change, including changes by the page itself. */
export function createTabs(label: string, tabs: readonly Tab[], start: string, onChoose: (id: string) => void): Tabs {
  const heads = tabs.map(({ id, label: text }) =>
    el(
      'button',
      {
        class: 'tab',
        attrs: { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `tabbed-${id}` },
        on: { click: () => choose(id) },
      },
      text,
    ),
  );
  const bodies = tabs.map(({ id, body }) =>
    el('div', { class: 'tabbed', attrs: { role: 'tabpanel', id: `tabbed-${id}`, 'aria-labelledby': `tab-${id}` } }, body),
  );
  const face = (id: string): void => {
    tabs.forEach((tab, i) => {
      const chosen = tab.id === id;
      heads[i]!.setAttribute('aria-selected', String(chosen));
      heads[i]!.tabIndex = chosen ? 0 : -1;
      show(bodies[i]!, chosen);
    });
  };
  let now = start;
  const choose = (id: string): void => {
    now = id;
    face(id);
    onChoose(id);
  };
  const row = el('div', { class: 'tabs', attrs: { role: 'tablist', 'aria-label': label } }, ...heads);
  row.addEventListener('keydown', (event) => {
    const there = heads.filter((head) => !head.hidden);
    const at = there.indexOf(document.activeElement as HTMLButtonElement);
    const goals: Readonly<Partial<Record<string, number>>> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: there.length - 1 };
    const goal = goals[event.key];
    if (goal === undefined || at < 0) return;
    event.preventDefault();
    const next = there[(goal + there.length) % there.length]!;
    choose(tabs[heads.indexOf(next)]!.id);
    next.focus();
  });
  const offer = (id: string, on: boolean): void => {
    const at = tabs.findIndex((tab) => tab.id === id);
    show(heads[at]!, on);
    if (!on && now === id) choose(tabs.find((_, i) => !heads[i]!.hidden)!.id);
  };
  now = tabs.some(({ id }) => id === start) ? start : tabs[0]!.id;
  face(now);
  return {
    node: el('div', { class: 'side' }, row, ...bodies),
    choose,
    offer,
    get now() {
      return now;
    },
  };
}
