/** The list of models that `npm run models` writes for the editor, and what the editor reads of it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { registerModels, root, temporaryFolder } from '../../../scripts/testing.mjs';
import { readSmallModels } from '../../../src/node/smallModels.js';

describe('the list of installed models', () => {
  const before = process.env['SOCIETY_MODELS_FILE'];
  let file = '';

  beforeEach(() => {
    file = join(temporaryFolder(), 'below', 'models.json');
    process.env['SOCIETY_MODELS_FILE'] = file;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['SOCIETY_MODELS_FILE'];
    else process.env['SOCIETY_MODELS_FILE'] = before;
  });

  const speed = { read: 40, write: 20, memory: 300, date: '2026-01-02' };

  it('has the installed chat models, which the editor reads, and keeps what was measured', async () => {
    registerModels({ smollm2: speed }, (name) => name !== 'gemma3');
    registerModels({}, () => true);
    const found = await readSmallModels();
    assert.equal(found?.project, root);
    assert.deepEqual(
      found.models.map(({ name, speed: measured }) => [name, measured]),
      [
        ['smollm2', speed],
        ['gemma3', null],
      ],
    );
    assert.match(found.models[0]?.title ?? '', /^SmolLM2 135M/);
  });

  it('is removed with the last model', async () => {
    registerModels({}, () => true);
    registerModels({}, () => false);
    assert.equal(existsSync(file), false);
    assert.equal(await readSmallModels(), null);
  });

  it('is ignored where its project is gone, or where it is damaged', async () => {
    registerModels({}, () => true);
    const list = JSON.parse(readFileSync(file, 'utf8')) as object;
    for (const other of [{ ...list, project: temporaryFolder() }, { ...list, project: 'scripts' }, { ...list, models: {} }, []]) {
      writeFileSync(file, JSON.stringify(other));
      assert.equal(await readSmallModels(), null, JSON.stringify(other));
    }
    writeFileSync(file, '{');
    assert.equal(await readSmallModels(), null);
  });

  it('gives no model whose name or title could be more than a name', async () => {
    registerModels({ smollm2: speed }, () => true);
    const { project, models } = JSON.parse(readFileSync(file, 'utf8')) as { project: string; models: object[] };
    const wrong = [{ name: 'a; rm' }, { name: '-x' }, { title: '$(zap) a' }, { disk: '98' }, { context: 0 }, { speed: { read: -1 } }];
    writeFileSync(file, JSON.stringify({ project, models: [...wrong.map((one) => ({ ...models[0], ...one })), null, 7] }));
    const found = await readSmallModels();
    assert.deepEqual(
      found?.models.map(({ name, speed: measured }) => [name, measured]),
      [['smollm2', null]],
    );
  });
});
