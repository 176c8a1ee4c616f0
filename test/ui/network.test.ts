/** The network, used by pointer and by keys, in the real editor. */
import { strict as assert } from 'node:assert';
import type { FrameLocator, Locator } from 'playwright-core';
import { inThemes, openRun, type Studio, shot, webview } from './harness.js';

const pictureOf = (panel: FrameLocator): Locator => panel.locator('.picture:not(.matrix) canvas');
const notesOf = (panel: FrameLocator): Locator => panel.locator('.notes li');

/** A path around the left half of a canvas, in parts of its size. */
const AROUND = [
  [0.02, 0.02],
  [0.5, 0.02],
  [0.5, 0.95],
  [0.02, 0.95],
] as const;

for (const theme of inThemes('contrastLight', 'dark')) {
  describe(`the network, ${theme}`, () => {
    let studio: Studio;

    before(async () => {
      studio = await openRun(theme, 'making_friends.society', 'coached');
    });
    after(() => studio?.close());

    it('is walked along ties, and shows the neighbours of an agent and the path to another agent', async () => {
      const { page } = studio;
      const panel = webview(page);
      await pictureOf(panel).focus();
      for (const key of ['ArrowRight', 'Space', 'e']) await page.keyboard.press(key);
      await notesOf(panel)
        .filter({ hasText: /within 1 step: \d+ of \d+/ })
        .waitFor();
      await page.keyboard.press('Escape');
      for (const key of ['n', 't']) await page.keyboard.press(key);
      await notesOf(panel)
        .filter({ hasText: /→ .*(step|no path)/ })
        .waitFor();
      await shot(page, `network-path-${theme}`);
      for (const key of ['Escape', 'Escape']) await page.keyboard.press(key);
      await panel.locator('.card').waitFor({ state: 'hidden' });
    });

    it('selects the agents inside a drawn line, and can limit the conversation to them', async () => {
      const { page } = studio;
      const panel = webview(page);
      const box = (await pictureOf(panel).boundingBox())!;
      await page.keyboard.down('Shift');
      for (const [i, [right, down]] of AROUND.entries()) {
        await page.mouse.move(box.x + box.width * right, box.y + box.height * down, { steps: 5 });
        if (i === 0) await page.mouse.down();
      }
      await page.mouse.up();
      await page.keyboard.up('Shift');
      await notesOf(panel)
        .filter({ hasText: /Group of \d+ agents/ })
        .waitFor();
      await panel.getByRole('heading', { name: 'Mean rewards' }).waitFor();
      await shot(page, `network-group-${theme}`);
      await panel.getByRole('tab', { name: 'Conversation' }).click();
      await panel
        .locator('vscode-checkbox')
        .filter({ hasText: /Only these \d+/ })
        .click();
      await panel
        .locator('.trace .count')
        .filter({ hasText: / of [\d,]+ messages/ })
        .waitFor();
      await pictureOf(panel).focus();
      await page.keyboard.press('Escape');
      await notesOf(panel).first().waitFor({ state: 'detached' });
    });

    it('keeps an agent where it is put', async () => {
      const { page } = studio;
      const panel = webview(page);
      await pictureOf(panel).focus();
      for (const key of ['ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
      await panel.locator('vscode-button[aria-label="Colours, sizes, search"]').click();
      await panel.getByText('Unpin all (1)').click();
      await panel.getByText('Unpin all (1)').waitFor({ state: 'hidden' });
    });

    it('can be shown as a matrix, whose cells describe their ties', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.locator('vscode-button[aria-label="Show as matrix"]').click();
      await panel.locator('.matrix canvas').focus();
      for (const key of ['ArrowDown', 'n']) await page.keyboard.press(key);
      const said = panel.locator('.unseen [aria-live]').first();
      await said.filter({ hasText: / → .+, back / }).waitFor({ state: 'attached' });
      assert.match((await said.textContent()) ?? '', / 0\.\d\d, back /);
      await shot(page, `network-matrix-${theme}`);
    });
  });
}
