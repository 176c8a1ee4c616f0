/** The groups of a society with more agents than the panel draws, used by keys, in the real editor. */
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../scripts/testing.mjs';
import { violations } from './axe.js';
import { eventually, inThemes, openStudio, roundShown, runCommand, shot, type Studio, webview } from './harness.js';

const FILE = 'town.society';
const TEXT = `society: 1
title: An illness in a town
populations:
  people: { size: 6000, name: 'Person {n}' }
ties:
  town: { among: people, graph: 'small_world(4, 0.1)', strength: 1 }
worlds:
  contagion:
    agent_vars:
      state: [well, ill, over]
      fear: { start: 0.1, range: 0..1 }
      opinion: [has_not_thought_about_it_yet, agrees]
    phases:
      day:
        who: { of: all, if: "agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(0.5))" }
        then: |
          me.state = me.state == 'ill' ? 'over' : 'ill'
          me.fear = min(1, me.fear + 0.4)
          me.opinion = 'agrees'
scenarios:
  town:
    cast: [people]
    ties: [town]
    world: contagion
    rounds: 6
    interventions: { first: { at: start, to: random 60, then: me.state = 'ill' } }
`;

for (const theme of inThemes('light', 'contrast', 'dark', 'contrastLight')) {
  describe(`groups of a large society, ${theme}`, () => {
    let studio: Studio;

    before(async () => {
      const examples = temporaryFolder();
      writeFileSync(join(examples, FILE), TEXT);
      studio = await openStudio({ theme, file: FILE, examples, size: { width: 1600, height: 1000 } });
      await runCommand(studio.page, 'Society: Run Scenario');
      await webview(studio.page).locator('.status.ended').waitFor({ timeout: 120_000 });
    });
    after(() => studio?.close());

    it('are shown with their sizes, their shares over time and their distributions, each with a table', async () => {
      const { page } = studio;
      const panel = webview(page);
      const blocks = panel.locator('.groups .block');
      await blocks.nth(2).waitFor();
      const said = await Promise.all([0, 1, 2].map((i) => blocks.nth(i).getAttribute('aria-label')));
      const counts = said.map((text) => Number(/, ([\d,]+) agents/.exec(text ?? '')?.[1]?.replace(',', '')));
      assert.equal(
        counts.reduce((sum, n) => sum + n, 0),
        6_000,
        said.join('; '),
      );
      await panel.locator('.groups .shares').waitFor();
      await panel.locator('.groups .distribution').waitFor();
      const tables = panel.locator('.groups details');
      assert.equal(await tables.count(), 3);
      await tables.nth(1).locator('summary').press('Enter');
      const rows = tables.nth(1).locator('tbody tr');
      await eventually(page, async () => (await rows.count()) === 7, 'the table has the start and six rounds');
      await shot(page, `groups-${theme}`);
      assert.deepEqual(await violations(panel), []);
    });

    it('are chosen by keys, and a round by a click on the shares', async () => {
      const { page } = studio;
      const panel = webview(page);
      const block = panel.locator('.groups .block').first();
      await block.press('Enter');
      await panel.locator('.groups .block[aria-pressed="true"]').waitFor();
      await panel.locator('.groups-section > p', { hasText: 'well: ' }).waitFor();
      await panel.locator('.groups .block').first().press('Enter');
      const shares = panel.locator('.groups .shares');
      const { width } = (await shares.boundingBox())!;
      await shares.click({ position: { x: 38 + (width - 48) / 2, y: 40 } });
      await roundShown(panel, 'Round 3').waitFor();
    });

    it('have numbers, and a list of their names, where names are long', async () => {
      const panel = webview(studio.page);
      const choose = async (option: string): Promise<void> => {
        const field = panel.locator('.groups .field').first();
        await field.locator('vscode-dropdown').click();
        await field.locator('vscode-option', { hasText: option }).click();
      };
      await choose('Opinion');
      await panel.locator('.groups .legend-entry', { hasText: '1 has_not_thought_about_it_yet' }).waitFor();
      assert.deepEqual(await panel.locator('.groups .block .name').allTextContents(), ['1', '2']);
      assert.deepEqual(await violations(panel), []);
      await choose('State');
      await panel.locator('.groups .block .name', { hasText: 'well' }).waitFor();
    });

    it('leave all actions in view in a small panel', async () => {
      const { page } = studio;
      const panel = webview(page);
      const side = page.locator('.explorer-folders-view');
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
      await side.waitFor({ state: 'hidden' });
      // Next to an editor the panel is 350 pixels wide, and lower than 560.
      await page.setViewportSize({ width: 760, height: 500 });
      await panel.getByRole('tab', { name: 'Network' }).click();
      await panel.locator('.groups .block').first().waitFor();
      await shot(page, `groups-small-${theme}`);
      const wide = await panel.locator('body').evaluate((body) => body.clientWidth);
      assert.ok(wide < 400, `the panel is ${wide} pixels wide`);
      const ends = await panel
        .locator('.header vscode-button:visible, .groups .field:visible')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
      assert.ok(ends.length >= 5 && Math.max(...ends) <= wide, `${ends} in ${wide}`);
      assert.deepEqual(await violations(panel), []);
      await page.setViewportSize({ width: 1600, height: 1000 });
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
      await side.waitFor();
    });

    it('give way to the neighbours of an agent that is found by keys, and come back', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.locator('.finder input').fill('person 12');
      await panel.locator('.found li', { hasText: '111 agents fit' }).waitFor();
      for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
      await panel.locator('.near-head', { hasText: 'Person 120' }).waitFor();
      await panel.locator('.near .agent[role="button"]').first().press('Enter');
      await eventually(
        page,
        async () => !(await panel.locator('.near-head h3').innerText()).startsWith('Person 120 '),
        'the neighbour is shown',
      );
      await panel.locator('[role="tab"]', { hasText: 'Agent' }).click();
      await panel.locator('.agent-pane .ties .tie').first().waitFor();
      await shot(page, `groups-near-${theme}`);
      assert.deepEqual(await violations(panel), []);
      await panel.locator('.near-head button').press('Enter');
      await panel.locator('.groups .block').first().waitFor();
    });
  });
}
