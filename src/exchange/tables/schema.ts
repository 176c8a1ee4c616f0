/** What the columns of tables depend on: the variables, networks, rewards, codes and factors of all runs. */
import type { Json } from '../../core/util/json.js';
import { firstValues, type ScenarioModel, variableNames, type VarSpec } from '../../engine/index.js';
import { commonType, type TableColumn, typeOf } from './column.js';

export interface Schema {
  /** By name, without the prefix of the column. */
  readonly agentVars: ReadonlyMap<string, TableColumn>;
  readonly worldVars: ReadonlyMap<string, TableColumn>;
  /** `personality.openness`, `drives.coordination`. */
  readonly parts: readonly string[];
  readonly networks: readonly string[];
  readonly rewards: readonly string[];
  readonly codes: readonly TableColumn[];
  /** What distinguishes the arms of an experiment. */
  readonly factors: ReadonlyMap<string, TableColumn>;
  /** Every measure, with its formula. */
  readonly models: readonly ScenarioModel[];
}

/** Names and values of the factors of an arm, as `arm`, a path in the scenario, `wording` or `model`. */
export type Levels = { readonly [factor: string]: Json };

export const schemaOf = (models: readonly ScenarioModel[], levels: readonly Levels[]): Schema => ({
  agentVars: agentVarsIn(models),
  worldVars: declared(models.flatMap(({ vars }) => vars)),
  parts: [...unique(models.flatMap(partsIn))].sort(),
  networks: unique(models.flatMap(({ networks }) => networks.map(({ name }) => name))),
  rewards: unique(models.flatMap(({ rewards }) => rewards.map(({ id }) => id))),
  codes: codesIn(models),
  factors: factorsIn(levels),
  models,
});

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** The type of a variable in its file. */
function typeOfKind({ kind }: VarSpec): Pick<TableColumn, 'type' | 'json'> {
  if (kind === 'number' || kind === 'boolean') return { type: kind };
  return kind === 'any' ? { type: 'text', json: true } : { type: 'text' };
}

/** The columns of declared variables, by name. Runs in which a variable has different types share a column with JSON. */
function declared(specs: readonly VarSpec[]): ReadonlyMap<string, TableColumn> {
  const found = new Map<string, VarSpec[]>();
  for (const spec of specs) found.set(spec.id, [...(found.get(spec.id) ?? []), spec]);
  return new Map([...found].map(([id, all]) => [id, columnOf(id, all)]));
}

function columnOf(name: string, all: readonly VarSpec[]): TableColumn {
  const { at, from, low, high, words, reset, role } = all[0]!;
  const range = low === null && high === null ? words.join(', ') : `${low ?? ''}..${high ?? ''}`;
  const notes = [
    role === null ? 'As the file declares it.' : `Of the role ${role}.`,
    ...(reset ? ['It returns to its start in each round.'] : []),
    ...(all.some(({ private: isPrivate }) => isPrivate) ? ['Private.'] : []),
  ];
  const { json, type } = commonType(all.map(typeOfKind));
  return {
    ...{ name, type, ...(json ? { json } : {}), meaning: notes.join(' '), values: range, at, says: true },
    ...(from === undefined ? {} : { source: `starts as ${from}` }),
  };
}

/** Declared variables, and those that only personas and populations have, whose first values give their types. */
function agentVarsIn(models: readonly ScenarioModel[]): ReadonlyMap<string, TableColumn> {
  const found = new Map(declared(models.flatMap(({ agentVars }) => agentVars)));
  const others = unique(models.flatMap(({ agents }) => [...variableNames(agents)])).filter((name) => !found.has(name));
  for (const name of others) {
    const types = models.flatMap(({ agents }) => (variableNames(agents).has(name) ? [typeOf(firstValues(agents, name))] : []));
    found.set(name, { name, ...commonType(types), meaning: 'A variable of personas or populations.', says: true });
  }
  return found;
}

const partsIn = ({ agents }: ScenarioModel): readonly string[] =>
  agents.representatives.flatMap(({ self }) =>
    (['personality', 'drives'] as const).flatMap((part) => Object.keys(self[part]).map((name) => `${part}.${name}`)),
  );

function codesIn(models: readonly ScenarioModel[]): readonly TableColumn[] {
  const all = new Map(models.flatMap(({ codes }) => codes.map((code) => [code.id, code] as const)));
  return [...all.values()].map(({ id, at, ask, by, answer: { kind, words } }): TableColumn => {
    const type = kind === 'boolean' ? 'boolean' : kind === 'integer' || kind === 'number' ? 'number' : 'text';
    const meaning = `A code by ${by}${ask.trim() === '' ? '' : `: ${ask.trim()}`}`;
    return { name: `code.${id}`, type, meaning, values: words.join(', '), at, missing: 'The message was not coded.' };
  });
}

function factorsIn(levels: readonly Levels[]): ReadonlyMap<string, TableColumn> {
  const names = unique(levels.flatMap((one) => Object.keys(one))).filter((name) => name !== 'arm');
  return new Map(
    names.map((name) => {
      const values = levels.flatMap((one) => (Object.hasOwn(one, name) ? [one[name] as Json] : []));
      const missing = 'As the file has it.';
      return [name, { name: `factor.${name}`, ...typeOf(values), meaning: `The value of \`${name}\` that the arm sets.`, missing }];
    }),
  );
}
