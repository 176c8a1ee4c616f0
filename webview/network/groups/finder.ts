/** Finds an agent among any number of agents: the host computes which names and ids fit. */
import type { PanelFound } from '../../../src/protocol/groups.js';
import { el, refill, show, untrusted } from '../../ui/dom.js';
import { labelText } from '../../state/names.js';
import { words } from '../../ui/strings.js';

/** The most agents in the list. */
const MOST = 8;

interface FinderEvents {
  /** The agents that fit a text; null without an answer. */
  readonly find: (text: string) => Promise<PanelFound | null>;
  readonly choose: (id: string) => void;
  readonly say: (text: string) => void;
}

interface Finder {
  readonly node: HTMLElement;
  clear(): void;
}

export function createFinder({ find, choose, say }: FinderEvents): Finder {
  const list = el('ul', { class: 'found', attrs: { id: 'found-agents' } });
  const input = el('input', {
    class: 'find',
    attrs: { type: 'search', placeholder: words.groups.find, 'aria-label': words.groups.find, 'aria-controls': 'found-agents' },
  });
  show(list, false);
  let round = 0;
  const close = (): void => {
    round++;
    input.value = '';
    show(list, false);
  };
  const take = (id: string): void => {
    close();
    choose(id);
  };
  const option = (id: string, name: string): HTMLElement =>
    el(
      'li',
      {},
      el(
        'button',
        { attrs: { type: 'button', 'data-key': id }, on: { click: () => take(id) } },
        untrusted(labelText(name)),
        el('span', { class: 'quiet' }, untrusted(id)),
      ),
    );
  const buttons = (): readonly HTMLElement[] => [...list.querySelectorAll('button')];
  const draw = (found: PanelFound | null): void => {
    const agents = found?.agents.slice(0, MOST) ?? [];
    const total = found?.total ?? 0;
    const note = total > agents.length || agents.length === 0 ? [el('li', { class: 'quiet' }, words.groups.foundOf(total))] : [];
    refill(list, [...agents.map(({ id, name }) => option(id, name)), ...note]);
    show(list, true);
    say(words.groups.foundOf(total));
  };
  input.addEventListener('input', () => {
    const now = ++round;
    if (input.value.trim() === '') return show(list, false);
    void find(input.value).then((found) => {
      if (now === round) draw(found);
    });
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') buttons()[0]?.click();
    else if (event.key === 'ArrowDown') buttons()[0]?.focus();
    else return;
    event.preventDefault();
  });
  list.addEventListener('keydown', (event) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') close();
    if (event.key === 'Escape' || (event.key === 'ArrowUp' && at === 0)) input.focus();
    else if (event.key === 'ArrowUp') all[at - 1]?.focus();
    else if (event.key === 'ArrowDown') all[at + 1]?.focus();
    else return;
    event.preventDefault();
  });
  return { node: el('div', { class: 'finder' }, input, list), clear: close };
}
