/**
 * Fills prompts. They are data: sections of templates from the library or the file, filled from the situation. All words of others
 * go through `quote`, which fences and escapes them, so that a message cannot act as an instruction.
 */
import type { Json } from '../../core/util/json.js';
import { ExprFault, type Scope, type Value } from '../../expr/index.js';
import { type FaultLog, noteFault } from '../model/faults.js';
import type { PromptSpec, SectionTemplate } from '../model/agentSpec.js';
import type { Part, PlainForm } from '../model/question.js';
import type { CoachFact, Self, Situation } from '../model/situationTypes.js';

/** The filled sections of a question, with a form if it is asked in plain text. The log notes sections that cannot be filled. */
export function renderParts(spec: PromptSpec, situation: Situation, log: FaultLog, form?: PlainForm): readonly Part[] {
  const scope = promptScope(spec, situation, form);
  return [...sectionsFor(spec, situation), ...(form ? spec.plain : [])].map((section) => {
    const { fault, ...part } = renderPart(section, scope);
    if (fault) noteFault(log, section.at, { fault, agent: situation.self.id || null, source: undefined });
    return part;
  });
}

/** A section, with the reason if its template could not be filled. */
interface RenderedPart extends Part {
  readonly fault: ExprFault | null;
}

/** The templates of the question of a situation. */
export const sectionsFor = (spec: PromptSpec, { purpose, talk }: Situation): readonly SectionTemplate[] =>
  spec.of(purpose, talk !== undefined);

/** One filled section. It is empty after a fault, which does not prevent the others. */
export function renderPart(template: SectionTemplate, scope: Scope): RenderedPart {
  const { section, role, at } = template;
  try {
    const text = template.run(scope).trim();
    return { section, role, text, at, why: text === '' ? 'empty' : 'always', kept: text !== '', fault: null };
  } catch (error) {
    if (!(error instanceof ExprFault)) throw error;
    return { section, role, text: '', at, why: 'fault', kept: false, fault: error };
  }
}

/**
 * Names in a template: the parts of the situation, `me` (with its traits and drives as the list `levels`), and the word helpers.
 */
export function promptScope(spec: PromptSpec, situation: Situation, form?: PlainForm): Scope {
  const { self, ...rest } = situation;
  const levelsOf = (kind: 'trait' | 'drive', numbers: Self['drives']): readonly object[] =>
    Object.entries(numbers).map(([name, level]) => ({ kind, name: name.replaceAll('_', ' '), level }));
  const levels = [...levelsOf('trait', self.personality), ...levelsOf('drive', self.drives)];
  const held = Object.entries(rest.own).filter(([, value]) => value !== null);
  const own = held.map(([name, value]) => ({ name: name.replaceAll('_', ' '), value: inWords(value, spec.levels) }));
  const ask = askedInWords(rest.ask);
  const options = rest.options.map((option) => ({
    ...NO_TARGET,
    ...option,
    args: (option.args ?? []).map((arg) => ({ ...NO_BOUNDS, ...arg })),
  }));
  const seen = rest.seen.map((message) => ({ ...NO_EXTRAS, ...message }));
  const talk = rest.talk?.map((message) => ({ ...NO_EXTRAS, ...message })) ?? null;
  const known = rest.known.map((one) => ({ ...NO_LINKS, ...one }));
  const params = { ...NO_TOPIC, ...rest.params };
  const kept = rest.kept ?? rest.secrets.map((text) => ({ text, everybody: false, from: [], shared: [] }));
  const confided = rest.confided ?? [];
  const names = {
    ...rest,
    plain: form !== undefined,
    lines: (form?.lines ?? []).map((line) => ({ ...line, numbered: line.words.map((word, i) => `${i + 1} ${word}`) })),
    again: form?.again ?? false,
    params,
    kept,
    confided,
    own,
    ask,
    options,
    seen,
    talk,
    known,
    me: { gender: '', ...self, levels },
  } as unknown as {
    readonly [name: string]: Value;
  };
  return noteScope(spec, names);
}

/** A value in a template. Shares become words; counts and money stay numerals. */
const inWords = (value: Json, levels: readonly string[]): Json =>
  typeof value === 'number' && value > 0 && value < 1 ? worded(value, levels) : value;

/** What is asked, in the form for templates. Absent fields are null, and levels have names. */
function askedInWords(ask: Situation['ask']): object | null {
  if (!ask) return null;
  switch (ask.kind) {
    case 'coach':
      return { ...ask, facts: ask.facts.map(factInWords) };
    case 'survey':
      return { ...ask, items: ask.items.map((item) => ({ ...NO_BOUNDS, ...item })) };
    case 'judge':
    case 'code':
      return { ...ask, fields: ask.fields.map((field) => ({ ...NO_BOUNDS, ...field })) };
    case 'rate':
    case 'reflect':
    case 'plan':
    case 'interview':
      return ask;
  }
}

/** Templates read this parameter even if a world does not have it. */
const NO_TOPIC = { topic: null } as const;

const NO_TARGET = { messages: null, agents: null, values: null, chosen: null, passes: null, wordless: null } as const;

const NO_EXTRAS = { quotes: null, note: null } as const;

const NO_LINKS = { links: null } as const;

const NO_BOUNDS = { words: null, agents: null, min: null, max: null, most: null } as const;

const factInWords = ({ rewards, ...fact }: CoachFact): object => ({
  ...fact,
  rewards: Object.entries(rewards).map(([name, level]) => ({ name: name.replaceAll('_', ' '), level })),
});

/** Names in a short text, with the word helpers. */
export function noteScope(spec: Pick<PromptSpec, 'ties' | 'levels'>, names: { readonly [name: string]: Value }): Scope {
  return {
    lookup: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
    host: {
      words: (x) => worded(x, spec.ties),
      band: (x) => worded(x, spec.levels),
      quote: (text) => quote(text as Json),
    },
  };
}

/** The word for a number 0..1 on a scale of equal bands. A raw number such as 0.62 never reaches a prompt. */
function worded(x: Value | undefined, scale: readonly string[]): string {
  const value = typeof x === 'number' ? x : 0;
  return scale[Math.min(scale.length - 1, Math.max(0, Math.floor(value * scale.length)))] ?? '';
}

/**
 * Untrusted text between guillemets, on lines of its own. Guillemets, control characters and characters that change the direction
 * of text are replaced in it.
 */
export function quote(text: Json): string {
  const safe = String(text ?? '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
    .replace(/[«»]/g, '"');
  return `«${safe.replaceAll('\n', '\n  ')}»`;
}
