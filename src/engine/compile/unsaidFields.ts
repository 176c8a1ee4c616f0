/**
 * What agents are or know and no question tells them: fields that differ in the file, secrets, knowledge of a role. This happens
 * when prompts of the file leave them out. The default prompts have all of them.
 */
import type { Json } from '../../core/util/json.js';
import { namesRead } from '../../expr/index.js';
import type { AgentSpec } from '../model/agentSpec.js';
import type { Report } from '../model/problems.js';
import type { PromptSpec, SectionTemplate } from '../model/promptSpec.js';
import { secretsOf } from '../privacy/secrets.js';

/** Names of fields in templates, in addition to `me.FIELD`. */
const OTHER_NAMES: { readonly [field: string]: readonly string[] } = {
  personality: ['me.levels'],
  drives: ['me.levels'],
};

/** Fields that no agent, or every agent, is shown. */
const UNASKED: ReadonlySet<string> = new Set(['id', 'name', 'activity']);

/** Warns of fields that no template of an agent's questions shows. */
export function checkUnsaid(agents: readonly AgentSpec[], report: Report): void {
  const bySpec = new Map<PromptSpec, AgentSpec[]>();
  for (const agent of agents) {
    const same = bySpec.get(agent.prompt);
    if (same) same.push(agent);
    else bySpec.set(agent.prompt, [agent]);
  }
  const told = new Set<string>();
  for (const [spec, people] of bySpec) {
    const sections = spec.of('act');
    const own = sections.filter(({ standard, from }) => from !== 'default' && standard !== null);
    if (own.length === 0) continue;
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
