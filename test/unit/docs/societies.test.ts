/** Societies that documents show: each has no problem, plays, and does what it is expected to. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { blocksOf, figuresOf, type PageFile } from '../../support/figures.js';
import { pagesOf, readFigures, setStage, type Stage } from '../../support/playFigures.js';

const root = process.cwd();
const { files } = readFigures(root, pagesOf(root));

describe('societies in documents', function () {
  this.timeout(300_000);
  let stage: Stage;
  before(() => {
    stage = setStage(root);
  });
  after(() => stage.clear());

  /** Those of one page that are there together: all but the versions that a later one replaces. */
  const last = (page: string): readonly PageFile[] =>
    files.filter((one, i) => one.page === page && !files.slice(i + 1).some(({ page, name }) => page === one.page && name === one.name));

  it('have no problem, in every version', async () => {
    assert.ok(files.length > 0);
    for (const page of new Set(files.map((one) => one.page))) {
      const together = last(page);
      const versions = [...files.filter((one) => one.page === page && !together.includes(one)).map((one) => [one]), together];
      for (const some of versions.filter((one) => one.length > 0)) {
        const printed = await stage.print(`society check ${some.map(({ name }) => name).join(' ')}`, some.at(-1)!.files);
        assert.match(printed, /no problems/, `${page}: ${printed}`);
      }
    }
  });

  it('meet their expectations', async () => {
    for (const page of new Set(files.map((one) => one.page))) {
      const some = last(page).filter(({ name, files }) => /\bexpect:/.test(files.get(name) ?? ''));
      if (some.length === 0) continue;
      const printed = await stage.print(`society test ${some.map(({ name }) => name).join(' ')}`, some.at(-1)!.files);
      assert.ok(printed.includes('✓'), printed);
      assert.doesNotMatch(printed, /✗/, page);
    }
  });

  it('include at least one for each recipe, with an expectation or a figure that shows that it works', () => {
    const page = 'docs/recipes.md';
    const recipes = readFileSync(page, 'utf8')
      .split(/^(?=## )/m)
      .slice(1)
      .filter((recipe) => !recipe.startsWith('## Common questions'));
    assert.ok(recipes.length >= 15);
    for (const recipe of recipes) {
      const blocks = blocksOf(recipe);
      const isPlayed = blocks.some(({ kind, text }) => (kind === 'fence' && /\bexpect:/.test(text)) || /^<!-- figure/.test(text));
      assert.ok(isPlayed, recipe.slice(0, 80));
    }
  });
});

describe('a marker of a file', () => {
  it('gives each command the files above it', () => {
    const page = `<!-- file: a.society -->
\`\`\`yaml
society: 1
\`\`\`

<!-- figure: society check a.society -->
\`\`\`text
x
\`\`\`

<!-- file: b.society on a.society -->
\`\`\`yaml
scenarios: {}
\`\`\`
`;
    const found = figuresOf('p.md', page);
    assert.deepEqual(found.faults, []);
    assert.deepEqual([...found.figures[0]!.files], [['a.society', 'society: 1\n']]);
    assert.deepEqual(found.files[1]!.files.get('b.society'), 'society: 1\nimports: [./a.society]\nscenarios: {}\n');
  });

  it('is an error before text that is no block, and on an unknown base', () => {
    assert.deepEqual(figuresOf('p.md', '<!-- file: b.society on a.society -->\n\nText.\n').faults, [
      'p.md:1: no fenced block follows the marker',
      'p.md:1: there is no a.society above',
    ]);
  });
});
