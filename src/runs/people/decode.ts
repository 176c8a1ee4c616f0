/** Answers of agents and cells of people in one form: numbers, or places in a list of words. */
import type { AnswerKind } from '../../analysis/people/compareAnswers.js';
import type { AgentAnswer } from './agentAnswers.js';
import { cellText, type Property, type ReferenceProblem } from './referenceSpec.js';

/** One property of both sides, row by row; NaN where it is missing. */
export interface Decoded {
  readonly kind: AnswerKind;
  /** By run. */
  readonly agents: readonly Float64Array[];
  readonly people: Float64Array;
  /** Words that are not in the order of the file, and so count as missing. */
  readonly unordered: readonly string[];
}

type Decoding = { readonly ok: true; readonly decoded: Decoded } | { readonly ok: false; readonly problem: ReferenceProblem };

/** Cells that mean no answer in the tables of R, pandas, Stata and SAS. */
const NO_ANSWER: ReadonlySet<string> = new Set(['', 'NA', 'NaN', '.']);

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** More words than this are no answers to one question. */
const MOST_WORDS = 200;

/** `cells`: those of its column. `what`: for example ``The answer `trust` ``. */
export function decode(property: Property, cells: readonly string[], agents: readonly (readonly AgentAnswer[])[]): Decoding {
  const read = cells.map((cell) => meaning(property, cell));
  const said = agents.map((run) => run.map((value) => (value === null ? '' : cellText(value))));
  if (property.cuts) return inParts(property, property.cuts, read, said);
  const [theirs, ours] = [exampleOf(read), exampleOf(said.flat())];
  const fault = (message: string): Decoding => ({
    ok: false,
    problem: { severity: 'error', at: columnNode(property), code: 'data-answers', message },
  });
  if (property.order === null) {
    if (theirs.number !== null && theirs.word !== null)
      return fault(
        `Column \`${property.column}\` has both numbers and words, such as ${theirs.number} and \`${theirs.word}\`. Name cells without an answer under \`missing\`, or what cells mean under \`words\`.`,
      );
    if (ours.number !== null && ours.word !== null)
      return fault(
        `Agents have both numbers and words, such as ${ours.number} and \`${ours.word}\`. Choose \`of\` so that it gives one kind.`,
      );
    if (theirs.number !== null && ours.word !== null)
      return fault(
        `Agents have words, such as \`${ours.word}\`, and column \`${property.column}\` has numbers. Write what they mean, as in \`words: { ${theirs.number}: ${ours.word} }\`.`,
      );
    if (theirs.word !== null && ours.number !== null)
      return fault(
        `Agents have numbers, such as ${ours.number}, and column \`${property.column}\` has words. Write what they mean, as in \`words: { ${theirs.word}: ${ours.number} }\`.`,
      );
    if (theirs.word === null && ours.word === null) return { ok: true, decoded: asNumbers(read, said) };
  }
  const words = property.order ?? wordsOf(property, read, said);
  if (words.length > MOST_WORDS)
    return fault(
      `Column \`${property.column}\` and the agents have ${words.length} different words, which are no answers to one question.`,
    );
  return { ok: true, decoded: asWords(words, property.order !== null, read, said) };
}

/** The node of the column, or of the entry where the column has its name. */
export const columnNode = ({ at, hasColumn }: Pick<Property, 'at' | 'hasColumn'>): string => (hasColumn ? `${at}.column` : at);

function meaning({ words, missing }: Property, cell: string): string {
  if (missing.has(cell)) return '';
  return words ? (words.get(cell) ?? '') : NO_ANSWER.has(cell) ? '' : cell;
}

interface Examples {
  readonly number: string | null;
  readonly word: string | null;
}

function exampleOf(texts: readonly string[]): Examples {
  let [number, word]: [string | null, string | null] = [null, null];
  for (const text of texts) {
    if (text === '') continue;
    if (NUMBER.test(text)) number ??= text;
    else word ??= text;
    if (number !== null && word !== null) break;
  }
  return { number, word };
}

const numbers = (texts: readonly string[]): Float64Array => Float64Array.from(texts, (text) => (text === '' ? Number.NaN : Number(text)));

const asNumbers = (read: readonly string[], said: readonly (readonly string[])[]): Decoded => ({
  ...{ kind: { words: null }, people: numbers(read), agents: said.map(numbers), unordered: [] },
});

/** In the order of the file where it says what cells mean, then by the alphabet. */
function wordsOf({ words }: Property, read: readonly string[], said: readonly (readonly string[])[]): readonly string[] {
  const first = [...new Set(words?.values() ?? [])];
  const found = new Set(read);
  for (const run of said) for (const text of run) found.add(text);
  found.delete('');
  return [...first, ...[...found].filter((word) => !first.includes(word)).sort()];
}

function asWords(words: readonly string[], isOrdered: boolean, read: readonly string[], said: readonly (readonly string[])[]): Decoded {
  const codes = new Map(words.map((word, code) => [word, code]));
  const lost = new Set<string>();
  const coded = (texts: readonly string[]): Float64Array =>
    Float64Array.from(texts, (text) => {
      const code = codes.get(text);
      if (code === undefined && text !== '') lost.add(text);
      return code ?? Number.NaN;
    });
  return { kind: { words, isOrdered }, people: coded(read), agents: said.map(coded), unordered: [...lost] };
}

/** Numbers in parts that begin at cuts. */
function inParts(property: Property, cuts: readonly number[], read: readonly string[], said: readonly (readonly string[])[]): Decoding {
  const word = exampleOf(read).word ?? exampleOf(said.flat()).word;
  if (word !== null) {
    const message = `\`cuts\` are for numbers, and this has words, such as \`${word}\`. Name cells without an answer under \`missing\`.`;
    return { ok: false, problem: { severity: 'error', at: columnNode(property), code: 'data-answers', message } };
  }
  const words = cuts.map((cut, i) => (i === 0 ? `below ${cut}` : `${cuts[i - 1]} to below ${cut}`)).concat(`${cuts.at(-1)} or more`);
  const part = (texts: readonly string[]): Float64Array =>
    numbers(texts).map((value) => (Number.isNaN(value) ? value : cuts.filter((cut) => cut <= value).length));
  return { ok: true, decoded: { kind: { words, isOrdered: true }, people: part(read), agents: said.map(part), unordered: [] } };
}
