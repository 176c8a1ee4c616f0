/** What is wrong in a file is told at once: the language, patterns and arms do not wait for one another. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { loadModel } from '../../../src/runs/index.js';

const MAIN = 'file:///study/main.society';
const TEXT = `society: 1
personas: { ada: { name: Ada, agee: 3 }, ben: { name: Ben } }
codes: { kind: { pattern: "(thanks" }, odd: 3 }
worlds:
  office:
    actions: { talk: { kind: message, does: Say. } }
    phases: { day: { order: sequential, actions: [talk] } }
scenarios:
  s: { world: office, rounds: 3, sede: 4, measures: { m: "share(all.map(a => said(a, kind)))" } }
experiments:
  e: { scenario: s, seeds: 3, measurs: [m], arms: { a: {}, b: { roundss: 4 } } }
`;

describe('loading a file with several errors', () => {
  it('tells patterns that cannot be read and paths that lead nowhere with the first of them', async () => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, TEXT);
    const { ok, problems } = await loadModel(language, MAIN);
    assert.equal(ok, false);
    const at = problems.map(
      ({ message, range }) => `${range.start.line + 1} ${/`?(agee|sede|measurs|roundss)\b|pattern cannot/.exec(message)?.[0] ?? ''}`,
    );
    assert.deepEqual(
      ['2 `agee', '3 pattern cannot', '9 `sede', '11 `measurs', '11 `roundss'].filter((one) => !at.includes(one)),
      [],
      JSON.stringify(problems.map(({ message }) => message)),
    );
  });
});
