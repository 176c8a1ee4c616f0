import { strict as assert } from 'node:assert';
import { openStudio, shot, type Studio } from './harness.js';

describe('the editor', () => {
  let studio: Studio;

  before(async () => {
    studio = await openStudio({ theme: 'light', file: 'hello.society' });
  });
  after(() => studio?.close());

  it('opens an example', async () => {
    await shot(studio.page, 'editor-light');
    assert.match(await studio.page.title(), /hello\.society/);
  });
});
