/** All errors of a file are reported together: those of the language, of patterns and of arms. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { drawnPart, loadModel } from '../../../src/runs/index.js';

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
  it('reports unreadable patterns and invalid paths together with the first error', async () => {
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

describe('checking a very large society', () => {
  const many = (sizes: readonly number[]): string =>
    `society: 1\nimports: [library/feed]\npopulations:\n${sizes.map((size, i) => `  p${i}: { size: ${size}, name: 'P${i} {n}' }\n`).join('')}scenarios:\n  s: { world: feed, rounds: 1 }\n`;

  async function checked(text: string): Promise<{ readonly agents: number; readonly told: readonly string[] }> {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, text);
    const loaded = await loadModel(language, MAIN, {}, drawnPart);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const told = loaded.problems.filter(({ code }) => code === 'drawn-in-part');
    return { agents: loaded.model.agents.length, told: told.map(({ range, message }) => `${range.start.line + 1} ${message}`) };
  }

  it('draws a part of the agents, and reports it at the line of their number', async () => {
    const { agents, told } = await checked(many([1_000_000, 3]));
    assert.equal(agents, 10_003);
    assert.deepEqual(
      told.map((one) => one.slice(0, 54)),
      ['4 A check draws only 10,000 of these 1,000,000 people,'],
    );
  });

  it('draws all agents where there are fewer', async () => {
    assert.deepEqual(await checked(many([300, 20])), { agents: 320, told: [] });
  });
});

describe('a pattern as long as a file', () => {
  it('is quoted in part', async () => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, `society: 1\ncodes: { kind: { pattern: '(${'x'.repeat(50_000)}' } }\n`);
    const { problems } = await loadModel(language, MAIN);
    const told = problems.find(({ message }) => message.includes('pattern cannot be read'));
    assert.ok(told && told.message.length < 300, told?.message.slice(0, 400));
  });
});

describe('loading a file that imports another', () => {
  const base = 'file:///study/base.society';
  const scenario = (id: string, rounds: number): string =>
    `society: 1\nimports: [${id === 'own' ? './base.society' : 'library/room'}]\npersonas: { ${id}_a: { name: A }, ${id}_b: { name: B } }\nscenarios: { ${id}: { world: room, rounds: ${rounds} } }\n`;
  const loaded = async (main: string) => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(base, scenario('imported', 3));
    language.set(MAIN, main);
    const found = await loadModel(language, MAIN);
    assert.ok(found.ok, JSON.stringify(found.problems));
    return found.model.scenario;
  };

  it('takes the first scenario of the file itself', async () => {
    assert.equal(await loaded(scenario('own', 5)), 'own');
  });

  it('takes the first scenario of the imports where the file has none', async () => {
    assert.equal(await loaded('society: 1\nimports: [./base.society]\n'), 'imported');
  });
});
