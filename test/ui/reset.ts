/**
 * An editor after a test: one key closes and removes what the test left, so that the next test begins with an editor in which nothing is
 * open. The extension is not started again: it knows of the runs that it has played.
 */
import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const KEY = 'Control+Alt+Shift+F9';

/** In this order: what can end a command early comes first, and the explorer is shown last. */
const COMMANDS = [
  'workbench.action.closeQuickOpen',
  'workbench.action.debug.stop',
  'workbench.debug.viewlet.action.removeAllBreakpoints',
  'workbench.debug.viewlet.action.removeAllWatchExpressions',
  'workbench.action.terminal.killAll',
  'workbench.action.closeAllEditors',
  'notifications.clearAll',
  'workbench.action.clearEditorHistoryWithoutConfirm',
  'workbench.action.closePanel',
  'workbench.action.closeAuxiliaryBar',
  'workbench.view.explorer',
];

/** Settings of an editor that is used again: it lists no last commands first, and does not open a file where its namesake was scrolled to. */
export const FORGETFUL = { 'workbench.commandPalette.history': 0, 'workbench.editor.restoreViewState': false };

/**
 * Adds an extension without code to those of the editor: its key resets the editor.
 * @param builtins the folder of the editor's own extensions
 */
export function addResetKey(builtins: string): void {
  const folder = join(builtins, 'reset');
  mkdirSync(folder, { recursive: true });
  const keybindings = [{ key: KEY.replace('Control', 'ctrl').toLowerCase(), command: 'runCommands', args: { commands: COMMANDS } }];
  const manifest = { name: 'reset', publisher: 'test', version: '0.0.1', engines: { vscode: '*' }, contributes: { keybindings } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
}

/** What a page shows while something is open in it. */
const OPEN = ['.tabs-container .tab', '.debug-toolbar', '.notification-toast', '.quick-input-widget', '.monaco-menu', '.monaco-dialog-box'];

/** Closes and removes what is open in an editor, with changes that are not saved. Throws where something stays open. */
export async function resetEditor(page: Page): Promise<void> {
  for (const other of page.context().pages()) if (other !== page && other.url() !== 'about:blank') await other.close();
  await page.bringToFront();
  const isOpen = page.locator(OPEN.map((selector) => `${selector}:visible`).join(', '));
  const discard = page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: /^Don't Save$/ });
  for (let tries = 1; tries <= 5; tries++) {
    await page.keyboard.press('Escape');
    await page.keyboard.press(KEY);
    for (let looks = 1; looks <= 30; looks++) {
      await page.waitForTimeout(50);
      if (await discard.isVisible()) await discard.click();
      else if ((await isOpen.count()) === 0) return;
    }
  }
  assert.fail(`something is still open in the editor: ${await isOpen.first().getAttribute('class')}`);
}
