/** The marks on the timeline. At one place, only the most important mark is drawn; its title lists all marks. */
import type { PanelMark, PanelMarkKind } from '../../src/protocol/course.js';
import { svg } from '../ui/dom.js';
import type { PanelModel } from '../state/model.js';
import { words } from '../ui/strings.js';

/** A mark of a run, or a breakpoint of the debugger. */
export type Mark = Omit<PanelMark, 'kind'> & { readonly kind: MarkKind };
export type MarkKind = PanelMarkKind | 'breakpoint';

/** Marks by importance. Among several marks at one place, the one that is later in this list is drawn. */
const WEIGHT: readonly MarkKind[] = ['survey', 'intervention', 'fork', 'edit', 'breakpoint', 'fault'];

/** Each kind has its own shape, so that colour is never the only difference. */
const SHAPES: Readonly<Record<MarkKind, string>> = {
  intervention: 'M-3.5 -3.5h7v7h-7z',
  survey: 'M0 -4a4 4 0 1 0 0 8a4 4 0 1 0 0 -8M0 -1.7a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0 -3.4',
  fault: 'M0 -4.5L4.5 4h-9z',
  edit: 'M0 -4.5L4.5 0L0 4.5L-4.5 0z',
  fork: 'M-3.5 -4L4 0L-3.5 4z',
  breakpoint: 'M0 -4a4 4 0 1 0 0 8a4 4 0 1 0 0 -8',
};

/**
 * @param x the position of an event
 * @param y the position of marks
 * @param apart marks that are closer than this number of pixels are drawn as one
 */
export function markShapes(
  { marks, breakpoints }: Pick<PanelModel, 'marks' | 'breakpoints'>,
  x: (seq: number) => number,
  y: number,
  apart: number,
): SVGElement[] {
  const places = new Map<number, Mark[]>();
  for (const mark of [...marks, ...breakpoints.map(breakpoint)]) {
    const at = Math.round(x(mark.seq) / apart) * apart;
    const there = places.get(at);
    if (there) there.push(mark);
    else places.set(at, [mark]);
  }
  return [...places].map(([at, all]) => {
    const first = all.toSorted((a, b) => WEIGHT.indexOf(b.kind) - WEIGHT.indexOf(a.kind))[0]!;
    const shape = svg('path', { class: `mark ${first.kind}`, d: SHAPES[first.kind], transform: `translate(${at} ${y})` });
    const title = svg('title', {});
    title.textContent = words.marks(all);
    shape.append(title);
    return shape;
  });
}

const breakpoint = (seq: number): Mark => ({ seq, kind: 'breakpoint', text: '' });
