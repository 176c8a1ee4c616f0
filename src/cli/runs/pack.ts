/** `society pack RUN`: a run folder as one file, which `replay`, `report`, `show` and `diff` read as well. */
import { basename, resolve } from 'node:path';
import { packRun, SOCRUN } from '../../node/packedRun.js';
import { argumentsOf } from '../terminal/arguments.js';
import { runFolder } from '../terminal/files.js';
import { printable, UsageError } from '../terminal/output.js';
import { writeWhole } from '../../node/ports.js';

/** Characters of a label. */
const MOST_LABEL = 300;

export async function pack(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('pack', args, { out: { type: 'string' }, label: { type: 'string' } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('pack needs one run folder.');
  const dir = runFolder(path);
  const { label } = values;
  if (label !== undefined && (label.trim() === '' || label.length > MOST_LABEL || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(label)))
    throw new UsageError(`--label takes one line of at most ${MOST_LABEL} characters.`);
  const file = resolve(values.out ?? `${basename(dir)}${SOCRUN}`);
  await writeWhole(file, await packRun(dir, label?.trim()));
  process.stdout.write(`${printable(file)}\n`);
  return 0;
}
