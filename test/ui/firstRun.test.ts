/** A person's first minutes with the packaged extension: open, break a line, repair it, run, look. */
import { strict as assert } from 'node:assert';
import { eventually, inThemes, openFile, openStudio, roundShown, runCommand, type Studio, shot, webview } from './harness.js';

for (const theme of inThemes('light', 'dark')) {
  describe(`the first run, ${theme}`, () => {
    let studio: Studio;

    before(async () => {
      studio = await openStudio({ fresh: true, theme, size: { width: 1600, height: 900 } });
    });
    after(() => studio?.close());

    it('begins with a panel that says what there is to do, and opens a file over it', async () => {
      const { page } = studio;
      await runCommand(page, 'Society: Show Panel');
      await webview(page).getByText('Watch a society come to life').waitFor();
      await openFile(page, 'making_friends.society');
    });

    it('shows the example without a problem and a lens to run it', async () => {
      const { page } = studio;
      await page.locator('.editor-instance .view-line').first().click();
      await page.keyboard.press('Control+End');
      await page.locator('.codelens-decoration a:visible').filter({ hasText: 'Run' }).first().waitFor();
      assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0);
      await shot(page, `editor-${theme}`);
    });

    it('reports an invalid line while it is typed, and clears the problem when it is repaired', async () => {
      const { page } = studio;
      await openFile(page, 'hello.society');
      await page.locator('.view-line').filter({ hasText: 'occupation' }).first().click();
      await page.keyboard.press('Home');
      await page.keyboard.type('x');
      await page.locator('.squiggly-error').first().waitFor();
      await page.keyboard.press('Control+Shift+M');
      await page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'xoccupation' }).first().waitFor();
      await shot(page, `problem-${theme}`);
      await page.locator('.view-line').filter({ hasText: 'xoccupation' }).first().click();
      await page.keyboard.press('Control+Z');
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
      await page.keyboard.press('Control+J');
      await page.keyboard.press('Control+S');
    });

    it('starts from the command and shows the agents and their messages', async () => {
      const { page } = studio;
      await openFile(page, 'making_friends.society');
      await runCommand(page, 'Society: Run Scenario');
      await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'make_friends' }).first().click();
      const panel = webview(page);
      await roundShown(panel, 'Round 20 of 20').waitFor();
      assert.ok(await page.locator('.editor-instance').first().isVisible(), 'the file is seen next to the panel');
      await panel.locator('.facts .synthetic').waitFor();
      await panel.locator('.notice').filter({ hasText: 'not a language model' }).waitFor();
      await panel.locator('[role=feed] [role=article]').nth(3).waitFor();
      await panel.locator('.picture:not(.matrix) canvas[aria-label*="20"]').waitFor();
      await eventually(page, () => panel.locator('canvas').first().evaluate(hasInk), 'the network is drawn');
      await shot(page, `run-${theme}`, 1500);
    });

    it('selects an agent from the conversation, and goes to the persona', async () => {
      const { page } = studio;
      const author = webview(page).locator('[role=feed] button.author').nth(3);
      const name = (await author.textContent())!.trim();
      await author.click();
      await page
        .locator('.editor-instance .view-line')
        .filter({ hasText: name.split(' ')[0]! })
        .first()
        .waitFor();
      await shot(page, `selected-${theme}`, 700);
    });
  });
}

/** Whether a canvas shows more than one colour. Runs in the page. */
function hasInk(canvas: SVGElement | HTMLElement): boolean {
  const { width, height } = canvas as HTMLCanvasElement;
  const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  const seen = new Set<number>();
  for (let i = 0; i < data.length; i += 64) seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
  return seen.size > 3;
}
