/**
 * Persona coverage: which lines of a persona affected the questions of a run. A question uses a line if it would be
 * different without it: in its words, for a mind that reads words, else in what is known. So nothing is guessed from
 * texts that look alike. A fold of the events; each question is planned again from the state before it.
 */
import { agentAt } from '../../core/events/agents.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import { canonical } from '../../core/util/json.js';
import { idAt } from '../../core/events/roster.js';
import { reduce } from '../../core/events/reduce.js';
import { initialState, type State } from '../../core/events/state.js';
import { Timeline } from '../../core/events/timeline.js';
import {
  type AgentSpec,
  asker,
  DeterminismError,
  follow,
  type ScenarioModel,
  modelAt,
  plan,
  promptScope,
  sectionsFor,
  renderPart,
  type SectionTemplate,
  type Situation,
  mapSpecs,
  specOf,
  stepEnd,
  withheldFrom,
} from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import { sha256 } from '../../node/ports.js';
import { linesOf, type PersonaLine } from './lines.js';

/** The parts of a run that coverage reads. */
interface CoverageSource {
  readonly model: ScenarioModel;
  readonly society: Society;
  /** Minds that read words. */
  readonly prose: ReadonlySet<string>;
}

/** A question to an agent that has lines. */
interface AskedOf {
  readonly seq: number;
  readonly round: number;
}

/** A line of one agent, with positions among its questions. */
export interface LineReach {
  readonly node: NodeId;
  readonly agent: AgentId;
  /** Questions that would have been different without it. */
  readonly used: readonly number[];
  /** Questions that it was withheld from, because it is private and their mind is on another machine. */
  readonly withheld: readonly number[];
  /** Questions for which other memories were recalled, or for which it was forgotten. */
  readonly cut: readonly number[];
}

export interface AgentReach {
  readonly agent: AgentId;
  readonly asked: readonly AskedOf[];
  readonly lines: readonly LineReach[];
}

interface Reached extends LineReach {
  readonly line: PersonaLine;
  readonly used: number[];
  readonly withheld: number[];
  readonly cut: number[];
  /** By section and its text, whether the text depends on the line. */
  readonly known: Map<SectionTemplate, Map<string, boolean>>;
}

interface Agent extends AgentReach {
  readonly asked: AskedOf[];
  readonly lines: readonly Reached[];
}

interface Planned {
  readonly whole: Situation;
  readonly state: State;
  readonly index: number;
}

/** The most questions that are examined; later ones are not counted. */
export const MOST_QUESTIONS = 20_000;

/** The most texts of a section for which it is remembered whether they depend on a line. */
const MOST_TEXTS = 64;

/** Questions are only rendered: nothing is sent, so they need no hash. */
const ask = asker(
  () => '',
  () => false,
);

export class Coverage {
  readonly #agents = new Map<AgentId, Agent>();
  /** The model without withholding of private fields. */
  readonly #open: ScenarioModel;
  #questions = 0;
  #state: State = initialState();
  #before: State = this.#state;

  constructor(readonly source: CoverageSource) {
    this.#open = { ...source.model, away: new Set() };
  }

  /** The last event that was folded. */
  get seq(): number {
    return this.#state.seq;
  }

  /** Whether there were more questions than are examined. */
  get isFull(): boolean {
    return this.#questions > MOST_QUESTIONS;
  }

  get agents(): readonly AgentReach[] {
    return [...this.#agents.values()];
  }

  add(event: SimEvent): void {
    if (event.type === 'question.asked' && ++this.#questions <= MOST_QUESTIONS) this.#look(event);
    this.#state = reduce(this.#state, event);
    if (event.end) this.#before = this.#state;
  }

  /** Results of an earlier text of a fork, and questions to a mind outside the society, concern other lines. */
  #look(event: EventOf<'question.asked'>): void {
    const { model, prose } = this.source;
    if (event.agent === null || modelAt(model, event.seq) !== model) return;
    const found = this.#planned();
    if (!found || idAt(found.state.roster, found.index) !== event.agent) return;
    const spec = specOf(model, found.state, found.index);
    const agent = this.#agentOf(spec, event.agent);
    const position = agent.asked.push({ seq: event.seq, round: found.whole.round }) - 1;
    const away = model.away?.has(event.mind) === true;
    const given = (whole: Situation): Situation => (away ? withheldFrom(model, found.state, found.index, whole) : whole);
    const reads = (situation: Situation): Reads => (prose.has(event.mind) ? inWords(spec, situation) : asKnown(situation));
    const [told, open] = [reads(given(found.whole)), away ? reads(found.whole) : null];
    for (const reached of agent.lines) {
      const { line } = reached;
      const without = line.without(found.whole);
      if (without !== found.whole && told(reached, given(without))) reached.used.push(position);
      else if (without !== found.whole && open?.(reached, without)) reached.withheld.push(position);
      else if (isCut(model, found.state, found.index, line)) reached.cut.push(position);
    }
  }

  /** The situation of the next question, before anything is withheld. */
  #planned(): Planned | null {
    const found: Planned[] = [];
    plan(this.source.model, this.#before, (_, state, index, phase, turn) => {
      const question = ask(this.#open, state, index, phase, turn);
      found.push({ whole: question.situation, state, index });
      return question;
    });
    return found[0] ?? null;
  }

