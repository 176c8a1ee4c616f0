/**
 * Checks of agents in one cast: two with the same name, one that is listed twice, ids that look alike, and interests that
 * differ only in spelling. Runs per program, on facts that are read from each person once.
 */
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { castIds, scenarioLine } from '../../names/worlds.js';
import { errorAt, infoAt, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type ScalarNode, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, textsIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';
import { noun } from '../../../core/util/nouns.js';

/** Casts above this size were probably written by a program and are not checked. */
const MOST_COMPARED = 1000;

/** The personas in the cast of a scenario, or all personas if it has no cast; none if there are too many. Populations are left out. */
export function castOf(program: Program, file: FileModel, id: string): readonly Definition[] {
  const cast = scenarioLine(program, file, id)
    .map(({ entry }) => valueAt(entry.value, 'cast'))
    .find((node) => node !== undefined);
  const ids =
    cast?.kind === 'map'
      ? cast.entries.flatMap(({ value }) => textOf(valueAt(value, 'play')) ?? [])
      : textsIn(cast).map(({ text }) => text);
  if (cast === undefined || ids.includes('all')) return everybody(program);
  if (ids.length > MOST_COMPARED) return [];
  return [...new Set(ids)].flatMap((one) => find(program.index, ['persona'], one)[0] ?? []);
}

function everybody(program: Program): readonly Definition[] {
  const people = program.index.get('persona');
  return !people || people.size > MOST_COMPARED ? [] : [...people.values()].flatMap((list) => list[0] ?? []);
}

export function checkCasts(program: Program, file: FileModel): Problem[] {
  const problems = new Map<number, Problem>();
  const keep = (problem: Problem): void => void (problems.has(problem.at[0]) || problems.set(problem.at[0], problem));
  for (const definition of definitionsOf(program, file, 'scenario')) {
    for (const problem of castTwice(definition)) keep(problem);
    const cast = castOf(program, file, definition.id);
    for (const problem of sameNames(cast, file, definition.id)) keep(problem);
    for (const problem of nearInterests(cast, file)) keep(problem);
  }
  return [...problems.values(), ...confusedIds(program, file)];
}

function castTwice({ entry }: Definition): Problem[] {
  const cast = valueAt(entry.value, 'cast');
  if (cast?.kind !== 'list') return [];
  const seen = new Set<string>();
  return textsIn(cast).flatMap(({ text, node }, i) => {
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    const before = cast.items[i - 1];
    const fix = cast.flow && before ? [replaceFix(t('Remove it'), [before.at[1], node.at[1]], '')] : [];
    return [warningAt('cast-twice', t('`{0}` is already in this cast. An agent takes part only once.', text), node.at, fix)];
  });
}

function nameOf({ entry }: Definition): ScalarNode | null {
  const node = valueAt(entry.value, 'name');
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node : null;
}

function sameNames(cast: readonly Definition[], file: FileModel, scenario: string): Problem[] {
  const first = new Map<string, Definition>();
  return cast.flatMap((one) => {
    const node = nameOf(one);
    if (!node) return [];
    const name = String(node.value).trim().toLowerCase();
    const other = first.get(name);
    if (!other) first.set(name, one);
    const [here, there] = one.file === file || !other ? [one, other] : [other, one];
    if (!other || !there || here.file !== file) return [];
    const message = t(
      '`{0}` has this name too, and both are in `{1}`. Agents and readers could not tell them apart. Change one of the names.',
      there.id,
      scenario,
    );
    return [warningAt('same-name', message, nameOf(here)?.at ?? node.at)];
  });
}

interface Interest {
  readonly key: string;
  readonly text: string;
  readonly node: ScalarNode;
}

const taken = new WeakMap<TreeNode, readonly Interest[]>();

function interestsOf({ entry: { value } }: Definition): readonly Interest[] {
  let own = taken.get(value);
  if (!own) {
    own = textsIn(valueAt(value, 'interests')).map(({ text, node }) => ({ key: keyOf(text), text, node }));
    taken.set(value, own);
  }
  return own;
}

/** The same for `sourdough baking` and `Baking sourdough`, `board game` and `board games`. */
const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .split(/[\s_-]+/)
    .map((word) => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word))
    .sort()
    .join(' ');

