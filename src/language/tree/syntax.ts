/** YAML's errors in plain words, each at the place where a person would look, and how to parse on past it. */
import type { YAMLError } from 'yaml';
import { errorAt, type OffsetFix, type Problem } from '../problem.js';
import type { Offsets } from '../text/lines.js';
import { lineEnd, lineStart, quoteFix, valueEnd } from '../text/quote.js';
import type { Converted } from './convert.js';

/** More errors than this say nothing more, and each costs a look at its line. */
const MOST_ERRORS = 200;

export interface Explained {
  readonly problem: Problem;
  /** What to blot out before parsing again; null where YAML found its way back by itself. */
  readonly blot: Offsets | null;
  /** A space removes it, a letter keeps a text in its place. */
  readonly fill: string;
  /** The blot turned the end of this word into a colon: the key at `start` is really called `name`. */
  readonly key?: { readonly start: number; readonly name: string };
}

const plain = (problem: Problem): Explained => ({ problem, blot: null, fill: ' ' });
const blotted = (problem: Problem, blot: Offsets, fill: string): Explained => ({ problem, blot: blot[1] > blot[0] ? blot : null, fill });

export function explain(errors: readonly YAMLError[], converted: Converted, text: string): Explained[] {
  const out: Explained[] = converted.unclosed.slice(0, MOST_ERRORS).map((at) => unclosed(at, text));
  for (const error of errors.slice(0, MOST_ERRORS)) {
    const explained = explainOne(error, converted, text);
    if (explained) out.push(explained);
  }
  return out.sort((a, b) => a.problem.at[0] - b.problem.at[0]);
}

function unclosed([start, stop]: Offsets, text: string): Explained {
  const open = text.charAt(start);
  const end = lineEnd(text, start);
  if (open === '"' || open === "'") {
    const fix: OffsetFix = { title: 'Close the quote', edits: [{ at: [end, end], text: open }], preferred: true };
    return blotted(errorAt('unclosed-quote', `The quote ${open} is never closed.`, [start, end], [fix]), [start, end], 'x');
  }
  const close = open === '[' ? ']' : '}';
  const fix: OffsetFix = { title: `Add ${close}`, edits: [{ at: [end, end], text: close }], preferred: true };
  const problem = errorAt('unclosed-bracket', `\`${open}\` is never closed.`, [start, end], [fix]);
  return stop > end ? blotted(problem, [start, end], 'x') : plain(problem);
}

function explainOne(error: YAMLError, converted: Converted, text: string): Explained | null {
  const at: Offsets = [error.pos[0], Math.max(error.pos[1], error.pos[0])];
  switch (error.code) {
    case 'MULTILINE_IMPLICIT_KEY':
      return multiline(at, text);
    case 'MISSING_CHAR':
      return missing(error, at, converted, text);
    case 'BLOCK_AS_IMPLICIT_KEY':
      return nested(at, text);
    case 'BAD_INDENT':
      if (converted.unclosed.length > 0 && /[Ff]low/.test(error.message)) return null;
      return (
        strayItem(at[0], text) ??
        plain(
          errorAt('indent', 'This line is not indented like the ones it belongs to.', [contentStart(text, at[0]), lineEnd(text, at[0])]),
        )
      );
    case 'BAD_SCALAR_START':
      return plain(
        errorAt(
          'indicator',
          `Text that starts with \`${text.charAt(at[0])}\` needs quotes.`,
          [at[0], valueEnd(text, at[0])],
          [quoteFix(text, [at[0], valueEnd(text, at[0])])],
        ),
      );
    case 'TAG_RESOLVE_FAILED':
      return plain(
        errorAt(
          'indicator',
          'Text that starts with `!` needs quotes.',
          [at[0], valueEnd(text, at[0])],
          [quoteFix(text, [at[0], valueEnd(text, at[0])])],
        ),
      );
    case 'MULTIPLE_DOCS':
      return plain(errorAt('documents', 'A file holds one society: `---` cannot stand here.', [at[0], Math.min(at[0] + 3, text.length)]));
    case 'UNEXPECTED_TOKEN':
      return (
        behindQuote(at[0], text) ??
        plain(errorAt('unexpected', unexpectedText(at, text), [at[0], Math.max(at[0] + 1, lineEnd(text, at[0]))]))
      );
    case 'DUPLICATE_KEY':
      return null;
    case 'KEY_OVER_1024_CHARS':
      return plain(errorAt('bad-key', 'This key is too long.', [at[0], Math.min(lineEnd(text, at[0]), at[0] + 80)]));
    case 'BAD_DQ_ESCAPE':
      return plain(errorAt('escape', 'This escape does not exist. Write \\\\ for a backslash.', at));
    default:
      return plain(
        /call stack/.test(error.message)
          ? errorAt('too-deep', 'This is nested too deeply to be read.', [at[0], at[0] + 1])
          : errorAt('yaml', error.message, at),
      );
  }
}

