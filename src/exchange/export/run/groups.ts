/**
 * Meetings and decisions, in the columns of oTree's data: a row for each player of each phase in which an agent
 * acts, with their pair or group.
 */
import { nameAt, variableAt } from '../../../core/events/agents.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { EventOf, SimEvent } from '../../../core/events/events.js';
import type { AgentId } from '../../../core/util/ids.js';
import type { Json } from '../../../core/util/json.js';
import { idAt, indexOf } from '../../../core/events/roster.js';
import type { State } from '../../../core/events/state.js';
import { modelAt } from '../../../engine/model/model.js';
import { cellOf } from './talk.js';
import { eachEvent, forOthers, mindsOf, roundEnds, type RunTold, spokenBy, SYNTHETIC } from './exportedRun.js';

interface Player {
  readonly round: number;
  readonly phase: string;
  readonly agent: AgentId;
  /** Number of the pair in its phase, place in it, and role; null for an agent without a pair. */
  readonly pair: { readonly number: number; readonly place: number; readonly role: string | null } | null;
  /** All decisions, by name of the column. */
  readonly decided: Map<string, Json[]>;
  status: string | null;
  mind: string | null;
}

/** A phase in progress: its players and turns, in order. */
interface Phase {
  readonly started: EventOf<'phase.started'>;
  readonly players: Map<string, Player>;
  readonly turns: Player[];
  readonly turnOf: Map<number, Player>;
}

/** Rows of cells, the first row with the column names. */
export function groupRows(run: RunTold): Iterable<readonly Cell[]> {
  const players = playersOf(run);
  const ends = roundEnds(run);
  const stateOf = ({ round }: Player): State => ends[Math.min(round, ends.length - 1)]!;
  const decisions = [...new Set(players.flatMap(({ decided }) => [...decided.keys()]))];
  const variables = [...new Set(run.model.agentVars.map(({ id }) => id))].filter((id) => !decisions.includes(id));
  const { id, model } = run;
  const rows = players.map((player): readonly Cell[] => {
    const { round, phase, agent: code, pair, decided, status, mind } = player;
    const state = stateOf(player);
    const index = indexOf(state.roster, code);
    const held = run.held?.vars(index);
    const group = pair ? { id: pair.number, name: null, place: pair.place } : groupOf(state, code);
    return [
      ...[id, model.scenario, model.seed, mindsOf(model), SYNTHETIC, round, phase, group.id, group.name],
      ...[code, nameAt(state, index), 1, group.place, pair?.role, mind, status],
      ...decisions.map((name) => oneOrAll(decided.get(name))),
      ...variables.map((name) => (held?.has(name) ? null : cellOf(variableAt(state, index, name)))),
    ];
  });
  const head = [
    ...['session.code', 'session.config.name', 'session.config.seed', 'session.mind', 'session.synthetic'],
    ...['subsession.round_number', 'subsession.phase', 'group.id_in_subsession', 'group.name'],
    ...['participant.code', 'participant.label', 'participant._is_bot'],
    ...['player.id_in_group', 'player.role', 'player.mind', 'player.status'],
    ...[...decisions, ...variables].map((name) => `player.${name}`),
  ];
  return forOthers(run, head, rows, (column) => /^player\.(?!id_in_group|role|mind|status)/.test(column));
}

const oneOrAll = (values: readonly Json[] = []): Cell => cellOf(values.length > 1 ? values : values[0]);

/** The first group of an agent at the end of a round; agents in no group are one group after all others. */
function groupOf({ groups, roster }: State, agent: AgentId): { readonly id: number; readonly name: string | null; readonly place: number } {
  const all = Object.entries(groups);
  const index = indexOf(roster, agent);
  const found = all.findIndex(([, members]) => members.includes(index));
  if (found >= 0) return { id: found + 1, name: all[found]![0], place: all[found]![1].indexOf(index) + 1 };
  const alone = Array.from({ length: roster.length }, (_, i) => i).filter((i) => !all.some(([, members]) => members.includes(i)));
  return { id: all.length + 1, name: null, place: alone.map((i) => idAt(roster, i)).indexOf(agent) + 1 };
}

function playersOf(run: RunTold): readonly Player[] {
  const players: Player[] = [];
  let phase: Phase | null = null;
  eachEvent(run, (event, round) => {
    if (event.type === 'phase.started') phase = opened(run, event, round);
    else if (phase) noted(run, phase, event, round);
    if (event.type !== 'phase.ended' || !phase) return;
    players.push(...phase.players.values());
    phase = null;
  });
  // A run that was interrupted may end within a phase.
  return [...players, ...((phase as Phase | null)?.players.values() ?? [])];
}

/** Null if no agent acts in the phase. In a pair both agents have a row, also an agent without a turn. */
function opened(run: RunTold, started: EventOf<'phase.started'>, round: number): Phase | null {
  const { phases } = modelAt(run.model, started.seq);
  const spec = [...phases.start, ...phases.round, ...phases.end].find(({ id }) => id === started.phase);
  if (spec?.kind !== 'act') return null;
  const phase: Phase = { started, players: new Map(), turns: [], turnOf: new Map() };
  for (const [number, pair] of (started.pairs ?? []).entries())
    for (const [place, agent] of pair.entries()) {
      const role = spec.pair?.roles[place] ?? null;
      add(phase, { round, agent, pair: { number: number + 1, place: place + 1, role } });
    }
  return phase;
}

function add({ players, started: { phase } }: Phase, of: Pick<Player, 'round' | 'agent' | 'pair'>): Player {
  const key = `${of.pair?.number ?? ''} ${of.agent}`;
  const player = players.get(key) ?? { ...of, phase, decided: new Map(), status: null, mind: null };
  players.set(key, player);
  return player;
}

function noted(run: RunTold, phase: Phase, event: SimEvent, round: number): void {
  if (event.type === 'turn.started') {
    const number = phase.started.inPair?.[phase.turns.length];
    const player = number === undefined ? undefined : phase.players.get(`${number + 1} ${event.agent}`);
    const whose = player ?? add(phase, { round, agent: event.agent, pair: null });
    phase.turns.push(whose);
    phase.turnOf.set(event.seq, whose);
  } else if (event.type === 'claim.granted') {
    const player = phase.turns[event.turn];
    if (player) decide(player, `${event.action}.granted`, event.granted);
  } else if (event.type === 'act.chosen') {
    const player = turnOf(run, phase, event);
    if (!player) return;
    player.mind = spokenBy(run, event.seq);
    const args = Object.entries(event.args);
    if (args.length === 0) decide(player, event.action, true);
    for (const [name, value] of args) decide(player, `${event.action}.${name}`, value);
  } else if (event.type === 'turn.ended') {
    const player = turnOf(run, phase, event);
    if (player) player.status = event.reason;
  }
}

const decide = ({ decided }: Player, name: string, value: Json): void => void decided.set(name, [...(decided.get(name) ?? []), value]);

/** The turn that caused an event. */
function turnOf({ timeline: { events } }: RunTold, { turnOf: turns }: Phase, of: SimEvent): Player | undefined {
  let event: SimEvent | undefined = of;
  while (event) {
    const player = turns.get(event.seq);
    if (player) return player;
    event = event.cause === null ? undefined : events[event.cause];
  }
  return undefined;
}
