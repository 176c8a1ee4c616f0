/** An experiment as it is used: played from its line, a table that fills, comparisons, one of its runs. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { violations } from './axe.js';
import { eventually, inStudio, inThemes, shot, webview } from './harness.js';

/** Two arms with few runs, so that its claims are verified in seconds. */
const CLAIMED = `
experiments:
  growth:
    title: Does the lake need to grow?
    scenario: talk
    arms: { slow: { world.with.growth: 1.5 }, fast: { world.with.growth: 2.5 } }
    seeds: 4
    compare: { gain: { measure: gain, at: end, matters: 20 } }
`;

const SMALL = `
experiments:
  lake:
    title: Does talk save the lake?
    scenario: talk
    grid: { world.with.growth: [1.5, 2, 2.5], rounds: [6, 12] }
    seeds: 8
    compare:
      gain: { measure: gain, at: end }
      equality: { measure: equality, at: end, test: mann_whitney }
`;

/** A folder with the lake and an experiment in it. */
function folder(experiment = SMALL): string {
  const made = mkdtempSync(join(tmpdir(), 'society-experiment-'));
  writeFileSync(join(made, 'lake.society'), `${readFileSync('examples/commons.society', 'utf8')}${experiment}`);
  return made;
}

for (const theme of inThemes('light', 'dark', 'contrast'))
  describe(`experiments, ${theme}`, () => {
    it('are played in a table, compared, and lead to their runs by keys alone', () =>
      inStudio('experiment', { theme, examples: folder(), file: 'lake.society', size: { width: 1500, height: 1100 } }, async ({ page }) => {
        await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
        await page.keyboard.press('Control+End');
        await page.locator('.codelens-decoration a').filter({ hasText: 'Run Experiment' }).click();
        const view = webview(page);
        await view.getByRole('heading', { name: 'Does talk save the lake?' }).waitFor();
        await view.locator('.status-line').filter({ hasText: '48 of 48 runs' }).waitFor();
        await view.locator('.comparison svg .mean').first().waitFor();
        await eventually(page, async () => (await view.locator('.live tbody tr').count()) === 6, 'the table has six rows');
        assert.match(await view.locator('header').innerText(), /synthetic/i);
        // Two levels of rounds have a picture each, three of growth stand in it.
        const first = view.locator('.comparison').first();
        assert.equal(await first.locator('.multiple').count(), 2);
        assert.equal(await first.locator('.multiple').first().locator('.mean').count(), 3);
        assert.deepEqual(await violations(view), []);
        await page.setViewportSize({ width: 1500, height: 1700 });
        await shot(page, `experiment-${theme}`);
        await view.locator('.live .cell').first().focus();
        await page.keyboard.press('Enter');
        const seeds = page.locator('.quick-input-widget:visible .monaco-list-row');
        await seeds.filter({ hasText: 'Seed 3' }).waitFor();
        await page.keyboard.type('Seed 3');
        await eventually(page, async () => (await seeds.count()) === 1, 'one seed is left');
        await page.keyboard.press('Enter');
        await webview(page).locator('.facts .seed').filter({ hasText: '3' }).waitFor();
      }));
  });

for (const theme of inThemes('light', 'dark', 'contrast'))
  describe(`claims of an experiment, ${theme}`, () => {
    it('are verified by keys alone, row by row, and fit into a narrow page', () =>
      inStudio(
        'claims',
        { theme, examples: folder(CLAIMED), file: 'lake.society', size: { width: 1300, height: 1000 } },
        async ({ page }) => {
          await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
          await page.keyboard.press('Control+End');
          await page.locator('.codelens-decoration a').filter({ hasText: 'Run Experiment' }).click();
          const view = webview(page);
          await view.locator('.status-line').filter({ hasText: '8 of 8 runs' }).waitFor();
          const claims = view.locator('.claims-section');
          await claims.locator('.claim').first().waitFor();
          // The comparison, and what the scenario expects; nothing is verified yet.
          assert.deepEqual(await claims.locator('.claim .id').allTextContents(), ['talk.lasts', 'growth.gain.fast']);
          assert.deepEqual(await claims.locator('.claim .verdict').allTextContents(), ['not verified', 'not verified']);
          await claims.locator('vscode-button').filter({ hasText: 'Verify…' }).focus();
          await page.keyboard.press('Enter');
          // It says what it plays, and plays nothing before.
          await claims
            .locator('vscode-button')
            .filter({ hasText: /Play \d+ missing runs/ })
            .waitFor();
          assert.equal(await claims.locator('.claim.unverified').count(), 2);
          await page.keyboard.press('Enter');
          await claims.locator('vscode-button').filter({ hasText: 'Verify…' }).waitFor({ timeout: 120_000 });
          assert.deepEqual(await claims.locator('.claim.unverified').count(), 0);
          const [first] = await claims.locator('.claim').all();
          await first!.locator('summary').focus();
          await page.keyboard.press('Enter');
          await first!.getByRole('rowheader', { name: /^null/ }).waitFor();
          assert.match(await first!.getByRole('row', { name: /^null/ }).innerText(), /isolated agents: holds in 10 of 10 seeds; supported/);
          assert.deepEqual(await violations(view), []);
          await page.setViewportSize({ width: 1300, height: 2200 });
          await shot(page, `claims-${theme}`);
          await page.setViewportSize({ width: 640, height: 2200 });
          const [cards, inside] = await claims.locator('.claims').evaluate((node) => [node.clientWidth, node.scrollWidth]);
          assert.ok(inside! <= cards!, 'cards fit into a narrow page');
          await shot(page, `claims-narrow-${theme}`);
        },
      ));
  });
