/** Keys of the extension replace none of the editor's own, as a real editor lists them. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/testing.mjs';
import { openStudio, runCommand } from './harness.js';

interface Binding {
  readonly key: string;
  readonly command: string;
  readonly when?: string;
}

/** In any order of the modifiers. */
const same = (a: string, b: string): boolean => a.split('+').sort().join() === b.split('+').sort().join();

const ours = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { contributes: { keybindings: readonly Binding[] } })
  .contributes.keybindings;

describe('the keymap', () => {
  it('takes no key that the editor uses', async () => {
    const { page, close } = await openStudio({ file: 'hello.society' });
    try {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await runCommand(page, 'Preferences: Open Default Keyboard Shortcuts (JSON)');
      await page.locator('.tab.active').filter({ hasText: 'Default Keybindings' }).waitFor();
      await page.locator('.view-lines').last().click();
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+C');
      const text = await page.evaluate('navigator.clipboard.readText()');
      assert.ok(typeof text === 'string');
      const list = text.slice(text.indexOf('\n[') + 1, text.indexOf('\n]') + 2);
      const all = JSON.parse(list.replace(/^\s*\/\/.*$/gm, '')) as readonly Binding[];
      assert.ok(all.length > 500);
      const isOurs = (one: Binding): boolean => ours.some(({ key, command }) => same(key, one.key) && command === one.command);
      const others = all.filter((one) => !isOurs(one) && one.when !== 'false');
      // The four steps back take theirs while a society is stopped, as docs/keyboard.md says, and F5 and Ctrl+F5 do in the
      // panel what they do in the file, where the editor would ask for a debugger; the rest is free.
      const isShared = ({ when = '' }: Binding): boolean => /debugState == 'stopped'|!inDebugMode/.test(when);
      for (const { key, command, when = '' } of ours.filter((one) => !isShared(one)))
        assert.deepEqual(
          others.filter((one) => same(one.key, key) || same(one.key, key.split(' ')[0] ?? key)),
          [],
          `${key} of ${command} (${when})`,
        );
    } finally {
      await close();
    }
  });
});
