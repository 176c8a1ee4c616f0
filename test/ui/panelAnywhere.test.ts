/**
 * The panel in different places and for different users: wide, narrow, in a window of its own, after a reload, with many agents, by
 * keyboard; and in all of that axe-core finds nothing.
 */
import { strict as assert } from 'node:assert';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../../scripts/testing.mjs';
import { violations } from './axe.js';
import { eventually, inThemes, openFile, openStudio, runCommand, type Studio, shot, webview } from './harness.js';

const WIDE = { width: 1600, height: 900 };
/** With the side bar closed, the panel next to an editor is 360 pixels wide. */
const NARROW = { width: 768, height: 900 };
const TABS = ['Conversation', 'Agent', 'Measures'];

/** More than the page lays out and paints itself: workers do. */
const CROWD = `society: 1
title: A crowd
imports: [library/feed]
populations:
  people: { size: 700, name: 'Person {n}' }
ties:
  friendship: { among: people, graph: 'small_world(4, 0.1)', strength: 0.5 }
scenarios:
  square: { world: feed, rounds: 1 }
`;

for (const theme of inThemes('contrast', 'dark', 'light', 'contrastLight')) {
  describe(`the panel anywhere, ${theme}`, () => {
    let studio: Studio;

    before(async () => {
      const examples = temporaryFolder();
      copyFileSync(join(root, 'examples', 'hello.society'), join(examples, 'hello.society'));
      writeFileSync(join(examples, 'crowd.society'), CROWD);
      studio = await openStudio({ theme, examples, size: WIDE, settings: { 'society.run.pace': 0 } });
      const { page } = studio;
      await openFile(page, 'hello.society');
      await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
      await runCommand(page, 'Society: Run Scenario');
      await webview(page).locator('.status.ended').waitFor();
    });
    after(() => studio?.close());

    for (const [name, size] of [
      ['wide', WIDE],
      ['narrow', NARROW],
    ] as const)
      it(`has no findings of axe-core, ${name}`, async () => {
        const { page } = studio;
        if (size === NARROW) await page.keyboard.press('Control+B');
        await page.setViewportSize(size);
        const panel = webview(page);
        for (const tab of TABS) {
          await panel.getByRole('tab', { name: tab }).click();
          if (tab === 'Conversation') await panel.locator('.message-row .author').last().click();
          await shot(page, `anywhere-${name}-${tab.toLowerCase()}-${theme}`);
          assert.deepEqual(await violations(panel), [], `${tab}, ${name}`);
        }
        assert.deepEqual(await panel.locator('body').evaluate(outOfView), [], 'every control is in view');
      });

    it('has a menu of the moment on the timeline, by keyboard', async () => {
      const { page } = studio;
      await page.setViewportSize(WIDE);
      const panel = webview(page);
      await panel.locator('.track').focus();
      await page.keyboard.press('Home');
      for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
      const there = await panel.locator('.track').getAttribute('aria-valuetext');
      await page.keyboard.press('Shift+F10');
      const entry = page.locator('.monaco-menu .action-label');
      await entry.filter({ hasText: 'Fork Here' }).waitFor();
      await page.waitForTimeout(400);
      await entry.filter({ hasText: 'Run to Here' }).click();
      await page.locator('.monaco-menu').waitFor({ state: 'detached' });
      assert.equal(await panel.locator('.track').getAttribute('aria-valuetext'), there);
    });

    it('draws many agents in a worker', async () => {
      const { page } = studio;
      await page.locator('.tab').filter({ hasText: 'hello.society' }).click();
      await openFile(page, 'crowd.society');
      await page.locator('.codelens-decoration a').filter({ hasText: 'Debug' }).first().waitFor();
      await runCommand(page, 'Society: Run Scenario');
      const panel = webview(page);
      await panel.getByRole('heading', { name: 'A crowd' }).waitFor();
      await panel.locator('.status.ended').waitFor();
      const canvas = panel.locator('.picture:not(.matrix) canvas');
      const isNamed = async (): Promise<boolean> =>
        /^Tie network: 700 agents, [\d,]+ ties$/.test((await canvas.getAttribute('aria-label')) ?? '');
      await eventually(page, isNamed, 'the network has 700 agents');
      await eventually(page, async () => (await canvas.evaluate(inked)) > 0.02, 'the picture has come back from the worker');
      await shot(page, `anywhere-crowd-${theme}`, 1500);
    });

    it('is the same after the window is reloaded', async () => {
      const { page } = studio;
      // In a browser the editor writes its state every five seconds.
      await page.waitForTimeout(6_000);
      await page.reload();
      const panel = webview(page);
      await panel.getByRole('heading', { name: 'A crowd' }).waitFor();
      await panel.locator('.status.ended').waitFor();
      assert.equal(await panel.getByRole('tab', { selected: true }).textContent(), 'Measures');
    });

    it('can be moved to a window of its own', async () => {
      const { page } = studio;
      await page.locator('.tab').filter({ hasText: 'A crowd' }).click();
      await page.locator('.editor-group-container.active .tab.active').filter({ hasText: 'A crowd' }).waitFor();
      const opened = page.context().waitForEvent('page');
      await runCommand(page, 'View: Move Editor into New Window');
      const own = await opened;
      await webview(own).getByRole('heading', { name: 'A crowd' }).waitFor();
      await webview(own).locator('.track').focus();
      await own.keyboard.press('Home');
      await webview(own).locator('.moment.past').waitFor();
      await shot(own, `anywhere-window-${theme}`);
      assert.deepEqual(await violations(webview(own)), []);
    });
  });
}

/** Controls that the sides of the page cut off. Runs in the page. */
function outOfView(body: Element): string[] {
  const all = [...body.querySelectorAll('button, input, vscode-button, vscode-dropdown, vscode-checkbox, [role=tab], [role=slider]')];
  return all
    .filter(
      (node) =>
        node.checkVisibility() && (node.getBoundingClientRect().right > body.clientWidth + 1 || node.getBoundingClientRect().left < -1),
    )
    .map(({ outerHTML }) => outerHTML.slice(0, 120));
}

/** Share of the places of a canvas that have anything on them. Runs in the page. */
function inked(canvas: SVGElement | HTMLElement): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(4);
  let there = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) there++;
  return there / (data.length / 4);
}
