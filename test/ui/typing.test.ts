/**
 * A person types whole files, key by key, into the real editor: nothing breaks while they are half typed, and
 * the text at the end is the file, without a problem. The editor's automatic insertions are off. Of many personas
 * three are typed and the others are pasted.
 */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/testing.mjs';
import { openFile, openStudio, type Studio } from './harness.js';

const FILES = ['hello.society', 'making_friends.society'] as const;

/** So that the text is what is typed, and nothing else. */
const AS_TYPED = {
  '[society]': {
    'editor.autoIndent': 'none',
    'editor.autoClosingBrackets': 'never',
    'editor.autoClosingQuotes': 'never',
    'editor.formatOnType': false,
    'editor.acceptSuggestionOnEnter': 'off',
    'editor.acceptSuggestionOnCommitCharacter': false,
    'editor.detectIndentation': false,
    'editor.wordWrap': 'off',
  },
  'files.autoSave': 'off',
  // Less to paint for each key.
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.occurrencesHighlight': 'off',
  'editor.matchBrackets': 'never',
  'editor.bracketPairColorization.enabled': false,
  'editor.guides.indentation': false,
  'breadcrumbs.enabled': false,
  'workbench.reduceMotion': 'on',
};

/** Errors of the page or of the extension host that concern the extension. */
const isOurs = (text: string): boolean => /society/i.test(text) && /error|exception|cannot read|is not a function|rejected/i.test(text);

describe('typing a file key by key', function () {
  this.timeout(120_000);
  let studio: Studio;
  const said: string[] = [];

  before(async () => {
    const examples = mkdtempSync(join(tmpdir(), 'typing-'));
    for (const name of FILES) writeFileSync(join(examples, name), '');
    studio = await openStudio({ examples, file: FILES[0], settings: AS_TYPED, size: { width: 900, height: 480 } });
    studio.page.on('pageerror', (error) => said.push(String(error)));
    studio.page.on('console', (message) => {
      if (message.type() === 'error' && isOurs(message.text())) said.push(message.text());
    });
  });
  after(() => studio?.close());

  for (const name of FILES) {
    it(`gives the text of ${name}, and no exception is thrown on the way`, async () => {
      const { page, folder } = studio;
      const text = readFileSync(join(root, 'examples', name), 'utf8');
      await openFile(page, name);
      await page.locator('.editor-instance .view-line').first().click();
      // Text of a first try.
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Delete');
      const start = Date.now();
      const { typed, pasted, rest } = parted(text);
      await typeKeys(page, typed);
      await paste(page, pasted);
      await typeKeys(page, rest);
      console.log(`      ${typed.length + rest.length} keys in ${((Date.now() - start) / 1000).toFixed(1)} s`);
      await page.keyboard.press('Escape');
      await page
        .locator('[id="status.problems"]')
        .filter({ hasText: /^\s*0\s*0?\s*$/ })
        .waitFor();
      await page.keyboard.press('Control+S');
      await page.locator('.tab.active:not(.dirty)').waitFor();
      assert.equal(readFileSync(join(folder, name), 'utf8'), text);
      assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0);
      assert.equal(await page.locator('.notification-toast').count(), 0);
      assert.deepEqual(said, []);
    });
  }
});

/** People that are typed. */
const TYPED = 3;

/** A file's text up to some of its people, the other people, and the rest. */
function parted(text: string): { readonly typed: string; readonly pasted: string; readonly rest: string } {
  const section = text.indexOf('\npersonas:\n');
  if (section < 0) return { typed: text, pasted: '', rest: '' };
  const from = section + '\npersonas:\n'.length;
  const next = text.slice(from).search(/^\w/m);
  const until = next < 0 ? text.length : from + next;
  const people = text.slice(from, until).split(/^(?= {2}\w+:)/m);
  const typed = text.slice(0, from) + people.slice(0, TYPED).join('');
  return { typed, pasted: text.slice(typed.length, until), rest: text.slice(until) };
}

async function paste(page: Page, text: string): Promise<void> {
  if (text !== '') await page.keyboard.insertText(text);
}

/** Real key events, as fast as the editor takes them; pauses let it check the text. */
async function typeKeys(page: Page, text: string): Promise<void> {
  const client = await page.context().newCDPSession(page);
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const key = char === '\n' ? { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' } : { key: char, text: char };
    const down = client.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
    if (i % 100 === 99) await down;
    if (i % 1000 === 999) await page.waitForTimeout(100);
  }
  await client.detach();
}
