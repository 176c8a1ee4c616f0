/**
 * Figures in documents, each with the command that gives it.
 *
 * A marker is an HTML comment, which no reader of the page sees. There are two forms.
 *
 * 1. On a line of its own before a table or a fenced block: each line of the block is a line of what the command prints, in this
 *    order. Runs of spaces count as one, a line `…` stands for any lines, and the rules of a table are not compared.
 *
 *        <!-- figure: society test examples/commons.society -->
 *        ```text
 *        ✓ talk › lasts: round == 12 passed in 5 of 5 runs (5 required) (examples/commons.society:77)
 *        ```
 *
 * 2. After a paragraph, a list or a table, with the numbers that it quotes, each `PLACE = NUMBER` after a `|`. The number has to be in
 *    that text as it is written here, and has to equal the output of the command, rounded to as many digits.
 *
 *        Reciprocity ends at 0.47 with a coach (p < 0.001), in 85 % of the runs.
 *        <!-- figure: society experiment FILE ID --json | compared[friends].arms[none].mean = 0.47 | /p = (\S+)/ < 0.001 | share = 85 % -->
 *
 *    PLACE is a path into JSON, where `[x]` is the element with this index (`[-1]` is the last), or whose `id`, `arm`, `factor`, `scenario`, `measure`,
 *    `name` or `seed` is x; or `/…/`, a regular expression with one group, without `|`, over what is printed. A number with `%` is
 *    a share in the JSON. A minus is `-` or `−`.
 *
 * A command is `society …` or `node scripts/figures/….mjs …`; `A && B` runs both and compares what B prints, which can be
 * `cat FILE` for a file that A wrote. Societies lie in
 * `examples/`; commands write into a folder that is deleted, so `--out` takes any name that no other figure uses. A script in a marker only prints.
 * `node scripts/figures/measure.mjs` prints tables of measures over seeds, as `mean (least to most)`, for any file.
 *
 * A page can have societies of its own. `<!-- file: NAME.society -->` before a fenced block is a complete file, which the commands
 * below it find by this name; the same name again is its next version. `<!-- file: NAME.society on BASE.society -->` is a fragment:
 * the file begins with `society: 1` and an import of the base, which is not shown again. Tests check and play them
 * (test/unit/docs/societies.test.ts).
 *
 * Figures of less than about five seconds are played by every test. `figure (slow):` is for up to a minute: the tests play one of
 * them, another one when the program changes. `figure (long):` is for more. `node scripts/docs.mjs figures [PAGE…]` plays all and
 * prints those that differ.
 */

export type Pace = 'fast' | 'slow' | 'long';

/** A number that a text quotes, and where the output has it. */
export interface Quoted {
  readonly place: string;
  readonly relation: '=' | '<' | '>';
  /** As written. */
  readonly value: string;
}

/** Text by name: the societies of a page, each as it is above a place of it. */
export type Files = ReadonlyMap<string, string>;

export interface Figure {
  readonly page: string;
  /** From 1, of the marker. */
  readonly line: number;
  readonly pace: Pace;
  readonly command: string;
  /** Lines that the output has; empty where numbers are quoted. */
  readonly lines: readonly string[];
  readonly quoted: readonly Quoted[];
  readonly files: Files;
}

/** A society in a page. */
export interface PageFile {
  readonly page: string;
  /** From 1, of its marker. */
  readonly line: number;
  readonly name: string;
  /** Whether it is a fragment on another one. */
  readonly isFragment: boolean;
  /** With this one. */
  readonly files: Files;
}

export interface Marked {
  readonly figures: readonly Figure[];
  readonly files: readonly PageFile[];
  /** Errors of markers. */
  readonly faults: readonly string[];
}

/** A table, a fenced block, or anything between blank lines. */
export interface Block {
  readonly line: number;
  readonly kind: 'text' | 'table' | 'fence' | 'marker';
  readonly text: string;
}

const FIGURE = /^<!-- figure(?: \((slow|long)\))?: (.*) -->$/;

const COMMAND = /^(society|node scripts\/figures\/[\w-]+\.mjs)( |$)/;

const FILE = /^<!-- file: ([\w-]+\.society)(?: on ([\w-]+\.society))? -->$/;

/**
 * The figures and the societies of a page.
 * @param page its name, for messages
 */
export function figuresOf(page: string, text: string): Marked {
  const figures: Figure[] = [];
  const files: PageFile[] = [];
  const faults: string[] = [];
  const blocks = blocksOf(text);
  let above: Files = new Map();
  blocks.forEach((block, i) => {
    if (block.kind !== 'marker') return;
    const fault = (words: string): number => faults.push(`${page}:${block.line}: ${words}`);
    if (FILE.test(block.text)) {
      const [, name = '', base] = FILE.exec(block.text) ?? [];
      const next = blocks[i + 1];
      if (next?.kind !== 'fence') fault('no fenced block follows the marker');
      if (base !== undefined && !above.has(base)) fault(`there is no ${base} above`);
      const head = base === undefined ? '' : `society: 1\nimports: [./${base}]\n`;
      above = new Map([...above, [name, `${head}${next?.text.split('\n').slice(1, -1).join('\n')}\n`]]);
      files.push({ page, line: block.line, name, isFragment: base !== undefined, files: above });
      return;
    }
    const { pace, command, rest } = figureIn(block.text);
    if (!COMMAND.test(command)) fault(`\`${command}\` is no command`);
    const quoted = rest.map(quotedOf);
    const about = rest.length > 0 ? blocks.slice(0, i).findLast(({ kind }) => kind !== 'marker') : blocks[i + 1];
    const lines = rest.length === 0 && (about?.kind === 'table' || about?.kind === 'fence') ? linesOf(about) : [];
    if (rest.length === 0 && lines.length === 0) fault('no table or fenced block follows the marker');
    for (const [n, one] of quoted.entries())
      if (one === null) fault(`\`${rest[n]}\` is not \`PLACE = NUMBER\``);
      else if (!quotes(about?.text ?? '', one.value)) fault(`the text before the marker does not say ${one.value}`);
    figures.push({ page, line: block.line, pace, command, lines, quoted: quoted.filter((one) => one !== null), files: above });
  });
  return { figures, files, faults };
}

