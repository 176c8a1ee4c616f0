/** Repairs of the previous line after Enter. `¦` is the cursor after Enter. */
import { strict as assert } from 'node:assert';
import { applyFix, hello, MAIN, serviceOver } from './support.js';

async function afterEnter(marked: string): Promise<string> {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const service = serviceOver();
  service.set(MAIN, text);
  const edits = await service.onEnter(MAIN, offset);
  if (edits.length === 0) return text;
  const { range } = edits[0] as (typeof edits)[number];
  return applyFix(text, [{ code: '', severity: 'info', message: '', range, fixes: [{ title: '', edits }] }]);
}

describe('Enter', () => {
  it('puts a text with a hashtag into quotes', async () => {
    assert.equal(
      await afterEnter(hello('    voice: Short sentences.\n', '    voice: Closing down!! #bakery\n    ¦\n')),
      hello('    voice: Short sentences.\n', "    voice: 'Closing down!! #bakery'\n    \n"),
    );
  });
  it('puts an item that is a hashtag into quotes', async () => {
    assert.equal(
      await afterEnter(hello('    interests: [sourdough, jazz]\n', '    interests:\n      - #jazz\n      ¦\n')),
      hello('    interests: [sourdough, jazz]\n', "    interests:\n      - '#jazz'\n      \n"),
    );
  });
  it('does not change comments, or a line that was split', async () => {
    for (const marked of [
      hello('    age: 41\n', '    age: 41 # years\n    ¦\n'),
      hello('    voice: Short sentences.\n', '    voice: Short # my note\n    ¦\n'),
      hello('    age: 41\n', '    #jazz\n    ¦\n'),
      hello('    voice: Short sentences.\n', '    voice: Closing #bak\n    ¦ery\n'),
    ])
      assert.equal(await afterEnter(marked), marked.replace('¦', ''));
  });
  it('opens a block after a key for prose', async () => {
    assert.equal(
      await afterEnter(hello('    age: 41\n', '    backstory:\n      ¦\n    age: 41\n')),
      hello('    age: 41\n', '    backstory: |\n      \n    age: 41\n'),
    );
    assert.equal(
      await afterEnter(hello('      - text: |\n          Grace once returned her keys.\n', '      - text: \n          ¦\n')),
      hello('      - text: |\n          Grace once returned her keys.\n', '      - text: |\n          \n'),
    );
  });
  it('does not open a block after other keys, above lines that are there, or in prose', async () => {
    for (const marked of [
      hello('    age: 41\n', '    goals:\n      ¦\n'),
      hello('    age: 41\n', '    bio:\n      ¦\n      More.\n'),
      hello('          Grace once', '          bio:\n          ¦\n          Grace once'),
      hello('    age: 41\n', '    bio: >\n      ¦\n'),
    ])
      assert.equal(await afterEnter(marked), marked.replace('¦', ''));
  });
});
