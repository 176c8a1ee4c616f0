/** Checks beyond form, names and types: what is written can be read, and cannot be meant. Loaded when first asked for. */
import type { FileModel } from '../incremental/file.js';
import type { Program } from '../program/program.js';
import { isLibrary } from '../program/uri.js';
import type { Problem } from '../text/problem.js';
import { checkAudiences } from './world/audiences.js';
import { checkBirthYears } from './person/ageAndBirthYear.js';
import { checkCasts } from './person/similarAgents.js';
import { checkChosen } from './world/nobodyChosen.js';
import { checkConstantMeasures } from './expressions/constants.js';
import { checkNetworkMeasures } from './world/networkMeasures.js';
import { checkEntries } from './entries.js';
import { checkExperiments } from './study/experiments.js';
import { checkGroups } from './world/groups.js';
import { checkHandedOn } from './world/inheritUnknown.js';
import { checkHidden } from './world/nameHidden.js';
import { checkInterventions } from './study/interventions.js';
import { checkLeaks } from './person/leaks.js';
import { checkEmbeddings, checkFallbacks } from './study/models.js';
import { checkOverwrites } from './world/lostWrite.js';
import { checkPlaces } from './world/places.js';
import { checkPlacing } from './world/entryOrder.js';
import { checkReplaced } from './world/replacedWorld.js';
import { checkScenarios } from './study/scenarios.js';
import { checkExpectedSeeds } from './study/seeds.js';
import { checkSilence } from './world/silence.js';
import { checkStarts } from './world/copiedAgent.js';
import { checkStrategies } from './world/strategies.js';
import { checkUnread } from './world/keyIgnored.js';
import { checkUnused } from './ids/unusedDefinitions.js';
import { checkWorldUses } from './world/unknownParameter.js';

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
