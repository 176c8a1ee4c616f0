/**
 * Surveys with the name of something that every agent has: its answers are what the name gives then, and what was there can
 * no longer be read. In the program, for a scenario may extend another, and its world may too.
 */
import { personaFields, withVariables } from '../../names/agents.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { keysOf, lineage, scenarioLine, worldIdAt } from '../../names/worlds.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';

export const checkHidden = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap((scenario) => {
    const surveys = entriesIn(scenario.entry.value, 'surveys');
    if (surveys.length === 0) return [];
    const taken = takenIn(program, file, scenario);
    return surveys.flatMap(({ key, keyAt }) => {
      const what = taken.get(key);
      if (what === undefined) return [];
      const message = `\`${key}\` is ${what} too: \`me.${key}\` gives the answers to the survey, and nothing else. Give the survey another id.`;
      return [warningAt('name-hidden', message, keyAt)];
    });
  });

function takenIn(program: Program, file: FileModel, { id }: Definition): ReadonlyMap<string, string> {
  const worlds = lineage(program, worldIdAt(program, file, `scenarios.${id}`));
  const roles = worlds.flatMap(({ entry }) => entriesIn(entry.value, 'roles'));
  const parts = scenarioLine(program, file, id).flatMap(({ entry }) => entriesIn(entry.value, 'cast'));
  const people = withVariables(program).map(({ entry }) => entry);
  const variables = [...roles, ...parts, ...people].flatMap(({ value }) => entriesIn(value, 'vars').map(({ key }) => key));
  return new Map([
    ...personaFields().map(([key]) => [key, 'a part of the person'] as const),
    ...[...keysOf(worlds, 'agent_vars'), ...variables].map((key) => [key, 'a variable'] as const),
  ]);
}
