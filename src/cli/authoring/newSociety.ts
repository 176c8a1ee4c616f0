/** `society new FILE`: creates a file from a template or an entry of the gallery. */
import { t } from '../../core/util/l10n.js';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean } from '../../core/util/suggest.js';
import type { CopiedFile } from '../../gallery/index.js';
import { plainText, templates } from '../../language/index.js';
import { fileUri as uriOf, nodeTextFiles } from '../../node/ports.js';
import { argumentsOf } from '../terminal/arguments.js';
import { calledAs, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { makeFolder } from '../../node/runPlace.js';

const ENDING = '.society';
const GALLERY = fileURLToPath(new URL('../examples/gallery/', import.meta.url));

/** A table that users replace with their own, for the template that reads one. */
const TABLE: CopiedFile = {
  to: 'people.csv',
  text: 'NAME,AGE,JOB\nAda Okafor,41,Baker\nBen Achterberg,52,Bus driver\nChiara Lunardi,67,Retired nurse\nDeniz Er,29,Teacher\n',
};

/** Writes the files; no existing file is overwritten. */
export async function newSociety(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('new', args, {
    from: { type: 'string' },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (values.list) return list(values.json ?? false);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('new needs the name of one file.'));
  const file = path.endsWith(ENDING) ? path : `${path}${ENDING}`;
  const [main, ...others] = await filesOf(values.from ?? 'talking');
  if (!main) throw new Error(t('There is nothing to copy.'));
  const folder = dirname(resolve(file));
  const written = [{ to: resolve(file), text: main.text }, ...others.map(({ to, text }) => ({ to: join(folder, to), text }))];
  const taken = written.find(({ to }) => existsSync(to));
  if (taken) throw new UsageError(t('{0} already exists. Choose another name.', relative(process.cwd(), taken.to)));
  for (const { to, text } of written) {
    await makeFolder(dirname(to));
    await writeFile(to, text, { flag: 'wx' });
  }
  if (values.json) process.stdout.write(jsonText({ file, reads: others.map(({ to }) => to) }));
  else
    process.stdout.write(
      printable(
        others.length === 0
          ? t('{0} written. Next: {1} run {0}\n', file, calledAs())
          : t('{0} and {1} that it reads written. Next: {2} run {0}\n', file, plural(others.length, 'file'), calledAs()),
      ),
    );
  return 0;
}

/** The society first, then what it reads. */
async function filesOf(id: string): Promise<readonly CopiedFile[]> {
  const template = templates.find((one) => one.id === id);
  if (template) {
    const text = plainText(template.body);
    const reads = text.includes(`./${TABLE.to}`);
    return reads ? [{ to: '', text: text.replace('size: 20', 'size: 4') }, TABLE] : [{ to: '', text }];
  }
  const entries = await galleryIds();
  if (!entries.includes(id)) {
    const all = [...templates.map((one) => one.id), ...entries];
    throw new UsageError(t('Unknown template or gallery entry `{0}`.{1} List them with --list.', id, didYouMean(id, all)));
  }
  const { copyOf } = await import('../../gallery/index.js');
  const { read } = nodeTextFiles('', [process.cwd()]);
  return copyOf(uriOf(await mainOf(id)), read);
}

async function galleryIds(): Promise<readonly string[]> {
  return existsSync(GALLERY) ? (await readdir(GALLERY)).toSorted() : [];
}

/** The society that the page of an entry names. */
async function mainOf(id: string): Promise<string> {
  const { readEntry } = await import('../../gallery/index.js');
  const found = readEntry(id, await readFile(join(GALLERY, id, 'README.md'), 'utf8'));
  if (!found.ok) throw new Error(t('The entry `{0}` cannot be read.', id));
  return join(GALLERY, id, found.entry.file);
}

async function list(isJson: boolean): Promise<number> {
  const { readEntry } = await import('../../gallery/index.js');
  const entries = await Promise.all(
    (await galleryIds()).map(async (id) => {
      const found = readEntry(id, await readFile(join(GALLERY, id, 'README.md'), 'utf8').catch(() => ''));
      return found.ok ? [{ id, title: found.entry.title }] : [];
    }),
  );
  const own = templates.map(({ id, detail }) => ({ id, title: detail }));
  const rows = (all: readonly { readonly id: string; readonly title: string }[]): string =>
    all.map(({ id, title }) => `  ${id.padEnd(22)} ${t(title)}\n`).join('');
  if (isJson) process.stdout.write(jsonText({ templates: own, gallery: entries.flat() }));
  else process.stdout.write(printable(`${t('Templates')}\n${rows(own)}\n${t('Gallery')}\n${rows(entries.flat())}`));
  return 0;
}
