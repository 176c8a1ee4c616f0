/** Files of other tools come in from the explorer's menu, and by dropping them into a society. */
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../../scripts/testing.mjs';
import { inStudio, shot } from './harness.js';

/** Chooses from a file's menu, which has the commands of the extension after the editor loaded it. */
async function fromMenu(page: Page, row: Locator, label: string): Promise<void> {
  const item = page.locator('.monaco-menu').getByText(label);
  for (let tries = 0; tries < 10; tries++) {
    await row.click({ button: 'right' });
    if (
      await item.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      )
    )
      break;
    await page.keyboard.press('Escape');
  }
  // A menu that has just opened does not take a click yet.
  await item.click();
  await item.waitFor({ state: 'hidden', timeout: 3000 }).catch(() => item.click());
}

/** Drags a file's row into a text. Shift, without which the editor would open the file, is held once it is on its way. */
async function dropInto(page: Page, row: Locator, text: Locator): Promise<void> {
  const box = await text.boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + 120, box.y + 120];
  await row.hover();
  await page.mouse.down();
  await page.mouse.move(x - 20, y - 20, { steps: 8 });
  await page.keyboard.down('Shift');
  for (const step of [10, 5, 0]) await page.mouse.move(x - step, y - step, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
}

const FILES = join(root, 'test', 'fixtures', 'exchange');

describe('import', function () {
  this.timeout(240_000);
  it('opens a society with its report next to it, from the menu and by a drop', () =>
    inStudio('import', { theme: 'light', examples: FILES }, async ({ page }) => {
      page.setDefaultTimeout(40_000);
      const file = (name: string) => page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
      const tabs = page.locator('.tabs-container .tab');
      await fromMenu(page, file('users.json'), 'Import…');
      const society = page.locator('.editor-instance').first();
      await society.locator('.view-line', { hasText: 'name: Person 01' }).first().waitFor();
      const report = page.locator('.editor-instance').last();
      await report.locator('.view-line', { hasText: '2 people and 0 ties' }).first().waitFor();
      await shot(page, 'import-light');
      assert.equal(await tabs.filter({ hasText: 'Untitled' }).count(), 1);

      await dropInto(page, file('club.graphml'), society.locator('.view-lines'));
      await report.locator('.view-line', { hasText: '4 people and 3 ties' }).first().waitFor();
      assert.equal(await tabs.filter({ hasText: 'Untitled' }).count(), 2);
      await shot(page, 'import-drop-light');
    }));
});
