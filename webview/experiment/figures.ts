/** A table of figures with a column of names. */
import { el, untrusted } from '../ui/dom.js';

/** The caption is for readers who do not see what is around the table. A wide table scrolls, so its frame takes the focus. */
export function figuresTable(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  return el(
    'div',
    { class: 'table-frame', attrs: { tabindex: '0', role: 'group', 'aria-label': caption } },
    el(
      'table',
      { class: 'figures' },
      el('caption', { class: 'unseen' }, untrusted(caption)),
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { attrs: { scope: 'col' } }, head)))),
      el(
        'tbody',
        {},
        ...rows.map(([name = '', ...cells]) =>
          el('tr', {}, el('th', { attrs: { scope: 'row' } }, untrusted(name)), ...cells.map((cell) => el('td', {}, cell))),
        ),
      ),
    ),
  );
}
