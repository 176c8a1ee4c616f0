/**
 * Answers the panel's questions about a society with more agents than it draws. Answers have groups and a few agents, never all agents.
 * All work is in slices; questions of one reader are answered one after the other.
 */
import { nameAt } from '../../core/events/agents.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import type { Network } from '../../core/events/ties.js';
import type { Timeline } from '../../core/events/timeline.js';
import { SLICE, type Sliced } from '../../core/util/slices.js';
import { type ScenarioModel, specOf } from '../../engine/index.js';
import type { PanelGrouping } from '../../protocol/course.js';
import type { AskedFind, AskedGroups, AskedNear, PanelFlow, PanelFound, PanelGroups, PanelNear } from '../../protocol/groups.js';
import type { PanelTied } from '../../protocol/panelRequests.js';
import { groupingsOf } from '../views/panelSeries.js';
import { absentees, AWAY, type Codes, noCodes, readCodes, type ValueGroups } from './codes.js';
import { type CommunityGroups, communityGroups } from './communities.js';
import { distributions } from './distributions.js';
import { findAgents } from './findAgents.js';
import { continueCourse, type GroupCourse, newCourse } from './groupCourse.js';
import { populationGroups, rangeGroups, variableRanges, variableSeries, wordGroups } from './groupings.js';
import { tiesBetween, tiesFrom, tiesTo } from './groupTies.js';
import { neighbourhood, ordered } from './neighbourhood.js';

/** The most neighbours of an agent that are shown. */
const MOST_NEAR = 40;
/** The most agents in the answer to a search. */
const MOST_FOUND = 50;
/** The most ties of an agent in each direction in its details. */
const MOST_TIES = 100;

interface CrowdRun {
  readonly model: ScenarioModel;
  readonly timeline: Timeline;
}

/** Groups at a moment: the group of each agent, `AWAY` without one. */
interface Grouped {
  readonly labels: readonly string[];
  readonly of: Uint8Array;
  /** Null if the groups do not depend on a variable. */
  readonly values: ValueGroups | null;
  readonly communities: PanelGroups['communities'];
}

export class CrowdReader {
  readonly #run: CrowdRun;
  /** The groups of each variable, by its ranges, with their course and the groups at the last moment and at the start of its round. */
  readonly #known = new Map<string, { readonly course: GroupCourse; readonly now: Codes; readonly before: Codes }>();
  readonly #communities = new Map<number, CommunityGroups & { readonly round: number }>();

  #start: State | null = null;

  constructor(run: CrowdRun) {
    this.#run = run;
  }

  /** The state before the first round. It is kept, because a seek to it can take long. */
  readonly #atStart = (): State => {
    const { timeline } = this.#run;
    const first = timeline.rounds[0];
    return first === undefined ? timeline.head : (this.#start ??= timeline.at(first - 1));
  };

