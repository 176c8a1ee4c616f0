/** Names that a rule gives with `let`, in the editor: problems, hover, completion, colours and references. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { brief, diagnose, MAIN, serviceOver } from './support.js';

const file = (lines: readonly string[]): string => `society: 1
personas: { ada: {}, ben: {} }
ties: { friends: { among: all, graph: complete } }
worlds:
  w:
    params: { p: 0.5 }
    vars: { stock: 1 }
    agent_vars: { total: 0 }
    phases:
      day:
        who: all
        then: |
${lines.map((line) => `          ${line}`).join('\n')}
scenarios:
  s: { cast: [ada, ben], world: w, rounds: 1 }
`;

const found = async (...lines: string[]): Promise<readonly string[]> => {
  const text = file(lines);
  const list = (await diagnose(text)).filter(({ code }) => code !== 'unused-variable');
  return list.map((d) => `${brief(text, [d])[0]?.replace(/^\d+ (expression-)?/, '')}: ${d.message}`);
};

async function at<T>(lines: readonly string[], ask: (service: ReturnType<typeof serviceOver>, offset: number) => Promise<T>): Promise<T> {
  const marked = file(lines);
  const service = serviceOver();
  service.set(MAIN, marked.replace('¦', ''));
  return ask(service, marked.indexOf('¦'));
}

const labels = async (...lines: string[]): Promise<readonly string[]> =>
  (await at(lines, (service, offset) => service.completion(MAIN, offset))).map(({ label }) => label);
const hover = async (...lines: string[]): Promise<string> =>
  (await at(lines, (service, offset) => service.hover(MAIN, offset)))?.markdown ?? '';

const NEEDED = 'Write let, a name, = and a value, such as let other = pick(all).';

describe('a local name in the editor', () => {
  it('has the type of its value in the lines below', async () => {
    assert.deepEqual(await found('let d = me.total * 2', 'let isMore = d > stock', 'me.total = isMore ? d : stock'), []);
    assert.deepEqual(await found('let d = me.total', "me.total = d + 'x'").then((list) => list.length), 1);
    assert.deepEqual(await found('let other = pick(neighbours(me))', 'other.total = 1'), [
      'maybe-missing other: `other` may be missing. Test it first, with other != null.',
    ]);
  });

  it('is unknown above its line, and changed only by a new name', async () => {
    assert.deepEqual(await found('me.total = d', 'let d = 1'), ['unknown-name d: `d` is unknown here.']);
    assert.deepEqual(await found('let d = 1', 'd += 1'), [
      'not-variable d: This is the name of a value, not a variable. Give the new value another name with let.',
    ]);
    for (const name of ['stock', 'p', 'ada', 'me'])
      assert.deepEqual(await found(`let ${name} = 1`), [
        `not-variable ${name}: \`${name}\` means something else here. Choose another name.`,
      ]);
    assert.deepEqual(await found('let d = 1', 'let d = 2'), ['not-variable d: `d` means something else here. Choose another name.']);
  });

  it('needs a name and a value', async () => {
    for (const line of ['let me.total = 1', 'let d += 1', 'let bond(me, ada)'])
      assert.deepEqual(
        (await found(line)).map((one) => one.replace(/^.*?: /, '')),
        [NEEDED],
        line,
      );
  });

  it('is hovered, completed and coloured', async () => {
    assert.match(await hover('let d = me.total', 'me.total = ¦d'), /\*\*d\*\*: number\n\nA name that this rule gives to a value/);
    assert.match(await hover('let ¦d = me.total'), /\*\*d\*\*: number/);
    assert.ok((await labels('let distance = me.total', 'me.total = di¦')).includes('distance'));
    assert.ok((await labels('let other = me', 'let t = other.¦')).includes('total'));
    assert.ok(!(await labels('me.total = di¦', 'let distance = me.total')).includes('distance'));
    const text = file(['let distance = me.total', 'me.total = distance']);
    const service = serviceOver();
    service.set(MAIN, text);
    const lines = text.split('\n');
    const tokens = (await service.tokens(MAIN, 0, text.length)).filter(
      ({ line, character, length }) => lines[line]!.slice(character, character + length) === 'distance',
    );
    assert.deepEqual(
      tokens.map(({ type }) => type),
      ['parameter', 'parameter'],
    );
  });
});
