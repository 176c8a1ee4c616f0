/** `society replay RUN`: a run is made again from its folder, with no mind at all, and compared byte by byte. */
import { parseArgs } from 'node:util';
import { openRecorded, type Recorded, replay as replayed } from '../runs/index.js';
import { runFiles } from './files.js';
import { aside, UsageError } from './output.js';

export async function replay(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('replay needs one run folder.');
  const run = await recorded(path);
  const result = replayed(run);
  if (!result.ok) {
    aside(`${result.message}\n`);
    return 1;
  }
  const left = run.dropped === 0 ? '' : `; ${run.dropped} characters behind the last whole step were left out`;
  process.stdout.write(`${result.events} events in ${result.steps} steps, the same byte for byte${left}\n`);
  return 0;
}

/** The run of a folder, or of a packed one; a usage error where there is none that can be made again. */
export async function recorded(path: string): Promise<Recorded> {
  const opened = await openRecorded(await runFiles(path));
  if (!opened.ok) throw new UsageError(`${path}: ${opened.message}`);
  return opened.run;
}
