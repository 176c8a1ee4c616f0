/** The data of the panel, folded from a run: one snapshot, then the changes since. */
import { t } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import { variableAt } from '../../core/events/agents.js';
import { eachJoined } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import { type AgentSpec, type ScenarioModel, specOf } from '../../engine/index.js';
import { measureWords } from '../../expr/index.js';
import type { PanelCost } from '../../protocol/panelRequests.js';
import type { PanelAgent, PanelDelta, PanelMeasure, PanelSnapshot, PanelValue, RunInfo } from '../../protocol/course.js';
import type { RunSummary } from '../../protocol/summary.js';
import { mindWords, speaksByLanguageModel } from '../setup/minds.js';
import type { RunHandle } from '../live/runHandle.js';
import { type Cast, castOf, EVERYBODY, isLarge, knownSingles, meet } from './panelCast.js';
import { courseOf, courseSlices, filledLists } from './panelCourse.js';
import { finished, type Sliced } from '../../core/util/slices.js';
import { attributeNames, attributesOf } from './panelAttributes.js';
import { groupingsOf, numberOf, seriesOf } from './panelSeries.js';

/** A run as the panel reads it. */
export interface PanelRun extends Pick<RunHandle, 'id' | 'model' | 'timeline' | 'state' | 'problem' | 'label'> {
  /** The cost of language models; null where none is asked. The same object until it changes. */
  readonly cost: PanelCost | null;
  /** The summary, after the run is over: null before. The same object each time. */
  readonly summary?: RunSummary | null;
}

/** The agents that the panel knows at the end of the run so far. */
export const panelCast = ({ model, timeline }: PanelRun): Cast => castOf(model, timeline.head, timeline.events);

/** The whole run so far, seen from `moment`: after that event or, where it is null, at the end of the run so far. */
export const panelSnapshot = (source: PanelRun, moment: number | null = null, cast = panelCast(source)): PanelSnapshot =>
  finished(snapshotSlices(source, moment, cast));

/** The same in slices; events that arrive meanwhile are not in it. */
export function* snapshotSlices(source: PanelRun, moment: number | null, cast: Cast): Sliced<PanelSnapshot> {
  const { model, timeline } = source;
  const state = timeline.head;
  const events = timeline.events.slice(0, state.seq + 1);
  const course = yield* courseSlices({ model, state, events, cast }, events);
  return {
    run: { ...runInfo(source.id, model), ...(source.label === undefined ? {} : { label: source.label }) },
    status: source.state,
    problem: source.problem,
    seq: state.seq,
    edge: edgeOf(events),
    agents: panelAgents(model, state, cast),
    course,
    measures: panelMeasures(state),
    cost: source.cost,
    ...(source.summary ? { summary: source.summary } : {}),
    moment,
  };
}

/** The changes by the events since the last message to the panel; `cost` is the cost in that message. */
export function panelDelta(source: PanelRun, since: readonly SimEvent[], cost: PanelCost | null = null, cast = EVERYBODY): PanelDelta {
  const { model, timeline } = source;
  const state = timeline.head;
  const agents = cast.known === null ? newcomers(source, since) : meet(cast, state.roster, since);
  return {
    run: source.id,
    seq: state.seq,
    edge: edgeOf(timeline.events),
    status: source.state,
    problem: source.problem,
    ...(agents.length > 0 ? { agents: agents.map((i) => panelAgent(specOf(model, state, i), namesOf(model))) } : {}),
    course: filledLists(courseOf({ model, state, events: timeline.events, cast }, since)),
    ...filledMeasures(state, since),
    ...(source.cost && source.cost !== cost ? { cost: source.cost } : {}),
    ...(source.summary ? { summary: source.summary } : {}),
  };
}

/** An agent that becomes known because the user chooses it, with its values now; null if the panel already knows it. */
export function introduced(source: PanelRun, cast: Cast, index: number): PanelDelta | null {
  const { model, timeline } = source;
  const state = timeline.head;
  if (cast.add([index]).length === 0) return null;
  const place = cast.placeOf(index);
  const values = seriesOf(model).flatMap((series, i): PanelValue[] => {
    const value = series.of === 'variable' ? variableAt(state, index, series.id) : undefined;
    const number = value === undefined ? null : numberOf(series, value);
    return number === null ? [] : [[state.seq, i, place, number]];
  });
  const { id: run, state: status, problem } = source;
  const agents = [panelAgent(specOf(model, state, index), namesOf(model))];
  return { run, seq: state.seq, edge: edgeOf(timeline.events), status, problem, agents, course: values.length > 0 ? { values } : {} };
}

