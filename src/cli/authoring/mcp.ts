/** `society mcp`: serves the tools for assistants over the standard streams, for clients of the Model Context Protocol. */
import { t } from '../../core/util/l10n.js';
import { statSync } from 'node:fs';
import { argumentsOf } from '../terminal/arguments.js';
import { namedRoots } from '../terminal/files.js';
import { aside, UsageError } from '../terminal/output.js';

/** Folders come from `--root`; without it, the current folder. */
export async function mcp(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('mcp', args, {
    'allow-run': { type: 'boolean' },
    'allow-models': { type: 'boolean' },
    'allow-write': { type: 'boolean' },
  });
  if (positionals.length > 0) throw new UsageError(t('mcp takes no file. Name folders with --root FOLDER.'));
  const { 'allow-run': costs = false, 'allow-models': sends = false, 'allow-write': writes = false } = values;
  if (sends && !costs) throw new UsageError(t('--allow-models needs --allow-run.'));
  const roots = namedRoots();
  const folders = roots.length > 0 ? roots : [process.cwd()];
  for (const folder of folders) if (!statSync(folder).isDirectory()) throw new UsageError(t('{0} is not a folder.', folder));
  const { serveOnStreams } = await import('../mcp/index.js');
  if (process.stdin.isTTY) aside(t('society mcp waits for a client on its standard input; Ctrl+C ends it\n'));
  await serveOnStreams(folders, { costs, sends, writes });
  return 0;
}
