/** The extension in an editor whose language is not English: its commands, the lines above a file, the panel, pages and messages. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inStudio, runCommand, shot, webview } from './harness.js';
import { reads } from './keys.js';

const MEETING = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada }
  ben: { name: Ben }
scenarios:
  meet: { premise: A forum opens., world: feed, rounds: 2, measures: { said: messages } }
experiments:
  length: { scenario: meet, arms: { short: { rounds: 1 }, long: { rounds: 2 } }, seeds: 3, compare: { talk: { measure: said, at: end } } }
`;

/** A folder with one file. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'society-language-'));
  writeFileSync(join(made, 'meeting.society'), MEETING);
  return made;
}

describe('an editor in German', function () {
  this.timeout(120_000);
  it('has German commands, lenses, panel, pages and messages', () =>
    inStudio(
      'german',
      { language: 'de', examples: folder(), file: 'meeting.society', size: { width: 1500, height: 1000 } },
      async ({ page }) => {
        const lenses = page.locator('.codelens-decoration a');
        await lenses.filter({ hasText: 'Prompt anzeigen' }).first().waitFor();
        await runCommand(page, 'Society: Szenario ausführen');
        const panel = webview(page);
        await panel.locator('.status.ended').filter({ hasText: 'Fertig' }).waitFor();
        await panel.getByText('die eingebaute Steuerung (regelbasiert').waitFor();
        await panel.getByRole('tab', { name: 'Gespräch', selected: true }).waitFor();
        await panel.getByRole('region', { name: 'Netzwerk' }).waitFor();
        await shot(page, 'german-panel');
        await runCommand(page, 'Society: Mit Ursprungslauf vergleichen');
        await page.locator('.notification-toast').filter({ hasText: 'Dieser Lauf ist keine Abzweigung' }).waitFor();
        // What a screen reader gets of it.
        await reads(page.locator('.notifications-toasts'), ['dialog "Info: Dieser Lauf ist keine Abzweigung']);
        await shot(page, 'german-message');
        await lenses.filter({ hasText: 'Experiment ausführen' }).first().click();
        const experiment = webview(page);
        await experiment.locator('.status-line').filter({ hasText: '6 Läufe, davon 6 fertig' }).waitFor();
        await experiment.getByRole('heading', { name: 'Vergleiche' }).waitFor();
        await shot(page, 'german-experiment');
      },
    ));
});
