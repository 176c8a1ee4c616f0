/**
 * What can be overridden, named as an expression names it: `trust`, `ada.trust`, `tie(ada, ben)`, the memory `ada.3`,
 * `memory(ada)` for a new memory, `answer(ada)` for her next answer. Rewards and measures follow from events and cannot be overridden.
 */
import { marked, t } from '../../core/util/l10n.js';
import { logAt } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import type { AgentId, MemoryId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { indexOf } from '../../core/events/roster.js';
import { memoryIndex, type State } from '../../core/events/state.js';
import type { OverrideRequest } from '../../engine/index.js';
import type { Answered } from './evaluateAt.js';
import { Refused } from '../run/errors.js';
import type { Datum } from '../breakpoints/eventTests.js';

export type OverrideTarget =
  | Extract<Datum, { kind: 'variable' | 'tie' }>
  /** Null for a new memory. */
  | { readonly kind: 'memory'; readonly agent: AgentId; readonly memory: MemoryId | null; readonly of: 'text' | 'importance' }
  /** `asked`: the event of the question that it answers; null for the next answer to any question. */
  | { readonly kind: 'answer'; readonly agent: AgentId; readonly asked: number | null };

/** What a name means at a moment. The network of a tie may be left out where there is only one. */
interface Naming {
  readonly state: State;
  readonly networks: readonly string[];
  /** The agent that `me` is. */
  readonly me: AgentId | null;
}

const HOW = marked(
  'Name a variable (`stock`, `ada.trust`), a tie (`tie(ada, ben)`), a memory (`ada.3`, or `memory(ada)` for one more) or `answer(ada)`.',
);

const CALL = /^(tie|memory|answer)\(([^()]*)\)$/u;
const MEMORY = /^([\p{L}_][\p{L}\p{N}_-]*)\.(\d+)(?:\.(text|importance))?$/u;
const VARIABLE = /^(?:([\p{L}_][\p{L}\p{N}_-]*)\.)?([\p{L}_][\p{L}\p{N}_]*)$/u;

/** The target that a name means. Refuses a value that cannot be overridden. */
export function overrideTargetNamed(name: string, naming: Naming): OverrideTarget {
  const text = name.trim();
  const call = CALL.exec(text);
  if (call)
    return called(
      call[1] as 'tie' | 'memory' | 'answer',
      call[2]!.split(',').map((one) => one.trim()),
      naming,
    );
  const memory = MEMORY.exec(text);
  if (memory) {
    const agent = someone(memory[1]!, naming);
    return { kind: 'memory', agent, memory: `${agent}.${memory[2]}`, of: memory[3] === 'importance' ? 'importance' : 'text' };
  }
  const variable = VARIABLE.exec(text);
  if (!variable) throw new Refused('cannot-override', t('`{0}` cannot be set. {1}', text, HOW));
  return { kind: 'variable', agent: variable[1] === undefined ? null : someone(variable[1], naming), name: variable[2]! };
}

function called(kind: 'tie' | 'memory' | 'answer', [first = '', second, network]: readonly string[], naming: Naming): OverrideTarget {
  if (kind === 'memory') return { kind, agent: someone(first, naming), memory: null, of: 'text' };
  if (kind === 'answer') return { kind, agent: someone(first, naming), asked: null };
  if (second === undefined) throw new Refused('incomplete-tie', t('A tie is between two agents, as in `tie(ada, ben)`.'));
  const [only, another] = naming.networks;
  if (network === undefined && another !== undefined)
    throw new Refused(
      'incomplete-tie',
      t('Name the network: `tie({0}, {1}, {2})`. The networks are {3}.', first, second, only, naming.networks.join(', ')),
    );
  return { kind, network: network ?? only ?? '', from: someone(first, naming), to: someone(second, naming) };
}

function someone(word: string, { state, me }: Naming): AgentId {
  const id = word === 'me' && me !== null ? me : word;
  if (indexOf(state.roster, id) < 0) throw new Refused('unknown-agent', t('Unknown agent `{0}`. {1}', word, HOW));
  return id;
}

/** The change that gives the target a value. The value is an expression at the cursor, with its answer; a text needs no quotes. */
export function overrideRequestOf(what: OverrideTarget, source: string, state: State, answered: Answered): OverrideRequest {
  if (what.kind === 'memory' && what.of === 'text') return memoryOf(what, textOf(source, answered));
  if (!answered.ok) throw new Refused('expression-failed', answered.message);
  const value = answered.value as Json;
  switch (what.kind) {
    case 'tie':
      return { kind: 'tie', network: what.network, from: what.from, to: what.to, value: numberOf(value) };
    case 'memory':
      return { ...memoryOf(what, knownText(what, state)), importance: numberOf(value) };
    case 'variable':
      return { kind: 'variable', agent: what.agent, name: what.name, value };
    case 'answer':
      if (value === null || typeof value !== 'object')
        throw new Refused('wrong-value', t('An answer is a record, as in `{ action: "post", text: "I am leaving." }`.'));
      return { kind: 'answer', agent: what.agent, value };
  }
}

type Memory = Extract<OverrideTarget, { kind: 'memory' }>;

const memoryOf = ({ agent, memory }: Memory, text: string | null): Extract<OverrideRequest, { kind: 'memory' }> => ({
  ...{ kind: 'memory', agent, text },
  ...(memory === null ? {} : { memory }),
});

/** `null` forgets the memory. */
function textOf(source: string, answered: Answered): string | null {
  if (source.trim() === 'null') return null;
  return answered.ok && typeof answered.value === 'string' ? answered.value : source.trim();
}

function knownText({ agent, memory }: Memory, state: State): string {
  const of = agentAt(state, indexOf(state.roster, agent));
  const known = memory === null ? undefined : of && logAt(of.memories, memoryIndex(memory));
  if (!known) throw new Refused('unknown-memory', t('`{0}` has no memory `{1}` at this moment.', agent, memory ?? ''));
  return known.text;
}

function numberOf(value: Json): number {
  if (typeof value !== 'number') throw new Refused('wrong-value', t('A number is needed here, not {0}.', JSON.stringify(value)));
  return value;
}
