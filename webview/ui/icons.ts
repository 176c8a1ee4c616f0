/** The icons of the panel, on a 16 px grid in the current text colour. */
import { svg } from './dom.js';

export type IconName =
  | 'plus'
  | 'minus'
  | 'fit'
  | 'lasso'
  | 'list'
  | 'matrix'
  | 'graph'
  | 'groups'
  | 'close'
  | 'down'
  | 'chevron'
  | 'lock'
  | 'reply'
  | 'thread'
  | 'group'
  | 'up'
  | 'info'
  | 'warning'
  | 'clock'
  | 'adjust'
  | 'copy'
  | 'save'
  | 'play'
  | 'pause'
  | 'stepOn'
  | 'stepBack'
  | 'roundOn'
  | 'roundBack';

const PATHS: Readonly<Record<IconName, readonly string[]>> = {
  clock: ['M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11', 'M8 5v3.2l2.2 1.4'],
  adjust: [
    'M2.5 5h6M12.5 5h1M2.5 11h1M7.5 11h6',
    'M10.5 3.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
    'M5.5 9.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
  ],
  copy: ['M6 5.5h7v8H6zM3.5 10.5h-1v-8h7v1'],
  save: ['M8 2.5v7.5M4.8 7.2 8 10.4l3.2-3.2M3 13.2h10'],
  play: ['M5 3.2v9.6L12.6 8z'],
  pause: ['M5.2 3.5v9M10.8 3.5v9'],
  stepOn: ['M4.5 3.8v8.4L11 8zM12 3.8v8.4'],
  stepBack: ['M11.5 3.8v8.4L5 8zM4 3.8v8.4'],
  roundOn: ['M3 4l4 4-4 4M8 4l4 4-4 4M13.2 4v8'],
  roundBack: ['M13 4L9 8l4 4M8 4L4 8l4 4M2.8 4v8'],
  plus: ['M8 3.5v9M3.5 8h9'],
  minus: ['M3.5 8h9'],
  fit: ['M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10'],
  lasso: ['M8 2.8c3.3 0 5.7 1.5 5.7 3.6S11.3 10 8 10 2.3 8.5 2.3 6.4 4.7 2.8 8 2.8M5.4 9.6c-1.6.5-1.7 2.6 0 2.6 1.3 0 1.6 1.2.6 1.9'],
  matrix: ['M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11'],
  list: ['M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h1M2.5 8h1M2.5 12h1'],
  graph: [
    'M5 5.2 10.6 4M4.6 6.2l2 4.6M8.6 11l2.4-5.4',
    'M3.9 3.6a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
    'M12 2.2a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
    'M7.6 10.6a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
  ],
  groups: [
    'M7.4 6.4 9 8M6.3 7.6l.6 2.2',
    'M5.2 2.4a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 1 0 0-5.4',
    'M11 7.4a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4',
    'M6.6 10.2a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 1 0 0-3.4',
  ],
  close: ['M4 4l8 8M12 4l-8 8'],
  down: ['M8 3v9M4.2 8.4 8 12.2l3.8-3.8'],
  chevron: ['M6 4l4 4-4 4'],
  lock: ['M4 7.5h8v5.5H4zM5.6 7.5V5.4a2.4 2.4 0 0 1 4.8 0v2.1'],
  reply: ['M6.5 4 3 7.5 6.5 11M3 7.5h6a4 4 0 0 1 4 4V12'],
  thread: ['M3 3.5h9M3 3.5v8h3M6 7.5h6.5M3 7.5h3M6 11.5h6.5'],
  group: [
    'M6 3.2a2 2 0 1 0 0 4a2 2 0 1 0 0-4M2.4 12.8c0-2.4 1.5-3.9 3.6-3.9s3.6 1.5 3.6 3.9',
    'M10.4 3.6a1.8 1.8 0 0 1 0 3.4M11.4 9.2c1.4.5 2.2 1.8 2.2 3.6',
  ],
  up: ['M8 12.5V4M4.2 7.6 8 3.8l3.8 3.8'],
  info: ['M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 7.2v4M8 4.8v.6'],
  warning: ['M8 2.4 14.2 13.4H1.8zM8 6.6v3.2M8 11.2v.5'],
};

/** A decorative icon; the control that contains it has a label. */
export function icon(name: IconName): SVGElement {
  const paths = PATHS[name].map((d) => svg('path', { d }));
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', focusable: 'false' }, ...paths);
}
