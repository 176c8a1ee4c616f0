/** The output of the command line: results on stdout, problems on stderr, never a stack trace. */
import { translated } from '../../core/util/recordedText.js';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { words } from '../../runs/index.js';
import { t } from '../../core/util/l10n.js';

export { plural } from '../../core/util/l10n.js';

/** A wrong call. */
export class UsageError extends Error {}

/** What a user writes before a command: `npx` runs a program that is not installed. */
export const calledAs = (): string => (process.env['npm_lifecycle_event'] === 'npx' ? 'npx society-studio' : 'society');

/**
 * Prints an error for people; gives the exit code: 2 for a wrong call, which points to the help of the command, 1 for any other error.
 * `command` is null where there is no such command.
 */
export function fail(error: unknown, command: string | null): number {
  if (!(error instanceof UsageError)) {
    aside(t('society: {0}\n', translated(words(error))));
    return 1;
  }
  aside(t('society: {0}\nTry: {2} {1}--help\n', translated(error.message), command === null ? '' : `${command} `, calledAs()));
  return 2;
}

/** A URI as the user would write it. */
export function displayPath(uri: string): string {
  if (!uri.startsWith('file:')) return uri.replace(/^society-library:\/+/, 'library/');
  const path = fileURLToPath(uri);
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}

/** Control characters, and characters that change the direction of the text after them. */
const DRIVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Removes control characters, so that texts of agents and files cannot control the terminal. Each shows as `\ufffd`. */
export const printable = (text: string): string => text.replace(DRIVING, '\ufffd');

/** JSON for programs, indented, on one or more lines, with a line end. Control characters are escaped, as in `\u009b`. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(DRIVING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;

/** Makes all text that any code writes to a stream printable. Line ends may be those of Windows. */
export function shield(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: readonly unknown[]) => boolean;
  stream.write = ((chunk: string | Uint8Array, ...rest: readonly unknown[]) =>
    write(typeof chunk === 'string' ? chunk.split('\r\n').map(printable).join('\r\n') : chunk, ...rest)) as typeof stream.write;
}

/** Prints a note on stderr, in addition to the result. */
export const aside = (text: string): void => void process.stderr.write(printable(text));

/** How much a run prints on stdout. */
export type Printed = 'all' | 'quiet' | 'json' | 'nothing';
