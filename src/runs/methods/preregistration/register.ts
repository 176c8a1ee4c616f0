/** Registers a study before it is played. */
import type { LanguageService } from '../../../language/api.js';
import { registeredFile } from './fromFile.js';
import { type StudyRuns, runsOfStudy } from './keptRuns.js';
import { type AuthorWords, type Preregistration, sealed, shortKey } from './preregistration.js';

interface RegisterRequest {
  readonly uri: string;
  /** A scenario, an experiment or a claim; null for the whole file. */
  readonly study: string | null;
  readonly author: AuthorWords;
  /** Why the study is registered although it has runs; null refuses it. */
  readonly despiteRuns: string | null;
  /** ISO 8601. */
  readonly date: string;
  /** Folders that can have runs of the file, besides its own. */
  readonly roots: readonly string[];
}

/** Rejects with a message where the file makes no claim, has errors, or has runs of the study that the request does not explain. */
export async function register(language: LanguageService, request: RegisterRequest): Promise<Preregistration> {
  const { uri, study, author, despiteRuns, date, roots } = request;
  const file = await registeredFile(language, uri, study);
  const runs = await runsOfStudy(language, uri, file, roots);
  const count = runCount(runs);
  const because = despiteRuns?.trim() ?? '';
  if (count > 0 && because === '')
    throw new RunsExist(
      `${count === 1 ? 'One run' : `${count} runs`} of this study ${count === 1 ? 'exists' : 'exist'} already. The preregistration has to say why. Otherwise delete the ${count === 1 ? 'run' : 'runs'}.`,
    );
  const folders = runs.folders.map(({ folder }) => folder).sort();
  const keys = [...new Set(runs.cells.map(({ key }) => shortKey(key)))].sort();
  return sealed({ preregistration: 1, date, ...file, author, runs: { folders, keys, because: count > 0 ? because : null } });
}

/** Runs of the study exist, and the request does not say why. */
export class RunsExist extends Error {}

/** Runs with a folder, and runs of experiments without one. */
const runCount = ({ folders, cells }: Pick<StudyRuns, 'folders' | 'cells'>): number => folders.length + cells.length;
