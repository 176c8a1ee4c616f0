/**
 * A person types whole files, key by key, into the real editor: nothing breaks while they are half typed, and
 * the text at the end is the file, without a problem. The editor's automatic insertions are off. Of the
 * long file, comments are pasted, and blocks that repeat the constructs of other blocks.
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
      const pieces = name === 'hello.society' ? [{ isTyped: true, piece: text }] : piecesOf(text);
      await write(page, pieces);
      const keys = pieces.reduce((sum, { isTyped, piece }) => sum + (isTyped ? piece.length : 0), 0);
      console.log(`      ${keys} keys in ${((Date.now() - start) / 1000).toFixed(1)} s`);
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

/** Blocks of the long file that repeat the constructs of other blocks, besides all people after the first. */
const REPEATED = (
  'bio backstory premise evening outdoors hope bakers one_voice asked random company friends regard ' +
  'asking known plans listening evaluated'
).split(' ');

interface Piece {
  readonly isTyped: boolean;
  readonly piece: string;
}

/** The lines of a file, in pieces that are typed and pieces that are pasted. */
function piecesOf(text: string): readonly Piece[] {
  const people = /^personas:\n((?: {2}.*\n|\n)*)/m.exec(text)?.[1] ?? '';
  const repeated = new Set([...REPEATED, ...[...people.matchAll(/^ {2}(\w+):/gm)].slice(1).map(([, id]) => id)]);
  const pieces: Piece[] = [];
  let pasting = Number.POSITIVE_INFINITY;
  for (const line of text.match(/.*\n|.+$/g) ?? []) {
    const [, indent = '', id = ''] = /^( *)(\w*)/.exec(line) ?? [];
    const isBlank = line.trim() === '' || line.trim().startsWith('#');
    if (!isBlank && indent.length <= pasting) pasting = repeated.has(id) ? indent.length : Number.POSITIVE_INFINITY;
    const isTyped = !isBlank && pasting === Number.POSITIVE_INFINITY;
    const last = pieces.at(-1);
    if (last?.isTyped === isTyped) pieces[pieces.length - 1] = { isTyped, piece: last.piece + line };
    else pieces.push({ isTyped, piece: line });
  }
  return pieces;
}

/** Real key events, as fast as the editor takes them; pauses let it check the text. */
async function write(page: Page, pieces: readonly Piece[]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  for (const { isTyped, piece } of pieces) {
    if (!isTyped) await client.send('Input.insertText', { text: piece });
    for (let i = 0; isTyped && i < piece.length; i++) {
      const char = piece.charAt(i);
      const key = char === '\n' ? { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' } : { key: char, text: char };
      const down = client.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
      if (i % 100 === 99 || i === piece.length - 1) await down;
      if (i % 1000 === 999) await page.waitForTimeout(100);
    }
  }
  await client.detach();
}
