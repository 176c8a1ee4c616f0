/** `society pack RUN`: a run folder as one file, which `replay`, `report`, `show` and `diff` take as well. */
import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packRun, SOCRUN } from '../node/packedRun.js';
import { runFolder } from './files.js';
import { printable, UsageError } from './output.js';

export async function pack(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { out: { type: 'string' } } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('pack needs one run folder.');
  const dir = runFolder(path);
  const file = resolve(values.out ?? `${basename(dir)}${SOCRUN}`);
  await writeFile(file, await packRun(dir));
  process.stdout.write(`${printable(file)}\n`);
  return 0;
}
