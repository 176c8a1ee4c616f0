/**
 * Hints for scenarios that make a claim: what in the study could produce its result in place of the agents. After the six principles of
 * PIMMUR (arXiv 2509.18052). A hint is not given where `because` of the scenario names it with a reason. Scenarios whose world has no
 * action are not checked, because no mind acts there.
 */
import { canonical, type Json } from '../../../core/util/json.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { builtinMeasures, castIds, lineage, scenarioLine, worldIdAt } from '../../names/worlds.js';
import { type Entry, type ScalarNode, textOf, toData, type TreeNode, valueAt } from '../../syntax/node.js';
import type { Offsets } from '../../text/lines.js';
import { infoAt, type OffsetFix, type Problem } from '../../text/problem.js';
import { definitionsOf, entriesIn, layersOf, partOf, scalarsOf } from '../common/checkHelpers.js';
import { type HintName, memoryFix, nullRunFix, reasonFix, seenFix, sentenceFix, sentencesOf } from './studyFixes.js';
import { instructs, spokenIn, studyNamedIn } from './leadingWords.js';
import { stereotypesOf } from './stereotypes.js';
import { claimWordIn, claimWords } from '../../text/claimWords.js';
import { t } from '../../../core/util/l10n.js';

/** A scenario that makes claims. */
interface Study {
  readonly program: Program;
  readonly file: FileModel;
  readonly scenario: Definition;
  readonly line: readonly Definition[];
  readonly worlds: readonly Definition[];
  /** Its expectations, also inherited ones. */
  readonly expected: readonly Entry[];
  /** Experiments that play it. */
  readonly experiments: readonly Definition[];
  /** Expressions of its claims: what is expected, and measures that are compared. */
  readonly claims: readonly string[];
}

const HINTS: { readonly [H in HintName]: (study: Study) => readonly Problem[] } = {
  profile: alike,
  association: typed,
  interaction: unheard,
  memory: forgetful,
  control: instructed,
  awareness: aware,
  comparison: alone,
};

export const checkStudies = (program: Program, file: FileModel): readonly Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap((scenario) => {
    const study = studyOf(program, file, scenario);
    if (!study) return [];
    const given = new Set(study.line.flatMap(({ entry }) => entriesIn(entry.value, 'because').map(({ key }) => key)));
    return (Object.keys(HINTS) as HintName[]).flatMap((name) => (given.has(name) ? [] : HINTS[name](study)));
  });

function studyOf(program: Program, file: FileModel, scenario: Definition): Study | null {
  const line = scenarioLine(program, file, scenario.id);
  const expected = expectedIn(line);
  const experiments = [...(program.index.get('experiment')?.values() ?? [])].flatMap(([one]) =>
    one && textOf(valueAt(one.entry.value, 'scenario')) === scenario.id ? one : [],
  );
  if (expected.length === 0 && experiments.length === 0) return null;
  const worlds = lineage(program, worldIdAt(program, file, scenario.path));
  if (!worlds.some(({ entry }) => entriesIn(entry.value, 'actions').length > 0)) return null;
  const measures = experiments.flatMap(({ entry }) =>
    entriesIn(entry.value, 'compare').flatMap(({ value }) => textOf(valueAt(value, 'measure')) ?? []),
  );
  const claims = [...expected.flatMap(({ value }) => textOf(valueAt(value, 'that')) ?? []), ...measures];
  return { program, file, scenario, line, worlds, expected, experiments, claims };
}

/** The nearest entry of each expectation; none where that is \`off\`. */
function expectedIn(line: readonly Definition[]): readonly Entry[] {
  const nearest = new Map<string, Entry>();
  for (const { entry } of line) for (const one of entriesIn(entry.value, 'expect')) if (!nearest.has(one.key)) nearest.set(one.key, one);
  return [...nearest.values()].filter(({ value }) => valueAt(value, 'off') === undefined);
}

/** A hint, with how to answer it: `fixes` first, then a reason. */
function hint(name: HintName, study: Study, message: string, at: Offsets, fixes: readonly OffsetFix[] = []): Problem {
  const told = t('{0} Or give a reason, as in `because: { {1}: … }` of the scenario.', message, name);
  return infoAt(`study-${name}`, told, at, [...fixes, ...reasonFix(study.file.tree, study.scenario, name)]);
}

// Profile: a result cannot depend on who agents are if all are alike. People who only have names are not described yet.

