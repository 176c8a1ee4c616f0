/** `society preregister FILE [STUDY]`: freezes what a study claims, tests and plays, and reports deviations from it afterwards. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preregistrationRoom } from '../../runs/index.js';
import { writeWhole } from '../../node/ports.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, notThere, openLanguage, wholeNumber } from '../terminal/files.js';
import { aside, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

const OPTIONS = {
  question: { type: 'string' },
  stop: { type: 'string' },
  exclude: { type: 'string', multiple: true },
  other: { type: 'string' },
  looks: { type: 'string' },
  'despite-runs': { type: 'string' },
  out: { type: 'string' },
  deviations: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof argumentsOf<typeof OPTIONS>>['values'];

export async function preregister(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('preregister', args, OPTIONS);
  const [path, study] = positionals;
  if (path === undefined || positionals.length > 2)
    throw new UsageError(t('preregister needs one file, and takes at most one scenario, experiment or claim of it.'));
  const uri = fileUri(path);
  const { registrationBase } = await preregistrationRoom();
  const base = values.out?.replace(/\.(json|md)$/, '') ?? relative(process.cwd(), registrationBase(fileURLToPath(uri), study ?? null));
  return values.deviations ? deviations(uri, base, values) : frozen(uri, study ?? null, base, values);
}

async function frozen(uri: string, study: string | null, base: string, values: Values): Promise<number> {
  const { register, registrationJson, registrationMarkdown, RunsExist } = await preregistrationRoom();
  for (const file of [`${base}.json`, `${base}.md`])
    if (existsSync(file))
      throw new UsageError(t('{0} already exists. A preregistration is never overwritten: name another with --out, and keep both.', file));
  const author = {
    ...{ question: values.question ?? null, stopping: values.stop ?? null, exclusions: values.exclude ?? [], other: values.other ?? null },
    looks: wholeNumber('looks', values.looks, 1) ?? 1,
  };
  const request = { uri, study, author, despiteRuns: values['despite-runs'] ?? null, date: new Date().toISOString(), roots: [] };
  const registration = await register(openLanguage(), request).catch((error: unknown) => {
    throw error instanceof RunsExist ? new UsageError(t('{0} On the command line: --despite-runs "WHY"', error.message)) : error;
  });
  await writeWhole(`${base}.json`, registrationJson(registration));
  await writeWhole(`${base}.md`, registrationMarkdown(registration));
  const runs = registration.designs.reduce((sum, { arms, seeds }) => sum + arms.length * seeds.length, 0);
  process.stdout.write(
    printable(`${plural(registration.claims.length, 'claim')}, ${plural(runs, 'planned run')}; SHA-256 ${registration.sha256}\n`),
  );
  const open = [
    ...(author.question === null ? [t('the question (--question)')] : []),
    ...(registration.claims.some(({ matters }) => matters === null)
      ? [t('the smallest effect that matters of some claims (`matters:`)')]
      : []),
  ];
  if (open.length > 0) aside(t('not written down: {0}\n', open.join('; ')));
  aside(t('written to {0}.md and {0}.json; put both into version control, or into a public registry, before the first run\n', base));
  return 0;
}

/** The exit code is 1 where there are deviations. */
async function deviations(uri: string, base: string, { json, out: _out, deviations: _deviations, ...others }: Values): Promise<number> {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UsageError(t('--{0} is not for --deviations.', other));
  const { deviationsFrom, deviationsMarkdown, readRegistration } = await preregistrationRoom();
  const text = await readFile(resolve(`${base}.json`), 'utf8').catch(notThere);
  if (text === null)
    throw new UsageError(t('{0}.json does not exist. Name the preregistration with --out, or register the study first.', base));
  const found = await deviationsFrom(openLanguage(), uri, readRegistration(text), []);
  const { deviations: all, runs, registration } = found;
  process.stdout.write(
    json ? jsonText({ date: registration.date, sha256: registration.sha256, runs, deviations: all }) : printable(deviationsMarkdown(found)),
  );
  return all.length > 0 ? 1 : 0;
}
