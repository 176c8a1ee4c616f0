/** `society pack RUN`: a run folder as one file, which `replay`, `report`, `show` and `diff` read as well. */
import { basename, resolve } from 'node:path';
import { packRun, SOCRUN } from '../../node/packedRun.js';
import { argumentsOf } from '../terminal/arguments.js';
import { runFolder } from '../terminal/files.js';
import { printable, UsageError } from '../terminal/output.js';
import { writeWhole } from '../../node/ports.js';

export async function pack(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('pack', args, { out: { type: 'string' } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('pack needs one run folder.');
  const dir = runFolder(path);
  const file = resolve(values.out ?? `${basename(dir)}${SOCRUN}`);
  await writeWhole(file, await packRun(dir));
  process.stdout.write(`${printable(file)}\n`);
  return 0;
}
