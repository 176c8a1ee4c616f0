/** Enter breaks the line after a complete value, while suggestions appear as they do by default. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, openStudio, type Studio } from './harness.js';

const FRAME = `society: 1
title: Street
imports: [library/feed]

personas:
  ada: { name: Ada Okafor }
  ben: { name: Ben Achterberg }

scenarios:
  meet:
    cast: [ada, ben]
    `;

interface Case {
  readonly file: string;
  readonly before: string;
  readonly typed: readonly string[];
}

const CASES: readonly Case[] = [
  { file: 'first.society', before: '', typed: ['society: 1', 'title: Office'] },
  { file: 'world.society', before: FRAME, typed: ['world: feed', 'rounds: 5', 'seed: 1', 'memory: none'] },
  { file: 'model.society', before: FRAME, typed: ['model: builtin', 'surveys: []'] },
];

describe('Enter after a value', function () {
  this.timeout(60_000);
  let studio: Studio;
  before(async () => {
    const examples = mkdtempSync(join(tmpdir(), 'line-breaks-'));
    for (const { file, before: text } of CASES) writeFileSync(join(examples, file), text);
    // Activates the extension before the first key.
    writeFileSync(join(examples, 'awake.society'), `${FRAME}rounds: 2\n`);
    studio = await openStudio({ examples, file: 'awake.society', settings: { 'files.autoSave': 'off' } });
    await studio.page.locator('.codelens-decoration a').first().waitFor();
  });
  after(() => studio?.close());

  for (const { file, before: text, typed } of CASES)
    it(`breaks the line: ${typed.join(' ⏎ ')}`, async () => {
      const { page, folder } = studio;
      await openFile(page, file);
      await page.keyboard.press('Control+End');
      const [indent = ''] = /[ ]*$/.exec(text) ?? [];
      for (const [i, line] of typed.entries()) {
        if (i > 0) await page.keyboard.press('Enter');
        await page.keyboard.type(line, { delay: 90 });
        // The time that a person needs for the next key, and a list needs to appear.
        await page.waitForTimeout(500);
      }
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+S');
      await page.locator('.tab.active:not(.dirty)').waitFor();
      assert.equal(readFileSync(join(folder, file), 'utf8'), text + typed.join(`\n${indent}`));
    });
});