  #beforeRound(round: number): State {
    const { timeline } = this.#run;
    return round <= 1 ? this.#atStart() : timeline.at(timeline.rounds[round - 1]! - 1);
  }

  /** All agents by groups at a moment. */
  *groups({ seq, network, by, divide }: AskedGroups): Sliced<PanelGroups> {
    const { model, timeline } = this.#run;
    const state = timeline.at(seq);
    const absent = yield* absentees(state);
    const grouped = yield* this.#grouped(by, state, network, absent);
    const parts = divide < 0 || divide === by ? null : yield* this.#grouped(divide, state, network, absent);
    const crossed = yield* crossing(grouped, parts);
    const spec = model.networks[network];
    const ties = spec && networkOf(state, spec.name);
    const size = grouped.labels.length;
    const between = ties ? yield* tiesBetween(ties, spec.edge, grouped.of, size) : new Float64Array(size * size);
    const known = grouped.values && this.#known.get(keyOf(grouped.values))!;
    const moves = known ? yield* this.#moves(known, grouped, state) : new Float64Array(size * size);
    if (known) yield* continueCourse(known.course, timeline, this.#atStart);
    const rounds = known?.course.rounds ?? [];
    const kept = grouped.labels.flatMap((_, i) => (crossed.counts[i]! > 0 || rounds.some((counts) => counts[i]! > 0) ? [i] : []));
    const partsKept = (parts?.labels ?? []).flatMap((_, i) => (crossed.parts.some((of) => of[i]! > 0) ? [i] : []));
    return {
      kind: 'groups',
      agents: kept.reduce((sum, i) => sum + crossed.counts[i]!, 0),
      groups: kept.map((i) => ({
        label: grouped.labels[i]!,
        agents: crossed.counts[i]!,
        parts: partsKept.map((part) => crossed.parts[i]![part]!),
      })),
      parts: partsKept.map((part) => parts!.labels[part]!),
      ties: flowsIn(between, size, kept),
      moves: flowsIn(moves, size, kept),
      rounds: rounds.map((counts) => kept.map((i) => counts[i]!)),
      moved: known?.course.moved.slice() ?? [],
      numbers: yield* distributions(model, state, timeline),
      communities: grouped.communities,
    };
  }

  /** The neighbourhood of an agent; null if there is no such agent. `place` is its place in the panel. */
  *near({ seq, network, agent, by }: AskedNear, place: number): Sliced<PanelNear | null> {
    const { model, timeline } = this.#run;
    const state = timeline.at(seq);
    const index = indexOf(state.roster, agent);
    if (index < 0) return null;
    const grouped = yield* this.#grouped(by, state, network, []);
    const spec = model.networks[network];
    const ties = spec && networkOf(state, spec.name);
    const found = ties ? yield* neighbourhood(ties, spec.edge, index, MOST_NEAR) : { agents: [index], ties: [], more: 0 };
    return {
      ...{ kind: 'near', place, parts: grouped.labels, ties: found.ties, more: found.more },
      agents: found.agents.map((one) => ({
        id: idAt(state.roster, one),
        name: nameAt(state, one)!,
        part: grouped.of[one] === AWAY ? -1 : grouped.of[one]!,
        node: specOf(model, state, one).at,
      })),
    };
  }

  /** The strongest ties of an agent in the first network, in both directions. */
  *ties(seq: number, agent: string): Sliced<{ readonly out: readonly PanelTied[]; readonly into: readonly PanelTied[] } | null> {
    const { model, timeline } = this.#run;
    const state = timeline.at(seq);
    const index = indexOf(state.roster, agent);
    const [spec] = model.networks;
    const network = spec && networkOf(state, spec.name);
    if (index < 0 || !network) return null;
    const tied = (ties: ReturnType<typeof tiesFrom>): readonly PanelTied[] =>
      ordered(ties.filter(([, strength]) => strength >= spec.edge))
        .slice(0, MOST_TIES)
        .map(([other, strength]) => ({ id: idAt(state.roster, other), name: nameAt(state, other)!, strength }));
    return { out: tied(tiesFrom(network, index)), into: tied(yield* tiesTo(network, index)) };
  }

  *find({ seq, text }: AskedFind): Sliced<PanelFound> {
    const state = this.#run.timeline.at(seq);
    const { agents, total } = yield* findAgents(state, text, MOST_FOUND);
    return { kind: 'found', total, agents: agents.map((index) => ({ id: idAt(state.roster, index), name: nameAt(state, index)! })) };
  }

  *#grouped(by: number, state: State, network: number, absent: readonly number[]): Sliced<Grouped> {
    const groupings = groupingsOf(this.#run.model);
    const grouping: PanelGrouping = groupings[by] ?? { of: 'population', id: '', isNumber: false };
    if (grouping.of === 'variable') return yield* this.#byVariable(grouping.id, state, absent);
    const groups = grouping.of === 'communities' ? yield* this.#byCommunity(state, network) : null;
    const { labels, of } = groups ?? populationGroups(state);
    const present = absent.length > 0 || groups ? of.slice() : of;
    for (const index of absent) present[index] = AWAY;
    return { labels, of: present, values: null, communities: groups && { found: groups.found, round: groups.round } };
  }

  *#byVariable(id: string, state: State, absent: readonly number[]): Sliced<Grouped> {
    const { model, timeline } = this.#run;
    const series = variableSeries(model, id);
    const values =
      series.words.length > 0 ? wordGroups(series) : rangeGroups(id, yield* variableRanges(series, [this.#atStart, () => timeline.head]));
    const key = keyOf(values);
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = { course: newCourse(values), now: noCodes(values), before: noCodes(values) }));
    yield* readCodes(known.now, values, state, () => undefined);
    const of = absent.length > 0 ? known.now.of.slice() : known.now.of;
    for (const index of absent) of[index] = AWAY;
    return { labels: values.labels, of, values: known.course.groups, communities: null };
  }

  /** Communities of the ties of the moment at which they are first asked for. They stay the same at other moments. */
  *#byCommunity(state: State, network: number): Sliced<(CommunityGroups & { readonly round: number }) | null> {
    const known = this.#communities.get(network);
    if (known && known.of.length === state.roster.length) return known;
    const spec = this.#run.model.networks[network];
    const ties: Network | undefined = spec && networkOf(state, spec.name);
    if (!spec || !ties) return null;
    const made = { ...(yield* communityGroups(ties, spec.edge, state.roster.length)), round: state.round };
    this.#communities.set(network, made);
    return made;
  }

  /** Agents that changed their group since the start of the round. */
  *#moves(known: { readonly before: Codes }, { of, labels, values }: Grouped, state: State): Sliced<Float64Array> {
    const size = labels.length;
    const moves = new Float64Array(size * size);
    if (state.round < 1) return moves;
    yield* readCodes(known.before, values!, this.#beforeRound(state.round), () => undefined);
    const before = known.before.of;
    for (let from = 0; from < of.length; from += SLICE) {
      const end = Math.min(of.length, before.length, from + SLICE);
      for (let i = from; i < end; i++)
        if (of[i] !== before[i] && of[i] !== AWAY && before[i] !== AWAY) moves[before[i]! * size + of[i]!]!++;
      yield SLICE;
    }
    return moves;
  }
}

const keyOf = ({ variable, labels }: ValueGroups): string => `${variable}\n${labels.join('\n')}`;

/** The number of agents in each group, and in each group with each part. */
function* crossing(
  { labels, of }: Grouped,
  parts: Grouped | null,
): Sliced<{ readonly counts: readonly number[]; readonly parts: readonly (readonly number[])[] }> {
  const width = parts?.labels.length ?? 0;
  const counts = new Float64Array(labels.length);
  const crossed = new Float64Array(labels.length * width);
  for (let from = 0; from < of.length; from += SLICE) {
    const end = Math.min(of.length, from + SLICE);
    for (let i = from; i < end; i++) {
      const group = of[i]!;
      if (group === AWAY) continue;
      counts[group]!++;
      const part = parts?.of[i];
      if (part !== undefined && part !== AWAY) crossed[group * width + part]!++;
    }
    yield SLICE;
  }
  return { counts: [...counts], parts: labels.map((_, i) => [...crossed.subarray(i * width, (i + 1) * width)]) };
}

/** The flows among the kept groups, by their places among these. */
const flowsIn = (flows: Float64Array, size: number, kept: readonly number[]): readonly PanelFlow[] =>
  kept.flatMap((from, a) =>
    kept.flatMap((to, b): PanelFlow[] => {
      const count = flows[from * size + to]!;
      return count > 0 ? [[a, b, count]] : [];
    }),
  );
