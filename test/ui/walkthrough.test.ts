/**
 * The walkthrough of a newcomer, step by step: each step is completed by its action. Takes the pictures
 * that its steps show, which scripts/figures/walkthrough.mjs makes small.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { out } from '../../scripts/testing.mjs';
import { eventually, inStudio, inThemes, runCommand, webview } from './harness.js';

const SIZE = { width: 1500, height: 900 };
/** The parts of the window that the page shows, and those that the window has. */
const SIDE = { x: 48, y: 36, width: 302, height: 400 };
const DEBUGGER = { ...SIDE, width: 815, height: 560 };
const CHOICE = { x: SIZE.width / 2 - 310, y: 0, width: 620, height: 220 };
/** The editor shows a picture at about this size. */
const PICTURE = { width: 570, height: 400 };

type Clip = NonNullable<NonNullable<Parameters<Page['screenshot']>[0]>['clip']>;

const SETTINGS = {
  'society.run.pace': 0,
  'debug.internalConsoleOptions': 'neverOpen',
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
};

for (const theme of inThemes('dark', 'light')) {
  describe(`the walkthrough, ${theme}`, function () {
    this.timeout(240_000);
    it('marks each step as done after it was done', async () => {
      await inStudio(`walkthrough-${theme}`, { fresh: true, watched: true, theme, size: SIZE, settings: SETTINGS }, async ({ page }) => {
        const picture = (name: string, clip: Clip): Promise<void> => take(page, `${name}-${theme}`, clip);
        await runCommand(page, 'Society: Open Walkthrough');
        await step(page, 'Run it').waitFor();
        await done(page, 0);
        await page.getByText('Open an Example').click();
        const editor = page.locator('.editor-instance');
        await editor.locator('.view-line').filter({ hasText: 'ada:' }).first().waitFor();
        await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
        const { x, y } = await placeOf(editor);
        await picture('open', { x, y: y + 330, ...PICTURE });
        await goTo(page, 'coached');
        await page.locator('.codelens-decoration a:visible').filter({ hasText: 'Debug' }).first().waitFor();
        await picture('run', { x, y: y + 200, ...PICTURE });
        await wrote(page);
        await ran(page);
        const panel = await placeOf(page.locator('iframe.webview.ready').last());
        await picture('panel', { x: panel.x, y: panel.y, width: PICTURE.width, height: 560 });
        await stopped(page);
        await picture('break', DEBUGGER);
        await remembered(page);
        await picture('memory', { ...SIDE, y: SIZE.height - 300 - 25, height: 300 });
        await openedRecording(page);
        const recording = await placeOf(page.locator('iframe.webview.ready').last());
        await picture('recording', { x: recording.x, y: recording.y, width: 760, height: 520 });
        await page.keyboard.press('Control+W');
        await runCommand(page, 'Society: Use a Model…');
        await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'coached' }).first().click();
        await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'Ollama' }).first().waitFor();
        await picture('model', CHOICE);
        await page.keyboard.press('Escape');
        await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
        await runCommand(page, 'Testing: Focus on Test Explorer View');
        await page.locator('.test-explorer .monaco-list-row').first().click();
        await page.keyboard.press('ArrowRight');
        await picture('experiment', SIDE);
        await runCommand(page, 'Society: Open Walkthrough');
        await done(page, 9);
      });
    });
  });
}

/** The practice file: an error, and its fix by keyboard. The file that was open before is open again. */
async function wrote(page: Page): Promise<void> {
  await runCommand(page, 'Society: Open Walkthrough');
  await step(page, 'Write a line').click();
  await page.getByText('Open the Practice File').click();
  await page.locator('.squiggly-error').first().waitFor();
  await page.locator('.view-line').filter({ hasText: 'occuption' }).last().click();
  await page.keyboard.press('Home');
  const fix = page.locator('.action-widget').filter({ hasText: 'Change to occupation' });
  // The key does nothing while the editor does not know the fix yet.
  await eventually(page, () => opens(page, 'Control+.', fix.first()), 'the fix is offered');
  await page.keyboard.press('Enter');
  await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+W');
  const keep = page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: "Don't Save" });
  await keep.click();
  await page.locator('.tab').filter({ hasText: 'making_friends.society' }).first().click();
}

/** Presses a key, and says whether it has opened something within some seconds. */
async function opens(page: Page, key: string, what: Locator): Promise<boolean> {
  await page.keyboard.press(key);
  return what.waitFor({ timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** A run to its end in the panel. */
async function ran(page: Page): Promise<void> {
  await runCommand(page, 'Society: Run Scenario');
  await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'coached' }).first().click();
  await webview(page).locator('.status.ended').waitFor();
}

/** At a breakpoint on a person, which is marked on the panel's timeline as well. */
async function stopped(page: Page): Promise<void> {
  await goTo(page, 'ada');
  await page.keyboard.press('F9');
  await runCommand(page, 'Society: Debug Last Run');
  await page.locator('.debug-toolbar').waitFor();
  await page.keyboard.press('Control+Shift+D');
  for (const pane of ['Variables', 'Watch']) await page.locator('.pane-header').filter({ hasText: pane }).click();
  await page.locator('.debug-call-stack .stack-frame').first().waitFor();
  await page.keyboard.press('F5');
  await page.locator('.debug-call-stack .stack-frame').filter({ hasText: 'Ada Okafor' }).first().waitFor();
  await webview(page).locator('.mark.breakpoint').first().waitFor();
}

/** The memories of an agent at the end of the run. */
async function remembered(page: Page): Promise<void> {
  await page.keyboard.press('Shift+F5');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  // The panel stays at the moment where the debugger stopped.
  await webview(page).getByText('Back to now').click();
  await runCommand(page, 'Society: Focus on Mind View');
  await page.locator('.pane-body .monaco-list-row').filter({ hasText: 'Ada Okafor' }).first().click();
  await page.locator('.pane-body .monaco-list-row').filter({ hasText: 'Recalled' }).first().waitFor();
}

/** A run of a real model, from the link of its step. */
async function openedRecording(page: Page): Promise<void> {
  await runCommand(page, 'Society: Open Walkthrough');
  await step(page, 'See a real language model').click();
  await page.getByText('Open a Recorded Run').click();
  await webview(page).getByText('a very small model').waitFor();
  await webview(page).locator('.message-row .author').first().waitFor();
}

const step = (page: Page, title: string): Locator => page.locator('.getting-started-step').filter({ hasText: title });

/** Waits until this many steps are done. */
async function done(page: Page, steps: number): Promise<void> {
  const ticked = page.locator('.getting-started-step .codicon-getting-started-step-checked.complete');
  if (steps === 0) await ticked.first().waitFor({ state: 'detached' });
  else await ticked.nth(steps - 1).waitFor();
}

/** Goes to the symbol of this name in the file of the editor. */
async function goTo(page: Page, symbol: string): Promise<void> {
  await page.locator('.tab').filter({ hasText: 'making_friends.society' }).first().click();
  await page.keyboard.press('Control+Shift+O');
  await page.locator('.quick-input-widget:visible .monaco-list-row').first().waitFor();
  await page.keyboard.type(symbol);
  await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: symbol }).first().click();
}

async function placeOf(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.first().boundingBox();
  if (!box) throw new Error('it is not in view');
  return box;
}

/** Waits until the page is at rest, only with `THEMES=all`. */
async function take(page: Page, name: string, clip: Clip): Promise<void> {
  if (process.env['THEMES'] !== 'all') return;
  await page.waitForTimeout(1_000);
  const folder = join(out, 'shots', 'walkthrough');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), clip });
}
