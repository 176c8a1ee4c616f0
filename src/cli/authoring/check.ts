/** `society check FILE…`, or folders of them: the problems that the editor shows, and the rules of crowds that run agent by agent. */
import { resolve } from 'node:path';
import type { LanguageService, Resolved } from '../../language/index.js';
import { crowdRoom, drawnPart, loadModel, mayHaveCrowds, peopleRoom, type PlacedProblem, problemLine, words } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUris, openLanguage } from '../terminal/files.js';
import { displayPath, jsonText, plural, printable, UsageError } from '../terminal/output.js';

/** Problems and a line for each path, all on stdout, so that a log has them in order. */
export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('check', args, { json: { type: 'boolean' } });
  if (positionals.length === 0) throw new UsageError('check needs a file, or a folder of them.', { command: 'check' });
  const language = openLanguage();
  const known = new Set<string>();
  const all: PlacedProblem[] = [];
  for (const path of new Map(positionals.map((one) => [resolve(one), one])).values()) {
    const uris = await fileUris([path]);
    const found = await problemsOf(
      language,
      uris.filter((uri) => !known.has(uri)),
    );
    for (const uri of uris) known.add(uri);
    all.push(...found);
    if (!values.json) process.stdout.write(printable(`${linesOf(found)}${summary(path, uris, found)}\n`));
  }
  if (values.json) process.stdout.write(jsonText(all.map(asJson)));
  return isBroken(all) ? 1 : 0;
}

/** All problems of the files, including those of their imports. */
export async function problemsOf(language: LanguageService, uris: readonly string[]): Promise<readonly PlacedProblem[]> {
  const problems: PlacedProblem[] = [];
  for (const uri of uris) {
    // A file that cannot be read does not hide the problems of the others.
    const loaded = await loadModel(language, uri, {}, drawnPart).catch((error: unknown) => error as Error);
    if (loaded instanceof Error) {
      problems.push(unread(uri, loaded));
      continue;
    }
    const { problems: found, resolved } = loaded;
    // A library of personas or worlds needs no scenario.
    problems.push(...found.filter((p) => resolved.society.scenarios !== undefined || p.code !== 'cannot-run'));
    if (namesReferences(resolved)) problems.push(...(await (await peopleRoom()).tableProblems(language, resolved)));
    if (loaded.ok && mayHaveCrowds(resolved)) problems.push(...(await crowdRoom()).slowRules(resolved, loaded.model));
  }
  return problems;
}

/** Whether a scenario is compared with data from outside. */
const namesReferences = ({ society }: Pick<Resolved, 'society'>): boolean =>
  Object.values(society.scenarios ?? {}).some(({ compare_with }) => compare_with !== undefined);

export const isBroken = (problems: readonly PlacedProblem[]): boolean => problems.some(({ severity }) => severity === 'error');

export const linesOf = (problems: readonly PlacedProblem[]): string =>
  problems.map((problem) => `${problemLine(problem, displayPath)}\n`).join('');

const asJson = (problem: PlacedProblem): object => ({ ...problem, path: displayPath(problem.uri) });

/** For example `town.society: 1 error, 2 warnings` and `examples (75 files): no problems`. */
export function summary(path: string, uris: readonly string[], problems: readonly PlacedProblem[]): string {
  const [only] = uris;
  const name = uris.length === 1 && only !== undefined ? displayPath(only) : `${path} (${plural(uris.length, 'file')})`;
  const counts = (['error', 'warning', 'info', 'hint'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  return `${name}: ${counts.length === 0 ? 'no problems' : counts.join(', ')}`;
}

/** The problem of a file that cannot be read, at its first line. */
function unread(uri: string, error: Error): PlacedProblem {
  const why = error instanceof RangeError ? 'It is nested too deeply, or it is too large.' : words(error);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return { uri, range, severity: 'error', code: 'unreadable', message: `This file cannot be read. ${why}` };
}
