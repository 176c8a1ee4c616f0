/** The editor's own context menu on a moment of the run: its items are in package.json, and its moment is set here. */

/** A moment that is recorded, or the beginning of a round that is to come. */
export type Goal = { readonly seq: number } | { readonly round: number };

/** The menu of a part of the page is about a moment. `isText`: it has *Copy* as well. */
export function offerMenu(node: HTMLElement, goal: Goal, isText = false): void {
  const webviewSection = 'seq' in goal ? 'moment' : 'toCome';
  node.dataset['vscodeContext'] = JSON.stringify({ webviewSection, preventDefaultContextMenuItems: !isText, ...goal });
}
