/** An experiment as it is used: played from its line, a table that fills, comparisons, one of its runs. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { violations } from './axe.js';
import { press, reads, tabTo } from './keys.js';
import { eventually, inStudio, inThemes, runCommand, shot, type Theme, webview } from './harness.js';

/** A society with few and short runs, so that its claims are verified in seconds. */
const CLAIMED = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, age: 31, interests: [jazz] }
  ben: { name: Ben, age: 45, interests: [chess] }
ties: { trust: { among: all, graph: ["ada > ben"] } }
scenarios:
  meet:
    premise: A forum opens.
    world: feed
    rounds: 2
    measures: { said: messages }
    expect: { talk: { that: said > 1, in: 5 of 5 seeds } }
    compare_with:
      survey: { people: ./survey.csv, answers: { age: { of: me.age } } }
      village: { network: ./village.csv }
      lost: { network: ./lost.csv }
experiments:
  length:
    title: Do more rounds make more messages?
    scenario: meet
    arms: { short: { rounds: 1 }, long: { rounds: 2 } }
    seeds: 3
    compare: { talk: { measure: said, at: end, matters: 1 } }
calibrate:
  days:
    title: For how many rounds was it open?
    scenario: meet
    parameters: { rounds: [1, 2, 4, 6] }
    targets: { said: { measure: said, is: 8, within: 3 } }
    particles: 20
    runs: 140
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

/** A folder with one society, the lake and its experiment unless another is given, and data from outside. */
function folder(text = `${readFileSync('examples/commons.society', 'utf8')}${SMALL}`): string {
  const made = mkdtempSync(join(tmpdir(), 'society-experiment-'));
  writeFileSync(join(made, 'lake.society'), text);
  writeFileSync(join(made, 'survey.csv'), 'age\n30\n41\n52\n63\n');
  writeFileSync(join(made, 'village.csv'), 'from,to\nada,ben\nben,cem\ncem,ada\n');
  return made;
}

/** Plays the first experiment of the file by keys, once the editor knows it. */
async function runByKeys(page: Page): Promise<void> {
  await page.locator('.codelens-decoration a').filter({ hasText: 'Run Experiment' }).first().waitFor();
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget:visible input.input').waitFor();
  await page.keyboard.type('Society: Run Experiment');
  await page.locator('.quick-input-widget:visible .monaco-list-row.focused').filter({ hasText: 'Society: Run Experiment' }).waitFor();
  await page.keyboard.press('Enter');
}

for (const theme of inThemes('light', 'dark', 'contrast'))
  describe(`experiments, ${theme}`, () => {
    it('are played in a table, compared, and lead to their runs by keys alone', () =>
      inStudio('experiment', { theme, examples: folder(), file: 'lake.society', size: { width: 1500, height: 1100 } }, async ({ page }) => {
        await press(page, 'Control+1', 'Control+End');
        await runByKeys(page);
        const view = webview(page);
        await view.getByRole('heading', { name: 'Does talk save the lake?' }).waitFor();
        await view.locator('.status-line').filter({ hasText: '48 of 48 runs' }).waitFor();
        await view.locator('.comparison svg .mean').first().waitFor();
        await eventually(page, async () => (await view.locator('.live tbody tr').count()) === 6, 'the table has six rows');
        assert.match(await view.locator('header').innerText(), /synthetic/i);
        await reads(view.locator('body'), [
          'heading "Does talk save the lake?" [level=1]',
          ...['progressbar', 'status: ', 'columnheader', 'rowheader'],
        ]);
        // Two levels of rounds have a picture each, three of growth stand in it.
        const first = view.locator('.comparison').first();
        assert.equal(await first.locator('.multiple').count(), 2);
        assert.equal(await first.locator('.multiple').first().locator('.mean').count(), 3);
        assert.deepEqual(await violations(view), []);
        await page.setViewportSize({ width: 1500, height: 1700 });
        await shot(page, `experiment-${theme}`);
        await tabTo(page, view.locator('.live .cell').first());
        await page.keyboard.press('Enter');
        const seeds = page.locator('.quick-input-widget:visible .monaco-list-row');
        await seeds.filter({ hasText: 'Seed 3' }).waitFor();
        await page.keyboard.type('Seed 3');
        await eventually(page, async () => (await seeds.count()) === 1, 'one seed is left');
        await page.keyboard.press('Enter');
        await webview(page).locator('.facts .seed').filter({ hasText: '3' }).waitFor();
      }));
  });

