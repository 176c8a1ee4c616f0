/** How the command line speaks: results on stdout, problems on stderr, never a stack. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { words } from '../runs/index.js';

/** The call's words are off. */
export class UsageError extends Error {}

export function fail(error: unknown): number {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const option = code.startsWith('ERR_PARSE_ARGS');
  const usage = error instanceof UsageError || option;
  const text = option ? `${/'[^']+'/.exec(message)?.[0].replaceAll("'", '`') ?? 'One of the options'} cannot stand there.` : words(error);
  aside(`society: ${text}${usage ? '\nTry: society --help' : ''}\n`);
  return usage ? 2 : 1;
}

/** A URI as the user would write it. */
export function displayPath(uri: string): string {
  if (!uri.startsWith('file:')) return uri.replace(/^society-library:\/+/, 'library/');
  const path = fileURLToPath(uri);
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}

/** Without control characters: what agents say must not drive a terminal. */
export const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');

/** Says something beside the result, on stderr. */
export const aside = (text: string): void => void process.stderr.write(printable(text));

/** `1 round`, `2 rounds`. */
export const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
