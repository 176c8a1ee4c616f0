/**
 * What is private stays on this machine. A question to a mind that is asked elsewhere is made from a situation without the
 * private fields, and text that is private word for word is taken out of what was rendered, wherever it came from.
 */
import { items } from '../core/chunked.js';
import type { Json } from '../core/json.js';
import { indexOf } from '../core/roster.js';
import type { State } from '../core/state.js';
import type { Society } from '../language/generated/society.js';
import { specOf } from './cast.js';
import type { AgentSpec, GivenMemory } from './agentSpec.js';
import type { Model } from './model.js';
import type { Report } from './problems.js';
import type { ConfidedSecret, Part, Self, Situation } from './question.js';
import { secretsOf } from './secrets.js';

/** This machine and nothing else. An address that looks like anything more counts as elsewhere. */
const HERE = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:[/?#]|$)/i;

/** Stands where private words were. */
export const WITHHELD = '[withheld]';

/** Lines shorter than this are withheld with their field, but not looked for in other texts. */
const LEAST = 12;

type Spec = NonNullable<Society['models']>[string];

/** Whether a model is asked on another machine: an endpoint that is not local, or one that the editor offers. */
export const isElsewhere = (spec: Spec): boolean => spec.kind === 'editor' || (spec.kind === 'openai' && !HERE.test(spec.base_url.trim()));

/** Ids of a mind and of all that can answer in its place, in order, each once. */
export function standIns(society: Society, id: string): readonly string[] {
  const found: string[] = [];
  const add = (one: string): void => {
    if (found.includes(one)) return;
    found.push(one);
    const spec = society.models?.[one];
    const next: unknown = spec && 'fallback' in spec ? spec.fallback : undefined;
    for (const other of Array.isArray(next) ? (next as readonly unknown[]) : [next]) if (typeof other === 'string') add(other);
  };
  add(id);
  return found;
}

/** Of these minds, those whose questions can leave the machine, be it through a fallback. */
export function awayMinds(society: Society, minds: readonly string[]): ReadonlySet<string> {
  const leaves = (id: string): boolean => {
    const spec = society.models?.[id];
    return spec !== undefined && isElsewhere(spec);
  };
  return new Set(minds.filter((id) => standIns(society, id).some(leaves)));
}

/** The model, with these minds asked without what is private as well. */
export function withholding(model: Model, minds: readonly string[]): Model {
  if (minds.every((id) => model.away?.has(id))) return model;
  const before = model.before && { before: { ...model.before, model: withholding(model.before.model, minds) } };
  return { ...model, away: new Set([...(model.away ?? []), ...minds]), ...before };
}

/** Warns of keys under `private` that name nothing, or that everybody sees. */
export function checkPrivate(agents: readonly AgentSpec[], report: Report): void {
  const told = new Set<string>();
  for (const agent of agents) {
    for (const key of agent.private ?? []) {
      const place = `${agent.at} ${key}`;
      if (told.has(place)) continue;
      told.add(place);
      if (key === 'name' || key === 'id')
        report(
          'warning',
          agent.at,
          `\`${key}\` stands under \`private\`, but others see it. Give this person another one instead.`,
          UNKEPT,
        );
      else if (!names(agent, key))
        report(
          'warning',
          agent.at,
          `\`${key}\` stands under \`private\` and is nothing of this person, so nothing is withheld for it.`,
          UNKEPT,
        );
    }
  }
}

/** Code of keys under `private` that keep nothing private. */
const UNKEPT = 'private-keeps-nothing';

const BESIDE_SELF: ReadonlySet<string> = new Set(['memories', 'reads', 'gender', 'activity', 'model', 'prompts', 'extra']);

function names({ vars, ...spec }: AgentSpec, key: string): boolean {
  const [first = '', part] = key.split('.');
  if (first === 'secrets') return part === undefined || secretsOf(spec).some(({ id }) => id === part);
  if (first === 'vars') return part === undefined || Object.hasOwn(vars, part);
  if (part !== undefined) return first === 'personality' || first === 'drives';
  return BESIDE_SELF.has(first) || Object.hasOwn(vars, first) || first in EMPTY;
}

/** What a field of an agent says when it says nothing. */
const EMPTY: Partial<Self> = {
  ...{ age: null, occupation: '', bio: '', backstory: '', voice: '' },
  ...{ interests: [], values: [], traits: [], goals: [], personality: {}, drives: {} },
};

/** The situation without what is private to the agent, to its partner and to the world; `index` is below 0 for somebody from outside. */
export function withheldFrom(model: Model, state: State, index: number, situation: Situation): Situation {
  const worldly = model.vars.filter((one) => one.private).map(({ id }) => id);
  const vars = without(situation.vars, worldly);
  if (index < 0) return { ...situation, vars };
  const spec = specOf(model, state, index);
  const keys = new Set(spec.private ?? []);
  const remembered = new Set(privateMemories(spec));
  const hidden = privateSecrets(spec);
  const { partner } = situation;
  return {
    ...situation,
    vars,
    self: keys.size === 0 ? situation.self : publicSelf(situation.self, keys),
    own: without(situation.own, privateVars(model, spec)),
    secrets: situation.secrets.filter((text) => !hidden.includes(text)),
    ...(situation.kept ? { kept: situation.kept.filter(({ text }) => !hidden.includes(text)) } : {}),
    ...(situation.confided ? { confided: situation.confided.filter((one) => !isPrivateOf(model, state, one)) } : {}),
    memories: remembered.size > 0 ? situation.memories.filter(({ text }) => !remembered.has(text)) : situation.memories,
    partner: partner && {
      ...partner,
      own: without(partner.own, privateVars(model, specOf(model, state, indexOf(state.roster, partner.id)))),
    },
  };
}

/** Whether the secret that somebody else shares is private to that one. */
const isPrivateOf = (model: Model, state: State, { id, text }: ConfidedSecret): boolean =>
  privateSecrets(specOf(model, state, indexOf(state.roster, id))).includes(text);

/** Texts of the secrets that are private: all of them, or those that are named. */
const privateSecrets = ({ private: keys = [], ...spec }: AgentSpec): readonly string[] =>
  secretsOf(spec)
    .filter(({ id }) => keys.includes('secrets') || keys.includes(`secrets.${id}`))
    .map(({ text }) => text);

/** Texts of the memories from before that are private: all of them, or those of what was read. */
function privateMemories({ memories, private: keys = [] }: AgentSpec): readonly string[] {
  const isPrivate = ({ kind }: GivenMemory): boolean => keys.includes('memories') || (kind === 'read' && keys.includes('reads'));
  return keys.length === 0 ? [] : memories.filter(isPrivate).map(({ text }) => text);
}

function publicSelf(self: Self, keys: ReadonlySet<string>): Self {
  const { gender, ...rest } = self;
  const out: { [key: string]: unknown } = gender === undefined || keys.has('gender') ? rest : { ...rest, gender };
  for (const key of keys) {
    const [first = '', part] = key.split('.');
    if (part === undefined && first in EMPTY) out[first] = EMPTY[first as keyof Self];
    else if (part !== undefined && (first === 'personality' || first === 'drives'))
      out[first] = without(out[first] as { readonly [name: string]: Json }, [part]);
  }
  return out as unknown as Self;
}

/** Names of the variables of an agent that are private, by the world or by the person. */
export function privateVars(model: Model, spec: AgentSpec): readonly string[] {
  const keys = spec.private ?? [];
  const declared = model.agentVars.filter((one) => one.private).map(({ id }) => id);
  const own = keys.includes('vars') ? Object.keys(spec.vars) : keys.map((key) => key.replace(/^vars\./, ''));
  return [...declared, ...own];
}

function without<T>(record: { readonly [name: string]: T }, hidden: readonly string[]): { readonly [name: string]: T } {
  if (!hidden.some((name) => Object.hasOwn(record, name))) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !hidden.includes(name)));
}

