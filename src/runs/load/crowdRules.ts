/**
 * Which rules of a society with crowds run over columns, at their places in the file: problems for a check, and texts for a hover.
 * Loaded when a file has a population that is large enough for a crowd.
 */
import { marked, t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { columnReport, type RuleReport } from '../../engine/preview/columnReport.js';
import { CROWD, type ScenarioModel } from '../../engine/index.js';
import { type LanguageService, type Resolved, spanOf } from '../../language/api.js';
import type { Position, Range } from '../../core/util/textPosition.js';
import { loadModel, type PlacedProblem } from './load.js';
import { drawnPart, mayHaveCrowds } from './populations.js';

/** One note for each rule over the members of a crowd that runs agent by agent, with the reason and a way out. */
export function slowRules(resolved: Resolved, model: ScenarioModel): readonly PlacedProblem[] {
  return columnReport(model).flatMap((rule): readonly PlacedProblem[] => {
    // The start of a variable runs once.
    if (!rule.refused || rule.kind === 'start') return [];
    const { source, range } = placeOf(resolved, rule);
    const message = `${whatIs(rule)} ${whyNot(rule.refused)}`;
    return [{ uri: source, range, severity: 'info', code: 'agent-by-agent', message }];
  });
}

/** The text for a hover on the key of a phase, rule, measure or variable, as Markdown; null where there is nothing to say. */
export async function ruleHover(
  language: LanguageService,
  uri: string,
  position: Position,
): Promise<{ readonly markdown: string; readonly range: Range } | null> {
  const whole = await language.resolve(uri);
  if (!mayHaveCrowds(whole)) return null;
  const loaded = await loadModel(language, uri, {}, (resolved) => drawnPart(resolved, CROWD));
  if (!loaded.ok) return null;
  const { resolved, model } = loaded;
  const rules = columnReport(model);
  const hovered = (node: string): Range | null => {
    const found = keyAt(resolved, node);
    return found?.source === uri && contains(found.range, position) ? found.range : null;
  };
  for (const phase of new Set(rules.flatMap((rule) => (rule.phase === null ? [] : [rule.phase])))) {
    const range = hovered(phase);
    if (range)
      return {
        range,
        markdown: phaseText(
          resolved,
          rules.filter((rule) => rule.phase === phase),
        ),
      };
  }
  for (const rule of rules) {
    const range = hovered(rule.at);
    if (range) return { range, markdown: ruleText(resolved, rule) };
  }
  return null;
}

function phaseText(resolved: Resolved, rules: readonly RuleReport[]): string {
  const slow = rules.filter(({ refused }) => refused !== null);
  if (slow.length === 0) return t('Runs over columns: all members of a crowd in one pass.');
  const lines = slow.map((rule) => `- ${keyOf(rule)}${ruleReason(resolved, rule)}`);
  return [t('Runs agent by agent, which is slow in a crowd.'), ...lines].join('\n');
}

const ruleText = (resolved: Resolved, rule: RuleReport): string =>
  rule.refused
    ? `${t('Runs agent by agent, which is slow in a crowd.')} ${ruleReason(resolved, rule)}`
    : t('Runs over columns: all members of a crowd in one pass.');

function ruleReason(resolved: Resolved, rule: RuleReport): string {
  const { range } = placeOf(resolved, rule);
  return whyNot(rule.refused!, rule.refused!.code === '' ? '' : `, ${t('line {0}', range.start.line + 1)}`);
}

const keyOf = ({ kind, at }: RuleReport): string => (kind === 'questions' ? '' : `\`${lastOf(at)}\`: `);

/** What is slow. */
function whatIs({ kind, at, phase }: RuleReport): string {
  const id = `\`${lastOf(phase ?? at)}\``;
  switch (kind) {
    case 'questions':
      return t('The phase {0} asks the members of a crowd.', id);
    case 'who':
      return t('The condition of the phase {0} runs agent by agent, which is slow in a crowd.', id);
    case 'ranking':
      return t('The ranking of the phase {0} runs agent by agent, which is slow in a crowd.', id);
    case 'pairs':
    case 'then':
      return t('The `then` of the phase {0} runs agent by agent, which is slow in a crowd.', id);
    case 'when':
    case 'stop':
      return t('The `{0}` of the phase {1} runs agent by agent, which is slow in a crowd.', kind, id);
    case 'intervention':
      return t(
        'The `{0}` of the intervention `{1}` runs agent by agent, which is slow in a crowd.',
        lastOf(at),
        lastOf(at.slice(0, at.lastIndexOf('.'))),
      );
    case 'expect':
      return t('The expectation `{0}` runs agent by agent, which is slow in a crowd.', lastOf(at.replace(/\.that$/, '')));
    case 'measure':
      return t('The measure {0} runs agent by agent, which is slow in a crowd.', id);
    case 'until':
      return t('The `until` of the scenario runs agent by agent, which is slow in a crowd.');
    case 'start':
      return t('The start of the variable {0} runs agent by agent, which is slow in a crowd.', id);
  }
}

const lastOf = (node: string): string => node.slice(node.lastIndexOf('.') + 1);

/** The reason, the part of the rule, and a way out. */
function whyNot({ reason, code }: NonNullable<RuleReport['refused']>, place = ''): string {
  const part = code === '' ? '' : reason.includes(`\`${code}\``) ? place : ` (\`${shortened(code)}\`${place})`;
  return `${translated(reason).replace(/[.。]$/, '')}${part}. ${t(wayOut(reason))}`;
}

const MOST_CODE = 60;
const shortened = (code: string): string => {
  const line = code.replace(/\s+/g, ' ').replaceAll('`', "'");
  return line.length <= MOST_CODE ? line : `${line.slice(0, MOST_CODE)}…`;
};

/** Ways out by what the reason says. */
const WAYS: readonly (readonly [RegExp, string])[] = [
  [/one by one/, marked('Ask fewer agents, such as `who: { pick: random 100 }`, or a population of its own.')],
  [/^Pairs/, marked('Use `who` instead of `pair`, and let each agent choose another one, such as `pick(neighbours(me))`.')],
  [/^A ranking is/, marked('Use a condition, such as `if: me.score > 0.9`.')],
  [/^`(remember|send|react|join|leave|emit)` /, marked('Do it in a phase of its own, for fewer agents.')],
  [/^Joining texts/, marked('Use a variable with one of several words, and put texts together where agents read them.')],
  [/ties that a line has changed/, marked('Read the ties in a phase before the one that changes them.')],
  [/variable of the world/, marked('Set it in a phase of its own without `who`.')],
  [/^`(heard|said|written|like)` /, marked('Keep what it tells in a variable of agents, and read that.')],
  [
    /^`\w+` (is not in columns|cannot be set)/,
    marked(
      "Use a variable of agents that is not private and holds a number, one of several words, yes or no, or an agent. It can start with a field of the persona: `agent_vars: { years: { start: '=me.age' } }`.",
    ),
  ],
];

const wayOut = (reason: string): string =>
  WAYS.find(([pattern]) => pattern.test(reason))?.[1] ?? marked('docs/worlds.md lists under “Crowds” what runs over columns.');

const START: Position = { line: 0, character: 0 };

/** The place of the part of a rule that is refused: in the file, or the rule where the file writes it in another way. */
function placeOf(resolved: Resolved, { at, refused }: RuleReport): { readonly source: string; readonly range: Range } {
  const span = spanOf(resolved.nodes, at) ?? { source: resolved.uri, range: { start: START, end: START } };
  const lines = linesOf(resolved, span.source);
  const code = refused?.code.split('\n')[0] ?? '';
  if (code === '') return span;
  for (let line = span.range.start.line; line <= span.range.end.line; line++) {
    const first = line === span.range.start.line ? span.range.start.character : 0;
    const found = lines[line]?.indexOf(code, first) ?? -1;
    if (found >= 0)
      return { source: span.source, range: { start: { line, character: found }, end: { line, character: found + code.length } } };
  }
  return span;
}

const linesOf = ({ sources }: Resolved, uri: string): readonly string[] =>
  sources.find((source) => source.uri === uri)?.text.split(/\r?\n/) ?? [];

/** The place of the key of a node; null if the node has none. */
function keyAt(resolved: Resolved, node: string): { readonly source: string; readonly range: Range } | null {
  const span = resolved.nodes.get(node);
  if (!span) return null;
  const key = lastOf(node);
  const { line, character } = span.range.start;
  const text = linesOf(resolved, span.source)[line] ?? '';
  const from = character + (/['"]/.test(text[character] ?? '') ? 1 : 0);
  if (!text.startsWith(key, from)) return null;
  return { source: span.source, range: { start: { line, character: from }, end: { line, character: from + key.length } } };
}

const contains = ({ start, end }: Range, { line, character }: Position): boolean =>
  line === start.line && start.character <= character && character <= end.character;
