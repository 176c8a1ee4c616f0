/** Checks beyond form, names and types: what is written can be read, and cannot be meant. Loaded when first asked for. */
import type { FileModel } from '../model/file.js';
import type { Program } from '../model/program.js';
import { isLibrary } from '../model/uri.js';
import type { Problem } from '../problem.js';
import { checkAudiences } from './audiences.js';
import { checkBirthYears } from './birth.js';
import { checkCasts } from './casts.js';
import { checkChosen } from './chosen.js';
import { checkConstantMeasures } from './constants.js';
import { checkNetworkMeasures } from './networkMeasures.js';
import { checkEntries } from './entries.js';
import { checkExperiments } from './experiments.js';
import { checkGroups } from './groups.js';
import { checkHandedOn } from './handedOn.js';
import { checkHidden } from './hidden.js';
import { checkInterventions } from './interventions.js';
import { checkLeaks } from './leaks.js';
import { checkEmbeddings, checkFallbacks } from './models.js';
import { checkOverwrites } from './overwrites.js';
import { checkPlaces } from './places.js';
import { checkPlacing } from './placing.js';
import { checkReplaced } from './replaced.js';
import { checkScenarios } from './scenarios.js';
import { checkExpectedSeeds } from './seeds.js';
import { checkSilence } from './silence.js';
import { checkStarts } from './starts.js';
import { checkStrategies } from './strategies.js';
import { checkUnread } from './unread.js';
import { checkUnused } from './unused.js';
import { checkWorldUses } from './worldUses.js';

export { ENTRIES } from './entries.js';

type Check = (program: Program, file: FileModel) => readonly Problem[];

const CHECKS: readonly Check[] = [
  checkEntries,
  checkCasts,
  checkLeaks,
  checkBirthYears,
  checkScenarios,
  checkInterventions,
  checkExperiments,
  checkExpectedSeeds,
  checkGroups,
  checkPlaces,
  checkFallbacks,
  checkEmbeddings,
  checkUnread,
  checkChosen,
  checkHandedOn,
  checkOverwrites,
  checkReplaced,
  checkWorldUses,
  checkPlacing,
  checkStarts,
  checkStrategies,
  checkHidden,
  checkAudiences,
  checkConstantMeasures,
  checkNetworkMeasures,
  checkSilence,
];

/**
 * What they find in a file. The library is tested before it is shipped. What is used is known only where nothing is wrong:
 * `known` is what other checks have found.
 */
export function furtherProblems(program: Program, file: FileModel, known: readonly Problem[]): readonly Problem[] {
  if (isLibrary(file.uri)) return [];
  const found = CHECKS.flatMap((check) => check(program, file));
  const wrong = [known, found].some((list) => list.some(({ severity }) => severity === 'error'));
  return wrong ? found.filter(({ tags }) => !tags) : [...found, ...checkUnused(program, file)];
}