/** Private lines by their first letters, so that a prompt is searched once however many there are. */
type Lines = ReadonlyMap<string, readonly string[]>;

const linesOf = new WeakMap<Model, Lines>();

/** The text without the lines that are private to anybody in the cast. */
export function withoutPrivate(model: Model, text: string): string {
  let lines = linesOf.get(model);
  if (!lines) linesOf.set(model, (lines = privateLines(model)));
  if (lines.size === 0) return text;
  let out = '';
  let done = 0;
  for (let i = 0; i + LEAST <= text.length; i++) {
    const found = lines.get(text.slice(i, i + LEAST))?.find((line) => text.startsWith(line, i));
    if (found === undefined) continue;
    out += text.slice(done, i) + WITHHELD;
    done = i + found.length;
    i = done - 1;
  }
  return done === 0 ? text : out + text.slice(done);
}

/** Parts as they may leave the machine, where `whole` is the situation with everything. */
export function withheldParts(model: Model, state: State, index: number, whole: Situation, parts: readonly Part[]): readonly Part[] {
  const values = privateValues(model, state, index, whole);
  return parts.map((part) => {
    const text = values.reduce(withoutValue, withoutPrivate(model, part.text));
    return text === part.text ? part : { ...part, text, why: 'withheld' };
  });
}