function alike(study: Study): readonly Problem[] {
  const { program, line, scenario } = study;
  const ids = castIds(program, line);
  const people = ids.flatMap((id) => find(program.index, ['persona'], id)[0] ?? []);
  if (people.length < 2 || people.length < ids.length) return [];
  const described = new Set(people.map(({ entry: { value } }) => canonical(withoutName(toData(value)))));
  return described.size > 1 || described.has('{}')
    ? []
    : [
        hint(
          'profile',
          study,
          t('All agents of `{0}` have the same description. Give them different ones.', scenario.id),
          scenario.entry.keyAt,
        ),
      ];
}

function withoutName(data: Json): Json {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const { name: _, ...rest } = data as { readonly [key: string]: Json };
  return rest;
}

// Association: where fields determine each other, agents are a few types of people.

/** The most pairs of fields that a hint names. */
const MOST_NAMED = 3;

function typed(study: Study): readonly Problem[] {
  const { program, line, scenario } = study;
  return stereotypesOf(program, castIds(program, line)).map(({ people, pairs }) => {
    const named = pairs.slice(0, MOST_NAMED).map(({ fields: [one, other], v }) => `\`${one}\` × \`${other}\` ${v.toFixed(2)}`);
    const list = [...named, ...(pairs.length > MOST_NAMED ? ['…'] : [])].join(', ');
    const message = t(
      'Fields of the agents of `{0}` nearly determine each other (Cramér’s V: {1}), so the result is about types of people. Vary them.',
      people ?? scenario.id,
      list,
    );
    return hint('association', study, message, scenario.entry.keyAt);
  });
}

// Interaction: agents that never hear each other are single answers, not a society.

