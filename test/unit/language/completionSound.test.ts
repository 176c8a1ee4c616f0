/** At any place of the cursor, no accepted item causes an error. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templates } from '../../../src/language/index.js';
import { plainText } from '../../../src/language/features/completion/snippets.js';
import { errorsOf, isShown, knownBefore, madeBy, numbers, shipped, spotAt, STUDY, withLibrary } from './completionSound.js';

const WHOLE = readFileSync(join(process.cwd(), 'test/fixtures/whole.society'), 'utf8');
const PLACES = Number(process.env['PLACES'] ?? 500);
/** Items tried at each place. */
const ITEMS = Number(process.env['ITEMS'] ?? 3);

/** All texts: the examples, the library, what files start from, and one file with every section. */
const texts = (): readonly string[] => [
  ...[...shipped('examples'), ...shipped('library')].filter((text) => text.length < 40_000),
  ...templates.map(({ body }) => plainText(body)),
  WHOLE,
  WHOLE,
  WHOLE,
];

describe('completion items', () => {
  it('are tested in a file without errors', async () => {
    assert.deepEqual(
      (await errorsOf(withLibrary(), WHOLE)).map((d) => `${d.range.start.line + 1} ${d.message}`),
      [],
    );
  });

  it(`make no error at ${PLACES} places`, async function () {
    this.timeout(600_000);
    const pick = numbers(Number(process.env['SEED'] ?? 7));
    const all = texts();
    const service = withLibrary();
    const wrong: string[] = [];
    let tried = 0;
    for (let n = 0; n < PLACES; n++) {
      const text = all[n % all.length] as string;
      const spot = spotAt(text, pick(text.length + 1), pick(4));
      service.set(STUDY, spot.text);
      const offered = await service.completion(STUDY, spot.offset);
      if (offered.length === 0) continue;
      const known = await knownBefore(service, spot);
      const line = spot.text.slice(spot.text.lastIndexOf('\n', spot.offset - 1) + 1, spot.offset);
      const shown = offered.filter((item) => isShown(item, line.slice(item.replace.start.character)));
      for (let i = 0; i < Math.min(ITEMS, shown.length); i++) {
        const item = shown[ITEMS >= shown.length ? i : pick(shown.length)];
        if (!item) continue;
        tried++;
        for (const message of await madeBy(service, spot, item, known))
          wrong.push(
            `${JSON.stringify(`${line}¦${(spot.text.slice(spot.offset).split('\n')[0] ?? '').slice(0, 60)}`)} + ${JSON.stringify(item.insert)}: ${message}`,
          );
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(tried > PLACES / 2, `${tried} items tried`);
  });
});