function nearInterests(cast: readonly Definition[], file: FileModel): Problem[] {
  const spellings = new Map<string, Map<string, number>>();
  for (const person of cast)
    for (const { key, text } of interestsOf(person)) {
      const counts = spellings.get(key) ?? new Map<string, number>();
      spellings.set(key, counts.set(text, (counts.get(text) ?? 0) + 1));
    }
  const mixed = new Map([...spellings].filter(([, counts]) => counts.size > 1));
  if (mixed.size === 0) return [];
  return cast.flatMap((person) =>
    person.file !== file
      ? []
      : interestsOf(person).flatMap(({ key, text, node }) => {
          const [usual] = [...(mixed.get(key) ?? [])].sort((a, b) => b[1] - a[1])[0] ?? [];
          if (usual === undefined || usual === text) return [];
          const message = t('Others write `{0}`. Interests are shared only if the spelling is the same.', usual);
          const fixes = /^[\p{L}\p{N}][\p{L}\p{N} '-]*$/u.test(usual) ? [replaceFix(t('Change to {0}', usual), node.at, usual)] : [];
          return [infoAt('near-interest', message, node.at, fixes)];
        }),
  );
}

/** Kinds that are named in the same places, so that an id for both would be ambiguous. */
const TOGETHER = [
  ['persona', 'population'],
  ['persona', 'fragment'],
] as const;

function confusedIds(program: Program, file: FileModel): Problem[] {
  const problems: Problem[] = [];
  for (const [kind, other] of TOGETHER) {
    const [ids, others] = [program.index.get(kind), program.index.get(other)];
    for (const [id, [same]] of others ?? []) {
      const [own] = ids?.get(id) ?? [];
      if (!own || !same || (own.file !== file && same.file !== file)) continue;
      const at = (same.file === file ? same : own).entry.keyAt;
      problems.push(
        warningAt('shared-id', t('A {0} and a {1} are both called `{2}`. Give one of them another id.', noun(kind), noun(other), id), at),
      );
    }
  }
  return [...problems, ...members(program, file)];
}

/** A person with the id of a population's member. */
function members(program: Program, file: FileModel): Problem[] {
  const populations = program.index.get('population');
  const people = program.index.get('persona');
  if (!populations || !people) return [];
  const problems: Problem[] = [];
  for (const [id, [person]] of people) {
    const end = id.lastIndexOf('_');
    const [population] = end > 0 ? (populations.get(id.slice(0, end)) ?? []) : [];
    const n = population ? id.slice(end + 1) : '';
    const size = population ? valueAt(population.entry.value, 'size') : undefined;
    if (!person || person.file !== file || !/^[0-9]+$/.test(n) || size?.kind !== 'scalar') continue;
    if (Number(n) < 1 || Number(n) > Number(size.value)) continue;
    const also = t('`{0}` is the id of a member of the population `{1}` too', id, population!.id);
    const scenario = scenarioOf(program, [id, population!.id]);
    problems.push(
      scenario === null
        ? warningAt('shared-id', t('{0}. Give this person another id.', also), person.entry.keyAt)
        : errorAt(
            'joins-twice',
            t('{0}, and both are in the cast of `{1}`, so it cannot run. Give this person another id.', also, scenario),
            person.entry.keyAt,
          ),
    );
  }
  return problems;
}

/** The first scenario with all the ids in its cast, or null. */
function scenarioOf(program: Program, ids: readonly string[]): string | null {
  for (const [id, definitions] of program.index.get('scenario') ?? [])
    for (const { file } of definitions) {
      const cast = castIds(program, scenarioLine(program, file, id));
      if (ids.every((one) => cast.includes(one))) return id;
    }
  return null;
}
