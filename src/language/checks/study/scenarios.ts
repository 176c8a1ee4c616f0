/**
 * Parts of a scenario that cannot come about: rounds that are never reached, conditions that never or always hold, a budget that is
 * gone in the first round, a window longer than the run, interventions that do not do what they seem to. In the program, for a
 * scenario may extend another.
 */
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { castSize, isMember, scenarioLine } from '../../names/worlds.js';
import { type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type Entry, entryOf, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, numberOf, scalarsOf } from '../common/checkHelpers.js';
import { settingsIn } from '../../names/experiments.js';
import { constantOf } from '../expressions/notComputed.js';
import { t } from '../../../core/util/l10n.js';

export function checkScenarios(program: Program, file: FileModel): Problem[] {
  const scenarios = definitionsOf(program, file, 'scenario').flatMap((definition) => {
    const rounds = mostRounds(program, file, definition.id);
    return [
      ...(rounds === null ? [] : [...schedules(definition, rounds), ...windows(definition, rounds)]),
      ...conditions(definition, rounds),
      ...budget(program, file, definition),
    ];
  });
  return [
    ...scenarios,
    ...definitionsOf(program, file, 'world').flatMap(worldConditions),
    ...definitionsOf(program, file, 'network').flatMap(growth),
  ];
}

const DEFAULT_ROUNDS = 10;

function roundsOf(line: readonly Definition[]): number | null {
  const node = line.map(({ entry }) => valueAt(entry.value, 'rounds')).find((found) => found !== undefined);
  return node === undefined ? DEFAULT_ROUNDS : numberOf(node);
}

/** The most rounds of a scenario, of scenarios that extend it, and of the experiments that set them; null if no number is written. */
function mostRounds(program: Program, file: FileModel, id: string): number | null {
  const lengths: (number | null)[] = [roundsOf(scenarioLine(program, file, id))];
  for (const [other, [definition]] of program.index.get('scenario') ?? []) {
    if (!definition || other === id || !valueAt(definition.entry.value, 'extends')) continue;
    const line = scenarioLine(program, definition.file, other);
    if (line.some((base) => base.id === id)) lengths.push(roundsOf(line));
  }
  for (const [experiment] of [...(program.index.get('experiment')?.values() ?? []), ...(program.index.get('calibration')?.values() ?? [])])
    for (const { entry, values } of settingsIn(experiment?.entry.value)) if (entry.key === 'rounds') lengths.push(...values.map(numberOf));
  return lengths.includes(null) ? null : Math.max(...(lengths as number[]));
}

/** Everything in a scenario that has an `at`. */
const scheduled = (scenario: TreeNode): readonly (TreeNode | undefined)[] => [
  valueAt(valueAt(scenario, 'coach'), 'at'),
  ...['interventions', 'surveys'].flatMap((key) => entriesIn(scenario, key).map((entry) => valueAt(entry.value, 'at'))),
];

function schedules({ entry: { value } }: Definition, rounds: number): Problem[] {
  return scheduled(value).flatMap((at) =>
    scalarsOf(at).flatMap((node) => {
      const every = /^every ([0-9]+)$/.exec(typeof node.value === 'string' ? node.value : '')?.[1];
      const round = every === undefined ? numberOf(node) : Number(every);
      if (round === null || round <= rounds) return [];
      const message = t(
        'Round {0} is never reached: the scenario has {1}. Choose an earlier round, or give it more `rounds`.',
        round,
        rounds,
      );
      return [warningAt('never-reached', message, node.at)];
    }),
  );
}

function windows({ entry: { value } }: Definition, rounds: number): Problem[] {
  return entriesIn(value, 'rewards').flatMap((reward) => {
    const node = valueAt(reward.value, 'window');
    const window = numberOf(node);
    if (!node || window === null || window <= rounds) return [];
    const message = t('A window of {0} rounds is longer than the scenario, which has {1}.', window, rounds);
    return [warningAt('window-too-long', message, node.at, [replaceFix(t('Change to {0}', rounds), node.at, String(rounds))])];
  });
}

/** Whether a scenario or world has no base. One that extends another can switch off an inherited condition. */
const isOwn = (definition: Definition): boolean => valueAt(definition.entry.value, 'extends') === undefined;

function conditions(definition: Definition, rounds: number | null): Problem[] {
  const { value } = definition.entry;
  const whens = ['interventions', 'surveys'].flatMap((key) => entriesIn(value, key).map((entry) => valueAt(entry.value, 'when')));
  const thats = entriesIn(value, 'expect').map((entry) => valueAt(entry.value, 'that'));
  const ends = isOwn(definition) ? [valueAt(value, 'until')] : [];
  return [
    ...whens.flatMap((node) => never(node, rounds, t('This never happens'))),
    ...[...thats, ...ends].flatMap((node) => always(node)),
    ...ends.flatMap((node) => never(node, rounds, t('This never ends a run'))),
  ];
}

function worldConditions(definition: Definition): Problem[] {
  if (!isOwn(definition)) return [];
  const phases = entriesIn(definition.entry.value, 'phases');
  const actions = entriesIn(definition.entry.value, 'actions');
  return [
    ...phases.flatMap(({ value }) => [
      ...always(valueAt(value, 'stop')),
      ...never(valueAt(value, 'stop'), null, t('This never ends a run')),
    ]),
    ...phases.flatMap(({ value }) => never(valueAt(value, 'when'), null, t('This phase never takes place'))),
    ...phases.flatMap(({ value }) => never(valueAt(valueAt(value, 'who'), 'if'), null, t('No agent ever takes part'))),
    ...['when', 'if'].flatMap((key) => actions.flatMap(({ value }) => never(valueAt(value, key), null, t('No agent can ever do this')))),
  ];
}

