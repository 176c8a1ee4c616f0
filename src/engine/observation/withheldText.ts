/**
 * The second safeguard, after provenance. Private lines and values are searched for in texts that leave this machine,
 * regardless of their author, and replaced by `[withheld]`.
 */
import { memoBy } from '../../core/util/memo.js';
import { variableAt } from '../../core/events/agents.js';
import type { Json } from '../../core/util/json.js';
import { crowdAt, indexOf } from '../../core/events/roster.js';
import { sharedText } from '../../core/util/privateTexts.js';
import type { State } from '../../core/events/state.js';
import { printNumber } from '../../expr/index.js';
import { type AgentSpec, privateVars, specOf } from '../model/agentSpec.js';
import { eachPart } from '../model/agentSpecs.js';
import { hasFlag } from '../model/flags.js';
import { WITHHELD } from '../evaluation/privateHiding.js';
import type { ScenarioModel } from '../model/model.js';
import { EMPTY, privateMemories, privateSecrets, type WhichSecrets } from '../privacy/secrets.js';
import type { Part } from '../model/question.js';
import type { Situation } from '../model/situationTypes.js';

/** A shorter line is withheld with its field, but is not searched for in other texts. */
const LEAST = 12;

/** Private lines by their first letters, so that one pass over a prompt finds all of them. */
type Lines = ReadonlyMap<string, readonly string[]>;

const linesOf: { readonly [W in WhichSecrets]: (model: ScenarioModel) => Lines } = {
  told: memoBy((model) => privateLines(model, 'told')),
  all: memoBy((model) => privateLines(model, 'all')),
};

/** The text without the lines that are private to any agent of the cast. `which` is `told` for questions of a run. */
export function withoutPrivate(model: ScenarioModel, text: string, which: WhichSecrets = 'all'): string {
  const lines = linesOf[which](model);
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

/** The parts in the form that may leave the machine. `whole` is the situation before anything was withheld. */
export function withheldParts(
  model: ScenarioModel,
  state: State,
  index: number,
  whole: Situation,
  parts: readonly Part[],
): readonly Part[] {
  const without = hasFlag(model, 'private_by_provenance')
    ? valuesOut(printed([...shownValues(model, state, index, whole), ...everybodysValues(model, state)]))
    : oneByOne(formerly(shownValues(model, state, index, whole)));
  return parts.map((part) => {
    const text = without(withoutPrivate(model, part.text, 'told'));
    return text === part.text ? part : { ...part, text, why: 'withheld' };
  });
}

/** Texts outside prompts, in the form that may leave the machine: without what is private to any agent, or to the world. */
export const withheldTexts = (
  model: ScenarioModel,
  state: State,
  texts: readonly string[],
  which: WhichSecrets = 'all',
): readonly string[] => texts.map(withholder(model, state, which));

/** The same for one text after another. */
export function withholder(model: ScenarioModel, state: State, which: WhichSecrets = 'all'): (text: string) => string {
  const held = [...worldlyValues(model, state.vars), ...everybodysValues(model, state)];
  if (!hasFlag(model, 'private_by_provenance')) {
    const without = oneByOne(formerly(held));
    return (text) => without(withoutPrivate(model, text, which));
  }
  const without = valuesOut(printed(held));
  return (text) => without(withoutPrivate(model, sharedText(state.sealed, text), which));
}

const wholeOf = memoBy(({ agents }: ScenarioModel): ReadonlySet<string> => new Set(agents.representatives.flatMap(privateMemories)));

/** Whether a text is a private memory of any agent, however short it is. */
export const isPrivateMemory = (model: ScenarioModel, text: string): boolean => wholeOf(model).has(text);

type Held = readonly (Json | undefined)[];

/** Values of private variables in a situation: of the agent, of its partner and of the world. */
function shownValues(model: ScenarioModel, state: State, index: number, { own, vars, partner }: Situation): Held {
  const of = (who: number, held: { readonly [name: string]: Json }): Held =>
    privateVars(model, specOf(model, state, who)).map((id) => held[id]);
  const mine = index < 0 ? [] : of(index, own);
  const theirs = partner ? of(indexOf(state.roster, partner.id), partner.own) : [];
  return [...worldlyValues(model, vars), ...mine, ...theirs];
}

/** Values of the private variables of all agents. The members of a crowd are read only if they have any. */
function everybodysValues(model: ScenarioModel, state: State): Held {
  const held: (Json | undefined)[] = [];
  for (let i = 0; i < state.roster.length; i++) {
    const spec = specOf(model, state, i);
    for (const id of privateVars(model, spec)) held.push(variableAt(state, i, id));
    const crowd = crowdAt(state.roster, i);
    if (crowd && !keepsPrivate(model, spec)) i = crowd.first + crowd.count - 1;
  }
  return held;
}

/** Whether an agent has anything private. All members of a crowd have, or none. */
const keepsPrivate = ({ agentVars }: ScenarioModel, { private: keys = [] }: AgentSpec): boolean =>
  keys.length > 0 || agentVars.some((one) => one.private);

/** The agents that have anything private. */
function* keepers(model: ScenarioModel): Generator<AgentSpec> {
  for (const [spec, first, crowd] of eachPart(model.agents)) {
    if (!keepsPrivate(model, spec)) continue;
    for (let i = first; i < first + (crowd?.count ?? 1); i++) yield model.agents.at(i)!;
  }
}

const worldlyValues = (model: ScenarioModel, vars: { readonly [name: string]: Json }): Held =>
  model.vars.filter((one) => one.private).map(({ id }) => vars[id]);

/**
 * Values in the forms that prose can have, each once: texts and numbers, including those in lists and records. Numbers also appear
 * as prose rounds them.
 */
function printed(values: Held): readonly string[] {
  const found = new Set<string>();
  const add = (value: Json | undefined): void => {
    if (typeof value === 'string') found.add(value.trim());
    else if (typeof value === 'number') found.add(String(value)).add(printNumber(value));
    else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) add(one as Json);
  };
  for (const value of values) add(value);
  return [...found].filter((text) => text.length >= LEAST_VALUE);
}