const contentStart = (text: string, at: number): number => {
  const start = lineStart(text, at);
  return start + (/^[ ]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0);
};

/** A line without a colon runs into the next key: `ag` above `name: x`; or a line is indented below a value. */
function multiline(at: Offsets, text: string): Explained | null {
  const end = lineEnd(text, at[0]);
  const before = text.slice(lineStart(text, at[0]), at[0]);
  if (/^[ ]*(- +)*$/.test(before)) return halfTypedLine(at[0], before.length, text);
  const next = contentStart(text, end + 1);
  const problem = errorAt('indent', 'This line is indented too far, or the value above it is complete already.', [
    next,
    lineEnd(text, next),
  ]);
  return blotted(problem, [next, blockEnd(text, end, indentAt(text, at[0]))], ' ');
}

/** `- x` above keys of the same depth: the item is out of place, not the keys. */
function strayItem(at: number, text: string): Explained | null {
  const indent = indentAt(text, at);
  if (text.startsWith('- ', lineStart(text, at) + indent)) return null;
  for (let end = lineStart(text, at) - 1; end > 0; end = lineStart(text, end) - 1) {
    const start = contentStart(text, end);
    if (start >= lineEnd(text, start)) continue;
    if (start - lineStart(text, start) !== indent) return null;
    if (text.startsWith('- ', start))
      return blotted(
        errorAt('unexpected', 'A list item cannot stand among keys.', [start, lineEnd(text, start)]),
        [start, lineEnd(text, start)],
        ' ',
      );
    return null;
  }
  return null;
}

const indentAt = (text: string, at: number): number => contentStart(text, at) - lineStart(text, at);

/** End of the lines after `from` that are indented more than `indent`. */
function blockEnd(text: string, from: number, indent: number): number {
  let end = from;
  for (let start = text.indexOf('\n', from) + 1; start > 0 && start < text.length; start = text.indexOf('\n', start) + 1) {
    const stop = lineEnd(text, start);
    if (stop > start && indentAt(text, start) <= indent && text.slice(start, stop).trim() !== '') break;
    end = stop;
  }
  return end;
}

/** With lines below that belong to it, the word is a key whose colon is to come; else the line is left out. */
function halfTypedLine(start: number, column: number, text: string): Explained {
  const end = lineEnd(text, start);
  const problem = halfTyped(text, [start, end]);
  const key = text.slice(start, end).trimEnd();
  const deeper = blockEnd(text, end, column) > end;
  if (!deeper || key.length < 2) return blotted(problem, [start, end], ' ');
  return { problem, blot: [start + key.length - 1, start + key.length], fill: ':', key: { start, name: key } };
}

function halfTyped(text: string, at: Offsets): Problem {
  const word = text.slice(...at).trim();
  const fix: OffsetFix = { title: 'Add a colon', edits: [{ at: [at[0] + word.length, at[0] + word.length], text: ':' }] };
  return errorAt('half-typed', `\`${word.slice(0, 40)}\` needs a \`:\` and a value.`, [at[0], at[0] + word.length], [fix]);
}

function missing(error: YAMLError, at: Offsets, converted: Converted, text: string): Explained | null {
  if (/quote/.test(error.message)) return null;
  if (/must be followed|need to be followed/.test(error.message) || /map value/.test(error.message))
    return plain(halfTyped(text, [at[0], Math.min(at[1], lineEnd(text, at[0]))]));
  if (converted.unclosed.length > 0) return null;
  return plain(errorAt('yaml', error.message, at));
}

/** `a: b: c`: a colon inside a value. */
function nested(at: Offsets, text: string): Explained | null {
  const end = lineEnd(text, at[0]);
  if (!/:(\s|$)/.test(text.slice(at[0], end))) return null;
  const value: Offsets = [at[0], valueEnd(text, at[0])];
  return blotted(errorAt('colon', 'A value with `: ` in it needs quotes.', value, [quoteFix(text, value)]), value, 'x');
}

/** `'Hello' she said`: a value that starts with a quote ends at the next one. */
function behindQuote(at: number, text: string): Explained | null {
  const start = lineStart(text, at);
  const value = /^ *(?:- +)*(?:[^\s:#'"][^:#]*:[ ]+)?(?=["'])/.exec(text.slice(start, at))?.[0];
  if (value === undefined) return null;
  const whole: Offsets = [start + value.length, valueEnd(text, start + value.length)];
  if (whole[1] <= at) return null;
  return blotted(
    errorAt('indicator', 'A value that starts with a quote ends at the next one. Put all of it in quotes.', whole, [quoteFix(text, whole)]),
    whole,
    'x',
  );
}

function unexpectedText(at: Offsets, text: string): string {
  const word = /\S{1,20}/.exec(text.slice(at[0], at[0] + 40))?.[0] ?? '';
  return word ? `\`${word}\` does not belong here.` : 'Something does not belong here.';
}
