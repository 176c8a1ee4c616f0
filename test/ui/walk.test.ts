/**
 * The walk of docs/debugging.md: from "why did Ben leave?" to a line of a persona, a fork that changes it,
 * and the difference it makes. Takes the page's pictures.
 */
import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { out } from '../../scripts/testing.mjs';
import { failureShot, openStudio, runCommand, type Studio, TAKES_PICTURES, webview } from './harness.js';

/** Pixels by which the side bar is wider, so that the values of variables can be read. */
const WIDER = 190;

const BLAME = 'because Ben stops for a chat at every corner';

describe('the walk', function () {
  this.timeout(180_000);
  it('goes from an odd message to the line of a persona, and to the run without it', async () => {
    const studio = await openStudio({
      file: 'leaving.society',
      settings: {
        'society.run.pace': 0,
        '[society]': { 'editor.wordWrap': 'off' },
        'debug.internalConsoleOptions': 'neverOpen',
        'editor.minimap.enabled': false,
      },
      size: { width: 1500, height: 940 },
    });
    try {
      await odd(studio);
      await why(studio);
      await wherefrom(studio);
      await otherwise(studio);
      await widen(studio.page, -WIDER);
    } catch (error) {
      await failureShot(studio.page, 'walk');
      throw error;
    } finally {
      await studio.close();
    }
  });
});

/** An odd message in the panel, and its explanation. */
async function odd({ page }: Studio): Promise<void> {
  await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
  await runCommand(page, 'Society: Run Scenario');
  const panel = webview(page);
  await panel.locator('.status.ended').waitFor();
  await panel.locator('.trace-head .find').fill('left');
  const left = panel.locator('.message-row').filter({ hasText: 'Ben Achterberg has left the forum.' });
  await left.hover();
  await left.locator('.why-button').click();
  await left.locator('.why summary').filter({ hasText: 'Recalled' }).click();
  await picture(page, 'odd', 'panel');
  await left.getByText('Show the act in the file').click();
  await lineAt(page, '  leave_forum:').waitFor();
  await page.locator('.monaco-editor.focused').waitFor();
}

/** The act in the debugger: the stack, and the event that set the value that it needs. */
async function why({ page }: Studio): Promise<void> {
  await page.keyboard.press('F9');
  await runCommand(page, 'Society: Debug Last Run');
  await page.locator('.debug-toolbar').waitFor();
  await page.keyboard.press('Control+Shift+D');
  await frame(page, 'the run begins').waitFor();
  await widen(page, WIDER);
  for (const pane of ['Watch', 'Breakpoints']) await page.locator('.pane-header').filter({ hasText: pane }).click();
  await page.keyboard.press('F5');
  await frame(page, 'Ben Achterberg chooses leave_forum').waitFor();
  await unfold(page, 'Agent');
  await value(page, 'welcome').filter({ hasText: '0.2' }).waitFor();
  await picture(page, 'act', 'debugger');
  await choose(page, value(page, 'welcome'), 'Go to the Line That Set This');
  await lineAt(page, 'me.welcome = max(0, me.welcome - 0.2)').waitFor();
  await picture(page, 'set-by', 'debugger');
}

/** Back to the first message, to its author, and to the line of her persona. */
async function wherefrom({ page }: Studio): Promise<void> {
  await choose(page, value(page, 'welcome'), 'Break on Value Change');
  for (const was of ['0.2', '0.4', '0.6']) {
    await page.keyboard.press('Alt+F5');
    await frame(page, `welcome = ${was}`).waitFor();
  }
  await unfold(page, 'Inbox');
  await value(page, 'chiara:3').filter({ hasText: 'Somebody told me' }).waitFor();
  await picture(page, 'inbox', 'debugger');
  await choose(page, value(page, 'chiara:3'), 'Go to the Event That Set This');
  await frame(page, 'Chiara Lunardi: Somebody told me').waitFor();
  await unfold(page, 'Memory');
  await value(page, 'chiara.1').filter({ hasText: 'came to mind' }).waitFor();
  await picture(page, 'memory', 'debugger');
  await choose(page, value(page, 'chiara.1'), 'Go to the Line That Set This');
  await lineAt(page, BLAME).waitFor();
  await picture(page, 'line', 'debugger');
}

