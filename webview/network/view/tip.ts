/** The small note next to the agent under the pointer. */
import { el, show, untrusted } from '../../ui/dom.js';
import { nameOf, type PanelModel, strongest } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import { words } from '../../ui/strings.js';

interface Tip {
  readonly node: HTMLElement;
  /** Shows the note next to a place, on the side with more room; hides it without an agent. */
  show(model: PanelModel | null, agent: number | null, at: { readonly x: number; readonly y: number } | null, width: number): void;
}

const GAP = 26;

export function createTip(): Tip {
  const node = el('div', { class: 'tip', attrs: { 'aria-hidden': 'true' } });
  node.hidden = true;
  return {
    node,
    show(model, agent, at, width) {
      show(node, agent !== null && at !== null);
      if (!model || agent === null || !at) return;
      const about = model.agents[agent]?.about ?? '';
      const counts = words.tieCounts(strongest(model, model.shown.out[agent]).length, strongest(model, model.shown.into[agent]).length);
      node.replaceChildren(
        el('strong', {}, untrusted(labelText(nameOf(model, agent)))),
        ...(about ? [el('span', {}, untrusted(about))] : []),
        el('span', { class: 'quiet' }, counts),
      );
      const left = at.x > width / 2;
      const place = `translate(${Math.round(at.x + (left ? -GAP : GAP))}px, ${Math.round(Math.max(8, at.y - 16))}px)`;
      node.style.transform = left ? `${place} translateX(-100%)` : place;
    },
  };
}
