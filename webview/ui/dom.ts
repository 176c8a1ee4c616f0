/** Small helpers to build the page. Text always becomes a text node: nothing from a run is ever parsed as markup. */

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

/** Text of unknown script and direction, kept from turning its surroundings around. */
export const untrusted = (text: string, className?: string): HTMLElement => el('bdi', className ? { class: className } : {}, text);

/** A button that reads as a link: an action in a sentence, not a place to go. */
export function linkButton(label: string, onClick: () => void, className = 'link'): HTMLButtonElement {
  return el('button', { class: className, attrs: { type: 'button' }, on: { click: onClick } }, label);
}

/** Shows or hides without a style attribute, which the page's policy forbids. */
export function show(node: HTMLElement, visible: boolean): void {
  node.hidden = !visible;
}

/** Sets text only where it differs, so that a frame without news touches nothing. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export const prefersCalm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
