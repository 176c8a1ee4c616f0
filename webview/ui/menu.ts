/** The editor's context menu for a moment of the run. Its items are in package.json; its moment is set here. */

/** A recorded event, or the start of a future round. */
export type Goal = { readonly seq: number } | { readonly round: number };

/** Gives a part of the page the menu for a moment. `isText`: the menu also has *Copy*. */
export function offerMenu(node: HTMLElement, goal: Goal, isText = false): void {
  const webviewSection = 'seq' in goal ? 'moment' : 'toCome';
  node.dataset['vscodeContext'] = JSON.stringify({ webviewSection, preventDefaultContextMenuItems: !isText, ...goal });
}
