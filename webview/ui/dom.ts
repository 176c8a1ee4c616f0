/** Helpers to build, update and focus parts of the page. Text always becomes a text node. */

type Child = Node | string | null;

interface Props {
  readonly class?: string;
  readonly title?: string;
  readonly attrs?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (props.class) node.className = props.class;
  if (props.title) node.title = props.title;
  for (const [name, value] of Object.entries(props.attrs ?? {})) node.setAttribute(name, value);
  for (const [type, listener] of Object.entries(props.on ?? {})) node.addEventListener(type, listener);
  node.append(...children.filter((child) => child !== null));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag: string, attrs: Readonly<Record<string, string | number>>, ...children: readonly Node[]): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** Text of unknown script and direction. It cannot change the direction of the text around it. */
export const untrusted = (text: string, className?: string): HTMLElement => el('bdi', className ? { class: className } : {}, text);

/** A button that looks like a link, for an action in a sentence. */
export function linkButton(label: string, onClick: () => void, className = 'link'): HTMLButtonElement {
  return el('button', { class: className, attrs: { type: 'button' }, on: { click: onClick } }, label);
}

/** Shows or hides a node without a style attribute, because the policy of the page forbids it. */
export function show(node: HTMLElement, visible: boolean): void {
  node.hidden = !visible;
}

/** Sets text only if it differs, so that a frame without changes touches nothing. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export const prefersCalm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

// Draws only the changed nodes again, so that the text selection and the focus stay in place.

/**
 * Replaces the content of a part. Equal nodes stay in place with their listeners, so all data that a listener depends on must be
 * visible in the node, as text or as `data-key`.
 */
export function refill(part: Element, nodes: readonly Node[]): void {
  let at: ChildNode | null = part.firstChild;
  for (const [i, node] of nodes.entries()) {
    const same = sameFrom(at, node);
    if (same) {
      while (at && at !== same) at = removed(at);
      at = same.nextSibling;
    } else if (at && isShell(at, node) && !nodes.slice(i + 1).some((later) => later.isEqualNode(at))) {
      refill(at as Element, [...node.childNodes]);
      at = at.nextSibling;
    } else part.insertBefore(node, at);
  }
  while (at) at = removed(at);
}

function sameFrom(at: ChildNode | null, node: Node): ChildNode | null {
  let same = at;
  while (same && !same.isEqualNode(node)) same = same.nextSibling;
  return same;
}

function removed(node: ChildNode): ChildNode | null {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** Whether two nodes differ only in their content. Controls are always replaced as a whole, because their listeners belong to the whole control. */
function isShell(a: Node, b: Node): boolean {
  if (!(a instanceof HTMLElement) || !(b instanceof HTMLElement) || a.tagName !== b.tagName) return false;
  if (a.localName.includes('-') || a.matches('button, input, select, summary, a')) return false;
  const names = a.getAttributeNames();
  return names.length === b.getAttributeNames().length && names.every((name) => a.getAttribute(name) === b.getAttribute(name));
}

// Keeps the keyboard focus in a part of the page that is drawn again.

/** The stable name of a control: its `data-key`, or its text. */
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
