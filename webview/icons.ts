/** The few icons of the panel, drawn for it on a 16 px grid in the current text colour. */
import { svg } from './dom.js';

export type IconName =
  | 'plus'
  | 'minus'
  | 'fit'
  | 'list'
  | 'graph'
  | 'close'
  | 'down'
  | 'chevron'
  | 'lock'
  | 'reply'
  | 'up'
  | 'info'
  | 'warning'
  | 'clock';

const PATHS: Readonly<Record<IconName, readonly string[]>> = {
  clock: ['M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11', 'M8 5v3.2l2.2 1.4'],
  plus: ['M8 3.5v9M3.5 8h9'],
  minus: ['M3.5 8h9'],
  fit: ['M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10'],
  list: ['M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h1M2.5 8h1M2.5 12h1'],
  graph: [
    'M5 5.2 10.6 4M4.6 6.2l2 4.6M8.6 11l2.4-5.4',
    'M3.9 3.6a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
    'M12 2.2a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
    'M7.6 10.6a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
  ],
  close: ['M4 4l8 8M12 4l-8 8'],
  down: ['M8 3v9M4.2 8.4 8 12.2l3.8-3.8'],
  chevron: ['M6 4l4 4-4 4'],
  lock: ['M4 7.5h8v5.5H4zM5.6 7.5V5.4a2.4 2.4 0 0 1 4.8 0v2.1'],
  reply: ['M6.5 4 3 7.5 6.5 11M3 7.5h6a4 4 0 0 1 4 4V12'],
  up: ['M8 12.5V4M4.2 7.6 8 3.8l3.8 3.8'],
  info: ['M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 7.2v4M8 4.8v.6'],
  warning: ['M8 2.4 14.2 13.4H1.8zM8 6.6v3.2M8 11.2v.5'],
};

/** A decorative icon; what it means is said by the control it stands in. */
export function icon(name: IconName): SVGElement {
  const paths = PATHS[name].map((d) => svg('path', { d }));
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', focusable: 'false' }, ...paths);
}
