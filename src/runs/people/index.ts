/** Comparison with people, loaded where a scenario names data of people. */
export { listedAnswers, type RunAnswers, runAnswers } from './agentAnswers.js';
export { comparePeople } from './comparison.js';
export { loadPeople, type People, specsOf } from './loadPeople.js';
export { outsideData } from './outside/outsideData.js';
export { outsideOfArms } from './outside/outsideOfArms.js';
export { outsideOfRun, reportedOutside } from './outside/outsideOfRun.js';
export type { PeopleComparison } from './peopleComparison.js';
export { readTable } from './peopleTable.js';
export { fullText, PEOPLE_LIMITS } from './peopleText.js';
export { outsideMeasures, outsideSpecs } from './outside/outsideRecord.js';
export { peopleSpecs, type ReferenceProblem } from './referenceSpec.js';
export { tableProblems } from './tableProblems.js';
