/** The library and the examples are written in the language, so they show no problem. */
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLanguageService } from '../../../src/language/index.js';

const root = process.cwd();
const read = (uri: string): Promise<string | null> => {
  const path = uri.startsWith('society-library:/')
    ? join(root, 'library', uri.slice('society-library:/'.length))
    : uri.slice('file://'.length);
  return Promise.resolve(existsSync(path) ? readFileSync(path, 'utf8') : null);
};

describe('shipped files', () => {
  for (const folder of ['library', 'examples']) {
    for (const name of existsSync(join(root, folder)) ? readdirSync(join(root, folder)).filter((file) => /\w\.society$/.test(file)) : []) {
      it(`${folder}/${name} has no problem`, async () => {
        const service = createLanguageService({ read });
        const found = await service.diagnostics(`file://${join(root, folder, name)}`);
        assert.deepEqual(
          found.map((d) => `${d.range.start.line + 1}: ${d.message}`),
          [],
        );
      });
    }
  }
});
