/** The splitter between network and conversation. The user drags it or moves it with arrow keys. Depending on the width, the two panes are side by side or one above the other. */
import { el } from './dom.js';
import { words } from './strings.js';

const LEAST = 0.2;
const MOST = 0.8;
const MIDDLE = 0.56;
/** From this width on, the two panes are side by side. The style sheet has the same number. */
const SIDE_BY_SIDE = 720;

export function createSplit(frame: HTMLElement, start: number, onChange: (share: number) => void): HTMLElement {
  const line = el('div', {
    class: 'split',
    attrs: {
      role: 'separator',
      tabindex: '0',
      'aria-label': words.split,
      'aria-valuemin': String(LEAST * 100),
      'aria-valuemax': String(MOST * 100),
    },
  });
  let share = start;
  const set = (next: number): void => {
    share = Math.min(MOST, Math.max(LEAST, next));
    frame.style.setProperty('--split', `${(share * 100).toFixed(2)}%`);
    line.setAttribute('aria-valuenow', String(Math.round(share * 100)));
  };
  const beside = (): boolean => frame.clientWidth >= SIDE_BY_SIDE;
  const turn = (): void => line.setAttribute('aria-orientation', beside() ? 'vertical' : 'horizontal');
  new ResizeObserver(turn).observe(frame);
  listen(line, {
    at: (event) => {
      const box = frame.getBoundingClientRect();
      set(beside() ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height);
    },
    by: (step) => set(step === null ? MIDDLE : share + step),
    done: () => onChange(share),
  });
  set(start);
  return line;
}

interface Moves {
  readonly at: (event: PointerEvent) => void;
  /** Moves the splitter by a share of the panel; null restores the default position. */
  readonly by: (step: number | null) => void;
  readonly done: () => void;
}

const STEPS: Readonly<Partial<Record<string, number>>> = { ArrowLeft: -0.03, ArrowUp: -0.03, ArrowRight: 0.03, ArrowDown: 0.03 };

function listen(line: HTMLElement, moves: Moves): void {
  const by = (step: number | null): void => {
    moves.by(step);
    moves.done();
  };
  line.addEventListener('pointerdown', (event) => {
    line.setPointerCapture(event.pointerId);
    line.classList.add('dragging');
  });
  line.addEventListener('pointermove', (event) => {
    if (line.hasPointerCapture(event.pointerId)) moves.at(event);
  });
  line.addEventListener('lostpointercapture', () => {
    line.classList.remove('dragging');
    moves.done();
  });
  line.addEventListener('dblclick', () => by(null));
  line.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    by(step);
  });
}
