/** Numbers that documents quote: each has the command that gives it, and the commands give them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { blocksOf, figuresOf, unmarked } from '../../support/figures.js';
import {
  differences,
  missingLines,
  pagesOf,
  readFigures,
  sampleOf,
  setStage,
  type Stage,
  wordsOf,
  wrongNumber,
} from '../../support/playFigures.js';
import { EXCEPTIONS, type Place } from './unmarked.js';

const root = process.cwd();
const pages = pagesOf(root);
const { figures, faults } = readFigures(root, pages);

describe('figures in documents', function () {
  this.timeout(600_000);
  let stage: Stage;
  before(() => {
    stage = setStage(root);
  });
  after(() => stage.clear());

  it('have markers that can be parsed', () => {
    assert.deepEqual(faults, []);
    assert.ok(figures.length > 0);
  });

  it('equal the output of their commands: all fast ones', async () => {
    const wrong: string[] = [];
    for (const figure of figures.filter(({ pace }) => pace === 'fast')) wrong.push(...(await differences(figure, stage)));
    assert.deepEqual(wrong, []);
  });

  it('equal the output of their commands: one of the slow ones', async () => {
    const slow = figures.filter(({ pace }) => pace === 'slow');
    assert.ok(slow.length > 0);
    for (const figure of sampleOf(slow, readFileSync('dist/cli.mjs'))) assert.deepEqual(await differences(figure, stage), []);
  });

  it('have markers where they look like numbers of runs, except those with a reason', () => {
    const found = pages.flatMap((page) => unmarked(readFileSync(page, 'utf8')).map(({ line, text }) => ({ page, line, text })));
    const isAt =
      ({ page, begins }: Place) =>
      (one: (typeof found)[number]): boolean =>
        one.page === page && one.text.trimStart().startsWith(begins);
    assert.deepEqual(
      found
        .filter((one) => !EXCEPTIONS.some((place) => isAt(place)(one)))
        .map(({ page, line, text }) => `${page}:${line}: ${text.slice(0, 160)}`),
      [],
    );
    assert.deepEqual(
      EXCEPTIONS.filter((place) => !found.some(isAt(place))),
      [],
      'exceptions that are about nothing',
    );
  });
});

const PAGE = `# A page

Reciprocity ends at 0.47, in 85 % of 20 seeds by −0.09.
<!-- figure: society show x --json | a.arms[none].mean = 0.47 | share = 85 % | /diff: (\\S+)/ < 0.001 -->

<!-- figure (slow): node scripts/figures/measure.mjs f.society --scenario s gain -->

| a | gain |
|---|-----:|
| x |  1.5 |

Means over seeds are 0.5.

\`\`\`text
p 0.5
\`\`\`
`;

describe('a marker of figures', () => {
  it('is parsed with its command, its pace, and numbers or lines', () => {
    const found = figuresOf('p.md', PAGE);
    assert.deepEqual(found.faults, ['p.md:4: the text before the marker does not say 0.001']);
    assert.deepEqual(
      found.figures.map(({ line, pace, command, lines, quoted }) => ({
        line,
        pace,
        command,
        lines,
        values: quoted.map(({ value }) => value),
      })),
      [
        { line: 4, pace: 'fast', command: 'society show x --json', lines: [], values: ['0.47', '85 %', '0.001'] },
        {
          line: 6,
          pace: 'slow',
          command: 'node scripts/figures/measure.mjs f.society --scenario s gain',
          lines: ['|a|gain|', '|x|1.5|'],
          values: [],
        },
      ],
    );
  });

  it('is an error without a command, a block or a number, or with a number that the text does not have', () => {
    const faults = (text: string): readonly string[] => figuresOf('p.md', text).faults;
    assert.equal(faults('<!-- figure: rm -rf x -->\n\n| a |\n').length, 1);
    assert.equal(faults('<!-- figure: society show x -->\n\nText.\n').length, 1);
    assert.equal(faults('It is 10.47.\n<!-- figure: society show x | a = 0.47 -->\n').length, 1);
    assert.equal(faults('It is 0.47.\n<!-- figure: society show x | a: 0.47 -->\n').length, 1);
    assert.equal(faults('It is 0.47.\n<!-- figure: society show x | a = 0.47 -->\n').length, 0);
  });

  it('is required for outputs, spreads and decimals next to seeds', () => {
    assert.deepEqual(
      unmarked(PAGE).map(({ line }) => line),
      [12, 14],
    );
    assert.deepEqual(
      unmarked('| a |\n|---|\n| 0.1 ± 0.2 |\n\nIt falls (p < 0.05).\n\nThe constant is 0.5.\n').map(({ line }) => line),
      [1, 5],
    );
  });

  it('is not required in front matter', () => {
    assert.deepEqual(
      unmarked('---\nseeds: 101\ntheirs: 0.5\n---\n\nMeans over seeds are 0.5.\n').map(({ line }) => line),
      [6],
    );
  });

  it('is separate from the text around it', () => {
    assert.deepEqual(
      blocksOf('a\n<!-- figure: society x -->\n```text\n|\n```\nb\n').map(({ kind, line }) => [kind, line]),
      [
        ['text', 1],
        ['marker', 2],
        ['fence', 3],
        ['text', 6],
      ],
    );
  });
});

describe('the output of a command', () => {
  const json = JSON.stringify({
    arms: [
      { arm: 'none', mean: 0.47442 },
      { arm: 'rule', mean: -0.03951 },
    ],
    share: 0.846,
    'a b': 3,
  });
  const wrong = (place: string, relation: '=' | '<' | '>', value: string): number => wrongNumber({ place, relation, value }, json).length;

  it('is compared to the digits that are written', () => {
    assert.deepEqual(
      [
        wrong('arms[none].mean', '=', '0.474'),
        wrong('arms[none].mean', '=', '0.47'),
        wrong('arms[0].mean', '=', '0.5'),
        wrong('arms[-1].mean', '=', '-0.040'),
        wrong('arms[rule].mean', '=', '−0.04'),
        wrong('share', '=', '85 %'),
        wrong('a b', '=', '3'),
        wrong('share', '<', '0.9'),
        wrong('/"share":([\\d.]+)/', '=', '0.8'),
      ],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    );
  });

  it('differs in another digit, another sign, and where the place is missing', () => {
    assert.deepEqual(
      [
        wrong('arms[none].mean', '=', '0.475'),
        wrong('arms[rule].mean', '=', '0.04'),
        wrong('arms[other].mean', '=', '0.47'),
        wrong('share', '>', '0.9'),
        wrong('share', '=', '84 %'),
        wrong('/"nothing":(\\d+)/', '=', '1'),
      ],
      [1, 1, 1, 1, 1, 1],
    );
  });

  it('has the lines of a block in their order', () => {
    const printed = 'a   1\nb 2\n| c | 3 |\n';
    assert.deepEqual(missingLines(['a 1', '…', '|c|3|'], printed), []);
    assert.deepEqual(missingLines(['b 2', 'a 1'], printed), ['is not printed: a 1']);
    assert.equal(missingLines(['|c|4|'], printed).length, 1);
  });

  it('is run from a command line with quotes', () => {
    assert.deepEqual(wordsOf(`society ask x "Whom do you trust?" --of 'a b'`), [
      'society',
      'ask',
      'x',
      'Whom do you trust?',
      '--of',
      'a b',
    ]);
  });

  it('is always checked for the same slow figure, until the program changes', () => {
    const all = [1, 2, 3, 4, 5];
    assert.deepEqual(sampleOf(all, 'a'), sampleOf(all, 'a'));
    assert.equal(new Set(Array.from({ length: 40 }, (_, i) => sampleOf(all, String(i))[0])).size, 5);
  });
});

describe('figures of a page', () => {
  it('differ where the page says something else', async function () {
    this.timeout(60_000);
    const stage = setStage(root);
    const page = (rounds: number): string => `The lake lasts ${rounds} months.
<!-- figure: society run examples/commons.society --scenario silent --quiet --out lake && society show lake --json | round = ${rounds} -->
`;
    try {
      const said = [page(2), page(7)].map((text) => figuresOf('p.md', text).figures[0]!);
      assert.deepEqual(await Promise.all(said.map(async (one) => (await differences(one, stage)).length)), [0, 1]);
    } finally {
      stage.clear();
    }
  });
});
