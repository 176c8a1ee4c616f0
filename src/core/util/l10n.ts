/**
 * Texts for readers in their language. A text is looked up by its English words, as `vscode.l10n.t` does it, so that the files
 * in `l10n/` serve the editor, its pages and the command line. Without a table, and for texts that a table lacks, the text is
 * English. Texts that become part of a run, of a prompt or of a file are never translated.
 *
 * The table belongs to the process, not to a module: the activation bundle, the rooms that it loads and the scripts of pages each
 * have their own copy of this module.
 */

/** English texts with their translations; both have the same places `{0}`, `{1}`, …. */
export interface Translations {
  readonly [english: string]: string;
}

declare global {
  var societyTranslations: Translations | undefined;
}

/** Sets the language of all later texts; `undefined` is English. */
export function setTranslations(table: Translations | undefined): void {
  globalThis.societyTranslations = table;
}

type Argument = string | number | null | undefined;

/**
 * The text in the language of the reader, with the arguments at `{0}`, `{1}`, …. An argument of several words that is itself a text of
 * the table is translated too, such as a piece of advice at the end of a message.
 */
export function t(english: string, ...args: readonly Argument[]): string {
  const table = globalThis.societyTranslations;
  const text = found(table, english);
  return filled(text, args, (arg) => (typeof arg === 'string' && arg.includes(' ') ? found(table, arg) : String(arg)));
}

/** How a text is made: `t` for a reader, `english` for a file or a program. A parameter of this type is named `t`. */
export type Wording = (english: string, ...args: readonly Argument[]) => string;

/** The text with its arguments in English, for files that are the same in all languages. */
export const english: Wording = (text, ...args) => filled(text, args, String);

const filled = (text: string, args: readonly Argument[], shown: (arg: Argument) => string): string =>
  args.length === 0 ? text : text.replace(/\{(\d+)\}/g, (place, n: string) => (Number(n) < args.length ? shown(args[Number(n)]) : place));

function found(table: Translations | undefined, english: string): string {
  return (table && Object.hasOwn(table, english) ? table[english] : undefined) ?? english;
}

/** A number in groups of three digits before its point, as the language of the reader divides them: `12,345`, `12 345`. */
export const groupedFor = (n: number): string =>
  String(n).replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, t('1,000').split(/\d+/)[1]!));

/** `1 round`, `2 rounds`, `3,473 events`. */
export const plural = (n: number, one: string): string => t(n === 1 ? `{0} ${one}` : `{0} ${one}s`, groupedFor(n));

/** Marks a constant for translation. Its reader calls `t` with it, because a constant is made before the language is known. */
export function marked<T extends string>(english: T): T {
  return english;
}
