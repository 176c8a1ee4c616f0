/** The conversation by keyboard: moves from row to row, and presses the buttons of the focused row. Rows can appear and disappear. */

/** The button of the row that each key presses. Enter presses the row itself. */
const BUTTONS: Readonly<Partial<Record<string, string>>> = { w: '.why-button', g: '.go', t: '.thread-button', Enter: '' };

const STEPS: Readonly<Partial<Record<string, -1 | 1>>> = { ArrowUp: -1, ArrowDown: 1 };

/** `back`: closes what was opened last. */
export function listenToRowKeys(scroller: HTMLElement, back: () => void): void {
  scroller.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { target } = event;
    const row = target instanceof HTMLElement && target !== scroller ? target.closest<HTMLElement>('[data-row]') : null;
    // In a row, its buttons and expandable parts have their own keys.
    if (row && row !== target) return;
    if (event.key === 'Escape') return back();
    const step = STEPS[event.key];
    const button = BUTTONS[event.key];
    if (step !== undefined) stand(row ? neighbour(scroller, row, step) : firstInView(scroller));
    else if (button !== undefined && row) press(scroller, row, button);
    else return;
    event.preventDefault();
  });
}

/** Moves the keyboard focus to a row. */
export function stand(row: HTMLElement | null): void {
  if (!row) return;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

/** Presses a button. The row may be drawn again; the focus stays in place. */
function press(scroller: HTMLElement, row: HTMLElement, button: string): void {
  const pressed = button === '' ? row : row.querySelector<HTMLElement>(button);
  pressed?.click();
  // Another list of rows handles its own focus.
  if (!pressed || button === '' || button === BUTTONS['t']) return;
  const again = new MutationObserver(() => {
    if (document.activeElement === document.body) stand(find(scroller, Number(row.dataset['row'])));
  });
  again.observe(scroller, { childList: true, subtree: true });
  setTimeout(() => again.disconnect(), WAIT);
}

/** Milliseconds to wait until the result is drawn. */
const WAIT = 2_000;

const find = (scroller: HTMLElement, row: number): HTMLElement | null => scroller.querySelector(`[data-row="${row}"]`);

const neighbour = (scroller: HTMLElement, row: HTMLElement, by: -1 | 1): HTMLElement | null =>
  find(scroller, Number(row.dataset['row']) + by);

function firstInView(scroller: HTMLElement): HTMLElement | null {
  const { top } = scroller.getBoundingClientRect();
  const rows = [...scroller.querySelectorAll<HTMLElement>('[data-row]')].sort(
    (a, b) => Number(a.dataset['row']) - Number(b.dataset['row']),
  );
  return rows.find((row) => row.getBoundingClientRect().top >= top - 1) ?? rows.at(-1) ?? null;
}
