/**
 * What people are or know and no question says: fields that the file varies, secrets, what a role knows, where prompts of one's own leave
 * them out. The default prompts say all of them.
 */
import type { Json } from '../../core/util/json.js';
import { namesRead } from '../../expr/index.js';
import type { AgentSpec } from '../model/agentSpec.js';
import type { Report } from '../model/problems.js';
import type { PromptSpec, SectionTemplate } from '../model/promptSpec.js';
import { secretsOf } from '../privacy/secrets.js';

/** Parts of a person by the names that a template may say them by, beside `me.FIELD`. */
const OTHER_NAMES: { readonly [field: string]: readonly string[] } = {
  personality: ['me.levels'],
  drives: ['me.levels'],
};

/** Nobody is told of these, or everybody is. */
const UNASKED: ReadonlySet<string> = new Set(['id', 'name', 'activity']);

/** Who is asked with one and the same templates. */
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
  /** Names by which a template can say it. */
  readonly by: readonly string[];
  readonly section: string;
}

/** The section that was replaced said it: what others leave out, they never had. */
const saidBefore = ({ standard }: SectionTemplate, by: readonly string[]): boolean =>
  standard !== null && namesIn(standard.source).some((name) => by.includes(name));

/** Names that the expressions of a template read, fields as in `me.age`. Its prose says nothing of anybody. */
const namesIn = (source: string): readonly string[] =>
  namesRead('template', source).map(({ name, owner }) => (owner === null ? name : `${owner}.${name}`));

/** Fields with more than one value among those people. What all have alike may be said in the frame. */
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