function unheard(study: Study): readonly Problem[] {
  const { scenario, worlds, line, file } = study;
  const ids = new Set(worlds.flatMap(({ entry }) => entriesIn(entry.value, 'actions').map(({ key }) => key)));
  const isHeard = [...ids].some((id) => isHeardBy(layersOf(worlds, 'actions', id)));
  const says = (node: TreeNode): boolean => /(send\(|bond\(|"tell")/.test(canonical(toData(node)));
  const phases = worlds.flatMap(({ entry }) => entriesIn(entry.value, 'phases').map(({ value }) => value));
  const tells = [...phases, ...line.flatMap(({ entry }) => entriesIn(entry.value, 'interventions').map(({ value }) => value))].some(says);
  const pairs = phases.some((phase) => valueAt(phase, 'pair') !== undefined);
  if (isHeard || tells || pairs) return [];
  const message = t('Agents of `{0}` never hear of each other: no action is a message or is seen by others.', scenario.id);
  const actions = worlds.flatMap((world) => (world.file === file ? entriesIn(world.entry.value, 'actions') : []));
  const fixes = actions.flatMap((action) => seenFix(file.tree, action));
  const told = t('{0} Give an action `kind: message` or `seen_by: all`.', message);
  return [hint('interaction', study, told, scenario.entry.keyAt, fixes.slice(0, MOST_SEEN))];
}

/** The most actions that a fix is offered for. */
const MOST_SEEN = 3;

/** An effect that sends words, or changes ties, which others see. */
const meets = (layer: TreeNode): boolean => /(send|bond)\(/.test(canonical(toData(layer)));

function isHeardBy(layers: readonly TreeNode[]): boolean {
  const written = (key: string): TreeNode | undefined => layers.map((layer) => valueAt(layer, key)).find((found) => found !== undefined);
  if ((textOf(written('kind')) ?? 'act') === 'message' || written('tell') !== undefined || layers.some(meets)) return true;
  const seenBy = written('seen_by');
  if (seenBy !== undefined) return textOf(seenBy) !== 'nobody';
  return layers.some((layer) => entriesIn(layer, 'args').some(({ value }) => textOf(value)?.startsWith('message')));
}

// Memory: without it, agents cannot change by what happened to them.

const OF_CHANGE = /\b(change|slope|first)\(/;

function forgetful(study: Study): readonly Problem[] {
  const { line, expected, scenario } = study;
  const memory = line.map(({ entry }) => valueAt(entry.value, 'memory')).find((node) => node !== undefined);
  if (memory === undefined || (textOf(memory) ?? textOf(valueAt(memory, 'kind'))) !== 'none') return [];
  return expected.flatMap(({ value, keyAt }) => {
    const that = valueAt(value, 'that');
    if (!OF_CHANGE.test(textOf(that) ?? '')) return [];
    const message = t('This expects a change, and agents have no memory. Give the scenario a `memory`.');
    return [hint('memory', study, message, that?.at ?? keyAt, memoryFix(scenario))];
  });
}

// Minimal control: instructions that name the expected result.

function instructed(study: Study): readonly Problem[] {
  const language = spokenIn(study.program);
  const ids = new Set(castIds(study.program, study.line));
  const words = claimWords([...study.claims, ...study.expected.map(({ key }) => key)], ids, language);
  if (words.size === 0) return [];
  return textsRead(study).flatMap((node) =>
    sentencesOf(String(node.value)).flatMap(([text, from]) => {
      const word = instructs(text, language) ? claimWordIn(text, words, language) : null;
      if (word === null) return [];
      const at = partOf(node, study.file.tree.text, [from, from + text.length]);
      const message = t('This tells agents to do what the study expects (“{0}”). Describe the situation instead.', word);
      return [hint('control', study, message, at, sentenceFix(node, study.file.tree.text, [from, from + text.length]))];
    }),
  );
}

// Unawareness: texts that name the study.

function aware(study: Study): readonly Problem[] {
  return textsRead(study).flatMap((node) => {
    const found = studyNamedIn(String(node.value), spokenIn(study.program));
    if (!found) return [];
    const source = study.file.tree.text;
    const at = partOf(node, source, [found.index, found.index + found[0].length]);
    const sentence = sentencesOf(String(node.value)).find(([text, from]) => found.index < from + text.length);
    const fixes = sentence ? sentenceFix(node, source, [sentence[1], sentence[1] + sentence[0].length]) : [];
    const message = t('Agents read that they are studied (“{0}”), and may act accordingly. Leave it out.', found[0]);
    return [hint('awareness', study, message, at, fixes)];
  });
}

// Comparison: what the result is compared with.

const TESTED = /p <|interval/;

function alone(study: Study): readonly Problem[] {
  const { program, expected, experiments, file, line, worlds, scenario } = study;
  if (experiments.some(({ entry }) => /"null"/.test(JSON.stringify(toData(entry.value))))) return [];
  if (line.some(({ entry }) => valueAt(entry.value, 'compare_with') !== undefined)) return [];
  const known = [
    ...[...line, ...worlds].flatMap(({ entry }) => entriesIn(entry.value, 'measures').map(({ key }) => key)),
    ...builtinMeasures,
  ];
  return expected.flatMap(({ value, keyAt }) => {
    const isTested = TESTED.test(textOf(valueAt(value, 'in')) ?? '');
    if (!isTested || valueAt(value, 'because') !== undefined || scenario.file !== file) return [];
    const message = t(
      'Nothing says what this is compared with. Add an experiment with a null run, `compare_with:`, or `because:` with the source.',
    );
    const named = new Set(textOf(valueAt(value, 'that'))?.match(/\b[a-z]\w*/g));
    const measures = known.filter((id) => named.has(id));
    return [hint('comparison', study, message, keyAt, nullRunFix(program, file.tree, scenario, measures))];
  });
}

/** Texts of this file that agents of the scenario read: its premise, descriptions of its worlds, prompts, and its people. */
function textsRead({ program, file, line, worlds }: Study): readonly ScalarNode[] {
  const own = (definitions: readonly Definition[]): readonly TreeNode[] =>
    definitions.flatMap((one) => (one.file === file ? [one.entry.value] : []));
  const people = castIds(program, line).flatMap((id) => find(program.index, ['persona'], id)[0] ?? []);
  const nodes = [
    ...own(line).flatMap((node) => valueAt(node, 'premise') ?? []),
    ...own(worlds).flatMap((node) => valueAt(node, 'description') ?? []),
    ...definitionsOf(program, file, 'prompts').map(({ entry }) => entry.value),
    ...own(people),
  ];
  return nodes.flatMap(proseIn);
}

/** Several words; scripts without spaces between words may have them in any text. */
const OF_WORDS = /[ \p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const proseIn = (node: TreeNode): readonly ScalarNode[] =>
  node.kind === 'map'
    ? node.entries.flatMap(({ key, value }) => (key === 'name' ? [] : proseIn(value)))
    : scalarsOf(node).filter(({ value }) => typeof value === 'string' && OF_WORDS.test(value));
