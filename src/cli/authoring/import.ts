/** `society import FILE…`: files of other tools as a society, with a report of what became of each field. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ImportFile } from '../../exchange/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { aside, printable, UsageError } from '../terminal/output.js';

export async function importFiles(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('import', args, {
    as: { type: 'string' },
    out: { type: 'string' },
    map: { type: 'string', multiple: true },
    'keep-names': { type: 'boolean' },
    pseudonyms: { type: 'boolean' },
    preview: { type: 'boolean' },
  });
  if (positionals.length === 0) throw new UsageError('import needs a file.');
  if (values['keep-names'] && values.pseudonyms) throw new UsageError('--keep-names and --pseudonyms cannot stand together.');
  const { importSociety, MOST_BYTES, problemLine } = await import('../../exchange/index.js');
  const files = positionals.map((path) => readImported(path, MOST_BYTES));
  const names = values['keep-names'] ? 'keep' : values.pseudonyms ? 'replace' : 'auto';
  const imported = importSociety(files, { names, map: values.map ?? [], ...(values.as === undefined ? {} : { as: values.as }) });
  if (!imported.ok) {
    for (const problem of imported.problems) aside(`${problemLine(problem)}\n`);
    return 1;
  }
  if (values.preview) process.stdout.write(printable(imported.words));
  else {
    if (values.out === undefined) process.stdout.write(imported.text);
    else writeNew(values.out, imported.text);
    aside(imported.words);
  }
  return 0;
}

/** What is too long is not read at all. */
function readImported(path: string, most: number): ImportFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`There is no file ${path}.`);
  if (!found.isFile()) throw new UsageError(`${path} is no file. Name the files in it, as in ${path}/*.json.`);
  return { name: basename(path), size: found.size, bytes: found.size > most ? new Uint8Array() : readFileSync(path) };
}

/** A society that is there already is somebody's work. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') {
      // Half of it, as where the disk is full, would look like all of it.
      rmSync(path, { force: true });
      throw error;
    }
    throw new UsageError(`${path} already exists. Choose another name for --out.`);
  }
}
