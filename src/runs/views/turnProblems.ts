/**
 * Faults of a run that its author can fix, each at the line to change and with its count: answers that did not
 * arrive, acts that were not possible, formulas that failed, fallbacks that answered. Folded from the events as they arrive.
 * Intended results are left out: an agent that chose nothing, was muted or had no available action, a person who passed.
 */
import { marked, t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { EventOf, MindKind, RejectReason, SimEvent } from '../../core/events/events.js';
import type { AgentSpecs, ScenarioModel } from '../../engine/index.js';
import { type Resolved, type Severity, spanOf } from '../../language/api.js';
import { LIBRARY } from '../../language/index.js';
import type { PlacedProblem } from '../load/locateProblems.js';

/** Minds whose failures the file can fix: it names the model, or contains the answers. */
const MENDABLE: ReadonlySet<MindKind> = new Set(['openai', 'editor', 'scripted']);

/** Reasons for fallback answers that the file, or its user, wants. */
const WANTED: ReadonlySet<string> = new Set(['budget-reached', 'script-ended', 'not-recorded', 'person-absent', 'overridden']);

/** Failed formulas have the code of their fault. */
type TurnCode =
  | 'turn-refused'
  | 'turn-empty'
  | 'turn-unparsable'
  | 'turn-rate-limited'
  | 'turn-timed-out'
  | 'turn-cut-short'
  | 'turn-too-long'
  | 'turn-fault'
  | 'no-embeddings'
  | 'unusable-embeddings'
  | 'fallback-used'
  | 'act-unknown-action'
  | 'act-unavailable'
  | 'act-unknown-message'
  | 'act-unknown-agent'
  | 'act-self'
  | 'act-empty-text'
  | 'act-out-of-bounds'
  | 'act-missing-argument';

/** Codes of answers that did not arrive, by the reason of the mind or the parser. All others are `turn-fault`. */
const LOST: { readonly [reason: string]: TurnCode } = {
  refused: 'turn-refused',
  empty: 'turn-empty',
  'empty-content': 'turn-empty',
  unparsable: 'turn-unparsable',
  'broken-answer': 'turn-unparsable',
  'unread-form': 'turn-unparsable',
  'answer-too-large': 'turn-unparsable',
  'rate-limited': 'turn-rate-limited',
  timeout: 'turn-timed-out',
  'cut-short': 'turn-cut-short',
  'too-long': 'turn-too-long',
};

/** Faults that are reported at a line and are not faults of a formula. */
const OF_VECTORS: ReadonlySet<string> = new Set<TurnCode>(['no-embeddings', 'unusable-embeddings']);

/** What to do about answers that arrived and could not be used: the mind reports no fault for them. */
const ADVICE: { readonly [reason: string]: string } = {
  refused: marked('It declined. Change the wording of the persona or the scenario, or give the model a `fallback`.'),
  empty: marked('The answer was empty. Raise `max_tokens` where the model thinks before it answers, or use another model.'),
  unparsable: marked(
    'The answer did not have the required form. Test the connection to see what the model supports, or use another model.',
  ),
};

/** `unavailable` can be intended: where agents act at the same time, an option can be gone by the time of the act. */
const REJECTED: { readonly [R in Exclude<RejectReason, 'fault'>]: readonly [TurnCode, why: string, severity?: Severity] } = {
  unknown_action: ['act-unknown-action', marked('there is no such action in this phase')],
  unavailable: ['act-unavailable', marked('it was not available then, or no longer; see `when` of the action'), 'info'],
  unknown_message: ['act-unknown-message', marked('it was about a message that does not exist, or that they cannot see')],
  unknown_agent: ['act-unknown-agent', marked('it named an agent that does not exist')],
  self: ['act-self', marked('it was directed at themselves')],
  empty_text: ['act-empty-text', marked('it had no text')],
  out_of_bounds: ['act-out-of-bounds', marked('a value was out of bounds')],
  missing_argument: ['act-missing-argument', marked('a value was missing')],
};

interface Found {
  readonly code: string;
  readonly severity: Severity;
  /** Where it can be fixed, the best place first. */
  readonly nodes: readonly string[];
  readonly words: (times: string) => string;
  readonly agents: Map<string, number>;
}

export class TurnProblems {
  readonly #found = new Map<string, Found>();
  readonly #kinds: ReadonlyMap<string, MindKind>;
  readonly #agents: AgentSpecs;
  /** The place of the scenario that uses text of the library. */
  readonly #scenario: string;
  /** Minds of the open questions, by the `seq` of their event. */
  readonly #open = new Map<number, string>();
  /** For each agent, the mind that answered last, and the node of its choice; for each code, the last answer of a mind. */
  readonly #by = new Map<string, string>();
  readonly #chosen = new Map<string, string | null>();
  readonly #said = new Map<string, string>();

  constructor(model: ScenarioModel) {
    this.#kinds = new Map(model.minds.map(({ id, kind }) => [id, kind]));
    this.#scenario = `scenarios.${model.scenario}`;
    this.#agents = model.agents;
  }

  /** Adds the next events. True where there is something new to show. */
  add(events: readonly SimEvent[]): boolean {
    let found = false;
    for (const event of events) found = this.#one(event) || found;
    return found;
  }

  /** The problems so far that the author can fix: those in the library are left out. */
  placed(resolved: Pick<Resolved, 'nodes' | 'uri'>): readonly PlacedProblem[] {
    return [...this.#found.values()].map(({ code, severity, nodes, words, agents }) => {
      const spans = [...nodes, this.#scenario].flatMap((node) => spanOf(resolved.nodes, node) ?? []);
      const span = spans.find(({ source }) => !source.startsWith(LIBRARY));
      return {
        ...{ code, severity, message: words(this.#times(agents)) },
        ...{ range: span?.range ?? { start: START, end: START }, uri: span?.source ?? resolved.uri },
      };
    });
  }

  #nameOf(id: string): string {
    return this.#agents.at(this.#agents.indexOf(id))?.self.name.trim() || id;
  }

  #one(event: SimEvent): boolean {
    switch (event.type) {
      case 'question.asked':
        this.#open.set(event.seq, event.mind);
        return false;
      case 'fault':
        if (event.at === null) this.#said.set(event.code, event.text);
        return event.at !== null && this.#formula(event, event.at);
      case 'answer.received':
        return this.#answered(event);
      case 'act.chosen':
        this.#chosen.set(event.agent, event.at);
        return false;
      case 'act.rejected':
        return this.#rejected(event);
      default:
        return false;
    }
  }

  #formula({ code, text, agent }: EventOf<'fault'>, at: string): boolean {
    return this.#count(agent, ['formula', code, at], () => ({
      ...{ code, severity: 'warning', nodes: [at] },
      words: (times) =>
        `${translated(text)} ${OF_VECTORS.has(code) ? t('This happened at least {0}.', times) : t('It failed at least {0}.', times)}`,
    }));
  }

  #answered({ agent, status, reason, by, because, cause }: EventOf<'answer.received'>): boolean {
    const mind = this.#open.get(cause ?? -1);
    if (mind === undefined) return false;
    this.#open.delete(cause ?? -1);
    this.#by.set(agent ?? '', by ?? mind);
    if (!this.#isMendable(mind)) return false;
    if (status === 'fallback') return this.#lost(agent, mind, reason ?? '');
    if (by === undefined || because === undefined || WANTED.has(because)) return false;
    return this.#count(agent, ['instead', mind, because], () => ({
      ...{ code: 'fallback-used', severity: 'info', nodes: [`models.${mind}`] },
      words: (times) => t('`{0}` answered in the place of `{1}` ({2}) {3}.', by, mind, because, times),
    }));
  }

  #lost(agent: string | null, mind: string, reason: string): boolean {
    const said = this.#said.get(reason) ?? ADVICE[reason] ?? '';
    return this.#count(agent, ['lost', mind, reason], () => ({
      ...{ code: LOST[reason] ?? 'turn-fault', severity: 'warning', nodes: [`models.${mind}`] },
      words: (times) => `${t('`{0}` gave no answer that could be used {1}.', mind, times)} ${translated(said)}`.trim(),
    }));
  }

  /** A failed formula has its own problem; choices of rules and people are theirs. */
  #rejected({ agent, action, reason, at }: EventOf<'act.rejected'>): boolean {
    const mind = this.#by.get(agent);
    if (reason === 'fault' || mind === undefined || !this.#isMendable(mind)) return false;
    const [code, why, severity = 'warning'] = REJECTED[reason];
    const node = this.#chosen.get(agent) ?? at;
    const nodes = this.#kinds.get(mind) === 'scripted' || node === null ? [`models.${mind}`] : [node, `models.${mind}`];
    return this.#count(agent, ['rejected', mind, action, reason], () => ({
      ...{ code, severity, nodes },
      words: (times) => t('`{0}` chose `{1}`, which was not possible, {2}. Why: {3}.', mind, action, times, why),
    }));
  }

  #isMendable(mind: string): boolean {
    const kind = this.#kinds.get(mind);
    return kind !== undefined && MENDABLE.has(kind);
  }

  #count(agent: string | null, key: readonly (string | number)[], made: () => Omit<Found, 'agents'>): true {
    const id = key.join('\n');
    const found = this.#found.get(id) ?? { ...made(), agents: new Map<string, number>() };
    this.#found.set(id, found);
    found.agents.set(agent ?? '', (found.agents.get(agent ?? '') ?? 0) + 1);
    return true;
  }

  /** For example `3 times (Ada 2, Ben)`. */
  #times(agents: ReadonlyMap<string, number>): string {
    const all = [...agents.values()].reduce((sum, n) => sum + n, 0);
    const known = [...agents].filter(([id]) => id !== '').sort(([, a], [, b]) => b - a);
    const who = known.slice(0, MOST_NAMES).map(([id, n]) => `${this.#nameOf(id)}${n > 1 ? ` ${n}` : ''}`);
    const more = known.length > MOST_NAMES ? [t('{0} more', known.length - MOST_NAMES)] : [];
    const often = all === 1 ? t('once') : t('{0} times', all);
    return who.length > 0 ? `${often} (${[...who, ...more].join(', ')})` : often;
  }
}

const MOST_NAMES = 3;
const START = { line: 0, character: 0 };
