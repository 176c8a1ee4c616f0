/** Scripts print their help, and refuse options that they do not have before they do anything. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'mocha';

const run = (script: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [`scripts/${script}`, ...args], { encoding: 'utf8' });

describe('the options of scripts', () => {
  for (const script of ['docs.mjs', 'gallery.mjs', 'histories.mjs', 'l10n.mjs', 'package.mjs', 'prose.mjs', 'release.mjs'])
    it(`${script} has help, and refuses other options`, () => {
      const help = run(script, '--help');
      assert.deepEqual([help.status, help.stderr], [0, '']);
      assert.match(help.stdout, new RegExp(`^  node scripts/${script}`, 'm'));
      const wrong = run(script, '--hlep');
      assert.deepEqual([wrong.status, wrong.stdout], [1, '']);
      assert.match(wrong.stderr, new RegExp(`Unknown option '--hlep'; see node scripts/${script} --help`));
    });
});
