/** The editor's own context menu on a moment of the run: what it holds is in package.json, and which moment is meant stands here. */

/** A moment that is recorded, or the beginning of a round that is to come. */
export type Goal = { readonly seq: number } | { readonly round: number };

/** The menu of a part of the page is about a moment. `isText`: it has *Copy* as well. */
export function offerMenu(node: HTMLElement, goal: Goal, isText = false): void {
  const webviewSection = 'seq' in goal ? 'moment' : 'toCome';
  node.dataset['vscodeContext'] = JSON.stringify({ webviewSection, preventDefaultContextMenuItems: !isText, ...goal });
}
