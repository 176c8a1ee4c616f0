/** docs/gallery.md: the entries by area, and for each published system what the entry has, what holds and what is left out. Markdown only. */
import { literal } from '../../src/core/formats/markdown.js';
import type { GalleryEntry } from '../../src/gallery/entry.js';
import { type Figures, type Held, heldOf, LEAST_SEEDS, type Values, valuesOf } from './galleryFigures.js';
import { type OpenedRecording, RECORDED_TITLE, recordedSection } from './recordedRuns.js';
import { AREAS, type Area, CARRIERS, type Carrier, FRESH_SEEDS, type Oracle } from '../../src/gallery/frontMatter.js';

/** Introduction of an area. */
const AREA_TITLES: Readonly<Record<Area, string>> = {
  ties: 'Ties',
  'social media': 'Social media',
  games: 'Games and commons',
  opinion: 'Opinion and belief',
  culture: 'Culture',
  work: 'Work',
  markets: 'Markets',
  care: 'Care',
  town: 'Towns and places',
};

/** Where the page finds an entry's README and its picture. */
const README = (id: string): string => `../examples/gallery/${id}/README.md`;
export const PICTURE = (id: string): string => `images/gallery/${id}.svg`;

/** An entry and the results of its runs. */
interface Shown {
  readonly entry: GalleryEntry;
  readonly figures: Figures;
}

/** The page, from every entry and its figures, and from the recorded runs. */
export function galleryPage(outcomes: readonly Shown[], recordings: readonly OpenedRecording[] = []): string {
  const entries = outcomes.map(({ entry }) => entry);
  const areas = AREAS.filter((area) => entries.some((entry) => entry.area === area));
  return `${[
    '[//]: # (Written by scripts/gallery.mjs. Do not edit.)',
    '# The gallery',
    intro(outcomes),
    [...areas.map((area) => AREA_TITLES[area]), ...(recordings.length > 0 ? [RECORDED_TITLE] : [])]
      .map((title) => `[${title}](#${anchor(title)})`)
      .join(' · '),
    ...areas.flatMap((area) => [`## ${AREA_TITLES[area]}`, areaTable(entries.filter((entry) => entry.area === area))]),
    ...(recordings.length > 0 ? [recordedSection(recordings)] : []),
    '## Conformance',
    CONFORMANCE,
    '### What of each system is there',
    table(['system', 'source', 'protocol', 'left out', 'measures', 'level'], entries.map(partsRow)),
    '### What holds',
    HOLDS,
    ...[CARRIED, carriedTable(entries)],
    table(['system', 'oracle', 'carried by', 'expected', 'here', 'source', 'status'], outcomes.flatMap(oracleRows)),
  ].join('\n\n')}\n`;
}

const intro = (outcomes: readonly Shown[]): string => {
  const count = (is: (entry: GalleryEntry) => boolean): number => outcomes.filter(({ entry }) => is(entry)).length;
  return `Published societies of agents, each as a file that runs in the editor without a key and reports the measures of its
source. *Society: New from Gallery…* makes a copy of one to work with. People and words are invented.

There are ${outcomes.length}: ${count(({ level }) => level === 'result')} *results* and ${count(({ level }) => level === 'protocol')} *protocols*. An entry is a *result* where one of its oracles has a
value of a theory, or of the source's own equations, that is worked out by hand, or has the direction of a published finding
that its null does not have. Sums over a table or a rule that are the entry's own make a *protocol*, however exact they are. What the
null shows as well makes a *protocol* too; protocol and measures run, and nothing is claimed of the source. The
[cards of the gallery](gallery-cards.md) show for each oracle of a result whether it survives chance and null runs, and what it needs.

${count(({ deep }) => deep)} are *deep*: their page has a walk through them, and a question that the debugger answers. The built-in mind goes by rules
([how](builtin-mind.md)), so its results show that the engine is correct, and nothing about people or language models.`;
};

const CONFORMANCE = `By section of each entry's page. *Protocol* is what is there of the source's, *left out* what is not.`;

const HOLDS = `Each expectation is played with the built-in mind over ${LEAST_SEEDS} seeds or more, from seed ${FRESH_SEEDS} on where the status names no other; these
seeds did not suggest its bound. \`node scripts/gallery.mjs\` plays them all, \`npm run society -- test FILE --seed ${FRESH_SEEDS}\` those of one file.
*Here* is the mean of the oracle's value at the end of these runs, with the lowest and the highest in brackets. *Source* is the
published value or direction, or how it was worked out; *here* and *source* are compared as *oracle* says and no further. An
expectation that holds *by its margin* is a test of the mean margin over its seeds ([how](experiments.md)).`;

