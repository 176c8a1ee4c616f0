/**
 * Variables that can answer a question in two ways. A value of 0.8 can be a share of any scale, or an amount. Without a range the
 * built-in mind treats it as an amount. Therefore a file that means a share declares `range: 0..1`.
 */
import { wordsInOrder } from '../../analysis/talk/lexical.js';
import type { Json } from '../../core/util/json.js';
import type { AgentSpec } from '../model/agentSpec.js';
import type { Report } from '../model/problems.js';
import type { SurveyItem, SurveySpec } from '../model/studySpec.js';
import type { VarSpec } from '../model/worldSpec.js';

/** Warns at each question for which the scale and the variable do not show what the variable means. */
export function checkAnswerScales(
  surveys: readonly SurveySpec[],
  agentVars: readonly VarSpec[],
  agents: readonly AgentSpec[],
  report: Report,
): void {
  for (const item of surveys.flatMap(({ items }) => items)) {
    const [low, high] = [Number(item.answer.low?.source), Number(item.answer.high?.source)];
    if (!item.answer.low || !item.answer.high || !Number.isFinite(low) || !Number.isFinite(high) || high <= 1) continue;
    const spec = variableOf(item, agentVars);
    if (!spec || spec.low !== null || spec.untold) continue;
    const values = valuesOf(spec, agents);
    if (values.length === 0 || values.some((value) => value < -1 || value > 1)) continue;
    const share = values.some((value) => value < 0) ? '-1..1' : '0..1';
    report(
      'warning',
      item.at,
      `\`${spec.id}\` starts at 1 or less, has no range, and answers a question from ${low} to ${high}. The built-in mind answers with its value. ` +
        `If it is a share of the scale, declare \`${spec.id}: { range: ${share}, … }\` under \`agent_vars\` or \`${spec.id}: ${share}\` under the population's \`vars\`; if it is an answer, declare \`range: ${low}..${high}\`.`,
      'answer-scale',
    );
  }
}

/** The variable with the id of the question, else one whose name is in its text. */
function variableOf({ id, text }: SurveyItem, agentVars: readonly VarSpec[]): VarSpec | undefined {
  const words = new Set(wordsInOrder(text.source));
  const isNamed = (spec: VarSpec): boolean => wordsInOrder(spec.id.replaceAll('_', ' ')).every((word) => words.has(word));
  return agentVars.find((spec) => spec.id === id) ?? agentVars.find(isNamed);
}

/** Numbers that the variable begins with: those of the agents, else its start. */
function valuesOf(spec: VarSpec, agents: readonly AgentSpec[]): readonly number[] {
  const isNumber = (value: Json | undefined): value is number => typeof value === 'number';
  const own = agents.map(({ vars }) => vars[spec.id]).filter(isNumber);
  return own.length > 0 || spec.kind !== 'number' ? own : [startOf(spec)].filter(isNumber);
}

function startOf(spec: VarSpec): Json | undefined {
  try {
    return spec.start({ lookup: () => undefined });
  } catch {
    return undefined;
  }
}
