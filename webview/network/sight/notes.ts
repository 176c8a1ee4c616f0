/** What of the network is looked at, in words over the picture, each with a way back. */
import { el, show, untrusted } from '../../ui/dom.js';
import { iconButton } from '../../ui/toolkit.js';
import { words } from '../../ui/strings.js';
import type { Note, Sight } from './sight.js';

interface Notes {
  readonly node: HTMLElement;
  show(notes: readonly Note[]): void;
}

export function createNotes(onBack: (sight: Sight) => void): Notes {
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
