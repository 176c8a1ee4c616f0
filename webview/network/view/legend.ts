/** The legend of the picture. */
import { el, show, untrusted } from '../../ui/dom.js';
import { labelText } from '../../state/names.js';
import { words } from '../../ui/strings.js';
import type { Grouping } from '../../ui/palette.js';

/** The kinds of tie marks in the picture. */
interface Marks {
  readonly given: boolean;
  readonly ghosts: boolean;
}

interface Legend {
  readonly node: HTMLElement;
  /** `chosen`: the hue whose agents are selected together. */
  show(legend: Grouping['legend'], marks: Marks, chosen: number | null): void;
}

/** `choose` is called with a clicked hue, to select the agents with this colour. Null if that is not possible. */
export function createLegend(choose: ((hue: number) => void) | null): Legend {
  const node = el('div', { class: 'legend', title: words.legend });
  let known = '';
  return {
    node,
    show(legend, marks, chosen) {
      const now = JSON.stringify([legend, marks, chosen]);
      if (now === known) return;
      known = now;
      const hues = legend.map(({ hue, label }) =>
        choose ? group(hue, labelText(label), hue === chosen, choose) : entry(`dot hue-${hue}`, untrusted(labelText(label))),
      );
      const signs = [
        ...(marks.given ? [entry('sign given', words.givenTies)] : []),
        ...(marks.ghosts ? [entry('sign ghost', words.ghostTies)] : []),
      ];
      const held = node.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['hue'] : undefined;
      node.replaceChildren(...hues, ...signs);
      // A selection draws the entries again. The keyboard focus stays in place.
      if (held !== undefined) node.querySelector<HTMLElement>(`[data-hue="${held}"]`)?.focus();
      show(node, hues.length + signs.length > 0);
    },
  };
}

function group(hue: number, label: string, pressed: boolean, choose: (hue: number) => void): HTMLElement {
  const title = words.onlyLegend(label);
  return el(
    'button',
    {
      class: 'legend-entry',
      title,
      attrs: { type: 'button', 'aria-pressed': String(pressed), 'data-hue': String(hue) },
      on: { click: () => choose(hue) },
    },
    el('span', { class: `dot hue-${hue}` }),
    untrusted(label),
  );
}

const entry = (sign: string, label: HTMLElement | string): HTMLElement =>
  el('span', { class: 'legend-entry' }, el('span', { class: sign }), label);
