/** Readable messages for YAML's errors, each at a useful place, and the repair that lets parsing continue. */
import type { YAMLError } from 'yaml';
import { errorAt, type OffsetFix, type Problem } from '../text/problem.js';
import { lineEnd, lineStart, type Offsets, quoteFix, valueEnd } from '../text/lines.js';
import type { Converted } from './convert.js';
import {
  blockEnd,
  blotted,
  contentStart,
  type Explained,
  indentAt,
  lineAbove,
  lineOf,
  MISALIGNED,
  misaligned,
  orphans,
  orphansProblem,
  plain,
} from './orphans.js';
import { t } from '../../core/util/l10n.js';

export type { Explained } from './orphans.js';

/** More errors than this are not useful, and each needs a search of its line. */
const MOST_ERRORS = 200;

export function explain(errors: readonly YAMLError[], converted: Converted, text: string): Explained[] {
  const out: Explained[] = converted.unclosed.slice(0, MOST_ERRORS).map((at) => unclosed(at, text, errors));
  for (const error of errors.slice(0, MOST_ERRORS)) {
    const explained = explainOne(error, converted, text);
    if (explained) out.push(explained);
  }
  return out.sort((a, b) => a.problem.at[0] - b.problem.at[0]);
}

function unclosed([start, stop]: Offsets, text: string, errors: readonly YAMLError[]): Explained {
  const open = text.charAt(start);
  const end = lineEnd(text, start);
  if (open === '"' || open === "'") {
    const fix: OffsetFix = { title: t('Close the quote'), edits: [{ at: [end, end], text: open }], preferred: true };
    return blotted(errorAt('unclosed-quote', t('The quote {0} is never closed.', open), [start, end], [fix]), [start, end], 'x');
  }
  const cut = cutInFlow(start, end, text) ?? someInFlow(start, end, text);
  if (cut) return cut;
  const close = open === '[' ? ']' : '}';
  const fix: OffsetFix = { title: t('Add {0}', close), edits: [{ at: [end, end], text: close }], preferred: true };
  const problem = errorAt('unclosed-bracket', t('`{0}` is never closed.', open), [start, end], [fix]);
  const next = lineEnd(text, end + 1);
  const spills = stop > end || errors.some(({ pos }) => pos[0] > end && pos[0] <= next);
  return spills ? blotted(problem, [start, end], 'x') : plain(problem);
}

