/** The keyboard focus in a part of the page that is drawn again while it is in use. */

/** What a control is, however often it is drawn: its `data-key`, or what it says. */
const nameOf = ({ dataset, tagName, textContent }: HTMLElement): string => `${tagName} ${dataset['key'] ?? textContent}`;

/** Draws a part again. The element with the focus, or its replacement, has the focus afterwards. */
export function keepingFocus(part: HTMLElement, draw: () => void): void {
  const had = document.activeElement;
  if (!(had instanceof HTMLElement) || had === part || !part.contains(had)) return draw();
  const name = nameOf(had);
  const alike = (): readonly HTMLElement[] =>
    [...part.querySelectorAll<HTMLElement>('button, input, [tabindex]')].filter((one) => nameOf(one) === name);
  const place = alike().indexOf(had);
  draw();
  const now = part.contains(had) ? had : alike()[place];
  now?.focus({ preventScroll: true });
}
