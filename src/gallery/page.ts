/** docs/gallery.md: the entries by area, and what of each published system is there, holds and is left out. Markdown only. */
import { literal } from '../core/markdown.js';
import type { GalleryEntry } from './entry.js';
import { AREAS, type Area } from './frontMatter.js';
import type { Held, OracleOutcome, Outcome } from './play.js';

/** Words for the reader of an area. */
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

/** The page, from every entry's outcome. What was not played is not on it. */
export function galleryPage(outcomes: readonly Outcome[]): string {
  const entries = outcomes.map(({ entry }) => entry);
  const areas = AREAS.filter((area) => entries.some((entry) => entry.area === area));
  return `${[
    '[//]: # (Written by scripts/gallery.mjs. Do not edit.)',
    '# The gallery',
    intro(outcomes),
    areas.map((area) => `[${AREA_TITLES[area]}](#${anchor(AREA_TITLES[area])})`).join(' · '),
    ...areas.flatMap((area) => [`## ${AREA_TITLES[area]}`, areaTable(entries.filter((entry) => entry.area === area))]),
    '## Conformance',
    CONFORMANCE,
    '### What of each system is there',
    table(['system', 'source', 'protocol', 'left out', 'measures', 'level'], entries.map(partsRow)),
    '### What holds',
    HOLDS,
    table(['system', 'oracle', 'expected', 'here', 'source', 'status'], outcomes.flatMap(oracleRows)),
  ].join('\n\n')}\n`;
}

const intro = (outcomes: readonly Outcome[]): string => {
  const count = (is: (entry: GalleryEntry) => boolean): number => outcomes.filter(({ entry }) => is(entry)).length;
  return `Published societies of agents, each as a file that runs in the editor without a key and reports the measures of its
source. *Society: New from Gallery…* makes a copy of one to work with. People and words are invented.

There are ${outcomes.length}. ${count(({ level }) => level === 'result')} are *results*: an oracle or the direction of a published finding is reproduced with the
built-in mind and shown beside its null. ${count(({ level }) => level === 'protocol')} are *protocols*: protocol and measures run, and nothing is claimed. ${count(({ deep }) => deep)} are
*deep*: their page has a walk through them, and a question that the debugger answers. The built-in mind goes by rules
([how](builtin-mind.md)), so that what it shows is that the machinery is right, and nothing about people or language models.`;
};

const CONFORMANCE = `By section of each entry's page. *Protocol* is what is there of the source's, *left out* what is not.`;

const HOLDS = `Each expectation was played on the built-in mind over its seeds when this page was written, and the tests play them again.
*Here* is the value at the end of the scenario's first run; *source* the published value or direction, or how it was worked out.`;

/** A text of an entry in a cell, where no list can begin. */
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

const oracleRows = ({ entry, oracles }: Outcome): readonly (readonly string[])[] =>
  oracles.map(({ oracle, held, value }, i) => [
    i === 0 ? `[${cell(entry.system)}](${README(entry.id)})` : '',
    cell(oracle.says),
    expected({ oracle, held, value }),
    cell(value ?? ''),
    cell(oracle.theirs),
    held ? status(held) : 'missing',
  ]);

const expected = ({ oracle, held }: OracleOutcome): string =>
  `\`${oracle.scenario}.${oracle.expectation}\`${held ? `: \`${held.that.replaceAll('|', '\\|')}\`` : ''}`;

const status = ({ passed, held, of, least }: Held): string =>
  `${passed ? 'holds' : '**does not hold**'}${of > 1 ? `, in ${held} of ${of} seeds${least !== null && least < of ? ` (${least} needed)` : ''}` : ''}`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** As sites make anchors of headings. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
