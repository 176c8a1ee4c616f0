/** The problems of society files as `society check` lists them: of the language, of data files, of the compilation, and slow rules of crowds. */
import type { LanguageService, Resolved } from '../../language/api.js';
import { crowdRoom, drawnPart, loadModel, peopleRoom, type PlacedProblem } from '../../runs/index.js';
import { mayHaveCrowds } from '../../runs/load/populations.js';

/** All problems of the files, including those of their imports. A file that cannot be read has the problem `unreadable`. */
export async function fileProblems(language: LanguageService, uris: readonly string[]): Promise<readonly PlacedProblem[]> {
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

/** The problem of a file that cannot be read, at its first line. */
function unread(uri: string, error: Error): PlacedProblem {
  const why = error instanceof RangeError ? 'It is nested too deeply, or it is too large.' : error.message;
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return { uri, range, severity: 'error', code: 'unreadable', message: `This file cannot be read. ${why}` };
}
