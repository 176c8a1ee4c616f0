/** The panel with little height: while the bottom panel is open it shows one part at a time, by keyboard and by pointer. */
import { strict as assert } from 'node:assert';
import { violations } from './axe.js';
import { openRun, runCommand, type Studio, shot, webview } from './harness.js';

describe('the panel with the bottom panel open', function () {
  this.timeout(90_000);
  let studio: Studio;
  before(async () => {
    studio = await openRun('light', 'making_friends.society', 'make_friends');
    await studio.page.setViewportSize({ width: 1200, height: 700 });
    await runCommand(studio.page, 'View: Focus Problems');
  });
  after(() => studio?.close());

  it('has the network as a tab, with enough of it in view', async () => {
    const panel = webview(studio.page);
    const tab = panel.getByRole('tab', { name: 'Network' });
    await tab.waitFor();
    const seen = async (of: string): Promise<number> => (await panel.locator(of).first().boundingBox())?.height ?? 0;
    // Another run of this window may have left another tab chosen.
    await panel.getByRole('tab', { name: 'Conversation' }).click();
    for (let wait = 0; wait < 600 && (await seen('.trace .scroller')) <= 120; wait++) await studio.page.waitForTimeout(50);
    assert.ok((await seen('.trace .scroller')) > 120, `the conversation can be read: ${await seen('.trace .scroller')} pixels`);
    assert.ok(await panel.locator('canvas').first().isHidden());
    await tab.focus();
    await studio.page.keyboard.press('Enter');
    await panel.locator('canvas').first().waitFor();
    assert.ok((await seen('.picture canvas')) > 90, 'the network can be seen');
    assert.ok(await panel.locator('.trace').isHidden());
    await shot(studio.page, 'low-panel');
    assert.deepEqual(await violations(panel), []);
  });

  it('shows both again where there is room', async () => {
    const panel = webview(studio.page);
    await studio.page.setViewportSize({ width: 1600, height: 1000 });
    await runCommand(studio.page, 'View: Hide Panel');
    await panel.getByRole('tab', { name: 'Network' }).waitFor({ state: 'hidden' });
    await panel.locator('canvas').first().waitFor();
    await panel.locator('.trace .scroller').waitFor();
  });
});
