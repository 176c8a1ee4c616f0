/** Hints about agents who are others than the people of a table, before anything is played: planted differences, and samples of the table. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TextEdit } from '../../../src/language/api.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { tableProblems } from '../../../src/runs/people/index.js';

const ROOT = 'file:///study';
const MAIN = `${ROOT}/main.society`;
/** 60 of 100 people are for the left, and their mean age is 45. */
const TABLE = `PARTY,AGE\n${Array.from({ length: 100 }, (_, i) => `${i < 60 ? 'left' : 'right'},${(i % 50) + 20}`).join('\n')}\n`;

const text = (
  quota: string,
  age: string,
  compared = 'groups: { party: { of: me.party, column: PARTY }, age: { column: AGE } }',
): string => `society: 1
imports: [library/feed]
populations:
  folk: { size: 100, vars: { party: left }, sample: { party: { quota: { ${quota} } }, age: ${age} } }
scenarios:
  meet:
    cast: [folk]
    world: feed
    compare_with:
      survey:
        people: ./survey.csv
        answers: { stance: { of: me.party, column: PARTY } }
        ${compared}
`;

async function problemsOf(source: string) {
  const library = nodeTextFiles('library');
  const read = async (uri: string) => (uri === `${ROOT}/survey.csv` ? TABLE : library.read(uri));
  const service = createLanguageService({ ...library, read, roots: () => [ROOT] });
  service.set(MAIN, source);
  return tableProblems(service, await service.resolve(MAIN));
}

describe('shares of agents and of a table of people', () => {
  it('that differ are named at their group, with the effect size and n', async () => {
    const found = await problemsOf(text('left: 30, right: 70', '20..40'));
    assert.deepEqual(
      found.map(({ code, severity, range }) => [code, severity, range.start.line + 1]),
      [
        ['study-marginals', 'info', 13],
        ['study-marginals', 'info', 13],
      ],
    );
    const [party, age] = found.map(({ message }) => message);
    // 2 asin √0.3 − 2 asin √0.6 = −0.6129.
    assert.match(party!, /^Agents of `meet` differ from `survey` in `party`: `left` 0\.3 of agents, 0\.6 of people \(Cohen’s h -0\.6129\)/);
    assert.match(party!, /n = 100 agents and 100 people\. Draw them by these shares, or weight them with `rake`\. Or give a reason/);
    const [, ours, d] = /mean ([\d.]+) among 100 agents, 44\.5 among 100 people \(Cohen’s d (-[\d.]+)\)/.exec(age!)!;
    assert.ok(Math.abs((Number(ours) - 44.5) / 14.5036 - Number(d)) < 1e-3, age);
  });

  it('that are drawn by it have no hint, nor have those with a reason or weights', async () => {
    const own = 'left: 30, right: 70';
    const reason = text(own, '20..40').replace('    cast:', '    because: { marginals: As in the panel. }\n    cast:');
    const raked = text(own, '20..69', 'rake: [party]\n        groups: { party: { of: me.party, column: PARTY } }');
    for (const source of [text('left: 60, right: 40', '20..69'), text('left: 55, right: 45', '20..69'), reason, raked])
      assert.deepEqual(await problemsOf(source), []);
  });

  it('of fewer than 20 agents have none', async () => {
    assert.deepEqual(await problemsOf(text('left: 30, right: 70', '20..40').replace('size: 100', 'size: 19')), []);
  });

  it('are weighted by a fix, on a line of its own or in brackets', async () => {
    const flow = text('left: 30, right: 70', '20..69');
    const block = flow.replace(/ {8}groups: .*/, '        groups:\n          party: { of: me.party, column: PARTY }');
    for (const source of [flow, block]) {
      const [hint] = await problemsOf(source);
      const fix = hint!.fixes![0]!;
      assert.equal(fix.title, 'Weight agents with `rake: [party]`');
      const [{ range, text: added }] = fix!.edits as [TextEdit];
      const lines = source.split('\n');
      const at = lines.slice(0, range.start.line).join('\n').length + 1 + range.start.character;
      const fixed = source.slice(0, at) + added + source.slice(at);
      assert.deepEqual(await problemsOf(fixed), [], fixed);
    }
  });
});
