/** A text before it is written in Markdown or LaTeX. All content is plain text from any author: writers escape all of it. */

/** A part of a line: words, text from a file, or citations by their keys. */
export type Inline = string | { readonly code: string } | { readonly cite: readonly string[] };

/** One line of text. */
export type Line = Inline | readonly Inline[];

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[]; readonly numbered: boolean }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  /** Text of several lines, as it is in a file. */
  | { readonly kind: 'verbatim'; readonly text: string }
  /** A note that no reader should miss. */
  | { readonly kind: 'box'; readonly title: string; readonly lines: readonly Line[] };

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
export const paragraph = (...text: readonly Inline[]): Block => ({ kind: 'paragraph', text });
export const verbatim = (text: string): Block => ({ kind: 'verbatim', text: text.replace(/\s+$/, '') });
export const code = (text: string): Inline => ({ code: text });

/** Empty where there is nothing to list. */
export const list = (items: readonly Line[], numbered = false): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: 'list', items, numbered }];

/** Empty where there is no row. */
export const table = (head: readonly string[], rows: readonly (readonly Line[])[]): readonly Block[] =>
  rows.length === 0 ? [] : [{ kind: 'table', head, rows }];

/** Parts of a line with commas between them. */
export const commas = (items: readonly Inline[]): readonly Inline[] => items.flatMap((item, i) => (i === 0 ? [item] : [', ', item]));

export const codes = (items: readonly string[]): readonly Inline[] => commas(items.map(code));

export const inlines = (line: Line): readonly Inline[] => (Array.isArray(line) ? (line as readonly Inline[]) : [line as Inline]);

/** A selector as it is written; the parts of a long form, as in `of all, if agent.age < 30`. */
export function who(source: string): Inline {
  let long: unknown = null;
  try {
    long = JSON.parse(source);
  } catch {
    // A short form is not JSON.
  }
  if (typeof long === 'string') return code(long);
  if (typeof long !== 'object' || long === null || Array.isArray(long)) return code(source);
  const parts = Object.entries(long).map(([part, value]) => `${part} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return code(parts.join(', '));
}

/** `1 run`, `2 runs`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A number with up to four decimal places. */
export const figure = (value: number): string => String(Math.round(value * 1e4) / 1e4);

/** For example `2.5 % (3 of 120)`. */
export const share = (part: number, of: number): string =>
  of === 0 ? `${part} of 0` : `${figure((100 * part) / of)} % (${part} of ${of})`;
