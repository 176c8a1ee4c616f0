/** Calibrations while they are written: paths, priors, targets, what is offered and explained in them. */
import { strict as assert } from 'node:assert';
import { completeAt, diagnose, MAIN, serviceOver } from './support.js';

const written = (calibration: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios:
  meet: { world: feed, rounds: 3, memory: { recall: 5 } }
calibrate:
  talk:
    scenario: meet
${calibration}`;

const TARGETS = '    targets: { talk: { measure: messages, is: 12, within: 1 } }\n';
const found = async (calibration: string): Promise<readonly string[]> =>
  (await diagnose(written(calibration))).map(({ code, message }) => `${code}: ${message}`);
const parameters = (map: string): Promise<readonly string[]> => found(`    parameters: { ${map} }\n${TARGETS}`);

describe('calibrations while they are written', () => {
  it('take every form of a prior at every path that an arm can set', async () => {
    for (const map of [
      'rounds: 5..20, memory.recall: "integer(2, 9)"',
      'memory.recency.half_life: "log_uniform(0.5, 20)", memory.weights.recency: "beta(2, 5)"',
      'memory.weights.recency: "normal(1, 0.5) in 0.0..2.0", model: [builtin, random]',
      'ties.friendship.change.threshold: 0.1..0.9, world.with.topic: [jazz, chess]',
    ])
      assert.deepEqual(await parameters(map), [], map);
  });

  it('report unknown paths and values that do not fit', async () => {
    assert.deepEqual(await parameters('ronds: 5..20'), ['unknown-path: A scenario has no `ronds`. Did you mean `rounds`?']);
    assert.match((await parameters('model: [builtin, randm]'))[0]!, /^unknown-id: .*`random`/);
    assert.match((await parameters('rounds: 0.5..20.0'))[0]!, /^prior: `rounds` is a whole number\. .*`1\.\.20`/);
    assert.match((await parameters('rounds: 20..5'))[0]!, /^prior: The first number must be below/);
    assert.match((await parameters('memory.recency.half_life: "log_uniform(0, 1)"'))[0]!, /^prior: .*above 0/);
    assert.match((await parameters('model: [builtin]'))[0]!, /^prior: A list of one value/);
    assert.match((await parameters('rounds: about five'))[0]!, /^wrong-form: /);
    assert.match((await parameters('memory.weights.recency: "normall(1, 2)"'))[0]!, /^wrong-form: /);
  });

  it('report what is missing, and too few runs', async () => {
    const P = '    parameters: { rounds: 5..20 }\n';
    const codes = async (text: string) => (await found(text)).map((line) => line.slice(0, line.indexOf(':')));
    assert.deepEqual(await codes(`    parameters: {}\n${TARGETS}`), ['calibration-empty']);
    assert.deepEqual(await codes(`${P}    targets: { talk: { measure: messages, is: 12, hold_out: true } }\n`), ['calibration-empty']);
    assert.deepEqual(await codes(`${P}    targets: { talk: { measure: messages } }\n`), ['target-value']);
    assert.deepEqual(await codes(`${P}    targets: { talk: { measure: messages, is: 1, table: { csv: ./a.csv } } }\n`), ['target-value']);
    assert.deepEqual(await codes(`${P}    targets: { talk: { measure: messages, at: 2, table: { csv: ./a.csv } } }\n`), ['target-value']);
    assert.deepEqual(await codes(`${P}    targets: { talk: { measure: mesages, is: 1 } }\n`), ['unknown-id']);
    assert.deepEqual(await codes(`${P}${TARGETS}    runs: 400\n`), ['calibration-runs']);
  });

  it('offer paths with priors around their values, and the forms of priors', async () => {
    const paths = await completeAt(written('    parameters:\n      ¦\n'));
    const recall = paths.find(({ label }) => label === 'memory.recall');
    assert.equal(recall?.insert, 'memory.recall: ${1:0..10}');
    assert.ok(paths.some(({ label }) => label === 'rounds') && !paths.some(({ label }) => label === 'null'));
    const priors = (await completeAt(written('    parameters:\n      rounds: ¦\n'))).map(({ label }) => label);
    assert.ok(priors.includes('1..20') && priors.includes('log_uniform(0.001, 1)'), priors.join());
    const measures = (await completeAt(written('    targets:\n      a: { measure: ¦ }\n'))).map(({ label }) => label);
    assert.ok(measures.includes('reciprocity'));
  });

  it('explain priors', async () => {
    const text = written(`    parameters: { memory.weights.recency: "log_uniform(0.1, 10)" }\n${TARGETS}`);
    const service = serviceOver();
    service.set(MAIN, text);
    const said = await service.hover(MAIN, text.indexOf('log_uniform') + 3);
    assert.match(said?.markdown ?? '', /believed to be between 0\.1 and 10, each order of magnitude as likely/);
  });
});
