/** Suggestions appear while a user types keys, values and names, and look like the editor's own. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { goToLine, inThemes, openFile, openStudio, type Studio, shot } from './harness.js';

const START = `society: 1
title: Street
imports: [library/feed]

personas:
  ada:
    name: Ada Okafor
    occupation: Baker
    interests: [sourdough, jazz]
  ben:
    name: Ben Achterberg
    interests: [jazz, chess]

ties:
  friendship:
    among: all
    change: { rule: evidence }

scenarios:
  meet:
    cast: [ada, ben]
    world:
      use: feed
      with:
        topic: our street
    rounds: 10
    measures:
      bond: tie(ada, ben)
`;

const widget = (page: Page) => page.locator('.suggest-widget.visible .monaco-list-row');

interface Case {
  readonly what: string;
  /** The line after which the text is typed, and the text. */
  readonly line: string;
  readonly typed: string;
  readonly wanted: string;
  /** With the pane of documentation. */
  readonly docs?: boolean;
}

const CASES: readonly Case[] = [
  { what: 'keys of a person', line: '    occupation: Baker', typed: '\nb', wanted: 'backstory', docs: true },
  { what: 'values of a trait', line: '    occupation: Baker', typed: '\npersonality:\nopenness: h', wanted: 'very high' },
  { what: 'kinds of memory', line: '    rounds: 10', typed: '\nmemory:\nkind: ', wanted: 'stream', docs: true },
  { what: 'networks by their id', line: '    rounds: 10', typed: '\nties: [', wanted: 'friendship' },
  { what: 'people with their names', line: '    rounds: 10', typed: '\ncoach:\nto: ', wanted: 'Ada Okafor' },
  { what: 'names in a formula', line: '      bond: tie(ada, ben)', typed: ' + re', wanted: 'reciprocity', docs: true },
  { what: 'fields after a dot', line: '      bond: tie(ada, ben)', typed: ' + ada.', wanted: 'activity' },
  { what: 'keys of a scenario', line: '    rounds: 10', typed: '\nm', wanted: 'memory' },
];

const fileOf = (index: number): string => `street${index}.society`;

for (const theme of inThemes('light', 'dark')) {
  describe(`suggestions while typing (${theme})`, function () {
    this.timeout(60_000);
    let studio: Studio;
    before(async () => {
      const examples = mkdtempSync(join(tmpdir(), 'suggestions-'));
      for (let i = 0; i < CASES.length; i++) writeFileSync(join(examples, fileOf(i)), START);
      studio = await openStudio({ theme, examples, size: { width: 1280, height: 760 }, settings: { 'files.autoSave': 'off' } });
    });
    after(() => studio?.close());

    for (const [i, { what, line, typed, wanted, docs }] of CASES.entries())
      it(`appear: ${what}`, async () => {
        const { page } = studio;
        await openFile(page, fileOf(i));
        // The extension is active when its lenses are shown: it suggests nothing before.
        await page.locator('.codelens-decoration a').first().waitFor();
        await goToLine(page, START.split('\n').indexOf(line) + 1);
        await page.keyboard.press('End');
        await page.keyboard.type(typed, { delay: 40 });
        await widget(page).filter({ hasText: wanted }).first().waitFor({ timeout: 15_000 });
        if (docs) await page.keyboard.press('Control+Space');
        await shot(page, `suggest-${theme}-${what.replaceAll(' ', '-')}`);
        if (docs) await page.keyboard.press('Control+Space');
        await page.keyboard.press('Escape');
      });
  });
}