const CUT = /(?<=(?:^|[[{,]|: )\s*)(?![\s'"])((?:(?!: )[^'"[\]{},#])*(?:(?<=\s)|^|(?<=[[{,]))#[^\s#][^,\]}]*?)\s*(?=[,\]}])/;

/** `{ topic: our #street }`: the rest of the line, its brackets too, is a comment. */
function cutInFlow(start: number, end: number, text: string): Explained | null {
  const found = CUT.exec(text.slice(start, end));
  const value = found?.[1];
  if (!found || value === undefined) return null;
  const whole: Offsets = [start + found.index, start + found.index + value.length];
  const tag: Offsets = [whole[0] + value.indexOf('#'), whole[1]];
  const message = t('The text ends before `{0}`: `#` starts a comment here.', text.slice(tag[0], Math.min(tag[1], tag[0] + 30)));
  return blotted(errorAt('cut-text', message, tag, [quoteFix(text, whole)]), tag, 'x');
}

/** `{ x: a > 0 ? 1 : 0 }`: between braces, a colon with spaces around it starts a value. */
function colonInFlow(start: number, text: string): Explained | null {
  const value = /^[^,[\]{}\n]*/.exec(text.slice(start, lineEnd(text, start)))?.[0].trimEnd() ?? '';
  if (!/:\s/.test(value)) return null;
  const whole: Offsets = [start, start + value.length];
  return blotted(errorAt('colon', t('A value with `: ` in it needs quotes.'), whole, [quoteFix(text, whole)]), whole, 'x');
}

const SOME = /(?<=[{,]\s*[a-z_.]+:\s+)[1-9][0-9]* of \[[^[\]{}\n]*\]/;

/** `{ interests: 2 of [jazz, chess] }`: a text between braces ends at a bracket. */
function someInFlow(start: number, end: number, text: string): Explained | null {
  const found = SOME.exec(text.slice(start, end));
  if (!found) return null;
  const whole: Offsets = [start + found.index, start + found.index + found[0].length];
  return blotted(errorAt('flow-comma', t('Between braces `{0}` needs quotes.', found[0]), whole, [quoteFix(text, whole)]), whole, 'x');
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
        misaligned(at[0], text) ??
        strayItem(at[0], text) ??
        orphans(at[0], text) ??
        plain(errorAt('indent', MISALIGNED, [contentStart(text, at[0]), lineEnd(text, at[0])]))
      );
    case 'BAD_SCALAR_START':
      return plain(
        errorAt(
          'indicator',
          t('Text that starts with `{0}` needs quotes.', text.charAt(at[0])),
          [at[0], valueEnd(text, at[0])],
          [quoteFix(text, [at[0], valueEnd(text, at[0])])],
        ),
      );
    case 'BLOCK_IN_FLOW':
      return colonInFlow(at[0], text) ?? plain(errorAt('yaml', error.message, at));
    case 'TAG_RESOLVE_FAILED':
      return plain(
        errorAt(
          'indicator',
          t('Text that starts with `!` needs quotes.'),
          [at[0], valueEnd(text, at[0])],
          [quoteFix(text, [at[0], valueEnd(text, at[0])])],
        ),
      );
    case 'MULTIPLE_DOCS':
      return plain(
        errorAt('documents', t('A file contains one society: `---` is not allowed here.'), [at[0], Math.min(at[0] + 3, text.length)]),
      );
    case 'UNEXPECTED_TOKEN':
      return (
        someInFlow(lineStart(text, at[0]), lineEnd(text, at[0]), text) ??
        behindQuote(at[0], text) ??
        plain(errorAt('unexpected', unexpectedText(at, text), [at[0], Math.max(at[0] + 1, lineEnd(text, at[0]))]))
      );
    case 'DUPLICATE_KEY':
      return null;
    case 'KEY_OVER_1024_CHARS':
      return plain(errorAt('bad-key', t('This key is too long.'), [at[0], Math.min(lineEnd(text, at[0]), at[0] + 80)]));
    case 'BAD_DQ_ESCAPE':
      return plain(errorAt('escape', t('This escape does not exist. Write \\\\ for a backslash.'), at));
    default:
      return plain(
        /call stack/.test(error.message)
          ? errorAt('too-deep', t('This is nested too deeply to be read.'), [at[0], at[0] + 1])
          : errorAt('yaml', error.message, at),
      );
  }
}

/** A line without a colon is joined with the next key, as `ag` above `name: x`; or a line is indented below a value. */
function multiline(at: Offsets, text: string): Explained | null {
  const end = lineEnd(text, at[0]);
  const before = text.slice(lineStart(text, at[0]), at[0]);
  if (/^[ ]*(- +)*$/.test(before)) return halfTypedLine(at[0], before.length, text);
  const next = contentStart(text, end + 1);
  const lines: Offsets = [next, blockEnd(text, end, indentAt(text, at[0]))];
  return blotted(orphansProblem(lines, text), lines, ' ');
}

/** `- x` above keys of the same depth: the item is misplaced, not the keys. */
function strayItem(at: number, text: string): Explained | null {
  const indent = indentAt(text, at);
  if (text.startsWith('- ', lineStart(text, at) + indent)) return null;
  for (let end = lineStart(text, at) - 1; end > 0; end = lineStart(text, end) - 1) {
    const start = contentStart(text, end);
    if (start >= lineEnd(text, start)) continue;
    if (start - lineStart(text, start) !== indent) return null;
    if (text.startsWith('- ', start) && !text.slice(at, lineEnd(text, at)).includes(':')) return bareItem(text, at);
    if (text.startsWith('- ', start))
      return blotted(
        errorAt('unexpected', t('A list item is not allowed among keys.'), [start, lineEnd(text, start)]),
        [start, lineEnd(text, start)],
        ' ',
      );
    return null;
  }
  return null;
}

/** `voic` below `- find people`. */
function bareItem(text: string, at: number): Explained {
  const line: Offsets = [contentStart(text, at), lineEnd(text, at)];
  const fix: OffsetFix = { title: t('Make it an item'), edits: [{ at: [line[0], line[0]], text: '- ' }], preferred: true };
  return blotted(errorAt('unexpected', t('An item of this list starts with `- `.'), line, [fix]), line, ' ');
}

/** A line with a key or an item. Any other line below a key is a text whose `|` is missing. */
const KEY_OR_ITEM = /^(?:-(?:\s|$)|[\w.'"-]+\s*:(?:\s|$)|#|[[{])/;

/** A word with indented lines below is a key whose colon is missing. Without them, the line is ignored. */
function halfTypedLine(start: number, column: number, text: string): Explained {
  const orphan = text.startsWith('- ', start) ? orphans(start, text) : null;
  if (orphan) return orphan;
  const end = lineEnd(text, start);
  const above = lineAbove(text, start);
  if (
    above !== null &&
    indentAt(text, above) < column &&
    /^[^\w'"[{-]/.test(text.slice(start, end)) &&
    /:$/.test(lineOf(text, above).trimEnd())
  )
    return unmarkedText(above, text);
  const problem = halfTyped(text, [start, end]);
  const key = text.slice(start, end).trimEnd();
  const stop = blockEnd(text, end, column);
  const below = /\S[^\n]*/.exec(text.slice(end, stop))?.[0];
  if (below === undefined || !KEY_OR_ITEM.test(below)) return blotted(problem, [start, stop], ' ');
  return { problem, blot: [start + key.length - 1, start + key.length], fill: ':', key: { start, name: key } };
}

/** `bio:` with lines of prose below that YAML cannot read. */
function unmarkedText(key: number, text: string): Explained {
  const end = key + lineOf(text, key).trimEnd().length;
  const fix: OffsetFix = { title: t('Add a |'), edits: [{ at: [end, end], text: ' |' }], preferred: true };
  const problem = errorAt('unexpected', t('Text on separate lines needs a `|` after the colon.'), [key, end], [fix]);
  return blotted(problem, [end, blockEnd(text, lineEnd(text, key), indentAt(text, key))], ' ');
}

/** `age:41`, `-jazz`. */
function noSpace(word: string, start: number, at: number, message: string): Problem {
  const fix: OffsetFix = { title: t('Add a space'), edits: [{ at: [at, at], text: ' ' }], preferred: true };
  return errorAt('half-typed', message, [start, start + word.length], [fix]);
}

export function halfTyped(text: string, at: Offsets): Problem {
  const word = text.slice(...at).trim();
  const tight = /^[a-z_][a-z0-9_]*:(?=[^\s:/])/.exec(word)?.[0].length;
  if (tight !== undefined) return noSpace(word, at[0], at[0] + tight, t('A colon needs a space after it.'));
  if (/^-[\p{L}\p{N}'"]/u.test(word)) return noSpace(word, at[0], at[0] + 1, t('The `-` of a list item needs a space after it.'));
  const fix: OffsetFix = { title: t('Add a colon'), edits: [{ at: [at[0] + word.length, at[0] + word.length], text: ':' }] };
  return errorAt('half-typed', t('`{0}` needs a `:` and a value.', word.slice(0, 40)), [at[0], at[0] + word.length], [fix]);
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
  return blotted(errorAt('colon', t('A value with `: ` in it needs quotes.'), value, [quoteFix(text, value)]), value, 'x');
}

const OPENED = /^ *(?:- +)*(?:[^\s:#'"][^:#]*:[ ]+(?=["'>|[{]|- )|(?=["'>|[{]))/;

/** `'Hello' she said`, `[shy] person`, `> 50 years`: a value whose first character has a special meaning in YAML. */
function behindQuote(at: number, text: string): Explained | null {
  const start = lineStart(text, at);
  const value = OPENED.exec(text.slice(start, lineEnd(text, start)))?.[0];
  if (value === undefined || start + value.length > at) return null;
  const whole: Offsets = [start + value.length, valueEnd(text, start + value.length)];
  const open = text.charAt(whole[0]);
  const bracket = open === '[' || open === '{';
  if (whole[1] <= at || (bracket && !/^[\p{L}\p{N}]/u.test(text.slice(at)))) return null;
  if (bracket && !text.slice(whole[0], at).includes(open === '[' ? ']' : '}')) return null;
  const quote = open === '"' || open === "'";
  const message = quote
    ? t('A value that starts with a quote ends at the next one. Put all of it in quotes.')
    : t('Text that starts with `{0}` needs quotes.', open);
  return blotted(errorAt('indicator', message, whole, [quoteFix(text, whole)]), whole, 'x');
}

function unexpectedText(at: Offsets, text: string): string {
  const word = /\S{1,20}/.exec(text.slice(at[0], at[0] + 40))?.[0] ?? '';
  return word ? t('`{0}` is not allowed here.', word) : t('This text is not allowed here.');
}
