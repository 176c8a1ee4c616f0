/** The bar over the conversation while one thread is shown: its first message, and the button to go back. */
import { el, show, untrusted } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import type { PanelModel } from '../state/model.js';
import { iconButton } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';
import { beginner, type Thread } from './thread.js';

interface ThreadBar {
  readonly node: HTMLElement;
  /** Null hides it. */
  show(model: PanelModel, thread: Thread | null): void;
}

export function createThreadBar(close: () => void): ThreadBar {
  const text = el('span', { attrs: { role: 'status' } });
  const back = iconButton('close', words.wholeConversation, close);
  const node = el('div', { class: 'thread-bar' }, icon('thread'), text, back);
  show(node, false);
  return {
    node,
    show(model, thread) {
      show(node, thread !== null);
      if (thread) text.replaceChildren(untrusted(words.threadOf(beginner(model, thread), thread.count)));
    },
  };
}