for (const theme of inThemes('contrast', 'contrastLight', 'light', 'dark'))
  describe(`claims of an experiment, ${theme}`, () => {
    it('are verified by keys alone, row by row, and fit into a narrow page, as does a calibration', () =>
      inStudio(
        'claims',
        { theme, examples: folder(CLAIMED), file: 'lake.society', size: { width: 1300, height: 1000 } },
        async ({ page }) => {
          await press(page, 'Control+1', 'Control+End');
          await runByKeys(page);
          const view = webview(page);
          await view.locator('.status-line').filter({ hasText: '6 of 6 runs' }).waitFor();
          const claims = view.locator('.claims-section');
          await claims.locator('.claim').first().waitFor();
          // The comparison, and what the scenario expects; nothing is verified yet.
          assert.deepEqual(await claims.locator('.claim .id').allTextContents(), ['meet.talk', 'length.talk.long']);
          assert.deepEqual(await claims.locator('.claim .verdict').allTextContents(), ['not verified', 'not verified']);
          // Runs have not kept what the scenario is compared with: the page says how to get it.
          const outside = view.locator('.outside-section');
          await outside.getByText('6 of 6 runs have not kept what is compared.').waitFor();
          assert.equal(await outside.locator('code').innerText(), 'society people lake.society --experiment length');
          assert.equal(await outside.locator('.problem').innerText(), 'There is no file `./lost.csv`.');
          assert.equal(await outside.locator('.claim').count(), 0);
          await shot(page, `outside-missing-${theme}`);
          await tabTo(page, claims.locator('vscode-button').filter({ hasText: 'Verify…' }));
          await page.keyboard.press('Enter');
          // It says what it plays, and plays nothing before.
          await claims
            .locator('vscode-button')
            .filter({ hasText: /Play \d+ missing runs/ })
            .waitFor();
          assert.equal(await claims.locator('.claim.unverified').count(), 2);
          await page.keyboard.press('Enter');
          await claims.locator('vscode-button').filter({ hasText: 'Verify…' }).waitFor();
          assert.deepEqual(await claims.locator('.claim.unverified').count(), 0);
          const [first] = await claims.locator('.claim').all();
          await tabTo(page, first!.locator('summary'));
          await page.keyboard.press('Enter');
          await first!.getByRole('rowheader', { name: /^null/ }).waitFor();
          assert.match(await first!.getByRole('row', { name: /^null/ }).innerText(), /isolated agents: mean margin/);
          await lookBeside(page);
          await reads(claims, [
            ...['heading "Claims" [level=2]', 'group "Verify claims"', 'button "Verify…"', 'status: "2 claims: '],
            ...['table "Rows of meet.talk"', 'columnheader "Row"', 'rowheader "null Does it need agents', 'cell "random acts: mean margin'],
          ]);
          assert.deepEqual(await violations(view), []);
          await page.setViewportSize({ width: 1300, height: 3000 });
          await shot(page, `claims-${theme}`);
          await page.setViewportSize({ width: 640, height: 2200 });
          const [cards, inside] = await claims.locator('.claims').evaluate((node) => [node.clientWidth, node.scrollWidth]);
          assert.ok(inside! <= cards!, `cards of ${inside} px fit into a page of ${cards} px`);
          const [wide, narrow] = await outside.evaluate((node) => [node.scrollWidth, node.clientWidth]);
          assert.ok(wide! <= narrow!, 'only tables of figures scroll to the side');
          await shot(page, `claims-narrow-${theme}`);
          await calibrate(page, theme);
        },
      )).timeout(120_000);
  });

/** Opens an arm by keys, once the runs of the claims are compared: a table for the people and one for the network. */
async function lookBeside(page: Page): Promise<void> {
  const outside = webview(page).locator('.outside-section');
  const long = outside.locator('.claim').filter({ hasText: 'long · 3 of 3 runs' });
  await tabTo(page, long.locator('summary').first());
  await page.keyboard.press('Enter');
  await long.getByRole('heading', { name: 'survey' }).waitFor();
  assert.deepEqual(await long.locator('h3').allTextContents(), ['survey', 'village']);
  const mean = await long.getByRole('row', { name: /^age, mean/ }).innerText();
  assert.match(mean, /age, mean\s+no clear difference\s+46\.5\s+38\s+-8\.5/);
  await long.getByRole('row', { name: /^mean degree/ }).waitFor();
  assert.equal(await outside.getByText('have not kept').count(), 0);
}

/** Plays the calibration of the file, whose page opens next to that of the experiment. */
async function calibrate(page: Page, theme: Theme): Promise<void> {
  await page.setViewportSize({ width: 1300, height: 2200 });
  await runCommand(page, 'Society: Calibrate');
  const view = webview(page);
  await view.getByRole('heading', { level: 1, name: 'For how many rounds was it open?' }).waitFor();
  await view.getByRole('heading', { name: 'Findings' }).waitFor();
  await view.locator('.multiple svg').first().waitFor();
  await reads(view.locator('body'), [
    ...['heading "For how many rounds was it open?" [level=1]', 'progressbar "Finished runs"', 'status: ', 'group "Run and save"'],
    ...['heading "Findings" [level=2]', 'listitem: ', 'region "Parameters"', 'columnheader "Prior"', 'rowheader "rounds"', 'figure "said'],
  ]);
  // Each picture has a text.
  const pictures = await view.getByRole('img').all();
  assert.ok(pictures.length >= 2);
  for (const picture of pictures) assert.match((await picture.getAttribute('aria-label')) ?? '', /\d/);
  assert.deepEqual(await violations(view), []);
  await shot(page, `calibration-${theme}`);
  await page.setViewportSize({ width: 560, height: 2200 });
  const [inside, width] = await view.locator('html').evaluate((node) => [node.scrollWidth, node.clientWidth]);
  assert.ok(inside! <= width!, `a calibration of ${inside} px fits into a page of ${width} px`);
  await shot(page, `calibration-narrow-${theme}`);
}
