/** The arms of an experiment next to tables of people and networks, from what their runs kept. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { outsideMeasures, outsideOfArms, outsideSpecs } from '../../../src/runs/people/index.js';
import { outsideRecord } from '../../../src/runs/people/outside/outsideRecord.js';
import { modelOf, playWith } from '../../support/worlds.js';

const URI = 'file:///study/main.society';
const SOCIETY = `society: 1
personas:
  ada: { name: Ada, age: 30 }
  ben: { name: Ben, age: 40 }
  cem: { name: Cem, age: 44 }
ties: { trust: { among: all, graph: ["ada > ben", "ben > cem"] } }
worlds: { w: { agent_vars: { x: 0 }, phases: { p: { who: all, then: me.x = 1 } } } }
scenarios:
  meet:
    cast: all
    world: w
    rounds: 1
    compare_with:
      survey: { people: ./survey.csv, answers: { age: { of: me.age } } }
      village: { network: ./village.csv }
      lost: { network: ./lost.csv }
`;
const FILES: { readonly [uri: string]: string } = {
  'file:///study/survey.csv': 'age\n60\n62\n64\n',
  'file:///study/village.csv': 'from,to\na,b\nb,c\nc,a\n',
};

async function study(text = SOCIETY) {
  const library = nodeTextFiles('library');
  const read = async (uri: string) => FILES[uri] ?? library.read(uri);
  const language = createLanguageService({ ...library, read, roots: () => ['file:///study'] });
  language.set(URI, text);
  const resolved = await language.resolve(URI);
  const model = await modelOf(text);
  const { events } = await playWith(model, (): Json => ({}));
  const specs = outsideSpecs(resolved.society.scenarios!['meet']!);
  const answers = outsideRecord(model, Timeline.of(events), specs);
  const whole = { measures: Object.fromEntries(outsideMeasures(specs).map((name) => [name, [3]])), answers };
  return { language, resolved, whole };
}

const breathe = (): undefined => undefined;

describe('arms of an experiment next to outside data', () => {
  it('are compared with the runs that kept all that is compared now, of the experiment or of its claims', async () => {
    const { language, resolved, whole } = await study();
    const plain = { measures: { said: [1] } };
    const [people] = Object.keys(whole.measures);
    const half = { ...whole, measures: { [people!]: [3] } };
    const arms = [
      { arm: 'short', runs: [[plain, whole], [whole], [plain]] },
      { arm: 'long', runs: [[plain], [half], []] },
    ];
    const found = await outsideOfArms(language, resolved, 'meet', { arms, breathe });
    assert.deepEqual(found!.problems, ['There is no file `./lost.csv`.'], 'once, not for each arm');
    assert.deepEqual(
      found!.arms.map(({ arm, kept, of, shown }) => [arm, kept, of, shown.sections.map(({ id }) => id), shown.problems]),
      [
        ['short', 2, 3, ['survey', 'village'], []],
        ['long', 0, 3, [], []],
      ],
    );
    assert.match(found!.arms[0]!.shown.sections[0]!.about, /3 rows; 2 runs$/);
  });

  it('are null where the scenario names no data, and end where a pause rejects', async () => {
    const { language, resolved, whole } = await study();
    const arms = [{ arm: 'short', runs: [[whole]] }];
    const over = async (): Promise<void> => Promise.reject(new Error('over'));
    await assert.rejects(outsideOfArms(language, resolved, 'meet', { arms, breathe: over }), /over/);
    const plain = await study(SOCIETY.slice(0, SOCIETY.indexOf('    compare_with')));
    assert.equal(await outsideOfArms(plain.language, plain.resolved, 'meet', { arms, breathe }), null);
  });
});
