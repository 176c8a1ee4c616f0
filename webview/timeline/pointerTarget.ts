/** What lies under the pointer on the timeline: the round there, and the value of the measure in it. */
import { upperBoundBy } from '../../src/core/util/search.js';
import { svg } from '../ui/dom.js';
import { decimal } from '../ui/format.js';
import type { Goal } from '../ui/menu.js';
import type { PanelModel } from '../state/model.js';
import { words } from '../ui/strings.js';

interface Under {
  readonly node: SVGElement;
  show(x: number, text: string, width: number): void;
  hide(): void;
}

/** @param height of the timeline, in pixels */
export function createUnder(height: number): Under {
  const line = svg('line', { y1: 0, y2: height });
  const text = svg('text', { y: 12 });
  const node = svg('g', { class: 'under', visibility: 'hidden' }, line, text);
  return {
    node,
    show(x, said, width) {
      for (const end of ['x1', 'x2']) line.setAttribute(end, String(x));
      const isLeft = x > width / 2;
      text.setAttribute('x', String(isLeft ? x - 5 : x + 5));
      text.setAttribute('text-anchor', isLeft ? 'end' : 'start');
      text.textContent = said;
      node.setAttribute('visibility', 'visible');
    },
    hide: () => node.setAttribute('visibility', 'hidden'),
  };
}

/** The round at a place of the line, with the measure's value in it where there is one. */
export function wordsAt(
  { rounds, run, measures }: Pick<PanelModel, 'rounds' | 'run' | 'measures'>,
  measure: string | null,
  goal: Goal,
): string {
  const round = 'seq' in goal ? upperBoundBy(rounds, goal.seq, (at) => at) : goal.round;
  if (round === 0) return words.beforeRounds;
  const value = measure === null ? null : measures.get(measure)?.values[round - 1];
  const where = words.round(round, run.rounds);
  return measure === null || typeof value !== 'number' ? where : `${where} · ${words.measure(measure)} ${decimal(value)}`;
}