/** A marker of a figure in its parts. */
function figureIn(marker: string): { readonly pace: Pace; readonly command: string; readonly rest: readonly string[] } {
  const [, pace = 'fast', said = ''] = FIGURE.exec(marker) ?? [];
  const [command = '', ...rest] = said.split(' | ').map((part) => part.trim());
  return { pace: pace as Pace, command, rest };
}

/** The lines of a block that an output has to have. */
const linesOf = ({ kind, text }: Block): string[] => {
  const all = text.split('\n').map(squeezed);
  return kind === 'fence' ? all.slice(1, -1).filter((line) => line !== '') : all.filter((line) => !/^[|:\- ]+$/.test(line));
};

/** A line with runs of spaces as one; cells of a table without spaces around them. */
export const squeezed = (line: string): string =>
  line
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/ ?\| ?/g, '|');

function quotedOf(part: string): Quoted | null {
  const [, place, relation, value] = /^(.*) ([=<>]) ([-−+]?[\d.,]+(?: ?%)?)$/.exec(part) ?? [];
  return place && relation && value ? { place, relation: relation as Quoted['relation'], value } : null;
}

const withMinus = (text: string): string => text.replaceAll('−', '-');

/** Whether a text has a number as written, and not as a part of a longer one. */
function quotes(text: string, value: string): boolean {
  const escaped = withMinus(value).replace(/[.+*?^$()[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\d.])${escaped}(?!\\d|\\.\\d)`).test(withMinus(text));
}

/** The number that is written, and how many digits it has after the point; a share where it has `%`. */
export function numberOf(written: string): { readonly number: number; readonly digits: number; readonly scale: number } {
  const scale = written.endsWith('%') ? 100 : 1;
  const bare = withMinus(written).replace(/[ %,+]/g, '');
  return { number: Number(bare), digits: bare.split('.')[1]?.length ?? 0, scale };
}

const isMarker = (line: string): boolean => FIGURE.test(line) || FILE.test(line);

/** The blocks of a page, in order. A marker is a block of its own wherever it is. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: { line: number; kind: Block['kind']; lines: string[] }[] = [];
  let open: (typeof blocks)[number] | null = null;
  let fence: string | null = null;
  for (const [i, line] of page.split('\n').entries()) {
    if (fence !== null) {
      open?.lines.push(line);
      if (line.trim() === fence) [open, fence] = [null, null];
      continue;
    }
    const [, ticks] = /^\s*(```+)/.exec(line) ?? [];
    const kind = ticks ? 'fence' : isMarker(line.trim()) ? 'marker' : line.startsWith('|') ? 'table' : 'text';
    if (line.trim() === '') open = null;
    else if (open !== null && kind === open.kind && kind !== 'marker' && kind !== 'fence') open.lines.push(line);
    else blocks.push((open = { line: i + 1, kind, lines: [kind === 'marker' ? line.trim() : line] }));
    fence = ticks ?? null;
  }
  return blocks.map(({ line, kind, lines }) => ({ line, kind, text: lines.join('\n') }));
}

/**
 * Blocks that look as if they quoted numbers of runs and have no marker: outputs, tables and sentences with spreads, p, or decimals
 * with seeds. Front matter is data: its values are checked with the gallery.
 */
export function unmarked(page: string): readonly Block[] {
  const blocks = blocksOf(page.replace(FRONT_MATTER, (front) => front.replace(/[^\n]/g, '')));
  const isMarked = (i: number): boolean => {
    const last = blocks[i - 1]?.kind === 'marker' ? blocks[i - 1]?.text : undefined;
    if (last !== undefined && FIGURE.test(last) && !last.includes(' | ')) return true;
    for (let j = i + 1; blocks[j]?.kind === 'marker'; j++) if (blocks[j]?.text.includes(' | ')) return true;
    return false;
  };
  return blocks.filter(
    (block, i) =>
      looksMeasured(
        block,
        blocks.slice(0, i).findLast(({ kind }) => kind === 'text'),
      ) && !isMarked(i),
  );
}

const FRONT_MATTER = /^---\n[\s\S]*?\n---\n/;
const SEEDS = /\bseeds?\b/i;

/** @param before the text before a table, which names its subject */
function looksMeasured({ kind, text }: Block, before: Block | undefined): boolean {
  const [first = ''] = text.split('\n');
  if (kind === 'marker') return false;
  if (kind === 'fence') return /^\s*```text/.test(first) && /\d\.\d|\d+ of \d+/.test(text);
  if (/\d ± \d|\bp [=<>] 0\.\d/.test(text)) return true;
  const bare = text.replace(/`[^`]*`/g, '');
  const numbers = bare.match(/\d+\.\d+|\d+ (?:to|of) \d+/g)?.length ?? 0;
  if (kind === 'table')
    return numbers > 1 && (SEEDS.test(first) || (SEEDS.test(before?.text ?? '') && !/^#+ [^\n]*$/.test(before?.text ?? '')));
  return numbers > 0 && SEEDS.test(bare);
}