/** An edit of the line, in a fork from before the message. */
async function otherwise({ page }: Studio): Promise<void> {
  await page.keyboard.press('Control+H');
  await page.locator('.find-widget textarea[aria-label="Find"]').fill(BLAME);
  await page.locator('.find-widget textarea[aria-label="Replace"]').fill('because the bridge is being mended');
  await page.keyboard.press('Control+Alt+Enter');
  await page.keyboard.press('Escape');
  await lineAt(page, 'because the bridge is being mended').waitFor();
  await page.keyboard.press('Control+S');
  await page.keyboard.press('Alt+Shift+F11');
  await frame(page, 'round 2 ends').waitFor();
  await runCommand(page, 'Society: Fork with Current File');
  await page.locator('.monaco-dialog-box').filter({ hasText: 'The memories of chiara are changed' }).waitFor();
  await page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: 'Fork' }).click();
  await page.locator('.debug-call-stack .session').filter({ hasText: 'Fork of' }).waitFor();
  await frame(page, 'override: Chiara Lunardi').waitFor();
  await picture(page, 'fork', 'debugger');
  await page.keyboard.press('F5');
  const ended = page.locator('.debug-call-stack').getByText(/at the end of the run/i);
  await ended.first().waitFor();
  await webview(page).locator('.status.ended').waitFor();
  await settled(page);
  await runCommand(page, 'Society: Compare with Parent');
  const preview = page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
  await preview.getByText('First difference').waitFor();
  await picture(page, 'difference', 'panel');
  const text = await preview.locator('body').innerText();
  assert.match(text, /first different act, in round 3/i);
  assert.match(text, /members\s+4 4 4 4 4 4 3 3 3 3\s+4 4 4 4 4 4 4 4 4 4/);
  assert.match(text, /ben\s+welcome\s+0\s+0\.8/);
}

const frame = (page: Page, title: string): Locator => page.locator('.debug-call-stack .stack-frame').filter({ hasText: title }).first();

const value = (page: Page, name: string): Locator =>
  page
    .locator('.debug-variables .monaco-list-row')
    .filter({ has: page.locator('.name', { hasText: new RegExp(`^${name} ?=`) }) })
    .first();

/** Opens a scope of the variables, and no other, so that it is in view. */
async function unfold(page: Page, scope: string): Promise<void> {
  const rows = page.locator('.debug-variables .monaco-list-row[aria-level="1"]');
  // Open scopes appear again shortly after the stop.
  await page.waitForTimeout(600);
  await rows.first().click();
  await page.keyboard.press('Control+ArrowLeft');
  await rows.filter({ hasText: new RegExp(`^${scope}$`) }).click();
  await page.locator('.debug-variables .monaco-list-row[aria-level="2"]').first().waitFor();
}

async function choose(page: Page, row: Locator, label: string): Promise<void> {
  await row.click({ button: 'right' });
  const entry = page.locator('.monaco-menu .action-label').filter({ hasText: label });
  await entry.hover();
  // A menu takes no click in its first moments, which end the gesture that has opened it.
  await page.waitForTimeout(400);
  await entry.click();
}

/** A line of the editor that has it. */
const lineAt = (page: Page, text: string): Locator =>
  page
    .locator('.view-line')
    .filter({ hasText: text.replaceAll(' ', '\u00a0') })
    .first();

/** Makes the side bar wider by so many pixels, or narrower. */
async function widen(page: Page, by: number): Promise<void> {
  const { x = 0, width = 0 } = (await page.locator('.part.sidebar').boundingBox()) ?? {};
  await page.mouse.move(x + width, 450);
  await page.mouse.down();
  await page.mouse.move(x + width + by, 450, { steps: 5 });
  await page.mouse.up();
}

/** With `THEMES=all`: `out/shots/walk-NAME.png`, as in docs/images: the page next to the editor, or the page alone. */
async function picture(page: Page, name: string, of: 'panel' | 'debugger'): Promise<void> {
  await settled(page);
  if (!TAKES_PICTURES) return;
  const { x = 0, y = 0, width = 0, height = 0 } = (await page.locator('iframe.webview.ready').last().boundingBox()) ?? {};
  const clip = of === 'panel' ? { x, y, width, height } : { x: 0, y: y - 45, width: x, height: 640 };
  const shots = join(out, 'shots');
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `walk-${name}.png`), clip });
}

/** Lenses and highlights have come to rest, and for a picture the network too. */
async function settled(page: Page): Promise<void> {
  await page.mouse.move(5, 500);
  await page.waitForTimeout(TAKES_PICTURES ? 1200 : 300);
}
