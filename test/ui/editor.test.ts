import { strict as assert } from 'node:assert';
import { openStudio, runCommand, shot, type Studio } from './harness.js';

describe('the editor', () => {
  let studio: Studio;

  before(async () => {
    studio = await openStudio({ theme: 'light', file: 'hello.society' });
  });
  after(() => studio?.close());

  it('opens an example', async () => {
    await shot(studio.page, 'editor-light');
    assert.match(await studio.page.title(), /hello\.society/);
  });

  it('finds the settings of the extension by its name', async () => {
    const { page } = studio;
    await runCommand(page, 'Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .search-container .view-line').first().click();
    await page.keyboard.type('Society Studio');
    for (const name of ['Pace', 'Coverage']) await page.locator('.setting-item-label').filter({ hasText: name }).first().waitFor();
  });
});
