/** What the language says of measures, and what the analysis has: the same names, and one text for each. */
import { strict as assert } from 'node:assert';
import { fieldMeasures, listMeasures, measures, STANDARD } from '../../../src/analysis/measures.js';
import { hostFunctions, measureFunctions, measureText, measureWords } from '../../../src/expr/index.js';
import { builtinMeasures } from '../../../src/language/names/worlds.js';
import { brief, diagnose, MAIN, serviceOver } from './support.js';

const file = (formula: string): string => `society: 1
personas:
  ada:
    name: Ada
    age: 41
    interests: [jazz]
  ben: { name: Ben }
ties:
  friendship:
    among: all
  trust:
    among: all
scenarios:
  street:
    cast: [ada, ben]
    surveys:
      belief:
        at: end
        ask:
          closing: { scale: 1..7, text: Will it close? }
    measures:
      mine: ${formula}
`;

/** `line: code text: message`, without what all have in common. */
async function problems(formula: string): Promise<readonly string[]> {
  const text = file(formula);
  const all = await diagnose(text);
  return brief(text, all).map((line, i) => `${line.replace(/^\d+ expression-/, '')}: ${all[i]!.message}`);
}

describe('measures in the language', () => {
  it('are those of the analysis, in the same order', () => {
    assert.deepEqual(
      builtinMeasures,
      measures.map(({ id }) => id),
    );
    assert.deepEqual(
      [...measureFunctions].filter(([, { takes }]) => takes === 'field' || takes === 'list').map(([id]) => id),
      [...fieldMeasures, ...listMeasures].map(({ id }) => id),
    );
    for (const id of STANDARD) assert.ok(measureWords.has(id), id);
  });

  it('have the same definition, range and source as in the analysis', () => {
    for (const { id, title, doc, range, source } of measures) assert.deepEqual(measureWords.get(id), { title, doc, range, source }, id);
    for (const { id, title, doc, range, source } of [...fieldMeasures, ...listMeasures]) {
      const words = measureFunctions.get(id)!;
      assert.deepEqual([words.title, words.doc, words.range, words.source], [title, doc, range, source], id);
    }
    for (const id of measureFunctions.keys()) assert.ok(hostFunctions.has(id), id);
  });

  it('are names in formulas', async () => {
    for (const id of builtinMeasures) assert.deepEqual(await problems(id), [], id);
    for (const { example } of measureFunctions.values()) {
      const [call = ''] = example ?? [];
      if (/'(gender|interests|age)'|belief/.test(call)) assert.deepEqual(await problems(call), [], call);
    }
  });

  it('show on hover their meaning, range and source', async () => {
    const hover = async (formula: string): Promise<string> => {
      const text = file(formula);
      const service = serviceOver();
      service.set(MAIN, text);
      return (await service.hover(MAIN, text.indexOf(formula) + 2))?.markdown ?? '';
    };
    assert.equal(await hover('conductance'), `**conductance**: number\n\n${measureText(measureWords.get('conductance')!)}`);
    const call = await hover("homophily('interests')");
    assert.ok(call.includes(measureText(measureFunctions.get('homophily')!)) && call.includes('McPherson'), call);
  });

  it('of a field require that agents have it', async () => {
    for (const fine of ["assortativity('age')", "homophily('interests', trust)", 'assortativity(all.age)', "within('belief.closing')"])
      assert.deepEqual(await problems(fine), [], fine);
    assert.deepEqual(await problems("assortativity('agee')"), ["unknown-field 'agee': Agents have no field `agee`. Did you mean `age`?"]);
    assert.deepEqual(await problems('within(age)'), ["wrong-type age: Put the name of the field in quotes: 'age'."]);
    const [wrong = ''] = await problems('assortativity(3)');
    assert.ok(wrong.startsWith('wrong-type 3: Name a field of agents in quotes here'), wrong);
    const [network = ''] = await problems("homophily('interests', trusst)");
    assert.ok(network.startsWith('unknown-name trusst'), network);
  });

  it('of a field offer the fields of agents', async () => {
    const offered = async (marked: string): Promise<readonly string[]> => {
      const text = file(marked);
      const service = serviceOver();
      service.set(MAIN, text.replace('¦', ''));
      return (await service.completion(MAIN, text.indexOf('¦'))).map(({ label }) => label);
    };
    const words = await offered("assortativity('¦')");
    for (const path of ['age', 'gender', 'interests', 'belief.closing', 'personality.openness']) assert.ok(words.includes(path), path);
    assert.ok(!words.includes('reciprocity'));
    assert.ok((await offered('assortativity(¦')).includes("'age'"));
  });

  it('of a list check its items', async () => {
    assert.deepEqual(await problems('polarisation([1, 7, 7], 1, 7)'), []);
    assert.equal((await problems("spread(['a'])")).length, 1);
    assert.equal((await problems('camps([1, 2])')).length, 1);
    assert.deepEqual(await problems('slope(reciprocity)'), []);
    assert.equal((await problems('slope(reciprocty)')).length, 1);
  });
});
