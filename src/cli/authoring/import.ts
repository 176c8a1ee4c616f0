/** `society import FILE…`: converts files of other tools into a society, with a report for each field. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ImportFile } from '../../exchange/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

export async function importFiles(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('import', args, {
    as: { type: 'string' },
    out: { type: 'string' },
    map: { type: 'string', multiple: true },
    'keep-names': { type: 'boolean' },
    pseudonyms: { type: 'boolean' },
    preview: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (positionals.length === 0) throw new UsageError(t('import needs a file.'));
  if (values['keep-names'] && values.pseudonyms) throw new UsageError(t('--keep-names and --pseudonyms exclude each other.'));
  const { importSociety, MOST_BYTES, problemLine } = await import('../../exchange/index.js');
  const files = positionals.map((path) => readImported(path, MOST_BYTES));
  const names = values['keep-names'] ? 'keep' : values.pseudonyms ? 'replace' : 'auto';
  const imported = importSociety(files, { names, map: values.map ?? [], ...(values.as === undefined ? {} : { as: values.as }) });
  if (!imported.ok) {
    if (values.json) process.stdout.write(jsonText({ ok: false, problems: imported.problems }));
    for (const problem of imported.problems) aside(`${problemLine(problem)}\n`);
    return 1;
  }
  if (values.json) {
    const { out } = values;
    if (out !== undefined && !values.preview) writeNew(out, imported.text);
    const text = out === undefined && !values.preview ? { text: imported.text } : {};
    process.stdout.write(jsonText({ ok: true, file: values.preview ? null : (out ?? null), report: imported.report, ...text }));
  } else if (values.preview) process.stdout.write(printable(imported.words));
  else {
    if (values.out === undefined) process.stdout.write(imported.text);
    else writeNew(values.out, imported.text);
    aside(imported.words);
  }
  return 0;
}

/** Files above this size are not read. */
function readImported(path: string, most: number): ImportFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(t('The file {0} does not exist.', path));
  if (path.endsWith('.society'))
    throw new UsageError(t('{0} is a society already. Name it under `imports:` of another society to use its people there.', path));
  if (!found.isFile()) throw new UsageError(t('{0} is a folder. Name its files, as in {0}/*.json.', path));
  return { name: basename(path), size: found.size, bytes: found.size > most ? new Uint8Array() : readFileSync(path) };
}

/** An existing society is not overwritten: it may be a user's work. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') {
      // A part of the file, for example where the disk is full, would look complete.
      rmSync(path, { force: true });
      throw error;
    }
    throw new UsageError(t('{0} already exists. Choose another name for --out.', path));
  }
}
