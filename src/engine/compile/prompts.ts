/**
 * The templates of an agent's questions. Sets of templates form layers, from the general to the particular: the default of the
 * language, the world, the scenario, the persona. A section comes from the most particular set that has it. This file does not know
 * situations; prompt.ts fills the templates.
 */
import type { Purpose } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import { recent } from '../../core/util/memo.js';
import { compileTemplate } from '../../expr/index.js';
import type { Persona, Prompts, PromptsRef, Scenario, Society } from '../../language/generated/society.js';
import { textOf } from '../evaluation/evaluate.js';
import type { NoteTemplate, PromptLayer, PromptSpec, SectionTemplate } from '../model/agentSpec.js';
import { noteScope } from '../observation/prompt.js';
import type { Report } from '../model/faults.js';
import { worldUsed } from './world.js';

type Inward = 'frame' | 'setting' | 'you' | 'situation' | 'memories';
type Own = 'options' | 'answer' | 'turn' | 'survey' | 'rate' | 'reflect' | 'plan' | 'judge' | 'coach' | 'interview';
type Section = Inward | Own;
type SectionOrder = { readonly [P in Purpose]: readonly Section[] };

/** Sections of the system message. */
const SYSTEM = ['frame', 'setting', 'options', 'answer', 'you'] as const;

const OUTSIDE = { judge: ['judge'], code: ['judge'], coach: ['coach'], embedding: [] } as const;

/**
 * The order before the flag `stable_prompt_first`. The system message was `frame` and `you`. Sets of that time have no `setting` and no
 * `turn`; a fork of such a run can have a newer set.
 */
const FORMER: SectionOrder = {
  act: ['frame', 'you', 'setting', 'situation', 'memories', 'options', 'answer', 'turn'],
  ...agentQuestions(['frame', 'you', 'setting', 'situation', 'memories']),
  ...OUTSIDE,
};

/**
 * Sections of a question, by purpose: what stays the same comes first, so that servers can reuse what they computed for an earlier
 * question. What all agents share comes before what one agent is.
 */
const STABLE_SETTING: SectionOrder = {
  act: [...SYSTEM, 'situation', 'memories', 'turn'],
  ...agentQuestions(['frame', 'setting', 'you', 'situation', 'memories']),
  ...OUTSIDE,
};

/** The same for a setting that changes from question to question, because its texts contain expressions. */
const CHANGING_SETTING: SectionOrder = {
  act: ['frame', 'options', 'answer', 'you', 'setting', 'situation', 'memories', 'turn'],
  ...agentQuestions(['frame', 'you', 'setting', 'situation', 'memories']),
  ...OUTSIDE,
};

/** The order of the sections, and which of them are the system message. */
interface Layout {
  readonly order: SectionOrder;
  readonly system: ReadonlySet<Section>;
}

function layoutOf({ society, scenario, stableFirst }: Request): Layout {
  if (!stableFirst) return { order: FORMER, system: new Set(['frame', 'you']) };
  const world = society.worlds?.[worldUsed(scenario)];
  const changes = world?.places !== undefined || [scenario.premise, world?.does].some((text) => text?.includes('$('));
  if (!changes) return { order: STABLE_SETTING, system: new Set(SYSTEM) };
  return { order: CHANGING_SETTING, system: new Set(SYSTEM.filter((section) => section !== 'setting')) };
}

/** The sections of the other questions to an agent: those that all of them have, and the one of their purpose. */
function agentQuestions(inward: readonly Section[]): {
  readonly [P in 'survey' | 'rate' | 'reflect' | 'plan' | 'interview']: readonly Section[];
} {
  const withOwn = (own: Own): readonly Section[] => [...inward, own];
  return {
    ...{ survey: withOwn('survey'), rate: withOwn('rate'), reflect: withOwn('reflect') },
    ...{ plan: withOwn('plan'), interview: withOwn('interview') },
  };
}

/** Longest chain of sets that extend each other through inline sets. A longer one is a cycle, which the language reports. */
const DEEPEST = 8;

/** One set of templates, with its place in the file and its layer. */
interface Layer {
  readonly from: PromptLayer;
  readonly at: NodeId;
  readonly set: Prompts;
  readonly wording: string | null;
}

export interface PromptBook {
  /** The templates of a persona. Personas without templates of their own share one object. */
  specOf(persona: Persona, at: NodeId): PromptSpec;
  /** Ids of the wordings of the sets in use, in order, each once. */
  wordings(): readonly string[];
}

interface Request {
  readonly society: Society;
  readonly scenario: Scenario;
  readonly at: NodeId;
  readonly language: string;
  readonly wording: string | undefined;
  /** Whether the run has the flag `stable_prompt_first`. */
  readonly stableFirst: boolean;
  readonly report: Report;
}

/** What the specs of a book share. */
interface Making {
  readonly base: Layer;
  readonly layout: Layout;
  readonly report: Report;
}

