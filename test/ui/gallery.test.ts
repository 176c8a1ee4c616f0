/** New from Gallery: found by its words, read about, and copied. */
import { inThemes, openStudio, runCommand, type Studio, shot, webview } from './harness.js';

for (const theme of inThemes('dark'))
  describe(`the gallery, ${theme}`, () => {
    let studio: Studio;
    before(async () => {
      studio = await openStudio({ theme, file: 'hello.society', size: { width: 1500, height: 900 } });
    });
    after(() => studio?.close());

    it('is a list by area with a search over all words, with a page for each entry, and gives a copy', async () => {
      const { page } = studio;
      await runCommand(page, 'Society: New from Gallery…');
      const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
      await rows.nth(3).waitFor();
      await shot(page, `gallery-list-${theme}`);
      await page.keyboard.type('Piatti');
      await rows.filter({ hasText: 'GovSim' }).waitFor();
      await rows.nth(1).waitFor({ state: 'hidden' });
      await rows.first().hover();
      await rows.first().locator('.codicon-book').click();
      await page.getByRole('tab', { name: /Preview A lake for five/ }).waitFor();
      await webview(page).getByText('Left out: ').waitFor();
      await shot(page, `gallery-page-${theme}`);
      await rows.first().click();
      await page.getByRole('tab', { name: /^govsim\.society/ }).waitFor();
      await page.getByText('Your copy of').first().waitFor();
      await shot(page, `gallery-copy-${theme}`);
    });
  });
