/**
 * The templates of an agent's questions. Sets of templates form layers, from the general to the particular: the default of the
 * language, the world, the scenario, the persona. A section comes from the most particular set that has it. This file does not know
 * situations; prompt.ts fills the templates.
 */
import type { Purpose } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import { memoBy, recent } from '../../core/util/memo.js';
import { compileTemplate, namesRead } from '../../expr/index.js';
import type { Persona, Prompts, PromptsRef, Scenario, Society } from '../../language/generated/society.js';
import { textOf } from '../evaluation/evaluate.js';
import type { NoteTemplate, PromptLayer, PromptSpec, SectionTemplate } from '../model/agentSpec.js';
import { hasFlag } from '../model/flags.js';
import { noteScope } from '../observation/prompt.js';
import type { Report } from '../model/faults.js';
import { worldUsed } from './world.js';

type Inward = 'frame' | 'setting' | 'you' | 'situation' | 'messages' | 'memories';
type Own = 'options' | 'answer' | 'turn' | 'survey' | 'closing' | 'rate' | 'reflect' | 'plan' | 'judge' | 'coach' | 'interview';
type Plain = 'form' | 'reply';
type Section = Inward | Own | Plain;

/** Sections of a question: those of the system message, and those of the user message. */
interface Order {
  readonly system: readonly Section[];
  readonly user: readonly Section[];
}

/** The sections of each purpose. `together` is for an agent that acts at the same time as others. */
type Layout = { readonly [P in Purpose | 'together']: Order };

const outsider = (section: 'judge' | 'coach'): Order => ({ system: [], user: [section] });

/** The sections of questions to minds outside the society. */
const OUTSIDE = {
  ...{ judge: outsider('judge'), code: outsider('judge'), coach: outsider('coach') },
  embedding: { system: [], user: [] },
};

/** The sections of the questions to an agent that are not about acting: those that all of them have, and the one of their purpose. */
function agentQuestions({ system, user }: Order): Pick<Layout, 'survey' | 'rate' | 'reflect' | 'plan' | 'interview'> {
  const withOwn = (own: Own): Order => ({ system, user: [...user, own] });
  return {
    ...{ survey: withOwn('survey'), rate: withOwn('rate'), reflect: withOwn('reflect') },
    ...{ plan: withOwn('plan'), interview: withOwn('interview') },
  };
}

/** What an agent knows now. */
const NOW = ['situation', 'messages', 'memories'] as const;

/**
 * The order before the flag `stable_prompt_first`. Sets of that time have no `setting`, `messages` and `turn`; a fork of such a run can
 * have a newer set.
 */
const FORMER = (() => {
  const system = ['frame', 'you'] as const;
  const act: Order = { system, user: ['setting', ...NOW, 'options', 'answer', 'turn'] };
  return { act, together: act, ...agentQuestions({ system, user: ['setting', ...NOW] }), ...OUTSIDE } satisfies Layout;
})();

/** Where the setting is: before the agent, or after it if the setting `changes` from question to question. */
const settingOf = (changes: boolean): { readonly before: readonly Section[]; readonly after: readonly Section[] } =>
  changes ? { before: [], after: ['setting'] } : { before: ['setting'], after: [] };

/**
 * What stays the same from question to question comes first, so that servers can reuse what they computed for an earlier question. What
 * all agents share comes before what one agent is.
 */
function stableFirst(changes: boolean): Layout {
  const { before, after } = settingOf(changes);
  const act: Order = { system: ['frame', ...before, 'options', 'answer', 'you'], user: [...after, ...NOW, 'turn'] };
  return { act, together: act, ...agentQuestions({ system: ['frame', ...before, 'you'], user: [...after, ...NOW] }), ...OUTSIDE };
}

/**
 * The same, and agents that act at the same time first get the messages that all of them read, and agents that answer a survey its
 * questions. Only then they get who they are.
 */
function sharedFirst(changes: boolean): Layout {
  const { before, after } = settingOf(changes);
  const own: readonly Section[] = ['you', ...after, 'situation', 'memories'];
  return {
    ...stableFirst(changes),
    together: { system: ['frame', ...before, 'options', 'answer'], user: ['messages', ...own, 'turn'] },
    survey: { system: ['frame', ...before, 'survey'], user: [...own, 'closing'] },
  };
}

function layoutOf({ society, scenario, flags }: Request): Layout {
  if (!hasFlag({ flags }, 'stable_prompt_first')) return FORMER;
  const world = society.worlds?.[worldUsed(scenario)];
  // Texts with expressions, and places, differ from question to question.
  const changes = world?.places !== undefined || [scenario.premise, world?.does].some((text) => text?.includes('$('));
  return hasFlag({ flags }, 'shared_prompt_first') ? sharedFirst(changes) : stableFirst(changes);
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
  readonly flags: ReadonlySet<number>;
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
  const top = [...layers].reverse();
  const scales = (key: 'ties' | 'levels'): readonly string[] =>
    top.find(({ set }) => set.scales?.[key] !== undefined)?.set.scales?.[key] ?? [];
  const layerOf = (section: Section): Layer | undefined => top.find(({ set }) => set[section] !== undefined);
  const made = new Map<Section, readonly SectionTemplate[]>();
  for (const section of new Set(Object.values(layout).flatMap(({ system, user }) => [...system, ...user]))) {
    const layer = layerOf(section);
    made.set(section, layer && !(section === 'messages' && isWritten(layer, top)) ? sectionTemplate(section, layer, making) : []);
  }
  const inSystem = memoBy((template: SectionTemplate): SectionTemplate => ({ ...template, role: 'system' }));
  const sections = ({ system, user }: Order): readonly SectionTemplate[] => [
    ...system.flatMap((section) => made.get(section)!.map(inSystem)),
    ...user.flatMap((section) => made.get(section)!),
  ];
  const byPurpose = new Map(Object.entries(layout).map(([purpose, order]) => [purpose, sections(order)]));
  const of: PromptSpec['of'] = (purpose, together) => byPurpose.get(together && purpose === 'act' ? 'together' : purpose)!;
  const plain = (['form', 'reply'] as const).flatMap((section) => {
    const layer = layerOf(section);
    return layer ? sectionTemplate(section, layer, making) : [];
  });
  const spec = { of, plain, ties: scales('ties'), levels: scales('levels') };
  const note = (key: 'rating' | 'feedback' | 'evidence'): NoteTemplate => noteTemplate(key, top, spec, report);
  return { ...spec, notes: { rating: note('rating'), feedback: note('feedback'), evidence: note('evidence') } };
}

/** Whether a set above the layer writes the messages in its `situation`, as sets do that are older than the section `messages`. */
const isWritten = (layer: Layer, top: readonly Layer[]): boolean =>
  top.slice(0, top.indexOf(layer)).some(({ set }) => namesRead('template', set.situation ?? '').some(({ name }) => name === 'seen'));

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

/** A section of the user message. */
function sectionTemplate(section: Section, layer: Layer, { base, report }: Making): readonly SectionTemplate[] {
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
      role: 'user',
      at,
      source,
      from: layer.from,
      wording: layer.wording,
      standard: standard.at === at ? null : standard,
      run: (scope) => template.run(scope),
    },
  ];
}
