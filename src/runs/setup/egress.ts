/** What a run sends to each address, shown before it starts: which agents, which of their fields leave, and which do not. */
import { t } from '../../core/util/l10n.js';
import { crowdAt, isElsewhere, type ScenarioModel, secretsOf, standIns, withheldCount } from '../../engine/index.js';
import type { Resolved } from '../../language/api.js';
import type { Society } from '../../language/generated/society.js';
import { isLanguageModel, originOf } from '../../minds/index.js';
import { sourceName } from '../load/sourceName.js';

/** One model that is asked, directly or as a fallback. */
export interface Egress {
  /** Name in the file's `models:`, and the name that its server uses. */
  readonly mind: string;
  readonly model: string;
  /** Scheme, host and port; null for a model of the editor, whose address only the editor knows. */
  readonly origin: string | null;
  /** It is on this machine: nothing is sent to another machine, and nothing is withheld. */
  readonly local: boolean;
  /** It answers only where another model fails. */
  readonly fallback: boolean;
  /** The number of agents that it answers for, or can answer for. */
  readonly people: number;
  /** Fields of these agents that appear in prompts, in the order of the format. */
  readonly fields: readonly string[];
  /** The number of their private fields that are withheld. */
  readonly withheld: number;
  /** Messages and memories are sent there for embeddings, by which memories are compared. */
  readonly embeds: boolean;
  /** Questions for some purposes are sent as files, which the provider keeps. */
  readonly batches?: true;
}

const FIELDS = ['age', 'gender', 'occupation', 'bio', 'backstory', 'traits', 'interests', 'values', 'goals', 'voice'] as const;
const GROUPS = ['personality', 'drives'] as const;

/** The language models that a run can ask, each with what is sent to it. Minds without a model send nothing and are left out. */
export function egress(society: Society, model: ScenarioModel): readonly Egress[] {
  const found = new Map<string, Egress>();
  for (const { id } of model.minds) {
    const all = speaksForAll(model, id);
    const people = answeredBy(model, all ? null : id);
    for (const one of standIns(society, id)) {
      const spec = society.models?.[one];
      if (!spec || !isLanguageModel(spec.kind)) continue;
      const local = !isElsewhere(spec);
      const embeds = one === model.memory.embeddings?.mind;
      const guarded = model.away?.has(id) === true;
      const earlier = found.get(one);
      found.set(one, {
        mind: one,
        model: ('name' in spec ? spec.name : undefined) ?? one,
        origin: spec.kind === 'openai' ? originOf(spec.base_url) : null,
        local,
        fallback: one !== id && earlier?.fallback !== false,
        people: (earlier?.people ?? 0) + people.length,
        fields: inOrder([...(earlier?.fields ?? []), ...people.flatMap((i) => fieldsOf(model, i, guarded))]),
        withheld: (earlier?.withheld ?? 0) + (guarded ? withheldCount(model, embeds ? everybody(model) : people) : 0),
        embeds: embeds || earlier?.embeds === true,
        ...(spec.kind === 'openai' && spec.batch && one === id ? { batches: true } : {}),
      });
    }
  }
  return [...found.values()];
}

/** Indices of the agents with a mind; of all if it is null. */
function answeredBy({ agents }: ScenarioModel, id: string | null): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < agents.length; i++) if (id === null || (crowdAt(agents, i) ?? agents.at(i)!).mind === id) found.push(i);
  return found;
}

const everybody = ({ agents }: ScenarioModel): readonly number[] => Array.from({ length: agents.length }, (_, i) => i);

/** Whether a model can answer for any agent: for some purpose, or because of an intervention. */
const speaksForAll = ({ mindFor, interventions }: ScenarioModel, id: string): boolean =>
  Object.values(mindFor).includes(id) || interventions.some(({ mind }) => mind === id);

/** Fields of an agent that appear in its prompts. */
function fieldsOf(model: ScenarioModel, index: number, guarded: boolean): readonly string[] {
  const agent = model.agents.at(index)!;
  const { self, memories, vars } = agent;
  const kept = new Set(guarded ? (agent.private ?? []) : []);
  const declared = model.agentVars
    .filter(({ id, at, private: own }) => !(guarded && own) && (!/^(populations\..*)?$/.test(at) || Object.hasOwn(vars, id)))
    .map(({ id }) => id);
  const said = [
    ...FIELDS.filter((key) => (self[key] ?? '').toString() !== ''),
    ...GROUPS.filter((key) => Object.keys(self[key]).length > 0),
    ...(secretsOf(agent).length > 0 ? ['secrets'] : []),
    ...(memories.some(({ kind }) => kind === 'given') ? ['memories'] : []),
    ...(memories.some(({ kind }) => kind === 'read') && !kept.has('memories') ? ['reads'] : []),
    ...(kept.has('vars') ? declared.filter((id) => !Object.hasOwn(vars, id)) : declared),
  ];
  return ['name', ...said.filter((key) => !kept.has(key) && !kept.has(`vars.${key}`))];
}

const inOrder = (fields: readonly string[]): readonly string[] => [...new Set(fields)];

/** One line for each address, as in `8 people → https://api.example.com (small): name, bio, and what they …; 3 private fields withheld`. */
export function egressLines(list: readonly Egress[]): readonly string[] {
  return list.map(({ model, origin, local, fallback, people, fields, withheld, embeds, batches }) => {
    const others = embeds ? t('what is said and remembered') : t('questions from outside');
    const who = fallback ? t('where another model fails') : people === 0 ? others : t(people === 1 ? '{0} person' : '{0} people', people);
    const where = origin ?? t('a model of the editor');
    const asked = embeds ? t('texts to compare by embeddings') : t('what they are asked');
    const what = people === 0 ? asked : t('{0}, and what they see, remember and are asked', fields.join(', '));
    const kept = withheld === 0 ? [] : [t(withheld === 1 ? '{0} private field withheld' : '{0} private fields withheld', withheld)];
    const files = batches ? [t('batches are sent as files, which the provider keeps')] : [];
    const to = local ? t('{0} → {1} ({2}), which is this machine', who, where, model) : `${who} → ${where} (${model})`;
    return [`${to}: ${what}`, ...kept, ...files].join('; ');
  });
}

/** The most files that are listed by name. */
const NAMED = 20;

/** Files whose text can be part of what is sent, in addition to the society, under their names there; without the library. */
export const filesRead = ({ uri, sources }: Pick<Resolved, 'uri' | 'sources'>): readonly string[] =>
  sources.map((source) => sourceName(uri, source.uri)).filter((name, i) => sources[i]?.uri !== uri && !name.startsWith('library/'));

/** One line that names these files, as in `from the society and these files: notes.md, people.csv`; null where there are none. */
export function filesLine(resolved: Pick<Resolved, 'uri' | 'sources'>): string | null {
  const files = filesRead(resolved);
  if (files.length === 0) return null;
  const names = files.slice(0, NAMED).join(', ');
  const listed = files.length > NAMED ? t('{0}, and {1} more', names, files.length - NAMED) : names;
  return t('from the society and these files: {0}', listed);
}
