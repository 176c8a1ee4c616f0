/**
 * A person writes a working society of three from an empty file, by completion. Every key pressed is counted; what is
 * written is then checked and run.
 */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually, openStudio, roundShown, runCommand, type Studio, shot, webview } from './harness.js';

const MOST_KEYS = 150;

/** A keyboard that counts. */
class Typist {
  keys = 0;
  constructor(readonly page: Page) {}

  async press(key: string): Promise<void> {
    this.keys++;
    await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    for (const char of text) {
      this.keys++;
      await this.page.keyboard.type(char);
    }
  }

  /** Fills in a place of the template and goes to the next one. */
  async fill(text: string): Promise<void> {
    await this.type(text);
    await this.press('Tab');
  }
}

/** The status bar counts no problem. */
const withoutProblems = (page: Page): Promise<void> =>
  page
    .locator('[id="status.problems"]')
    .filter({ hasText: /^\s*0\s*0?\s*$/ })
    .waitFor();

describe('writing a society from an empty file', () => {
  let studio: Studio;

  before(async () => {
    const examples = mkdtempSync(join(tmpdir(), 'authoring-'));
    writeFileSync(join(examples, 'street.society'), '');
    studio = await openStudio({ theme: 'light', examples, file: 'street.society', size: { width: 1600, height: 900 } });
  });
  after(() => studio?.close());

  it(`takes at most ${MOST_KEYS} keys by completion, and the society runs`, async () => {
    const { page, folder } = studio;
    const hand = new Typist(page);
    await page.locator('[id="status.problems"]').filter({ hasText: '1' }).waitFor();
    await page.locator('.editor-instance .view-line').first().click();
    await hand.press('Control+Space');
    const offered = page.locator('.suggest-widget.visible .monaco-list-row');
    await offered.filter({ hasText: 'People talking' }).first().waitFor();
    await shot(page, 'authoring-templates');
    await hand.type('peo');
    await page.locator('.suggest-widget.visible .monaco-list-row.focused').filter({ hasText: 'People talking' }).waitFor();
    await hand.press('Enter');
    await page.locator('.view-line').filter({ hasText: 'Short sentences' }).first().waitFor();
    await hand.fill('Our street');
    for (const [id, name, occupation, interests] of [
      ['mia', 'Mia Roth', 'Potter', 'clay, jazz'],
      ['tom', 'Tom Hale', 'Cook', 'jazz, bread'],
      ['eva', 'Eva Lind', 'Nurse', 'bread, hills'],
    ] as const)
      for (const text of [id, name, occupation, interests]) await hand.fill(text);
    await hand.press('Tab');
    await hand.fill('5');
    await hand.press('Control+S');
    assert.ok(hand.keys <= MOST_KEYS, `${hand.keys} keys`);
    console.log(`      ${hand.keys} keys`);

    await page.locator('.tab.active:not(.dirty)').waitFor();
    await shot(page, 'authoring-written', 1000);
    const saved = (): string => readFileSync(join(folder, 'street.society'), 'utf8');
    await eventually(page, () => Promise.resolve(saved() !== ''), 'the file is saved');
    const text = saved();
    for (const wanted of [
      'title: Our street',
      '  tom:\n    name: Tom Hale\n    occupation: Cook\n    interests: [jazz, bread]',
      '    rounds: 5',
    ])
      assert.ok(text.includes(wanted), `${wanted}\nin\n${text}`);
    await withoutProblems(page);
    await runCommand(page, 'Society: Run Scenario');
    await roundShown(webview(page), 'Round 5 of 5').waitFor();
    await webview(page).getByText('Mia Roth').first().waitFor();
    // The run refuses a file with errors, and warnings have been shown by now.
    assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0);
    await shot(page, 'authoring-run');
  });

  it('offers the same templates for new files', async () => {
    const { page } = studio;
    await runCommand(page, 'Society: New Society File');
    const picks = page.locator('.quick-input-widget .monaco-list-row');
    await picks.filter({ hasText: 'Import people' }).waitFor();
    await eventually(page, async () => (await picks.count()) === 4, 'four kinds of files are offered');
    await shot(page, 'authoring-new-file');
    await picks.filter({ hasText: 'Network study' }).click();
    await page.locator('.view-line').filter({ hasText: 'small_world' }).first().waitFor();
    await withoutProblems(page);
    assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0);
  });
});