const CARRIED = `*Carried by* says what an oracle rests on, and so what follows when it holds.`;

const CARRIER_WORDS: Readonly<Record<Carrier, string>> = {
  identity: 'a value worked out by hand, or by a theory: the machinery computes what it should',
  wired: 'a direction that is written in a strategy, in the weights of the built-in mind, or in the world: the runs show what was put in',
  null: 'the null, or the network that is given, shows it as well: the agents add nothing to it',
  interaction: 'it comes out of the interaction of the parts, and is written in none of them',
};

const carriedTable = (entries: readonly GalleryEntry[]): string =>
  table(
    ['carried by', 'what it means', 'oracles'],
    CARRIERS.map((one) => [
      one,
      CARRIER_WORDS[one],
      String(entries.flatMap(({ oracles }) => oracles.filter(({ carriedBy }) => carriedBy === one)).length),
    ]),
  );

/** A text of an entry in a cell, escaped so that it starts no list. */
const cell = (text: string): string => literal(text).replace(/^(\d*)\\(?=[-+.)])/, '$1');

const areaTable = (entries: readonly GalleryEntry[]): string =>
  table(
    ['', ''],
    entries.map(({ id, title, system, source, level, deep, asked, tags }) => [
      `[![${cell(`${title}: who is tied to whom at the end of a run`)}](${PICTURE(id)})](${README(id)})`,
      `[**${cell(title)}**](${README(id)}) · ${cell(system)}, ${cell(source)} · *${level}${deep ? ', deep' : ''}* · ${cell(asked)} · ${tags.map((tag) => `\`${tag.replaceAll('`', '')}\``).join(' ')}`,
    ]),
  );

const partsRow = ({ id, system, source, protocol, leftOut, measures, level, deep }: GalleryEntry): readonly string[] => [
  `[${cell(system)}](${README(id)})`,
  cell(source),
  cell(protocol.join('; ')),
  cell(leftOut.join('; ') || 'nothing'),
  cell(measures.join(', ')),
  deep ? `${level}, deep` : level,
];

const oracleRows = ({ entry, figures }: Shown): readonly (readonly string[])[] =>
  entry.oracles.map((oracle, i) => {
    const held = heldOf(figures, oracle);
    return [
      i === 0 ? `[${cell(entry.system)}](${README(entry.id)})` : '',
      cell(oracle.says),
      oracle.carriedBy,
      expected(oracle, held),
      cell(here(valuesOf(figures, oracle))),
      cell(oracle.theirs),
      held ? status(held, figures) : 'missing',
    ];
  });

const expected = ({ scenario, expectation }: Oracle, held: Held | null): string =>
  `\`${scenario}.${expectation}\`${held ? `: \`${held.that.replaceAll('|', '\\|')}\`` : ''}`;

/** Mean and range of numbers; for other values each value with its frequency. */
function here(values: Values | null): string {
  const [first, ...others] = values?.runs ?? [];
  if (values === null || first === undefined) return '';
  if (others.every((one) => one === first)) return `${shown(first)}${others.length > 0 ? ', the same with every seed' : ''}`;
  const numbers = values.runs.filter((one) => typeof one === 'number');
  if (numbers.length === values.runs.length) {
    const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    return `${shown(mean)} (${shown(Math.min(...numbers))} to ${shown(Math.max(...numbers))})`;
  }
  const counts = new Map<string | number, number>();
  for (const one of values.runs) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([one, n]) => `${shown(one)} in ${n} of ${values.runs.length}`).join('; ');
}

/** A number to three places, or to three digits where it is small. */
const shown = (value: number | string): string =>
  typeof value === 'string' ? value : String(Number(Math.abs(value) < 0.1 ? value.toPrecision(3) : value.toFixed(3)));

const status = ({ passed, held, of, least }: Held, { from }: Figures): string => {
  const needed = least === null ? ', by its margin' : least < of ? ` (${least} needed)` : '';
  return `${passed ? 'holds' : '**does not hold**'}, in ${held.length} of ${of} seeds${from === FRESH_SEEDS ? '' : ` from ${from} on`}${needed}`;
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The anchor that web sites make of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