/** The templates of a scenario, or null if there are no templates. */
export function promptBook(request: Request): PromptBook | null {
  const { society, scenario, at, language, report } = request;
  const sets = society.prompts ?? {};
  const id = [language, language.split('-')[0]!, 'en'].find((one) => sets[one] !== undefined);
  if (id === undefined) {
    report('error', at, "The library's prompts were not found. Install the extension again, or import a file with `prompts:`.");
    return null;
  }
  const world = worldUsed(scenario);
  const layers = (ref: PromptsRef | undefined, from: PromptLayer, node: NodeId): readonly Layer[] =>
    layersOf(sets, ref, { from, at: node, wording: request.wording });
  const shared = [
    ...layers(id, 'default', ''),
    ...layers(society.worlds?.[world]?.prompts, 'world', `worlds.${world}.prompts`),
    ...layers(scenario.prompts, 'scenario', `${at}.prompts`),
  ];
  const base: Layer = { from: 'default', at: `prompts.${id}`, set: sets[id]!, wording: null };
  return bookOf(shared, (ref, node) => layers(ref, 'persona', node), { base, layout: layoutOf(request), report });
}

function bookOf(shared: readonly Layer[], layers: (ref: PromptsRef, at: NodeId) => readonly Layer[], making: Making): PromptBook {
  const common = specOf(shared, making);
  const own = new Map<PromptsRef, PromptSpec>();
  const wordings = new Set(shared.flatMap(({ set }) => Object.keys(set.wordings ?? {})));
  return {
    wordings: () => [...wordings],
    specOf: (persona, at) => {
      const { prompts } = persona;
      if (prompts === undefined) return common;
      const known = own.get(prompts);
      if (known) return known;
      const above = layers(prompts, `${at}.prompts`);
      for (const { set } of above) for (const id of Object.keys(set.wordings ?? {})) wordings.add(id);
      const spec = specOf([...shared, ...above], making);
      own.set(prompts, spec);
      return spec;
    },
  };
}

/** A set with its bases and the chosen wording, the base first. */
function layersOf(
  sets: NonNullable<Society['prompts']>,
  ref: PromptsRef | undefined,
  place: { readonly from: PromptLayer; readonly at: NodeId; readonly wording: string | undefined },
  depth = 0,
): readonly Layer[] {
  if (ref === undefined || depth > DEEPEST) return [];
  if (typeof ref === 'string') return layersOf(sets, sets[ref], { ...place, at: `prompts.${ref}` }, depth + 1);
  const { from, at, wording } = place;
  const said = wording === undefined ? undefined : ref.wordings?.[wording];
  const worded = said === undefined ? [] : layersOf(sets, said, { ...place, at: `${at}.wordings.${wording}` }, depth + 1);
  return [
    ...layersOf(sets, ref.extends, place, depth + 1),
    { from, at, set: ref, wording: null },
    ...worded.map((layer) => ({ ...layer, wording: wording! })),
  ];
}

function specOf(layers: readonly Layer[], making: Making): PromptSpec {
  const { report, layout } = making;
  const { order } = layout;
  const top = [...layers].reverse();
  const scales = (key: 'ties' | 'levels'): readonly string[] =>
    top.find(({ set }) => set.scales?.[key] !== undefined)?.set.scales?.[key] ?? [];
  const made = new Map<Section, readonly SectionTemplate[]>();
  for (const section of new Set(Object.values(order).flat())) {
    const layer = top.find(({ set }) => set[section] !== undefined);
    made.set(section, layer ? sectionTemplate(section, layer, making) : []);
  }
  const byPurpose = new Map(Object.entries(order).map(([purpose, sections]) => [purpose, sections.flatMap((one) => made.get(one)!)]));
  const spec = { of: (purpose: Purpose) => byPurpose.get(purpose)!, ties: scales('ties'), levels: scales('levels') };
  const note = (key: 'rating' | 'feedback' | 'evidence'): NoteTemplate => noteTemplate(key, top, spec, report);
  return { ...spec, notes: { rating: note('rating'), feedback: note('feedback'), evidence: note('evidence') } };
}

/** A short text of the most particular set that has it. Empty if no set has it or it cannot be filled. */
function noteTemplate(
  key: 'rating' | 'feedback' | 'evidence',
  top: readonly Layer[],
  scales: Pick<PromptSpec, 'ties' | 'levels'>,
  report: Report,
): NoteTemplate {
  const layer = top.find(({ set }) => set.notes?.[key] !== undefined);
  const template = layer ? compileTemplate(layer.set.notes![key]!) : null;
  if (!layer || !template) return () => '';
  const at = `${layer.at}.notes.${key}`;
  if (!template.ok) {
    for (const error of template.errors) report('error', at, error.message);
    return () => '';
  }
  return (names, faultLog) => textOf({ at, source: '', run: (scope) => template.run(scope) }, { ...noteScope(scales, names), faultLog });
}

/** Compiled sections by their text. Most societies of a process have the sections of the library. */
const sectionCode = recent(128, (source: string) => compileTemplate(source));

function sectionTemplate(section: Section, layer: Layer, { base, layout, report }: Making): readonly SectionTemplate[] {
  const source = layer.set[section]!;
  const at = `${layer.at}.${section}`;
  const template = sectionCode(source);
  if (!template.ok) {
    for (const error of template.errors) report('error', at, error.message);
    return [];
  }
  const standard = { at: `${base.at}.${section}`, source: base.set[section] ?? '' };
  return [
    {
      section,
      role: layout.system.has(section) ? 'system' : 'user',
      at,
      source,
      from: layer.from,
      wording: layer.wording,
      standard: standard.at === at ? null : standard,
      run: (scope) => template.run(scope),
    },
  ];
}
