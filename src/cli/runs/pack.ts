/** `society pack RUN`: a run folder as one file, which `replay`, `report`, `show` and `diff` read as well. */
import { basename, resolve } from 'node:path';
import { packRun, SOCRUN } from '../../node/packedRun.js';
import { argumentsOf } from '../terminal/arguments.js';
import { runFolder } from '../terminal/files.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { writeWhole } from '../../node/ports.js';
import { t } from '../../core/util/l10n.js';

/** Characters of a label. */
const MOST_LABEL = 300;

export async function pack(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('pack', args, {
    out: { type: 'string' },
    json: { type: 'boolean' },
    label: { type: 'string' },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('pack needs one run folder.'));
  const dir = runFolder(path);
  const { label } = values;
  if (label !== undefined && (label.trim() === '' || label.length > MOST_LABEL || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(label)))
    throw new UsageError(t('--label takes one line of at most {0} characters.', MOST_LABEL));
  const file = resolve(values.out ?? `${basename(dir)}${SOCRUN}`);
  await writeWhole(file, await packRun(dir, label?.trim()));
  process.stdout.write(values.json ? jsonText({ file }) : `${printable(file)}\n`);
  return 0;
}
