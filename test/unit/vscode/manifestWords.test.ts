/** Words of the manifest that the editor draws with marks of its own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { problemLine } from '../../../src/runs/index.js';

const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

describe('labels of the manifest', () => {
  // Of a walkthrough's marks the editor knows only doubled ones; of an empty view's none but links.
  it('have no single Markdown character, which the editor would show', () => {
    const drawn = Object.entries(words).filter(([key]) => /^(walkthrough\..*text|welcome\..*)$/.test(key));
    assert.ok(drawn.length > 10);
    for (const [key, text] of drawn) {
      const left = key.startsWith('walkthrough.') ? text.replace(/\*\*[^*]+\*\*|``[^`]+``/g, '') : text;
      assert.doesNotMatch(left, /[*`]/, key);
    }
  });
});

describe('problem matchers of tasks', () => {
  interface Matcher {
    readonly name: string;
    readonly pattern: { readonly regexp: string } & Readonly<Record<string, number | string>>;
  }
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly contributes: { readonly problemMatchers: readonly Matcher[] };
  };

  /** What a matcher finds in a line, by its names. */
  function found(name: string, line: string): Readonly<Record<string, string>> | null {
    const { regexp, ...groups } = contributes.problemMatchers.find((one) => one.name === name)!.pattern;
    const match = new RegExp(regexp).exec(line);
    return match && Object.fromEntries(Object.entries(groups).map(([key, group]) => [key, match[Number(group)] ?? '']));
  }

  it('read the lines of `society check`', () => {
    const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 9 } };
    const problem = {
      uri: 'file:///C:/a/b.society',
      range,
      severity: 'warning',
      code: 'unknown-key',
      message: 'No key (x): y [z].',
    } as const;
    const line = problemLine(problem, () => 'C:\\a\\b.society');
    const message = 'No key (x): y [z].';
    assert.deepEqual(found('society', line), {
      file: 'C:\\a\\b.society',
      line: '4',
      column: '5',
      severity: 'warning',
      message,
      code: 'unknown-key',
    });
    assert.equal(found('society', 'b.society: 1 error, 2 warnings'), null);
  });

  it('read the lines of failed expectations', () => {
    const line = '✗ stairs › friends: tie(ada, ben) > 2 held for 0 of 1 seeds (town.society:15); as frozen (v1)';
    const message = 'stairs › friends: tie(ada, ben) > 2 held for 0 of 1 seeds';
    assert.deepEqual(found('society-test', line), { message, file: 'town.society', line: '15' });
    assert.equal(found('society-test', line.replace('✗', '✓')), null);
  });
});
