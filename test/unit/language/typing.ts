/**
 * Files while a user writes them, and the rule for the diagnostics that may appear meanwhile.
 *
 * An error is *about what is still to come* when it names something that the finished file has: an id, a name or a
 * variable that is not defined yet, a bracket that is open until the cursor, a key or value that is missing
 * at the cursor, in the nodes around it or at the head of the file, or the effect that the type of a variable has elsewhere
 * while that variable is being declared. Every other error is *about what is there*. At most one of these may appear, on the
 * line that is being written. While that line is the head of other lines and still empty or only a dash, YAML adds the
 * lines below to what is above it: then the first error is below the cursor, in these lines or right after them. The same
 * holds while the `|` of a text is not written: its lines are then read as keys and values.
 */
import { strict as assert } from 'node:assert';
import type { Diagnostic } from '../../../src/language/index.js';

/** A text, the line of the cursor, and that line as it will be. */
export interface Moment {
  readonly text: string;
  readonly line: number;
  readonly whole: string;
}

const NAMES: ReadonlySet<string> = new Set([
  'unknown-id',
  'unknown-parameter',
  'unknown-entry',
  'expression-unknown-name',
  'expression-unknown-field',
  'expression-not-variable',
]);
const MISSING: ReadonlySet<string> = new Set(['missing-key', 'missing-value', 'empty-item']);

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isBlank = (line: string): boolean => /^\s*(#.*)?$/.test(line);

/** First line after `line` that is not indented more than `column`. */
function endOf(lines: readonly string[], line: number, column: number): number {
  const next = lines.findIndex((text, i) => i > line && !isBlank(text) && indentOf(text) <= column);
  return next < 0 ? lines.length : next;
}

/** Sections whose entries have a type, which is another one until it is written to its end. */
const TYPED = /^\s*(vars|agent_vars|params|args|answer|ask):/;

/** Whether the line is in a section with types, at any depth. */
function declares(lines: readonly string[], line: number): boolean {
  let column = indentOf(lines[line] ?? '');
  for (let i = line - 1; i >= 0 && column > 0; i--) {
    const text = lines[i] ?? '';
    if (isBlank(text) || indentOf(text) >= column) continue;
    if (TYPED.test(text)) return true;
    column = indentOf(text);
  }
  return false;
}

const isToCome = (lines: readonly string[], { line, whole }: Moment, d: Diagnostic): boolean => {
  if (NAMES.has(d.code)) return true;
  if (d.code === 'expression-wrong-type' && d.range.start.line !== line && declares([...lines.slice(0, line), whole], line)) return true;
  const at = d.range.start.line;
  const open = / is (?:not|never) closed\.$| ends too early\.$/.test(d.message) && at < line;
  if (open) return endOf(lines, at, indentOf(lines[at] ?? '') - 1) > line;
  if (!MISSING.has(d.code)) return false;
  return (
    d.message.startsWith('`society`') ||
    (at <= line ? endOf(lines, at, indentOf(lines[at] ?? '')) > line : at < endOf(lines, line, indentOf(whole)))
  );
};

export function assertFair(moment: Moment, found: readonly Diagnostic[]): void {
  const { text, line, whole } = moment;
  const lines = text.split('\n');
  const now = lines[line] ?? '';
  const errors = found.filter((d) => d.severity === 'error' && !isToCome(lines, moment, d));
  const said = (): string =>
    `${line + 1}: ${JSON.stringify(now)} of ${JSON.stringify(whole)}\n${errors.map((d) => `  ${d.range.start.line + 1} ${d.code}: ${d.message}`).join('\n')}`;
  const below = endOf(lines, line, indentOf(whole));
  const heads = lines.slice(line + 1, below).some((text) => !isBlank(text));
  const opensText = /[|>][-+]?$/.test(whole) && !/[|>][-+]?$/.test(now);
  if (heads && (opensText || /^[\s-]*$/.test(now))) {
    const first = errors[0]?.range.start.line ?? line;
    assert.ok(first >= line - 1 && first <= below, said());
    return;
  }
  assert.ok(errors.length <= 1, said());
  for (const d of errors) assert.ok(isHere(lines, moment, d), said());
}

/**
 * On the line of the cursor; or, as long as the `|` of a text is not written, in the lines of this text; or further down in
 * an expression that goes over several lines.
 */
function isHere(lines: readonly string[], { line, whole }: Moment, { range, code }: Diagnostic): boolean {
  const at = range.start.line;
  if (at === line) return true;
  if (/[|>][-+]?$/.test(whole)) return at > line && at < endOf(lines, line, indentOf(whole));
  if (!code.startsWith('expression-')) return false;
  const head = lines.findLastIndex(
    (text, i) => i < line && !isBlank(text) && indentOf(text) < indentOf(whole) && /^\s*(- )?\w+:/.test(text),
  );
  return /[|>][-+]?$/.test(lines[head] ?? '') && at > line && at < endOf(lines, head, indentOf(lines[head] ?? ''));
}

/** Character by character from an empty file. */
export function* typed(text: string, step = 1): Generator<Moment> {
  const lines = text.split('\n');
  for (let end = 0; end <= text.length; end += step) {
    const line = text.slice(0, end).split('\n').length - 1;
    yield { text: text.slice(0, end), line, whole: lines[line] ?? '' };
  }
}

/** Every line typed again with the rest of the file in place. Deleting backwards gives the same texts. */
export function* rewritten(text: string, pick: (line: string) => readonly number[]): Generator<Moment> {
  const lines = text.split('\n');
  for (const [line, whole] of lines.entries())
    for (const end of new Set(pick(whole).filter((n) => n >= 0 && n <= whole.length)))
      yield { text: [...lines.slice(0, line), whole.slice(0, end), ...lines.slice(line + 1)].join('\n'), line, whole };
}

/** The places of a line that matter most: its begin, its first letters, its colon, its middle and its end. */
export const telling = (line: string): readonly number[] => {
  const start = indentOf(line);
  const colon = line.indexOf(':');
  return [start, start + 1, start + 3, colon, colon + 1, Math.floor(line.length / 2), line.length - 1];
};

/** Sections in another order, as they are written. */
export function* sectionsTyped(text: string, order: (count: number) => readonly number[], step: number): Generator<Moment> {
  const [head = '', ...sections] = text.split(/^(?=[a-z]+:(?: *#.*)?$)/m);
  const written = new Map<number, string>();
  for (const next of order(sections.length)) {
    const own = sections[next] ?? '';
    const side = (wanted: (i: number) => boolean): string =>
      [...written]
        .filter(([i]) => wanted(i))
        .sort(([a], [b]) => a - b)
        .map(([, section]) => section)
        .join('');
    const before = head + side((i) => i < next);
    const behind = side((i) => i > next);
    const ownLines = own.split('\n');
    for (let end = 0; end <= own.length; end += step) {
      const part = own.slice(0, end);
      const line = (before + part).split('\n').length - 1;
      const gap = behind === '' ? '' : '\n';
      yield { text: before + part + gap + behind, line, whole: ownLines[part.split('\n').length - 1] ?? '' };
    }
    written.set(next, own);
  }
}
