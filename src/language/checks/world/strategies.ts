/**
 * Strategies of the built-in mind are words. No agent would follow a misspelt strategy, or one that agents do not
 * read. A word of a choice, an action or the id of an agent is valid there too, and other minds may accept any word:
 * only a word that is nearly a strategy is a mistake.
 */
import { STRATEGIES } from '../../../core/mindLabels.js';
import { nearest } from '../../../expr/index.js';
import type { FileModel } from '../../incremental/file.js';
import { idsOf, type Program } from '../../program/program.js';
import { type Problem, replaceFix, warningAt } from '../../text/problem.js';
import type { IdKind } from '../../schema/schema.js';
import { type Entry, type ScalarNode, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, scalarsOf } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

const KEY = 'strategy';

/** Where variables and parameters get values. */
const HOLDERS: { readonly [Kind in IdKind]?: readonly string[] } = {
  persona: ['vars'],
  fragment: ['vars'],
  population: ['sample'],
  world: ['params', 'agent_vars'],
};

export const checkStrategies = (program: Program, file: FileModel): Problem[] => [...misspelt(program, file), ...untold(program, file)];

/** The built-in mind answers questions like every other, and `told: false` keeps the variable out of them. */
function untold(program: Program, file: FileModel): Problem[] {
  const kept = definitionsOf(program, file, 'world').flatMap(({ entry }) => {
    const told = valueAt(valueAt(valueAt(entry.value, 'agent_vars'), KEY), 'told');
    return told?.kind === 'scalar' && told.value === false ? [told] : [];
  });
  if (kept.length === 0) return [];
  const meant = program.files
    .flatMap((one) => [...inDefinitions(program, one), ...inScenarios(program, one)])
    .find(({ text }) => isStrategy(text));
  if (!meant) return [];
  const message = t('With `told: false` nobody goes by `{0}`: a mind answers by what its agent is told. Leave `told` out.', meant.text);
  return kept.map(({ at }) => warningAt('untold-strategy', message, at, [replaceFix(t('Change to true'), at, 'true')]));
}

function misspelt(program: Program, file: FileModel): Problem[] {
  const said = [...inDefinitions(program, file), ...inScenarios(program, file)];
  const words = said.filter(({ text }) => /^[a-z][a-z0-9_]*$/.test(text) && !isStrategy(text));
  if (words.length === 0) return [];
  const others = new Set([...idsOf(program.index, ['persona', 'population']), ...chosenWords(program)]);
  return words.flatMap(({ text, at }): Problem[] => {
    const near = others.has(text) ? null : nearest(text, STRATEGIES);
    if (!near) return [];
    const message = t('The built-in mind has no strategy `{0}`, and would go by none. Did you mean `{1}`?', text, near);
    return [warningAt('unknown-strategy', message, at, [replaceFix(t('Change to {0}', near), at, near)])];
  });
}

const isStrategy = (word: string): boolean => (STRATEGIES as readonly string[]).includes(word);

type Said = { readonly text: string; readonly at: ScalarNode['at'] };

function inDefinitions(program: Program, file: FileModel): readonly Said[] {
  return (Object.keys(HOLDERS) as IdKind[]).flatMap((kind) =>
    definitionsOf(program, file, kind).flatMap(({ entry }) =>
      (HOLDERS[kind] ?? []).flatMap((holder) => wordsOf(valueAt(valueAt(entry.value, holder), KEY))),
    ),
  );
}

/** Parameters of the world in use, and variables of parts. */
const inScenarios = (program: Program, file: FileModel): readonly Said[] =>
  definitionsOf(program, file, 'scenario').flatMap(({ entry }) => [
    ...wordsOf(valueAt(valueAt(valueAt(entry.value, 'world'), 'with'), KEY)),
    ...entriesIn(entry.value, 'cast').flatMap(({ value }) => wordsOf(valueAt(valueAt(value, 'vars'), KEY))),
  ]);

/** A word, those of a list, and the keys of weights. */
function wordsOf(node: TreeNode | undefined): readonly Said[] {
  if (node?.kind === 'map')
    return [...node.entries.map(({ key, keyAt }) => ({ text: key, at: keyAt })), ...wordsOf(valueAt(node, 'start'))];
  return scalarsOf(node).flatMap((scalar) => (typeof scalar.value === 'string' ? [{ text: scalar.value, at: scalar.at }] : []));
}

/** Actions of all worlds, and the words that can be chosen in them. */
const chosenWords = (program: Program): readonly string[] =>
  [...(program.index.get('world')?.values() ?? [])]
    .flat()
    .flatMap(({ entry }) =>
      entriesIn(entry.value, 'actions').flatMap((action: Entry) => [
        action.key,
        ...entriesIn(action.value, 'args').flatMap(({ value }) => scalarsOf(value).flatMap((scalar) => textOf(scalar) ?? [])),
      ]),
    );
