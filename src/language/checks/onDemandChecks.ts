/** Checks in addition to form, names and types: the file can be read, but what it says is probably a mistake. Loaded at first use. */
import type { FileModel } from '../incremental/file.js';
import type { Program } from '../program/program.js';
import { isLibrary } from '../program/uri.js';
import type { Problem } from '../text/problem.js';
import { checkAudiences } from './world/audiences.js';
import { checkBirthYears } from './person/person.js';
import { checkCasts } from './person/similarAgents.js';
import { checkChosen, checkHandedOn, checkStarts } from './world/agentValues.js';
import { checkConstantMeasures, checkMeasureLoops } from './expressions/notComputed.js';
import { checkNetworkMeasures, checkSilence } from './world/neverHappens.js';
import { checkEntries } from './entries.js';
import { checkCalibrations } from './study/calibrations.js';
import { checkExperiments } from './study/experiments.js';
import { checkGroups } from './world/groups.js';
import { checkHidden, checkReplaced, checkWorldUses } from './world/misleadingNames.js';
import { checkInterventions, checkScenarios } from './study/scenarios.js';
import { checkLeaks } from './person/leaks.js';
import { checkEmbeddings, checkFallbacks, checkJudges } from './study/models.js';
import { checkOverwrites } from './world/lostWrite.js';
import { checkPremise } from './expressions/premiseTwice.js';
import { checkPlaces } from './world/places.js';
import { checkPlacing } from './world/entryOrder.js';
import { checkReferenceData } from './study/references.js';
import { checkExpectedSeeds } from './study/seeds.js';
import { checkStudies } from './study/studyHints.js';
import { checkStrategies } from './world/strategies.js';
import { checkUnread } from './world/keyIgnored.js';
import { checkUnused } from './ids/unusedDefinitions.js';

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
  checkCalibrations,
  checkExpectedSeeds,
  checkReferenceData,
  checkGroups,
  checkPlaces,
  checkFallbacks,
  checkEmbeddings,
  checkJudges,
  checkPremise,
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
  checkMeasureLoops,
  checkNetworkMeasures,
  checkSilence,
  checkStudies,
];

/**
 * The problems that these checks find in a file. The library is not checked, because it is tested before it is shipped.
 * Unused definitions are reported only if there is no other problem: `known` holds the problems of the other checks.
 */
export function furtherProblems(program: Program, file: FileModel, known: readonly Problem[]): readonly Problem[] {
  if (isLibrary(file.uri)) return [];
  const found = CHECKS.flatMap((check) => check(program, file));
  const wrong = [known, found].some((list) => list.some(({ severity }) => severity === 'error'));
  return wrong ? found.filter(({ tags }) => !tags) : [...found, ...checkUnused(program, file)];
}