function sourceOf(node: TreeNode | undefined): string | null {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value).trim() : null;
}

/** Finds conditions without a name, which are the same in every round. */
function always(node: TreeNode | undefined): Problem[] {
  const source = sourceOf(node);
  if (!node || source === null || source === '' || !/^(true|[0-9.\s<>=!&|()+*/-]*[0-9][0-9.\s<>=!&|()+*/-]*)$/.test(source)) return [];
  return [warningAt('constant-condition', t('This is the same in every round. Name what it depends on, as in `round > 5`.'), node.at)];
}

const COMPARED = /^(round|reciprocity|density)\s*(>=|>|==|<=|<)\s*(-?[0-9]+(?:\.[0-9]+)?)$/;

/** Finds conditions with a part that can never hold, joined to the others by `and`. */
function never(node: TreeNode | undefined, rounds: number | null, what: string): Problem[] {
  const source = sourceOf(node);
  if (!node || source === null || source.includes('|') || source.includes('?')) return [];
  const because = source.split('&&').flatMap((part) => impossible(part.trim(), rounds) ?? [])[0];
  return because === undefined ? [] : [warningAt('never-true', t('{0}: {1}.', what, because), node.at)];
}

function impossible(part: string, rounds: number | null): string | null {
  if (part === 'false') return t('the condition is `false`');
  if (constantOf(part) === false) return t('`{0}` is false in every round', part);
  const [, name, operator, number] = COMPARED.exec(part) ?? [];
  if (name === undefined) return null;
  const value = Number(number);
  const [low, high] = name === 'round' ? [1, rounds ?? Number.POSITIVE_INFINITY] : [0, 1];
  const can =
    operator === '>'
      ? high > value
      : operator === '>='
        ? high >= value
        : operator === '<'
          ? low < value
          : operator === '<='
            ? low <= value
            : value >= low && value <= high;
  if (can) return null;
  return name === 'round' ? t('the rounds go from 1 to {0}', high) : t('`{0}` is a number from 0 to 1', name);
}

/** Kinds of models whose calls to a server or the editor count. */
const ASKED = ['openai', 'editor'];

function budget(program: Program, file: FileModel, { id }: Definition): Problem[] {
  const line = scenarioLine(program, file, id);
  const node = line[0] ? valueAt(valueAt(line[0].entry.value, 'budget'), 'calls') : undefined;
  const calls = numberOf(node);
  const model = line.map(({ entry }) => textOf(valueAt(entry.value, 'model'))).find((found) => found !== null);
  const kind = model === undefined ? null : textOf(valueAt(find(program.index, ['model'], model ?? '')[0]?.entry.value, 'kind'));
  const size = castSize(program, line);
  if (!node || calls === null || kind === null || !ASKED.includes(kind) || calls >= size) return [];
  const rounds = roundsOf(line) ?? 1;
  const message = t(
    '{0} calls are not enough for one round with {1} agents. All {2} rounds may need {3} calls or more.',
    calls,
    size,
    rounds,
    size * rounds,
  );
  return [warningAt('budget-too-small', message, node.at)];
}

function growth({ entry }: Definition): Problem[] {
  const node = valueAt(valueAt(entry.value, 'change'), 'growth');
  if (node === undefined || numberOf(node) !== 0) return [];
  return [warningAt('ties-never-grow', t('With a growth of 0, ties never change. If that is intended, write `change: never`.'), node.at)];
}

// Finds interventions with two times where one is meant, or with a sender that is not an agent. Runs per program.

export const checkInterventions = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap(({ entry: { value } }) => [
    ...entriesIn(value, 'interventions').flatMap((one) => [...senders(program, one), ...twoTimes(one)]),
    ...entriesIn(value, 'surveys').flatMap(twoTimes),
  ]);

function senders(program: Program, { value }: Entry): Problem[] {
  const from = valueAt(value, 'from');
  const id = textOf(from);
  if (from === undefined || (id !== null && isOne(program, id))) return [];
  const message = t('`from` takes one agent. With several agents, a group or a role the message would have no sender.');
  return [warningAt('no-sender', message, from.at)];
}

/** Unknown ids are reported by another check. */
const isOne = (program: Program, id: string): boolean =>
  id === 'nobody' || isMember(program, id) || find(program.index, ['persona'], id).length > 0 || !isKnown(program, id);

const isKnown = (program: Program, id: string): boolean =>
  id === 'all' || find(program.index, ['population', 'group', 'role'], id).length > 0;

function twoTimes({ value }: Entry): Problem[] {
  const [at, when] = [valueAt(value, 'at'), valueAt(value, 'when')];
  if (at === undefined || when === undefined) return [];
  const round = at.kind === 'scalar' && typeof at.value === 'number' ? at.value : null;
  const both =
    round !== null && textOf(when) !== null ? `\`when: round == ${round} && (${textOf(when)?.trim()})\`` : 'one `when:` with `&&`';
  const message = t(
    'This happens at the given time, and again when the condition holds. If both must hold, write {0}. Otherwise remove one of them.',
    both,
  );
  return [warningAt('at-and-when', message, keyOf(value, 'when'))];
}

const keyOf = (node: TreeNode, key: string): Problem['at'] => entryOf(node, key)?.keyAt ?? node.at;