/** The first event of the last step; −1 where there is none. */
function edgeOf(events: readonly SimEvent[]): number {
  let edge = events.length - 1;
  while (edge > 0 && events[edge - 1]!.step === events[edge]!.step) edge--;
  return edge;
}

const panelMeasures = ({ measures }: State): readonly PanelMeasure[] =>
  measures.map(({ measure, values }) => {
    const { title, doc, range, source } = measureWords.get(measure) ?? { title: '', doc: '', range: '', source: '' };
    return { id: measure, title: t(title), doc: range === '' ? doc : `${t(doc)} ${range}.`, source, values };
  });

/** The measures that the events took, with the values that are new. A value that is taken again replaces the last one. */
function filledMeasures(state: State, since: readonly SimEvent[]): Pick<PanelDelta, 'measures'> {
  const taken = new Map<string, number>();
  for (const event of since) if (event.type === 'measure.taken') taken.set(event.measure, (taken.get(event.measure) ?? 0) + 1);
  if (taken.size === 0) return {};
  const measures = panelMeasures(state).filter(({ id }) => taken.has(id));
  return {
    measures: measures.map((measure) => {
      const from = Math.max(0, measure.values.length - (taken.get(measure.id) ?? 0));
      return { ...measure, from, values: measure.values.slice(from) };
    }),
  };
}

/** Agents that joined in addition to those in the file, which are known before the first event. */
const newcomers = ({ model, timeline }: PanelRun, since: readonly SimEvent[]): readonly number[] =>
  since
    .flatMap((event) => {
      const joined: number[] = [];
      eachJoined(event, timeline.head.roster, (index) => joined.push(index));
      return joined;
    })
    .filter((i) => i >= model.agents.length);

function runInfo(id: string, model: ScenarioModel): RunInfo {
  return {
    id,
    title: model.title,
    scenario: model.scenario,
    seed: model.seed,
    rounds: model.rounds,
    mind: mindWords(model),
    languageModel: speaksByLanguageModel(model),
    synthetic: true,
    networks: model.networks.map(({ name, edge }) => ({ name, edge })),
    series: seriesOf(model),
    attributes: namesOf(model),
    headline: headline(model),
    ...(isLarge(model) ? { crowd: { agents: model.agents.length, singles: knownSingles(model), groupings: groupingsOf(model) } } : {}),
  };
}

/** The measures of the file are the most important; those of ties are added where ties can change. */
function headline({ measures, networks }: ScenarioModel): readonly string[] {
  const declared = measures.filter(({ formula }) => formula !== null).map(({ id }) => id);
  const ties = networks.length > 0 && (declared.length === 0 || networks[0]?.rule) ? ['reciprocity', 'density'] : [];
  return [...declared.slice(0, MOST_MEASURES - ties.length), ...ties];
}

const MOST_MEASURES = 4;

/** Where an agent is written; null for one without text. */
export const nodeOf = (model: ScenarioModel, state: State, index: number): NodeId | null => specOf(model, state, index).at;

function panelAgents(model: ScenarioModel, state: State, { known: indices }: Cast): readonly PanelAgent[] {
  const names = namesOf(model);
  if (indices !== null) return indices.map((index) => panelAgent(specOf(model, state, index), names));
  if (state.roster.length === 0) return Array.from(model.agents, (agent) => panelAgent(agent, names));
  return Array.from({ length: state.roster.length }, (_, i) => panelAgent(specOf(model, state, i), names));
}

function panelAgent(agent: AgentSpec, names: readonly string[]): PanelAgent {
  const { self, at: node } = agent;
  return { id: self.id, name: self.name, about: aboutWords(self), interests: self.interests, facts: attributesOf(agent, names), node };
}

const known = new WeakMap<ScenarioModel, readonly string[]>();

/** They do not change during a run. */
function namesOf(model: ScenarioModel): readonly string[] {
  const names = known.get(model) ?? attributeNames(model);
  known.set(model, names);
  return names;
}

/** Occupation and age in one line. */
export const aboutWords = ({ occupation, age }: Pick<AgentSpec['self'], 'occupation' | 'age'>): string =>
  [occupation, age === null ? '' : String(age)].filter((part) => part !== '').join(', ');
