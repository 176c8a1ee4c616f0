/** Hints within the text, by their line. */
import { strict as assert } from 'node:assert';
import { hello, HELLO, MAIN, serviceOver } from './support.js';

async function hints(text: string): Promise<readonly string[]> {
  const service = serviceOver();
  service.set(MAIN, text);
  const lines = text.split('\n');
  return (await service.hints(MAIN)).map(({ kind, position, label }) => {
    const line = lines[position.line] ?? '';
    return `${kind} ${line.slice(0, position.character).trim()}»${label}`;
  });
}

const PEOPLE = 'society: 1\npopulations:\n  regulars: { size: 18 }\npersonas:\n  ada: { name: Ada }\n  ben: { name: Ben }\n';

describe('inlay hints', () => {
  it('show the number of people in a cast', async () => {
    const of = async (cast: string): Promise<string | undefined> =>
      (await hints(`${PEOPLE}scenarios:\n  meet:\n    cast: ${cast}\n    rounds: 3\n`)).find((hint) => hint.startsWith('size'));
    assert.equal(await of('[regulars, ada, ben]'), 'size cast: [regulars, ada, ben]» 18 + 2 people');
    assert.equal(await of('all'), 'size cast: all» 18 + 2 people');
    assert.equal(await of('regulars'), 'size cast: regulars» 18 people');
    assert.equal(await of('[ada]'), 'size cast: [ada]» 1 person');
    assert.equal(await of('\n      - ada\n      - regulars'), 'size cast:» 18 + 1 people');
  });
  it('show the defaults in force where nothing is written, and only these', async () => {
    assert.ok(
      (await hints(HELLO)).includes('default change: { rule: evidence }» threshold: 0.2 · growth: 0.25 · half_life: 5 · edge: 0.1'),
    );
    const half = await hints(hello('{ rule: evidence }', '{ rule: evidence, growth: 0.5, half_life: 2 }'));
    assert.ok(half.some((hint) => hint.endsWith('» threshold: 0.2 · edge: 0.1')));
    assert.ok(
      (await hints(hello('    rounds: 20\n', '    memory: { kind: stream }\n'))).includes('default memory: { kind: stream }» recall: 8'),
    );
    assert.ok((await hints(hello('    rounds: 20\n', ''))).includes('default meet:» rounds: 10'));
    assert.ok(!(await hints(HELLO)).some((hint) => hint.includes('rounds: 10')));
  });
  it('show a default after the key of a map on lines of its own', async () => {
    assert.ok(
      (await hints(hello('change: { rule: evidence }', 'change:\n      rule: evidence'))).some((hint) =>
        hint.startsWith('default change:» threshold'),
      ),
    );
  });
  it('show units', async () => {
    const found = await hints(hello('{ rule: evidence }', '{ rule: evidence, half_life: 1 }'));
    assert.ok(found.some((hint) => hint.endsWith('half_life: 1» round')));
    assert.ok((await hints(HELLO)).includes('unit age: 41» years'));
    assert.ok((await hints(PEOPLE)).includes('unit regulars: { size: 18» people'));
  });
  it('show the number of runs of a sample by morris or saltelli, with all other factors', async () => {
    const of = async (sample: string, more = ''): Promise<string | undefined> =>
      (await hints(`${PEOPLE}scenarios:\n  meet: {}\nexperiments:\n  what:\n    scenario: meet\n    sample: ${sample}\n${more}`)).find(
        (hint) => hint.includes('sample'),
      );
    const over = 'over: { rounds: 2..9, seed: 1..5 }';
    assert.equal(await of(`{ n: 10, by: morris, ${over} }`), 'size sample: { n: 10» trajectories: 30 arms, 300 runs');
    assert.equal(
      await of(`{ n: 64, by: saltelli, ${over} }`, '    models: [builtin, random]\n    seeds: [1, 2, 3]\n'),
      'size sample: { n: 64» rows: 512 arms, 1536 runs',
    );
    assert.equal(await of(`{ n: 10, by: random, ${over} }`), undefined);
    assert.equal(await of(`{ n: 1, by: morris, ${over} }`), undefined);
  });
  it('show nothing on an invalid line, and never throw while a file is typed', async () => {
    for (let at = 0; at <= HELLO.length; at += 5) await hints(HELLO.slice(0, at));
    assert.deepEqual(await hints(''), []);
  });
});
