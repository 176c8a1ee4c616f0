/** One name for two things at one place is an error with a way out; a run from before opens as it was. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CompileOptions, compileModel, type ModelProblem } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';

const MAIN = 'file:///names/main.society';

interface Parts {
  readonly params?: string;
  readonly vars?: string;
  readonly agentVars?: string;
  readonly measures?: string;
  readonly surveys?: string;
  readonly person?: string;
  readonly more?: string;
}

const file = ({ params = '', vars = '', agentVars = '', measures = '', surveys = '', person = '', more = '' }: Parts): string => `society: 1
personas: { ada: { name: Ada${person} }, ben: { name: Ben } }
prompts: { en: { frame: Hello. } }
worlds:
  w:
    params: { ${params} }
    vars: { ${vars} }
    agent_vars: { ${agentVars} }
    actions: { wait: { kind: nothing, does: Wait. } }
    phases: { day: { who: all, actions: [wait] } }
scenarios:
  s: { world: w, rounds: 1, measures: { ${measures} }, surveys: { ${surveys} }${more} }
`;

async function problemsOf(parts: Parts, options: CompileOptions = {}): Promise<readonly ModelProblem[]> {
  const service = createLanguageService({ read: () => Promise.resolve(null), list: () => Promise.resolve([]) });
  service.set(MAIN, file(parts));
  const { society, problems } = await service.resolve(MAIN);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  return compileModel(society, options).problems;
}

const SURVEY = (id: string): string => `${id}: { at: end, ask: { q: { text: How?, scale: 1..5 } } }`;

describe('a duplicate name', () => {
  const twice: readonly (readonly [string, Parts, string])[] = [
    ['of a variable and a measure', { vars: 'stock: 10', measures: 'stock: 5 + 5' }, 'scenarios.s.measures.stock'],
    ['of a parameter and a measure', { params: 'stock: 10', measures: 'stock: 5 + 5' }, 'scenarios.s.measures.stock'],
    ['of a variable and a parameter', { params: 'stock: 10', vars: 'stock: 5' }, 'worlds.w.params.stock'],
    ['of a person and a measure', { measures: 'ada: 5 + 5' }, 'scenarios.s.measures.ada'],
    ['of a group and a variable', { vars: 'team: 1', more: ', groups: { team: { of: [ada] } }' }, 'worlds.w.vars.team'],
    ['of a survey and a variable of agents', { agentVars: 'mood: 1', surveys: SURVEY('mood') }, 'worlds.w.agent_vars.mood'],
    ['of a survey and a variable that people bring', { person: ', vars: { mood: 1 }', surveys: SURVEY('mood') }, ''],
  ];
  for (const [what, parts, at] of twice) {
    it(`${what} is an error`, async () => {
      const found = (await problemsOf(parts)).filter(({ code }) => code === 'name-twice');
      assert.deepEqual(
        found.map((one) => [one.severity, one.at]),
        [['error', at]],
      );
      assert.match(found[0]!.message, /it means only the .*\. Give one of the two another name, such as `\w+_2`\./);
    });
    it(`${what} opens in an earlier run`, async () => {
      assert.deepEqual(
        (await problemsOf(parts, { flags: [] })).filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }

  it('is allowed for things that are read at different places', async () => {
    const parts = { vars: 'stock: 10', agentVars: 'mood: 1', measures: 'mood: mean(all.mood)', surveys: SURVEY('stock') };
    assert.deepEqual(
      (await problemsOf(parts)).filter(({ code }) => code === 'name-twice'),
      [],
    );
  });
});

describe('a question whose variable could be a share or an amount', () => {
  const scales = async (agentVars: string, scale: string, person = ''): Promise<string[]> => {
    const surveys = `s1: { at: end, ask: { trust: { text: How far?, scale: ${scale} } } }`;
    return (await problemsOf({ agentVars, person, surveys })).filter(({ code }) => code === 'answer-scale').map(({ at }) => at);
  };

  it('is a warning at the question', async () => {
    const at = ['scenarios.s.surveys.s1.ask.trust'];
    assert.deepEqual(await scales('trust: 1', '1..7'), at);
    assert.deepEqual(await scales('trust: 0.5', '0..10'), at);
    assert.deepEqual(await scales('', '1..7', ', vars: { trust: 0.4 }'), at);
  });

  it('is allowed where the range is declared, the scale is 0..1 or a value is above 1', async () => {
    for (const [vars, scale] of [
      ['trust: 0..1', '1..7'],
      ['trust: { start: 0.5, range: 0..1 }', '1..7'],
      ['trust: { start: 1, range: 1..7 }', '1..7'],
      ['trust: 0.5', '0..1'],
      ['trust: 4', '1..7'],
    ] as const)
      assert.deepEqual(await scales(vars, scale), [], `${vars} ${scale}`);
  });
});
