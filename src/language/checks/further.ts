/** Checks beyond form, names and types: what is written can be read, and cannot be meant. Loaded when first asked for. */
import type { FileModel } from '../incremental/file.js';
import type { Program } from '../program/program.js';
import { isLibrary } from '../program/uri.js';
import type { Problem } from '../text/problem.js';
import { checkAudiences } from './world/audiences.js';
import { checkBirthYears } from './person/birth.js';
import { checkCasts } from './person/casts.js';
import { checkChosen } from './world/chosen.js';
import { checkConstantMeasures } from './expressions/constants.js';
import { checkNetworkMeasures } from './world/networkMeasures.js';
import { checkEntries } from './entries.js';
import { checkExperiments } from './study/experiments.js';
import { checkGroups } from './world/groups.js';
import { checkHandedOn } from './world/handedOn.js';
import { checkHidden } from './world/hidden.js';
import { checkInterventions } from './study/interventions.js';
import { checkLeaks } from './person/leaks.js';
import { checkEmbeddings, checkFallbacks } from './study/models.js';
import { checkOverwrites } from './world/overwrites.js';
import { checkPlaces } from './world/places.js';
import { checkPlacing } from './world/placing.js';
import { checkReplaced } from './world/replaced.js';
import { checkScenarios } from './study/scenarios.js';
import { checkExpectedSeeds } from './study/seeds.js';
import { checkSilence } from './world/silence.js';
import { checkStarts } from './world/starts.js';
import { checkStrategies } from './world/strategies.js';
import { checkUnread } from './world/unread.js';
import { checkUnused } from './ids/unused.js';
import { checkWorldUses } from './world/worldUses.js';

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
