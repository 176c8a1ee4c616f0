/** The walk of docs/debugging.md without a mouse: write, run, explain, debug, fork, compare. The test only presses keys and reads the page. */
import { strict as assert } from 'node:assert';
import type { Locator, Page } from 'playwright-core';
import { failureShot, openStudio, type Studio, webview } from './harness.js';
import { isFocused, press, reads, tabTo, until } from './keys.js';

describe('the walk by keyboard', function () {
  this.timeout(240_000);
  it('needs no mouse', async () => {
    const studio = await openStudio({
      file: 'leaving.society',
      settings: { 'society.run.pace': 0, '[society]': { 'editor.wordWrap': 'off' }, 'debug.internalConsoleOptions': 'neverOpen' },
      size: { width: 1500, height: 940 },
    });
    try {
      await author(studio);
      await askWhy(studio);
      await debug(studio);
      await fork(studio);
    } catch (error) {
      await failureShot(studio.page, 'keyboard');
      throw error;
    } finally {
      await studio.close();
    }
  });
});

async function author({ page }: Studio): Promise<void> {
  await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
  await press(page, 'Control+1', 'Control+End', 'Enter');
  await page.keyboard.type('# Nobody in here has a mouse.');
  await press(page, 'Enter', 'Shift+Home', 'Delete');
  await page.keyboard.type('experi');
  await press(page, 'Control+Space');
  // What a screen reader gets of the suggestions.
  const suggestions = page.locator('.suggest-widget.visible');
  await suggestions.locator('.monaco-list-row').filter({ hasText: 'experiments' }).first().waitFor();
  await reads(suggestions, ['listbox "Suggest"', 'option "experiments']);
  await press(page, 'Escape', 'Shift+Home', 'Delete', 'Backspace');
  await press(page, 'Control+S', 'Control+F5');
  await webview(page).locator('.status.ended').waitFor();
}

/** Moves into the panel, to the message, to its explanation, and to the act in the file. */
async function askWhy({ page }: Studio): Promise<void> {
  const panel = webview(page);
  await press(page, 'Control+2');
  await tabTo(page, panel.locator('.trace-head .find'));
  await page.keyboard.type('left');
  await panel.locator('.trace .count').filter({ hasText: '1 of' }).waitFor();
  await tabTo(page, panel.locator('[role=feed]'));
  const row = panel.locator('.message-row').filter({ hasText: 'has left the forum' });
  await until(page, 'ArrowDown', () => isFocused(row.first()));
  await press(page, 'w');
  await row.locator('.why summary').filter({ hasText: 'Recalled' }).waitFor();
  // What a screen reader gets of the message and of its causes.
  const message = ['- article', 'button "Ben Achterberg"', 'mark: left', 'button "Why" [expanded]', 'group "Why"', 'recalled with score'];
  await reads(row.first(), message);
  await panel
    .getByRole('status')
    .filter({ hasText: /^Finished\. \d+ messages/ })
    .waitFor();
  await tabTo(page, row.getByText('Show the act in the file'));
  await press(page, 'Enter');
  await page.locator('.monaco-editor.focused').waitFor();
}

async function debug({ page }: Studio): Promise<void> {
  await press(page, 'F9');
  await page.locator('.codicon-debug-breakpoint').first().waitFor();
  await press(page, 'Control+k', 'l');
  await page.locator('.debug-toolbar').waitFor();
  await press(page, 'Control+Shift+D');
  await frame(page, 'the run begins').waitFor();
  await press(page, 'F5');
  await frame(page, 'Ben Achterberg chooses leave_forum').waitFor();
  await toVariable(page, 'Agent', 'welcome');
  await reads(page.locator('.debug-call-stack'), ['treegrid "Debug Call Stack"', 'row "Stack Frame Ben Achterberg chooses leave_forum']);
  await reads(page.locator('.debug-variables'), [
    'tree "Debug Variables"',
    'treeitem "Scope Agent" [expanded]',
    'treeitem "welcome, value',
  ]);
  await choose(page, 'Break on Value Change');
  for (const was of ['0.2', '0.4', '0.6']) {
    await press(page, 'Alt+F5');
    await frame(page, `welcome = ${was}`).waitFor();
  }
  await toVariable(page, 'Inbox', 'chiara:3');
  await choose(page, 'Go to the Event That Set This');
  await frame(page, 'Chiara Lunardi: Somebody told me').waitFor();
  await toVariable(page, 'Memory', 'chiara.1');
  await choose(page, 'Go to the Line That Set This');
  await page.locator('.monaco-editor.focused').waitFor();
}

async function fork({ page }: Studio): Promise<void> {
  await press(page, 'End', 'Shift+Home');
  await page.keyboard.type('- text: The bus was late again, because the bridge is being mended.');
  await press(page, 'Control+S', 'Alt+Shift+F11');
  await frame(page, 'round 2 ends').waitFor();
  await press(page, 'Control+k', 'b');
  await page.locator('.monaco-dialog-box').filter({ hasText: 'Fork' }).waitFor();
  await press(page, 'Enter');
  await frame(page, 'override: Chiara Lunardi').waitFor();
  await press(page, 'F5');
  await page
    .locator('.debug-call-stack')
    .getByText(/at the end of the run/i)
    .first()
    .waitFor();
  await webview(page).locator('.status.ended').waitFor();
  await press(page, 'Control+k', 'x');
  const preview = page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
  await preview.getByText('First difference').waitFor();
  assert.match(await preview.locator('body').innerText(), /members\s+4 4 4 4 4 4 3 3 3 3\s+4 4 4 4 4 4 4 4 4 4/);
}

const frame = (page: Page, title: string): Locator => page.locator('.debug-call-stack .stack-frame').filter({ hasText: title }).first();

/** Unfolds a scope and goes to a value of it. */
async function toVariable(page: Page, scope: string, name: string): Promise<void> {
  await press(page, 'F1');
  await page.keyboard.type('Run and Debug: Focus on Variables View');
  await page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'Focus on Variables View' }).first().waitFor();
  await press(page, 'Enter');
  const at = page.locator('.debug-variables .monaco-list-row.focused');
  // Open scopes appear again shortly after the stop.
  await page.waitForTimeout(800);
  await press(page, 'ArrowDown', 'Control+ArrowLeft', 'Home');
  const is = (text: string) => async (): Promise<boolean> => (await at.count()) > 0 && (await at.first().innerText()).startsWith(text);
  await until(page, 'ArrowDown', is(scope));
  await press(page, 'ArrowRight');
  await page.locator('.debug-variables .monaco-list-row[aria-level="2"]').first().waitFor();
  await until(page, 'ArrowDown', is(name));
}

async function choose(page: Page, label: string): Promise<void> {
  await press(page, 'Shift+F10');
  await page.locator('.monaco-menu').waitFor();
  const at = page.locator('.monaco-menu .action-item.focused').filter({ hasText: label });
  await until(page, 'ArrowDown', async () => (await at.count()) > 0, 20);
  await press(page, 'Enter');
}
