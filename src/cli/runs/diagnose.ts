/** `society diagnose [FILE|RUN…]`: one JSON document for a report of a fault, without private data. */
import { t } from '../../core/util/l10n.js';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SOCRUN } from '../../node/packedRun.js';
import { machineFacts, runFileSizes } from '../../node/machineFacts.js';
import { writeWhole } from '../../node/ports.js';
import { diagnosticsRoom, loadModel } from '../../runs/index.js';
import { openRun } from '../../trace/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { checkUnused, fileUri, openLanguage, runFiles } from '../terminal/files.js';
import { jsonText, UsageError } from '../terminal/output.js';

export async function diagnose(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('diagnose', args, { out: { type: 'string' } });
  const files = positionals.filter((path) => path.endsWith('.society'));
  if (files.length > 1) throw new UsageError(t('diagnose takes one file, and any number of runs.'));
  if (values.out !== undefined) await checkUnused(resolve(values.out));
  const [file] = files;
  const runs = await Promise.all(positionals.filter((path) => !path.endsWith('.society')).map(diagnosedRun));
  const { diagnosticsDocument } = await diagnosticsRoom();
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  const text = jsonText(
    diagnosticsDocument({
      about: { version, place: 'terminal', ...machineFacts() },
      file: file === undefined ? null : await loadModel(openLanguage(), fileUri(file)),
      runs,
    }),
  );
  if (values.out === undefined) process.stdout.write(text);
  else await writeWhole(resolve(values.out), text);
  return 0;
}

async function diagnosedRun(path: string) {
  const run = await openRun(await runFiles(path));
  if (!run) throw new UsageError(t('{0} contains no run.', path));
  const isPacked = path.endsWith(SOCRUN);
  return { ...run, bytes: isPacked ? { packed: statSync(resolve(path)).size } : await runFileSizes(resolve(path)) };
}
