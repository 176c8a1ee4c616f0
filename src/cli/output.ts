/** How the command line speaks: results on stdout, problems on stderr, never a stack. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { words } from '../runs/index.js';

/** The call's words are off. */
export class UsageError extends Error {}

export function fail(error: unknown): number {
  const usage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  process.stderr.write(`society: ${words(error)}${usage ? '\nTry: society --help' : ''}\n`);
  return usage ? 2 : 1;
}

/** A URI as the user would write it. */
export function displayPath(uri: string): string {
  if (!uri.startsWith('file:')) return uri.replace(/^society-library:\/+/, 'library/');
  const path = fileURLToPath(uri);
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}
