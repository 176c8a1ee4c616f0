/** Draws again only the nodes that changed: the selection of the reader and the focus stay in place. */

/**
 * Gives a part other content and leaves nodes that would be the same where they are, with their own listeners: what a listener
 * depends on has to show in the node, as text or as `data-key`.
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

/** Whether one differs from the other at most in what is in it. Controls are not taken apart: their listeners are of all of it. */
function isShell(a: Node, b: Node): boolean {
  if (!(a instanceof HTMLElement) || !(b instanceof HTMLElement) || a.tagName !== b.tagName) return false;
  if (a.localName.includes('-') || a.matches('button, input, select, summary, a')) return false;
  const names = a.getAttributeNames();
  return names.length === b.getAttributeNames().length && names.every((name) => a.getAttribute(name) === b.getAttribute(name));
}
