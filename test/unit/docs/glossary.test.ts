/** The glossary names types that exist, and each term once. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const root = process.cwd();

interface Term {
  readonly term: string;
  readonly type: string;
  readonly file: string;
}

const terms: readonly Term[] = [
  ...readFileSync(join(root, 'docs', 'glossary.md'), 'utf8').matchAll(/^\| ([^|]+) \| [^|]+ \| `(\w+)` in `([^`]+)` \|$/gm),
].map(([, term = '', type = '', file = '']) => ({ term, type, file }));

describe('the glossary', () => {
  it('has the columns term, meaning and type in each row', () => {
    const lines = readFileSync(join(root, 'docs', 'glossary.md'), 'utf8').split('\n');
    const rows = lines.filter((line) => line.startsWith('| ') && !line.startsWith('| term |'));
    assert.equal(terms.length, rows.length, 'a row does not have the form `| term | meaning | `Type` in `file` |`');
    assert.ok(terms.length >= 55);
  });

  it('explains each term once', () => {
    const names = terms.map(({ term }) => term);
    assert.deepEqual(names, [...new Set(names)]);
  });

  for (const { term, type, file } of terms) {
    it(`has ${type}, which stands for ${term}`, () => {
      assert.ok(existsSync(join(root, file)), `${file} does not exist`);
      const text = readFileSync(join(root, file), 'utf8');
      const declared = new RegExp(
        `^(export )?(declare )?(async )?(interface|type|class|function|const) ${type}\\b|export \\{[^}]*\\b${type}\\b[^}]*\\}`,
        'm',
      );
      assert.match(text, declared, `${file} does not declare ${type}`);
    });
  }
});
