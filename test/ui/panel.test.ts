/** The panel in use: moving in time, measures, a mind, the reasons of a message, search, and saving. */
import { strict as assert } from 'node:assert';
import { eventually, inThemes, openRun, roundShown, type Studio, shot, webview } from './harness.js';
import { reads } from './keys.js';

for (const theme of inThemes('dark', 'light')) {
  describe(`the panel, ${theme}`, () => {
    let studio: Studio;

    before(async () => {
      studio = await openRun(theme, 'making_friends.society', 'coached');
    });
    after(() => studio?.close());

    it('moves in time by keys, with the ties and messages of the moment', async () => {
      const { page } = studio;
      const panel = webview(page);
      const track = panel.locator('.track');
      const numberOf = async (name: string): Promise<number> => Number(await track.getAttribute(name));
      await track.focus();
      await page.keyboard.press('Home');
      await panel.locator('.moment.past').waitFor();
      await panel.getByText(/\b(0|20) agents · 0 ties/).waitFor();
      for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
      await panel.locator('.track[aria-valuetext^="Round 3 of"]').waitFor();
      assert.match((await track.getAttribute('aria-valuetext')) ?? '', /^Round 3 of \d+, event [\d,]+ of [\d,]+$/);
      const said = await panel.locator('.trace .count').textContent();
      const there = await numberOf('aria-valuenow');
      await page.keyboard.press('End');
      await panel.locator('.status.ended').waitFor();
      const isAtEnd = async (): Promise<boolean> => (await numberOf('aria-valuenow')) === (await numberOf('aria-valuemax'));
      await eventually(page, isAtEnd, 'the track is at the end');
      assert.ok((await numberOf('aria-valuenow')) > there, 'the end is after round 3');
      await eventually(page, async () => (await panel.locator('.trace .count').textContent()) !== said, 'there are more messages');
    });

    it('plays', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.locator('vscode-button[aria-label="Play"]').click();
      await panel.locator('.moment.past').waitFor();
      await roundShown(panel, /^Round 1 of/).waitFor();
      await panel.locator('vscode-button[aria-label="Stop playing"]').click();
      await panel.getByText('Back to now').click();
      await panel.locator('.status.ended').waitFor();
    });

    it('shows measures and rewards with their definitions, and a table', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.getByRole('tab', { name: 'Measures' }).click();
      await panel.getByRole('heading', { name: 'All rewards' }).waitFor();
      const card = panel.locator('.measure-card').filter({ hasText: 'Reciprocity' }).first();
      await card.getByText('Show table').click();
      await card.locator('tbody tr').nth(19).waitFor();
      await reads(panel.getByRole('tabpanel'), [
        ...['region "Measures"', 'article "Reciprocity"', 'heading "Reciprocity" [level=4]', 'img "Reciprocity: 0', 'columnheader "Round"'],
        ...[
          'region "Table: Reciprocity"',
          'rowheader "20"',
          'button "Hide table: Reciprocity" [expanded]',
          'button "Copy as CSV: Reciprocity"',
        ],
      ]);
      await shot(page, `panel-measures-${theme}`);
    });

    it('explains why a message was sent', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.getByRole('tab', { name: 'Conversation' }).click();
      const message = panel.locator('.message-row').nth(2);
      await message.hover();
      await message.locator('.why-button').click();
      await panel.locator('.why summary').filter({ hasText: 'Recalled' }).waitFor();
      await panel.locator('.why summary').filter({ hasText: 'Question' }).click();
      await panel.locator('.why .prompt-part').first().waitFor();
      await shot(page, `panel-why-${theme}`);
      await panel
        .locator('.message-row')
        .filter({ has: page.locator('.why') })
        .locator('.why-button')
        .click();
      await panel.locator('.why').waitFor({ state: 'detached' });
    });

    it('shows a thread alone, and the whole conversation again', async () => {
      const { page } = studio;
      const panel = webview(page);
      const answer = panel.locator('.message-row.reply').last();
      await answer.hover();
      await answer.locator('.thread-button').click();
      await panel
        .locator('.thread-bar')
        .filter({ hasText: /Thread started by .+, \d+ messages/ })
        .waitFor();
      await panel.locator('.message-row.depth-0').waitFor();
      await panel.locator('.message-row.depth-1').first().waitFor();
      assert.equal(await panel.locator('.round-row').count(), 0);
      await shot(page, `panel-thread-${theme}`, 1500);
      await panel.locator('vscode-button[aria-label="Back to the whole conversation"]').click();
      await panel.locator('.thread-bar').waitFor({ state: 'hidden' });
      await answer.waitFor();
    });

    it('shows a mind, and searches its memories', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.locator('[role=feed] button.author').first().click();
      await panel.getByRole('tab', { name: 'Agent' }).click();
      await panel.getByRole('heading', { name: 'Memories' }).waitFor();
      await panel.getByRole('heading', { name: 'Rewards' }).waitFor();
      await reads(panel.getByRole('tabpanel'), [
        ...['region "Agent"', '[level=3]', 'button "Interview…"', 'heading "Now" [level=4]', 'term: mind', 'definition: built-in mind'],
        ...['heading "Ties" [level=4]', 'heading "Memories" [level=4]', 'searchbox "Search memories"', 'listitem'],
      ]);
      await shot(page, `panel-agent-${theme}`);
      const find = panel.locator('.agent-pane .find');
      await find.fill('nobody remembers this');
      await panel.locator('.agent-pane').getByText('None.', { exact: true }).waitFor();
      await find.fill('');
      await panel.locator('.agent-pane .memory-list li').first().waitFor();
    });

    it('searches messages, and copies one', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.getByRole('tab', { name: 'Conversation' }).click();
      await panel.locator('.trace-head .find').fill('the');
      await panel
        .locator('.trace .count')
        .filter({ hasText: / of [\d,]+ messages/ })
        .waitFor();
      const found = async (): Promise<boolean> =>
        (await panel.locator('.message-row').allTextContents()).every((text) => /the/i.test(text));
      await eventually(page, found, 'each message has the word');
      await panel.locator('.trace-head .find').fill('');
    });

    it('colours by communities', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.locator('vscode-button[aria-label="Colours, sizes, search"]').click();
      await panel.locator('vscode-dropdown[aria-label="Colour nodes by"]').click();
      await panel.locator('vscode-option:visible').filter({ hasText: 'Communities' }).click();
      await panel.locator('.legend').filter({ hasText: 'community of' }).waitFor();
      await shot(page, `panel-communities-${theme}`);
    });
  });
}
