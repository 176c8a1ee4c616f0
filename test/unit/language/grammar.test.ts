/** The grammar, by the assertions that stand in test/grammar, and over the files we ship. */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
const tool = join(root, 'node_modules/vscode-tmgrammar-test/dist/unit.js');
const grammar = join(root, 'syntaxes/society.tmLanguage.json');

describe('grammar', () => {
  for (const name of readdirSync(join(root, 'test/grammar')).filter((file) => /\w\.society$/.test(file))) {
    it(`gives ${name} the expected scopes`, function () {
      this.timeout(30_000);
      assert.ok(existsSync(tool));
      try {
        execFileSync(process.execPath, [tool, '-g', grammar, join('test/grammar', name)], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        assert.fail(error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error));
      }
    });
  }
});
