/** Minds next to their lines as a user sees them: lenses, a hover, the side bar, a past moment in the panel, an interview. */
import { strict as assert } from 'node:assert';
import { hoverFor, inStudio, inThemes, runCommand, shot, type Studio, webview } from './harness.js';

describe('minds inline', () => {
  for (const theme of inThemes('dark', 'light')) {
    it(`are in the text, the side bar and the panel (${theme})`, async () => {
      const options = {
        theme,
        file: 'debate.society',
        settings: { 'society.run.pace': 0, 'editor.wordWrap': 'off' },
        size: { width: 1600, height: 1000 },
      };
      await inStudio(`inline-${theme}`, options, (studio) => seen(studio, theme));
    });
  }
});

async function seen({ page }: Studio, theme: string): Promise<void> {
  await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
  await runCommand(page, 'Society: Run Scenario');
  const choice = page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'town_hall' });
  await choice.click();
  const panel = webview(page);
  await panel.locator('.status.ended').waitFor();

  const lens = page
    .locator('.codelens-decoration a')
    .filter({ hasText: /\d+ memor/ })
    .first();
  await lens.waitFor();
  const side = page.locator('.pane-body .monaco-list-row');
  const memories = side.filter({ hasText: 'Memories' }).first();
  // The editor replaces the lenses shortly after the run's end, and a click on a replaced lens does nothing.
  for (let i = 0; i < 3 && !(await memories.isVisible()); i++) {
    await page.waitForTimeout(1000);
    await lens.click();
    await memories.waitFor({ timeout: 8000 }).catch(() => undefined);
  }
  await memories.waitFor();
  await side.filter({ hasText: 'Ada Okafor' }).first().waitFor();
  await shot(page, `inline-live-${theme}`, 1500);

  // The moment of a message: every view moves there, and the button to return is visible.
  const message = panel.locator('.message-row').first();
  await message.hover();
  await message.locator('.go').click();
  await panel.locator('.moment.past').filter({ hasText: 'Past moment' }).waitFor();
  await page
    .locator('.pane-header')
    .filter({ hasText: /round \d+, event \d+ of/ })
    .first()
    .waitFor();
  await shot(page, `inline-past-${theme}`, 1500);
  await panel.getByText('Back to now').click();
  await panel.locator('.status.ended').waitFor();

  await runCommand(page, 'Society: Interview…');
  const input = page.locator('.quick-input-widget input.input');
  await page.locator('.quick-input-title').filter({ hasText: 'Interview' }).waitFor();
  await input.fill('What do you make of it?');
  await page.keyboard.press('Enter');
  const answer = page.locator('.view-lines').filter({ hasText: 'This interview is not saved'.replaceAll(' ', '\u00a0') });
  await answer.waitFor();
  await shot(page, `inline-interview-${theme}`);
  assert.match((await answer.innerText()).replaceAll('\u00a0', ' '), /What do you make of it\?/);

  const name = page
    .locator('.view-line')
    .filter({ hasText: /^\s*ada:/ })
    .locator('span', { hasText: 'ada' })
    .last();
  await hoverFor(page, name, page.locator('.monaco-hover').filter({ hasText: /Recalled last|Newest memories/ }));
  await shot(page, `inline-hover-${theme}`);
}
