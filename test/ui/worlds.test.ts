/** Systems other than a forum, as a user sees them: a commons with talk, a bargain, a debate. */
import { inThemes, openFile, openStudio, roundShown, runCommand, type Studio, shot, webview } from './harness.js';

const RUNS = [
  { file: 'commons.society', theme: 'dark', scenario: 'talk', done: 'Round 12 of 12', says: /took \d+/ },
  { file: 'haggle.society', theme: 'light', scenario: 'sale', done: 'Round 1 of 1', says: /\d{4}/ },
  { file: 'debate.society', theme: 'light', scenario: 'town_hall', done: 'Round 10 of 10', says: /\bI (am|say|would|have|was)\b/ },
] as const;

for (const theme of inThemes('dark', 'light'))
  describe(`worlds in the panel, ${theme}`, () => {
    let studio: Studio;
    before(async () => {
      studio = await openStudio({ theme, file: 'hello.society', size: { width: 1600, height: 900 } });
    });
    after(() => studio?.close());

    for (const { file, scenario, done, says } of RUNS.filter((run) => run.theme === theme))
      it(`${file} runs, and shows its messages and acts`, async () => {
        const { page } = studio;
        await openFile(page, file);
        await runCommand(page, 'Society: Run Scenario');
        // The file has several scenarios; the first is at the top of the list.
        await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: scenario }).first().click();
        const panel = webview(page);
        await roundShown(panel, done).waitFor();
        const articles = panel.locator('[role=feed] [role=article]');
        await articles.filter({ hasText: says }).first().waitFor();
        await articles.nth(3).waitFor();
        await shot(page, `world-${file.replace('.society', '')}-${theme}`, 1000);
      });
  });
