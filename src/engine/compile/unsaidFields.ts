/** Problems with fields that no question contains, and with variables that a question can be answered from in two ways. */
import { wordsInOrder } from '../../analysis/talk/lexical.js';
import type { Json } from '../../core/util/json.js';
import type { AgentSpec, SectionTemplate } from '../model/agentSpec.js';
import { type AgentSpecs, crowdAt, firstValues } from '../model/agentSpecs.js';
import { CROWD } from '../model/crowdSize.js';
import type { Report } from '../model/faults.js';
import type { SurveyItem, SurveySpec } from '../model/studySpec.js';
import type { VarSpec } from '../model/worldSpec.js';
import { namesRead } from '../../expr/index.js';
import { secretsOf } from '../privacy/secrets.js';

/** Names of fields in templates, in addition to `me.FIELD`. */
const OTHER_NAMES: { readonly [field: string]: readonly string[] } = {
  personality: ['me.levels'],
  drives: ['me.levels'],
};

/** Fields that no agent, or every agent, is shown. */
const UNASKED: ReadonlySet<string> = new Set(['id', 'name', 'activity']);

/** Warns of fields that no template of an agent's questions shows. */
export function checkUnsaid(agents: AgentSpecs, report: Report): void {
  const told = new Set<string>();
  for (const spec of new Set(agents.representatives.map(({ prompt }) => prompt))) {
    const sections = spec.of('act', false);
    const own = sections.filter(({ standard, from }) => from !== 'default' && standard !== null);
    if (own.length === 0) continue;
    const people = agents.representatives.filter(({ prompt }) => prompt === spec).flatMap((one) => [one, ...someLike(agents, one)]);
    const names = new Set(sections.flatMap(({ source }) => namesIn(source)));
    const missing = [...fieldsVaried(people), ...partsVaried(people)].filter(({ by }) => !by.some((name) => names.has(name)));
    for (const { what, by, section } of missing) {
      const at = (own.find((one) => one.section === section && saidBefore(one, by)) ?? own.find((one) => saidBefore(one, by)))?.at;
      if (at === undefined || told.has(`${at} ${what}`)) continue;
      told.add(`${at} ${what}`);
      report(
        'warning',
        at,
        `No question says ${what}, although the file gives it: a language model never learns of it. Write \`$(${by[0]!})\` here, or leave it out of the people.`,
        'unsaid-field',
      );
    }
  }
}

/** The first other members of the crowd that an agent stands for. A crowd varies if these do. */
function someLike(agents: AgentSpecs, { self }: AgentSpec): readonly AgentSpec[] {
  const crowd = crowdAt(agents, agents.indexOf(self.id));
  return crowd ? Array.from({ length: CROWD - 1 }, (_, i) => agents.at(crowd.first + 1 + i)!) : [];
}

interface Varied {
  readonly what: string;
  /** Names by which a template can use it. */
  readonly by: readonly string[];
  readonly section: string;
}

/** Whether the replaced section used it. Sections that never had it do not count as leaving it out. */
const saidBefore = ({ standard }: SectionTemplate, by: readonly string[]): boolean =>
  standard !== null && namesIn(standard.source).some((name) => by.includes(name));

/** Names that the expressions of a template use, fields as in `me.age`. Words outside expressions do not count. */
const namesIn = (source: string): readonly string[] =>
  namesRead('template', source).map(({ name, owner }) => (owner === null ? name : `${owner}.${name}`));

/** Fields with more than one value among those agents. A value that all share may be in the frame of the prompt. */
function fieldsVaried(people: readonly AgentSpec[]): readonly Varied[] {
  const fields = new Map<string, Set<string>>();
  for (const { self } of people)
    for (const [key, value] of Object.entries(self as unknown as { readonly [key: string]: Json }))
      if (!UNASKED.has(key)) {
        const values = fields.get(key) ?? new Set();
        fields.set(key, values.add(JSON.stringify(value ?? null)));
      }
  return [...fields].flatMap(([key, values]) =>
    values.size < 2 ? [] : [{ what: `the \`${key}\` of people`, by: [`me.${key}`, ...(OTHER_NAMES[key] ?? [])], section: 'you' }],
  );
}

function partsVaried(people: readonly AgentSpec[]): readonly Varied[] {
  const some = (is: boolean, what: string, ...by: readonly string[]): readonly Varied[] => (is ? [{ what, by, section: 'situation' }] : []);
  return [
    ...some(
      people.some((one) => secretsOf(one).length > 0),
      'the `secrets` of people',
      'secrets',
      'kept',
    ),
    ...some(
      people.some(({ part }) => part !== null && (part.knows.length > 0 || part.goal !== '' || part.does !== '')),
      'what people are and know in their roles',
      'part',
    ),
  ];
}

// Variables that can answer a question in two ways. A value of 0.8 can be a share of any scale, or an amount. Without a range the
// built-in mind treats it as an amount. Therefore a file that means a share declares `range: 0..1`.

/** Warns at each question for which the scale and the variable do not show what the variable means. */
export function checkAnswerScales(surveys: readonly SurveySpec[], agentVars: readonly VarSpec[], agents: AgentSpecs, report: Report): void {
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
function valuesOf(spec: VarSpec, agents: AgentSpecs): readonly number[] {
  const isNumber = (value: Json | undefined): value is number => typeof value === 'number';
  const own = [...firstValues(agents, spec.id)].filter(isNumber);
  return own.length > 0 || spec.kind !== 'number' ? own : [startOf(spec)].filter(isNumber);
}

function startOf(spec: VarSpec): Json | undefined {
  try {
    return spec.start({ lookup: () => undefined });
  } catch {
    return undefined;
  }
}
