/** A run that a real model played: found by a newcomer, opened in the panel without a model, and labelled. */
import { strict as assert } from 'node:assert';
import { violations } from './axe.js';
import { inThemes, openStudio, runCommand, type Studio, shot, webview } from './harness.js';

for (const theme of inThemes('light', 'dark'))
  describe(`a recorded run, ${theme}`, () => {
    let studio: Studio;
    before(async () => {
      studio = await openStudio({ theme, file: 'hello.society', size: { width: 1500, height: 900 } });
    });
    after(() => studio?.close());

    it('is in a list with its label, and opens in the panel, which shows the label and the words of the model', async () => {
      const { page } = studio;
      await runCommand(page, 'Society: Open a Recorded Run…');
      const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
      const row = rows.filter({ hasText: 'Five neighbours' }).filter({ hasText: 'SmolLM2 135M Instruct, Q4_1: a very small model' });
      await row.waitFor();
      await shot(page, `recording-list-${theme}`);
      await row.click();
      const panel = webview(page);
      await panel
        .getByText(/^SmolLM2 135M Instruct, Q4_1: a very small model\. Server: llama\.cpp.*Recorded on \d{4}-\d\d-\d\d\.$/)
        .waitFor();
      await panel.locator('.synthetic').waitFor();
      assert.equal(await panel.locator('h1').textContent(), 'Five neighbours');
      await panel.locator('.message-row .author').first().waitFor();
      await shot(page, `recording-${theme}`);
      assert.deepEqual(await violations(panel), []);
    });

    it('is also in the gallery, after the entries', async () => {
      const { page } = studio;
      await runCommand(page, 'Society: New from Gallery…');
      const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
      // What is typed before the list is there goes to another place.
      await rows.nth(3).waitFor();
      await page.keyboard.type('Five neighbours');
      await rows.filter({ hasText: 'smollm2' }).waitFor();
      await shot(page, `recording-gallery-${theme}`);
      await page.keyboard.press('Escape');
    });
  });
