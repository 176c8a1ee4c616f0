/** What colours and marks of the picture say. */
import { el, show, untrusted } from '../dom.js';
import { labelText } from '../names.js';
import type { Grouping } from '../palette.js';
import { words } from '../words.js';

/** Marks of ties that the picture has. */
export interface Marks {
  readonly given: boolean;
  readonly ghosts: boolean;
}

export interface Legend {
  readonly node: HTMLElement;
  show(legend: Grouping['legend'], marks: Marks): void;
}

export function createLegend(): Legend {
  const node = el('div', { class: 'legend', title: words.legend });
  let known = '';
  return {
    node,
    show(legend, marks) {
      const now = JSON.stringify([legend, marks]);
      if (now === known) return;
      known = now;
      const hues = legend.map(({ hue, label }) => entry(`dot hue-${hue}`, untrusted(labelText(label))));
      const signs = [
        ...(marks.given ? [entry('sign given', words.givenTies)] : []),
        ...(marks.ghosts ? [entry('sign ghost', words.ghostTies)] : []),
      ];
      node.replaceChildren(...hues, ...signs);
      show(node, hues.length + signs.length > 0);
    },
  };
}

const entry = (sign: string, label: HTMLElement | string): HTMLElement =>
  el('span', { class: 'legend-entry' }, el('span', { class: sign }), label);
