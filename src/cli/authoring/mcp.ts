/** `society mcp`: serves the tools for assistants over the standard streams, for clients of the Model Context Protocol. */
import { statSync } from 'node:fs';
import { t } from '../../core/util/l10n.js';
import type { Allowed } from '../../tools/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { namedRoots } from '../terminal/files.js';
import { aside, UsageError } from '../terminal/output.js';

/** The options that allow groups of calls without a question. */
export const ALLOW = {
  'allow-run': { type: 'boolean' },
  'allow-models': { type: 'boolean' },
  'allow-write': { type: 'boolean' },
} as const;

/** What the options allow. */
export function allowedBy(values: { readonly [name in keyof typeof ALLOW]?: boolean | undefined }): Allowed {
  const { 'allow-run': costs = false, 'allow-models': sends = false, 'allow-write': writes = false } = values;
  if (sends && !costs) throw new UsageError(t('--allow-models needs --allow-run.'));
  return { costs, sends, writes };
}

/** The folders that tools may use: those of `--root`; without it, the current folder. */
export function toolFolders(): readonly string[] {
  const roots = namedRoots();
  const folders = roots.length > 0 ? roots : [process.cwd()];
  for (const folder of folders) if (!statSync(folder).isDirectory()) throw new UsageError(t('{0} is not a folder.', folder));
  return folders;
}

export async function mcp(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('mcp', args, ALLOW);
  if (positionals.length > 0) throw new UsageError(t('mcp takes no file. Name folders with --root FOLDER.'));
  const allowed = allowedBy(values);
  const { serveOnStreams } = await import('../mcp/index.js');
  if (process.stdin.isTTY) aside(t('society mcp waits for a client on its standard input; Ctrl+C ends it\n'));
  await serveOnStreams(toolFolders(), allowed);
  return 0;
}
