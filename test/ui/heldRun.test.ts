/** A run that a debugger holds: every part of the window shows it, with the same moment and agent. */
import { strict as assert } from 'node:assert';
import { goToLine, inStudio, inThemes, shot, type Studio, webview } from './harness.js';

describe('a run that is held', function () {
  this.timeout(180_000);
  for (const theme of inThemes('dark', 'light', 'contrast', 'contrastLight'))
    it(`shows the same moment everywhere (${theme})`, () =>
      inStudio('held', { theme, file: 'leaving.society', settings: { 'society.run.pace': 60 }, size: { width: 1500, height: 940 } }, held));
});

async function held(studio: Studio): Promise<void> {
  await stop(studio);
  await choose(studio);
  await shot(studio.page, 'held');
  await goOn(studio);
}

/** At a breakpoint of a playing run, in the middle of a step. */
async function stop({ page }: Studio): Promise<void> {
  const panel = webview(page);
  await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
  await goToLine(page, 67);
  await page.keyboard.press('F9');
  await page.keyboard.press('F5');
  await page.locator('.debug-top-stack-frame-column, .debug-top-stack-frame-line').first().waitFor();
  await page.locator('.statusbar-item').filter({ hasText: 'paused in the debugger' }).waitFor();
  const place = panel.locator('.place').filter({ hasText: /^Event \d+ of \d+$/ });
  await panel.locator('.status.waiting').filter({ hasText: 'Paused in debugger' }).waitFor();
  // The debugger is at the end of the run: the panel shows no past moment, and no button to return from one.
  assert.ok(await panel.locator('.moment').isHidden());
  const [at, last] = ((await place.textContent()) ?? '').match(/\d+/g)!.map(Number);
  assert.ok(at! < last!, `the panel shows event ${at} of ${last}, which is not the event at which the debugger stopped`);
  await page.locator('.view-line').filter({ hasText: 'welcome\u00a0=\u00a00.2' }).first().waitFor();
}

/** An agent that is selected in the side bar is selected in the panel, and vice versa. */
async function choose({ page }: Studio): Promise<void> {
  const panel = webview(page);
  await panel.getByRole('tab', { name: 'Agent' }).click();
  const hint = await panel.locator('.agent-pane .nothing').boundingBox();
  const pane = await panel.locator('.agent-pane').boundingBox();
  assert.ok(hint && pane && hint.y >= pane.y && hint.y + hint.height <= pane.y + pane.height, 'the hint for the first step is in its pane');
  await page.locator('.activitybar a[aria-label^="Society"]').click();
  await page.locator('.pane-body .monaco-list-row').filter({ hasText: 'Chiara Lunardi' }).first().click();
  await panel.locator('.agent-name').filter({ hasText: 'Chiara Lunardi' }).waitFor();
  await panel.locator('vscode-button[aria-label="Show as list"]').click();
  await panel.getByRole('option', { name: /^Dinh Tran/ }).click();
  await page.locator('.pane-header').filter({ hasText: 'Mind' }).filter({ hasText: 'Dinh Tran' }).waitFor();
}

/** At the end of a round no moment is past. At the end of the run nothing is held, and F5 in the panel starts a new run. */
async function goOn({ page }: Studio): Promise<void> {
  const panel = webview(page);
  await page
    .locator('.editor-instance')
    .first()
    .click({ position: { x: 300, y: 300 } });
  const place = panel.locator('.place').filter({ hasText: /^Event \d+ of \d+$/ });
  const before = await place.textContent();
  await page.keyboard.press('Shift+F11');
  // The run is held before and after the step: only the position shows that the step ended.
  while ((await place.textContent()) === before) await page.waitForTimeout(50);
  await panel.locator('.status.waiting').filter({ hasText: 'Paused in debugger' }).waitFor();
  assert.ok(await panel.locator('.state vscode-progress-ring').isHidden());
  await page.keyboard.press('F5');
  await panel.locator('.status.ended').waitFor();
  assert.ok(await panel.locator('.moment').isHidden());
  await page.keyboard.press('Shift+F5');
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  await panel.locator('.facts').click();
  await page.keyboard.press('F5');
  await page.locator('.debug-toolbar').waitFor();
}
