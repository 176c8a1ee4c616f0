/** What is kept of a run for the outside data of its scenario: answers of agents for tables of people, and ties for networks. */
import type { Timeline } from '../../../core/events/timeline.js';
import type { ScenarioModel } from '../../../engine/index.js';
import type { Scenario } from '../../../language/generated/society.js';
import { type NetworkSpec, networkSpecs } from '../../networks/networkSpec.js';
import { tieRecord, tieRecordName } from '../../networks/tieRecord.js';
import { type RunAnswers, runAnswers } from '../agentAnswers.js';
import { type PeopleSpec, peopleSpecs, recordName } from '../referenceSpec.js';

interface OutsideSpecs {
  readonly people: readonly PeopleSpec[];
  readonly networks: readonly NetworkSpec[];
}

export const outsideSpecs = (scenario: Partial<Scenario>): OutsideSpecs => ({
  people: peopleSpecs(scenario, ''),
  networks: networkSpecs(scenario, ''),
});

/** Measures under which runs keep answers and ties; their names say what is kept. */
export const outsideMeasures = ({ people, networks }: OutsideSpecs): readonly string[] => [
  ...(people.length > 0 ? [recordName(people)] : []),
  ...(networks.length > 0 ? [tieRecordName(networks)] : []),
];

/** Those of the specs whose measures are wanted. */
export const wantedSpecs = ({ people, networks }: OutsideSpecs, wanted: readonly string[]): OutsideSpecs => ({
  people: people.length > 0 && wanted.includes(recordName(people)) ? people : [],
  networks: networks.length > 0 && wanted.includes(tieRecordName(networks)) ? networks : [],
});

/** Answers and ties of a run. Never throws because of a file. */
export function outsideRecord(model: ScenarioModel, timeline: Timeline, { people, networks }: OutsideSpecs): RunAnswers {
  const answers = runAnswers(model, timeline, people);
  const ties = tieRecord({ model, state: timeline.head }, networks);
  return { ...answers, values: { ...answers.values, ...ties.values }, faults: { ...answers.faults, ...ties.faults } };
}
