/** `society check FILE…`, or folders of them: the problems that the editor shows, and the rules of crowds that run agent by agent. */
import { resolve } from 'node:path';
import { type PlacedProblem, problemLine } from '../../runs/index.js';
import { fileProblems } from '../../tools/authoring/fileProblems.js';
import { annotations } from '../terminal/annotations.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUris, openLanguage } from '../terminal/files.js';
import { displayPath, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { marked, t } from '../../core/util/l10n.js';

/** Problems and a line for each path, all on stdout, so that a log has them in order. */
export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('check', args, { json: { type: 'boolean' }, annotate: { type: 'boolean' } });
  if (positionals.length === 0) throw new UsageError(t('check needs a file, or a folder of them.'));
  const language = openLanguage();
  const known = new Set<string>();
  const all: PlacedProblem[] = [];
  for (const path of new Map(positionals.map((one) => [resolve(one), one])).values()) {
    const uris = await fileUris([path]);
    const found = await fileProblems(
      language,
      uris.filter((uri) => !known.has(uri)),
    );
    for (const uri of uris) known.add(uri);
    all.push(...found);
    if (!values.json) process.stdout.write(printable(`${linesOf(found)}${summary(path, uris, found)}\n`));
  }
  if (values.json) process.stdout.write(jsonText(all.map(asJson)));
  else if (values.annotate) process.stdout.write(annotations(all.map(asAnnotation)));
  return isBroken(all) ? 1 : 0;
}

export const isBroken = (problems: readonly PlacedProblem[]): boolean => problems.some(({ severity }) => severity === 'error');

export const linesOf = (problems: readonly PlacedProblem[]): string =>
  problems.map((problem) => `${problemLine(problem, displayPath)}\n`).join('');

const asAnnotation = ({ uri, range: { start }, severity, code, message }: PlacedProblem): Parameters<typeof annotations>[0][number] => ({
  ...{ severity, message, title: code, path: displayPath(uri) },
  ...{ line: start.line + 1, column: start.character + 1 },
});

export const asJson = (problem: PlacedProblem): object => ({ ...problem, path: displayPath(problem.uri) });

const COUNTED = {
  error: [marked('{0} error'), marked('{0} errors')],
  warning: [marked('{0} warning'), marked('{0} warnings')],
  info: [marked('{0} info'), marked('{0} infos')],
  hint: [marked('{0} hint'), marked('{0} hints')],
} as const;

/** For example `town.society: 1 error, 2 warnings` and `examples (75 files): no problems`. */
export function summary(path: string, uris: readonly string[], problems: readonly PlacedProblem[]): string {
  const [only] = uris;
  const name = uris.length === 1 && only !== undefined ? displayPath(only) : `${path} (${plural(uris.length, 'file')})`;
  const counts = (['error', 'warning', 'info', 'hint'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [t(COUNTED[severity][count === 1 ? 0 : 1], count)];
  });
  return `${name}: ${counts.length === 0 ? t('no problems') : counts.join(', ')}`;
}
