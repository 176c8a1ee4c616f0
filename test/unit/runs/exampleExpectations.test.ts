import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { testedScenarios, testScenario, verdictWords } from '../../../src/runs/index.js';

const folder = join(process.cwd(), 'examples');

describe('the expectations of the examples', () => {
  for (const name of [...readdirSync(folder), ...readdirSync(join(folder, 'studies')).map((file) => join('studies', file))].filter((file) =>
    file.endsWith('.society'),
  ))
    it(`hold with the built-in mind: ${name}`, async function () {
      this.timeout(60_000);
      const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library'), [process.cwd()]));
      const uri = pathToFileURL(join(folder, name)).href;
      for (const scenario of testedScenarios(await language.resolve(uri))) {
        const { verdicts } = await testScenario(
          uri,
          scenario,
          {
            ...{ language, token: neverCancelled },
            access: { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
            place: () => Promise.reject(new Error('examples cost nothing')),
            mayAsk: () => Promise.reject(new Error('examples ask nobody')),
          },
          () => undefined,
        );
        for (const verdict of verdicts) assert.ok(verdict.passed, `${scenario} › ${verdict.expectation.id} ${verdictWords(verdict)}`);
      }
    });
});