  #agentOf(spec: AgentSpec, id: AgentId): Agent {
    const known = this.#agents.get(id);
    if (known) return known;
    const lines = linesOf(this.source.society, spec).map(
      (line): Reached => ({ line, node: line.node, agent: id, used: [], withheld: [], cut: [], known: new Map() }),
    );
    const agent: Agent = { agent: id, asked: [], lines };
    this.#agents.set(id, agent);
    return agent;
  }
}

/** Whether a question would change if its situation were this. */
type Reads = (reached: Reached, without: Situation) => boolean;

const KEYS = { me: 'self', own: 'own', secrets: 'secrets', memories: 'memories' } as const;

/** Names by which a template can show the content of a line. */
const SHOWN: { readonly [root in PersonaLine['root']]: readonly string[] } = {
  me: ['me'],
  own: ['own'],
  secrets: ['secrets', 'kept'],
  memories: ['memories'],
};

const asKnown =
  (situation: Situation): Reads =>
  ({ line: { root } }, without) =>
    canonical(situation[KEYS[root]]) !== canonical(without[KEYS[root]]);

/** Only sections that show the content of the line can change. For a text that was seen before, the result is remembered. */
function inWords({ prompt }: AgentSpec, situation: Situation): Reads {
  const scope = promptScope(prompt, situation);
  const sections = sectionsFor(prompt, situation).map((template) => {
    const names = new Set<string>();
    const lookup = (name: string): ReturnType<typeof scope.lookup> => {
      names.add(name);
      return scope.lookup(name);
    };
    return { template, names, text: renderPart(template, { ...scope, lookup }).text };
  });
  return ({ line: { root }, known }, without) => {
    let other: ReturnType<typeof promptScope> | null = null;
    return sections.some(({ template, names, text }) => {
      if (!SHOWN[root].some((name) => names.has(name))) return false;
      const texts = known.get(template) ?? new Map<string, boolean>();
      known.set(template, texts);
      const before = root === 'me' ? texts.get(text) : undefined;
      if (before !== undefined) return before;
      const differs = renderPart(template, (other ??= promptScope(prompt, without))).text !== text;
      if (texts.size >= MOST_TEXTS) texts.clear();
      if (root === 'me') texts.set(text, differs);
      return differs;
    });
  };
}

/** Whether the agent had a memory and recalled others, or had it and has forgotten it. */
function isCut({ memory: spec }: ScenarioModel, state: State, index: number, { memory }: PersonaLine): boolean {
  if (memory < 0 || spec.recall === 0) return false;
  const { memories, recalled } = agentAt(state, index)!;
  const one = memory < memories.length ? memories.backing[memory] : undefined;
  return one?.kind === 'given' && !recalled.some(({ memory: id }) => id === one.id);
}

/** Events that are repeated before other tasks get their turn. */
const SLICE = 200;

/**
 * Whether a run would have been different without a line that no question used, because a rule or a formula reads it. The
 * recorded answers are reused; everything else is repeated.
 */
export async function isFelt(
  { model, society, prose }: CoverageSource,
  node: NodeId,
  events: readonly SimEvent[],
  breathe: () => Promise<void> | undefined,
): Promise<boolean> {
  const without = (spec: AgentSpec): AgentSpec => {
    const line = linesOf(society, spec).find((one) => one.node === node);
    return line?.self ? { ...spec, self: line.self(spec.self) } : spec;
  };
  if (isMentioned(society, node)) return true;
  if (model.agents.representatives.every((spec) => without(spec) === spec)) return false;
  const agents = mapSpecs(model.agents, without);
  const reads = asker(sha256, (mind) => prose.has(mind));
  const timeline = new Timeline();
  try {
    while (timeline.events.length < events.length) {
      const last = stepEnd(events, Math.min(timeline.events.length + SLICE, events.length) - 1);
      follow({ ...model, agents }, timeline, events.slice(0, last + 1), reads);
      await breathe();
    }
    return false;
  } catch (error) {
    if (error instanceof DeterminismError) return true;
    throw error;
  }
}

const VARIABLE = /^(?:personas\.[^.]+\.vars|populations\.[^.]+\.sample)\.([^.]+)$/;

/** Whether the file declares or reads a variable, as in `ada.mood`: the run cannot be repeated without its first value. */
function isMentioned({ personas: _, fragments: __, populations: ___, ...others }: Society, node: NodeId): boolean {
  const name = VARIABLE.exec(node)?.[1];
  return name !== undefined && new RegExp(`[."]${name}\\b`).test(JSON.stringify(others));
}
