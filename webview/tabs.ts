/** A row of tabs over one place, of which one is seen; arrow keys move along it (WAI-ARIA tabs). */
import { el, show } from './dom.js';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly body: HTMLElement;
}

export interface Tabs {
  readonly node: HTMLElement;
  choose(id: string): void;
}

/** `onChoose` is told of each change, also of one that the page makes itself. */
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
  const choose = (id: string): void => {
    face(id);
    onChoose(id);
  };
  const row = el('div', { class: 'tabs', attrs: { role: 'tablist', 'aria-label': label } }, ...heads);
  row.addEventListener('keydown', (event) => {
    const at = heads.indexOf(document.activeElement as HTMLButtonElement);
    const goals: Readonly<Partial<Record<string, number>>> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: heads.length - 1 };
    const goal = goals[event.key];
    if (goal === undefined || at < 0) return;
    event.preventDefault();
    const next = (goal + heads.length) % heads.length;
    choose(tabs[next]!.id);
    heads[next]!.focus();
  });
  face(tabs.some(({ id }) => id === start) ? start : tabs[0]!.id);
  return { node: el('div', { class: 'side' }, row, ...bodies), choose };
}
