/** Valid entries without an effect: each is reported with a way out, and similar entries with an effect are not. */
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { loadModel } from '../../../src/runs/index.js';
import { diagnose } from './support.js';

const MAIN = 'file:///study/main.society';
const PEOPLE = 'personas:\n  ada: { name: Ada, interests: [jazz, tea] }\n  ben: { name: Ben, interests: [jazz, chess] }\n';

const office = (actions: string, scenario = '', ties = ''): string =>
  `society: 1\n${PEOPLE}${ties}worlds:\n  office:\n    vars: { stock: 5 }\n    roles: { boss: {} }\n    actions:\n${actions
    .split('\n')
    .map((line) => `      ${line}\n`)
    .join('')}    phases:\n      day: { actions: [act] }\nscenarios:\n  s:\n    world: office\n${scenario}`;

/** A variable that no action uses is not what is looked at. */
const told = (found: readonly { readonly code: string; readonly message: string }[]): string[] =>
  found.filter(({ code }) => code !== 'unused-variable').map(({ code, message }) => `${code}: ${message}`);

const codes = async (text: string): Promise<string[]> => told(await diagnose(text));

const BOTH = 'act: { does: Act., effect: stock -= 1 }';

describe('entries without an effect', () => {
  for (const condition of ['1 > 2', "'a' == 'b'", 'round > 0 && 3 < 2', '!true', 'min(1, 2) > 3'])
    it(`include an action whose condition is \`${condition}\``, async () => {
      assert.match(
        (await codes(office(`act: { does: Act., when: "${condition}", effect: stock -= 1 }`))).join(),
        /^never-true: No agent can ever do this: /,
      );
    });

  for (const condition of ['round > 2', 'stock > 0', 'chance(0.5)', 'true', 'density < 0.5 || 1 > 2'])
    it(`do not include an action whose condition is \`${condition}\``, async () => {
      assert.deepEqual(await codes(office(`act: { does: Act., when: "${condition}", effect: stock -= 1 }`)), []);
    });

  it('include a survey or an intervention for no agent, for a group that stays empty, or for a role without agents', async () => {
    const to = (who: string, more = ''): Promise<string[]> =>
      codes(office(BOTH, `    interventions:\n      news: { at: 1, to: ${who}, remember: Some news. }\n${more}`));
    assert.deepEqual(await to('nobody'), [
      'reaches-nobody: Intervention `news` reaches no agent: `nobody` means no agent. Change `to`, or the cast.',
    ]);
    assert.match((await to('boss')).join(), /no agent plays `boss`/);
    assert.match((await to('treated', '    groups: { treated: nobody }\n')).join(), /the group `treated` is always empty/);
    assert.deepEqual(await to('treated', '    groups: { treated: { pick: random 1 } }\n'), []);
    assert.deepEqual(await to('[ada, nobody]'), []);
    assert.deepEqual(await to('{ of: all, if: agent.name == "Ada" }'), []);
    const survey = '    surveys:\n      pulse: { at: 1, to: nobody, ask: { mood: { text: Well?, scale: 1..7 } } }\n';
    assert.match((await codes(office(BOTH, survey))).join(), /^reaches-nobody: Survey `pulse` asks no agent/);
  });

  it('do not include an agent that joins later', async () => {
    const scenario =
      '    cast: [ada]\n    interventions:\n      comes: { at: 1, join: [ben] }\n      news: { at: 2, to: ben, remember: Some news. }\n';
    assert.deepEqual(await codes(office(BOTH, scenario)), []);
  });

  it('include a code without messages, but not where the world, an intervention or an effect sends some', async () => {
    const coded = (actions: string, scenario = ''): Promise<string[]> =>
      codes(
        office(
          actions,
          `    measures: { kind: "share(all.map(a => heard(a, kind)))" }\n${scenario}`,
          'codes: { kind: { pattern: thanks } }\n',
        ),
      );
    assert.match((await coded(BOTH)).join(), /^never-coded: Code `kind` is never asked: no agent says anything here\./);
    assert.deepEqual(await coded('act: { kind: message, to: public }'), []);
    assert.deepEqual(await coded('act: { does: Act., args: { words: message } }'), []);
    assert.deepEqual(await coded('act: { does: Act., effect: "send(all, \'thanks\')" }'), []);
    assert.deepEqual(await coded(BOTH, '    interventions:\n      news: { at: 1, announce: Many thanks. }\n'), []);
  });

  it('include a message to people who can never be known, but not where a tie, a message or a world without networks makes them known', async () => {
    const dm = 'act: { kind: message, to: agent }';
    const empty = 'ties: { friends: { change: { rule: evidence } } }\n';
    assert.match((await codes(office(dm, '', empty))).join(), /^nobody-known: `act` is never available: .* Give a network a `graph`/);
    assert.deepEqual(await codes(office(dm)), []);
    assert.deepEqual(await codes(office(dm, '', 'ties: { friends: { graph: ring(2) } }\n')), []);
    assert.deepEqual(await codes(office(dm, '', 'ties: { friends: { graph: [ada - ben] } }\n')), []);
    const heard = `${dm}\nshout: { kind: message, to: public }`;
    assert.deepEqual(await codes(office(heard, '', empty).replace('[act]', '[act, shout]')), []);
    assert.deepEqual(await codes(office('act: { does: Act., args: { target: agent }, effect: stock -= 1 }', '', empty)), []);
  });

  it('include a constant measure, but not one that reads a variable, a parameter, a measure or a function of the run', async () => {
    const measure = (text: string): Promise<string[]> => codes(office(BOTH, `    measures: { m: "${text}" }\n`));
    for (const text of ['5 + 5', '10', 'round(2.5)', '[1, 2].length'])
      assert.match((await measure(text)).join(), /^constant-measure: Measure `m` is \d+ in every round/, text);
    for (const text of ['stock', 'density', 'all.length', "on('density', 'x')", 'round'])
      assert.ok(!(await measure(text)).some((one) => one.startsWith('constant-measure')), text);
  });

  it('include a measure of ties without a network', async () => {
    const found = (measure: string, ties = ''): Promise<string[]> => codes(office(BOTH, measure, ties));
    const warned = /(^|,)no-network: `(density|reciprocity)` never has a value: it is of ties/;
    assert.match((await found('    measures: { m: density * 2 }\n')).join(), warned);
    assert.match((await found('    expect: { m: { that: reciprocity > 0.1 } }\n')).join(), warned);
    const compared =
      'experiments: { e: { scenario: SCENARIO, arms: { a: {}, b: { rounds: 2 } }, compare: { c: { measure: density } } } }\n';
    const scenario = /scenarios:\s+(\w+):/.exec(office(BOTH))![1]!;
    assert.match((await codes(office(BOTH) + compared.replace('SCENARIO', scenario))).join(), warned);
    assert.deepEqual(await found('    measures: { m: density * 2 }\n', 'ties: { friends: { graph: ring(2) } }\n'), []);
  });

  const modelProblems = async (text: string): Promise<readonly string[]> => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, text);
    return told((await loadModel(language, MAIN)).problems);
  };

  it('include a network of shared fields where no two people share enough', async () => {
    const graph = (form: string): Promise<readonly string[]> =>
      modelProblems(office('act: { kind: message, to: public }', '', `ties: { friends: { graph: "${form}" } }\n`));
    assert.match((await graph('shared(banana, 4, 0.1)')).join(), /^cannot-run: .*no member has a field `banana`/);
    assert.match(
      (await graph('shared(interests, 4, 0.1)')).join(),
      /^empty-network: No two people have more than 1 of `interests` in common.* Write `shared\(interests, 1, 0\.1\)`/,
    );
    for (const form of ['shared(interests)', 'shared(interests, 1, 0)', 'empty', 'random(0)', 'random(0.000001)'])
      assert.deepEqual(await graph(form), [], form);
  });

  it('include prompts that leave out what the file varies', async () => {
    const you = (template: string, more = ''): Promise<readonly string[]> =>
      modelProblems(
        office('act: { kind: message, to: public }', `    prompts: { you: "${template}"${more} }\n`).replace(
          'tea] }',
          'tea], secrets: { plan: { text: The oven is from 1931. } } }',
        ),
      );
    assert.match(
      (await you('You are $(me.name).')).join('\n'),
      /^unsaid-field: No question says the `interests` of people, .*Write `\$\(me\.interests\)` here/,
    );
    assert.deepEqual(await you("You are $(me.name). You like $(me.interests.join(', '))."), []);
    assert.deepEqual(await you('You are $(me.name).', ', frame: "$(me.interests.join(\', \'))"'), []);
    assert.match(
      (await you("$(me.interests.join(', '))", ', situation: "$(premise)"')).join('\n'),
      /No question says the `secrets` of people/,
    );
    const prose = 'You are $(me.name). Your interests and your secrets are your own.';
    assert.match((await you(`${prose}`, ', situation: "Play your part and keep your secrets."')).join('\n'), /the `secrets` of people/);
  });
});