/** The values that runs before the flag `private_by_provenance` search for: without lists and rounded numbers. */
const formerly = (values: Held): readonly string[] =>
  values
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map((value) => String(value).trim())
    .filter((value) => value.length >= LEAST_VALUE);

/** Shorter values occur in most texts, so they are not searched for. */
const LEAST_VALUE = 4;

const oneByOne =
  (values: readonly string[]) =>
  (text: string): string =>
    values.reduce(withoutValue, text);

/** Replaces values that are whole words in texts, the longest first, in one pass over each text. */
function valuesOut(values: readonly string[]): (text: string) => string {
  if (values.length === 0) return (text) => text;
  const byStart = new Map<string, string[]>();
  for (const value of [...values].sort((a, b) => b.length - a.length)) {
    const start = value.slice(0, LEAST_VALUE);
    const known = byStart.get(start);
    if (known) known.push(value);
    else byStart.set(start, [value]);
  }
  return (text) => {
    let out = '';
    let done = 0;
    for (let i = 0; i + LEAST_VALUE <= text.length; i++) {
      const value = byStart.get(text.slice(i, i + LEAST_VALUE))?.find((one) => text.startsWith(one, i) && isAlone(text, i, i + one.length));
      if (value === undefined) continue;
      out += text.slice(done, i) + WITHHELD;
      done = i + value.length;
      i = done - 1;
    }
    return done === 0 ? text : out + text.slice(done);
  };
}

/** Whether the place is not part of a longer word or number. */
const isAlone = (text: string, start: number, end: number): boolean =>
  !/[\p{L}\p{N}]/u.test(`${text[start - 1] ?? ' '}${text[end] ?? ' '}`);

/** Replaces a value that is a whole word or number. */
function withoutValue(text: string, value: string): string {
  let out = text;
  for (let at = out.indexOf(value); at >= 0; at = out.indexOf(value, at)) {
    const end = at + value.length;
    const alone = isAlone(out, at, end);
    if (alone) out = out.slice(0, at) + WITHHELD + out.slice(end);
    at += alone ? WITHHELD.length : 1;
  }
  return out;
}

function privateLines(model: ScenarioModel, which: WhichSecrets): Lines {
  const found = new Map<string, string[]>();
  for (const agent of keepers(model))
    for (const text of privateTexts(model, agent, which))
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

/** The private texts of an agent, from its fields and its first variables. */
function privateTexts(model: ScenarioModel, agent: AgentSpec, which: WhichSecrets): readonly string[] {
  const { self, vars } = agent;
  const fields = (agent.private ?? []).flatMap((key): readonly Json[] =>
    key in EMPTY ? [(self as unknown as { readonly [key: string]: Json })[key] ?? null].flat() : [],
  );
  const held = privateVars(model, agent).map((id) => vars[id] ?? null);
  return [...fields, ...privateMemories(agent), ...privateSecrets(model, agent, which), ...held].filter(
    (value) => typeof value === 'string',
  );
}