/** Texts beside any prompt, as they may leave the machine: without what is private to anybody, or to the world. */
export const withheldTexts = (model: Model, state: State, texts: readonly string[]): readonly string[] =>
  texts.map(withholder(model, state));

/** The same of one text after the other. */
export function withholder(model: Model, state: State): (text: string) => string {
  const held = [...items(state.agents)].flatMap(({ vars }, i) => privateVars(model, specOf(model, state, i)).map((id) => vars[id]));
  const values = printed([...worldlyValues(model, state.vars), ...held]);
  return (text) => values.reduce(withoutValue, withoutPrivate(model, text));
}

const wholeOf = new WeakMap<Model, ReadonlySet<string>>();

/** Whether a text is a private memory of somebody, however short it is. */
export function isPrivateMemory(model: Model, text: string): boolean {
  let whole = wholeOf.get(model);
  if (!whole) {
    wholeOf.set(model, (whole = new Set(model.agents.flatMap(privateMemories))));
  }
  return whole.has(text);
}

/** Values that private variables have now, as sentences of the world may print them; those of a few letters are in all texts. */
function privateValues(model: Model, state: State, index: number, { own, vars, partner }: Situation): readonly string[] {
  const of = (who: number, held: { readonly [name: string]: Json }): readonly (Json | undefined)[] =>
    privateVars(model, specOf(model, state, who)).map((id) => held[id]);
  const mine = index < 0 ? [] : of(index, own);
  const theirs = partner ? of(indexOf(state.roster, partner.id), partner.own) : [];
  return printed([...worldlyValues(model, vars), ...mine, ...theirs]);
}

const worldlyValues = (model: Model, vars: { readonly [name: string]: Json }): readonly (Json | undefined)[] =>
  model.vars.filter((one) => one.private).map(({ id }) => vars[id]);

const printed = (values: readonly (Json | undefined)[]): readonly string[] =>
  values
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map((value) => String(value).trim())
    .filter((value) => value.length >= LEAST_VALUE);

const LEAST_VALUE = 4;

/** Without a value where it stands alone: not as a part of a longer word or number. */
function withoutValue(text: string, value: string): string {
  let out = text;
  for (let at = out.indexOf(value); at >= 0; at = out.indexOf(value, at)) {
    const end = at + value.length;
    const alone = !/[\p{L}\p{N}]/u.test(`${out[at - 1] ?? ' '}${out[end] ?? ' '}`);
    if (alone) out = out.slice(0, at) + WITHHELD + out.slice(end);
    at += alone ? WITHHELD.length : 1;
  }
  return out;
}

function privateLines(model: Model): Lines {
  const found = new Map<string, string[]>();
  for (const agent of model.agents)
    for (const text of privateTexts(model, agent))
      for (const line of [text, text.replace(/[«»]/g, '"')].flatMap((one) => one.split('\n')).map((one) => one.trim())) {
        if (line.length < LEAST) continue;
        const key = line.slice(0, LEAST);
        const known = found.get(key) ?? [];
        if (!known.includes(line))
          found.set(
            key,
            [...known, line].sort((a, b) => b.length - a.length),
          );
      }
  return found;
}

/** Texts of an agent that are private, from its fields and its variables before the first round. */
function privateTexts(model: Model, agent: AgentSpec): readonly string[] {
  const { self, vars } = agent;
  const fields = (agent.private ?? []).flatMap((key): readonly Json[] =>
    key in EMPTY ? [(self as unknown as { readonly [key: string]: Json })[key] ?? null].flat() : [],
  );
  const held = privateVars(model, agent).map((id) => vars[id] ?? null);
  return [...fields, ...privateMemories(agent), ...privateSecrets(agent), ...held].filter((value) => typeof value === 'string');
}

/** Keys under `private` that are no field of a prompt, or that others see. */
const UNTOLD: ReadonlySet<string> = new Set(['name', 'id', 'activity', 'model', 'prompts', 'extra']);

/** How many fields of the agents in `indices`, and variables of the world, are withheld from minds elsewhere. */
export function withheldCount(model: Model, indices: readonly number[]): number {
  const declared = model.agentVars.filter((one) => one.private).length;
  const worldly = model.vars.filter((one) => one.private).length;
  const own = ({ private: keys = [], ...agent }: AgentSpec): number => keys.filter((key) => !UNTOLD.has(key) && names(agent, key)).length;
  return worldly + indices.reduce((sum, i) => sum + declared + own(model.agents[i]!), 0);
}
