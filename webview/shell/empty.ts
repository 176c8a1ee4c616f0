/** The panel before the first run: its purpose, and the two ways to start. */
import { el, svg } from '../ui/dom.js';
import { button } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';

export function createEmpty(command: (command: 'run' | 'openExample') => void): HTMLElement {
  return el(
    'main',
    { class: 'empty' },
    picture(),
    el('h1', {}, words.emptyTitle),
    el('p', {}, words.emptyText),
    el(
      'div',
      { class: 'actions' },
      button(words.runThis, 'primary', () => command('run')),
      button(words.openExample, 'secondary', () => command('openExample')),
    ),
    el('p', { class: 'quiet' }, words.emptyKey),
  );
}

/** A small society in the theme's colours. */
function picture(): HTMLElement {
  const ties = [
    'M42 62Q74 30 112 34',
    'M124 40Q156 58 158 92',
    'M150 104Q112 120 76 104',
    'M40 74Q44 96 60 100',
    'M112 44Q92 68 72 92',
    'M52 66Q104 66 148 92',
  ];
  const nodes: [number, number, number, number][] = [
    [36, 66, 13, 0],
    [120, 36, 15, 1],
    [158, 102, 12, 2],
    [66, 104, 14, 3],
    [204, 56, 10, 4],
  ];
  const drawing = svg(
    'svg',
    { viewBox: '0 0 232 136', width: 232, height: 136, 'aria-hidden': 'true' },
    ...ties.map((d) => svg('path', { d, class: 'tie-line' })),
    svg('path', { d: 'M170 94Q190 84 198 66', class: 'tie-line new' }),
    ...nodes.map(([cx, cy, r, hue]) => svg('circle', { cx, cy, r, class: `node fill-${hue}` })),
  );
  const frame = el('div', { class: 'drawing' });
  frame.append(drawing);
  return frame;
}
