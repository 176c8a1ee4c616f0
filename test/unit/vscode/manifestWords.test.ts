/** Words of the manifest that the editor draws with marks of its own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

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
