/** Completions in the console: names that an expression can use at the moment, and the fields of a value after a dot. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SimEvent } from '../../core/events/events.js';
import { idsBeginning } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { AgentId } from '../../core/util/ids.js';
import type { ScenarioModel } from '../../engine/index.js';
import { hostFunctions, listMethods, pureFunctions, textMethods } from '../../expr/index.js';
import { agentsListed, askedAt } from './evaluateAt.js';
import { COMMANDS } from './consoleExpressions.js';

type Item = DebugProtocol.CompletionItem;

/** Agents that are offered at once; of more, those whose name begins with the typed text. */
const MOST = 200;

/** The dotted path before the cursor, and the beginning of the next name. */
const PATH = /((?:[\p{L}_][\p{L}\p{N}_]*|\[\d+\])(?:\.[\p{L}_][\p{L}\p{N}_]*|\[\d+\])*)\.([\p{L}\p{N}_]*)$/u;
const WORD = /[\p{L}\p{N}_]*$/u;

export function completionsAt(
  model: ScenarioModel,
  state: State,
  event: SimEvent | null,
  agent: AgentId | null,
  text: string,
): readonly Item[] {
  const path = PATH.exec(text);
  if (!path) return named(model, state, event, WORD.exec(text)![0]);
  if (agentsListed(model, state, path[1]!)) return begun(fields([]), path[2]!);
  const answered = askedAt(model, state, event, agent, path[1]!)();
  return answered.ok ? begun(fields(answered.value), path[2]!) : [];
}

const begun = (items: readonly Item[], word: string): readonly Item[] =>
  items.filter(({ label }) => label.toLowerCase().startsWith(word.toLowerCase())).slice(0, MOST);

const items = (type: Item['type'], names: Iterable<string>): readonly Item[] =>
  [...names].map((label) => (type === undefined ? { label } : { label, type }));

function fields(value: unknown): readonly Item[] {
  if (Array.isArray(value)) return items('method', listMethods.keys());
  if (typeof value === 'string') return items('method', textMethods.keys());
  return value !== null && typeof value === 'object' ? items('property', Object.keys(value)) : [];
}

function named(model: ScenarioModel, state: State, event: SimEvent | null, word: string): readonly Item[] {
  const people = idsBeginning(state.roster, word, MOST);
  return begun(
    [
      ...items('variable', ['round', 'rounds', 'now', 'all', 'params', ...(event ? ['me', 'target', 'event'] : [])]),
      ...items('variable', Object.keys(state.vars)),
      ...items('property', Object.keys(model.params)),
      ...items(
        'value',
        model.measures.map(({ id }) => id),
      ),
      ...items('reference', [...Object.keys(model.roles), ...Object.keys(state.groups), ...people]),
      ...items('function', [...pureFunctions.keys(), ...hostFunctions.keys()]),
      ...items('keyword', COMMANDS),
    ],
    word,
  );
}
