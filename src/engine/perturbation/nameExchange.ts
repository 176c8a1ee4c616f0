/**
 * Names that agents exchange. A language model reads and writes the names and ids of other agents in place of theirs; the run itself keeps
 * all names. Agents of one gender exchange names, in a circle in the order of the cast.
 */
import type { Json, JsonObject } from '../../core/util/json.js';
import { memoBy } from '../../core/util/memo.js';
import type { Self, Situation } from '../model/situationTypes.js';
import { eachPart } from '../model/agentSpecs.js';
import type { ScenarioModel } from '../model/model.js';

interface Renaming {
  /** From the run to the mind, and back. */
  readonly told: Exchange;
  readonly meant: Exchange;
}

interface Exchange {
  readonly ids: ReadonlyMap<string, string>;
  readonly words: (text: string) => string;
}

/** Null where no two agents can exchange their names. Members of crowds keep theirs. */
export const renamingOf = memoBy((model: ScenarioModel): Renaming | null => {
  const pairs = circles([...eachPart(model.agents)].flatMap(([{ self }, , crowd]) => (crowd ? [] : [self])));
  if (pairs.length === 0) return null;
  return { told: exchange(pairs), meant: exchange(pairs.map(([one, other]) => [other, one])) };
});

type Pair = readonly [one: Self, other: Self];

/** Each agent with the next one of its gender. */
function circles(agents: readonly Self[]): readonly Pair[] {
  const groups = new Map<string, Self[]>();
  for (const self of agents) groups.set(self.gender ?? '', [...(groups.get(self.gender ?? '') ?? []), self]);
  return [...groups.values()].flatMap((group) =>
    group.length < 2 ? [] : group.map((self, i): Pair => [self, group[(i + 1) % group.length]!]),
  );
}

function exchange(pairs: readonly Pair[]): Exchange {
  const names = new Map([
    ...partNames(pairs, (words) => words.at(-1)!),
    ...partNames(pairs, (words) => words[0]!),
    ...pairs.map(([one, other]) => [one.name, other.name] as const),
  ]);
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
  return {
    ids: new Map(pairs.map(([one, other]) => [one.id, other.id])),
    words: (text) => text.replace(pattern, (name) => names.get(name)!),
  };
}

/** First or last words of names, by which texts also mention agents. Empty where two agents have the same, or one is a number. */
function partNames(pairs: readonly Pair[], part: (words: readonly string[]) => string): readonly (readonly [string, string])[] {
  const found = pairs.map(([one, other]) => [part(one.name.split(' ')), part(other.name.split(' '))] as const);
  const isClear = new Set(found.map(([word]) => word)).size === pairs.length && found.every(([word]) => /^\p{Lu}\p{L}+$/u.test(word));
  return isClear ? found : [];
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Fields whose texts are codes of the engine or of the file. */
const CODES: ReadonlySet<string> = new Set(['action', 'kind', 'phase', 'purpose', 'language', 'reward', 'survey']);

/** The value with exchanged ids of agents, messages and memories. With `words`, also with exchanged names in its texts. */
function exchanged(value: Json, { ids, words }: Exchange, withWords: boolean, key = ''): Json {
  if (typeof value === 'string') {
    if (CODES.has(key)) return value;
    const [, agent = value, place = ''] = /^(.+?)([.:]\d+)$/.exec(value) ?? [];
    const id = ids.get(agent);
    if (id !== undefined) return id + place;
    return withWords ? words(value) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => exchanged(item, { ids, words }, withWords, key));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, exchanged(inner, { ids, words }, withWords, name)]));
}

const ofSituation = (situation: Situation, exchanging: Exchange, withWords: boolean): Situation =>
  exchanged(situation as unknown as Json, exchanging, withWords) as unknown as Situation;

/** The situation with the ids of the others, for its prompt, and also with their names, as a mind gets it. */
export const withOtherIds = (situation: Situation, { told }: Renaming): Situation => ofSituation(situation, told, false);
export const withOtherNames = (situation: Situation, { told }: Renaming): Situation => ofSituation(situation, told, true);

/** An answer with the names and ids of the run. */
export const asMeant = (answer: JsonObject, { meant }: Renaming): JsonObject => exchanged(answer, meant, true) as JsonObject;
