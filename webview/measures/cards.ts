/** The contents of the measures pane as data: one card for each measure, reward, answer, variable and distribution. */
import { mean } from '../../src/core/util/numbers.js';
import type { PanelSeries } from '../../src/protocol/course.js';
import { edgeOf, type PanelModel, roundsMeasured, strongest } from '../state/model.js';
import { decimal, figure } from '../ui/format.js';
import { words } from '../ui/strings.js';
import type { Bar, LineChart } from './chart.js';
import { binned, courseOf, presentValues, type Round, standingAt } from './course.js';
import { csvText } from '../../src/core/formats/csv.js';

export interface Table {
  readonly head: readonly string[];
  /** Cells of the table; null if there is no value. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface Card {
  /** The id with its kind, unique in the run. */
  readonly id: string;
  readonly title: string;
  /** The value at the shown moment. */
  readonly value: string;
  /** Definition and source. */
  readonly about: string;
  readonly picture:
    | { readonly kind: 'lines'; readonly chart: LineChart }
    | { readonly kind: 'bars'; readonly bars: readonly Bar[] }
    | { readonly kind: 'degrees'; readonly bars: readonly Bar[]; readonly degrees: readonly number[] };
  readonly table: Table;
}

export interface Section {
  readonly title: string;
  readonly cards: readonly Card[];
}

/** Series with a value for each agent. In a large society, the panel has only the values of some agents, and the view of groups shows all. */
const OF_AGENTS: ReadonlySet<PanelSeries['of']> = new Set<PanelSeries['of']>(['reward', 'answer', 'variable']);

/** All sections with data at the shown moment. */
export function sectionsOf(model: PanelModel): readonly Section[] {
  const isLarge = model.run.crowd !== undefined;
  const of = (kind: PanelSeries['of']): readonly number[] =>
    isLarge && OF_AGENTS.has(kind)
      ? []
      : [...model.run.series.keys()].filter((i) => model.run.series[i]!.of === kind && model.values[i]!.length > 0);
  const rewards = of('reward');
  return [
    { title: words.sections.measures, cards: measureIds(model).map((id) => measureCard(model, id)) },
    {
      title: words.sections.reward,
      cards: rewards.length === 0 ? [] : [together(model, rewards), ...rewards.map((place) => seriesCard(model, place))],
    },
    { title: words.sections.answer, cards: of('answer').flatMap((place) => [seriesCard(model, place), standingCard(model, place)]) },
    { title: words.sections.code, cards: of('code').map((place) => seriesCard(model, place)) },
    { title: words.sections.variable, cards: of('variable').flatMap((place) => [seriesCard(model, place), standingCard(model, place)]) },
    { title: words.sections.world, cards: of('world').map((place) => seriesCard(model, place)) },
    {
      title: words.sections.network,
      cards: isLarge || model.run.networks.length === 0 ? [] : [degreeCard(model, 'in'), degreeCard(model, 'out')],
    },
  ].filter(({ cards }) => cards.length > 0);
}

/** Ids of measures. The measures of the file come first. */
function measureIds({ run, measures }: PanelModel): readonly string[] {
  const first = run.headline.filter((id) => measures.has(id));
  return [...first, ...[...measures.keys()].filter((id) => !first.includes(id))];
}

/** The sections for a society without ties: variables of the world, then measures of the file, then variables of agents. */
export function courseSections(model: PanelModel): readonly Section[] {
  const of = (kind: PanelSeries['of']): readonly Card[] =>
    [...model.run.series.keys()]
      .filter((i) => model.run.series[i]!.of === kind && model.values[i]!.length > 0)
      .map((place) => seriesCard(model, place));
  const measures = model.run.headline.filter((id) => model.measures.has(id)).map((id) => measureCard(model, id));
  return [
    { title: words.sections.world, cards: of('world') },
    { title: words.sections.measures, cards: measures },
    { title: words.sections.variable, cards: of('variable') },
    { title: words.sections.answer, cards: of('answer') },
  ].filter(({ cards }) => cards.length > 0);
}

/** The round up to which lines are drawn in full. */
const nowOf = (model: PanelModel): number => Math.min(model.rounds.length, roundsMeasured(model));

const roundsOf = ({ run, rounds }: PanelModel): number => Math.max(run.rounds, rounds.length);

function measureCard(model: PanelModel, id: string): Card {
  const { title, doc, source, values } = model.measures.get(id)!;
  const now = nowOf(model);
  const beside = model.beside?.measures.find((one) => one.id === id);
  const lines = [{ name: beside ? words.thisRun : id, values }, ...(beside ? [{ name: model.beside!.label, values: beside.values }] : [])];
  const chart: LineChart = { lines, rounds: Math.max(roundsOf(model), beside?.values.length ?? 0), now, low: null, high: null };
  return {
    id: `measure ${id}`,
    title: title === '' ? words.measure(id) : title,
    value: figure(values[Math.min(values.length, now) - 1], values),
    about: [doc === '' ? words.measureTitle(id) : doc, source].filter((part) => part !== '').join(' '),
    picture: { kind: 'lines', chart },
    table: {
      head: [words.roundHead, ...(beside ? lines.map(({ name }) => name) : [words.valueHead])],
      rows: Array.from({ length: Math.max(...lines.map((one) => one.values.length)) }, (_, i) => [
        i + 1,
        ...lines.map((one) => one.values[i] ?? null),
      ]),
    },
  };
}

const titleOf = ({ id }: PanelSeries): string => words.measure(id.replaceAll('.', ': '));

function seriesCard(model: PanelModel, place: number): Card {
  const series = model.run.series[place]!;
  const course = courseOf(model, place);
  const now = nowOf(model);
  const here = course[Math.min(course.length, now) - 1];
  const chart: LineChart = {
    lines: linesOf(series, course),
    ...{ rounds: roundsOf(model), now, low: series.words.length > 0 ? 0 : series.low, high: series.words.length > 0 ? 1 : series.high },
  };
  return {
    id: `${series.of} ${series.id}`,
    title: titleOf(series),
    value: here ? shownValue(series, here) : '–',
    about: [series.does, words.seriesAbout(series.of, series.words.length > 0)].filter((part) => part !== '').join(' '),
    picture: { kind: 'lines', chart },
    table: tableOf(series, course),
  };
}

function linesOf(series: PanelSeries, course: readonly Round[]): LineChart['lines'] {
  if (series.words.length > 0)
    return series.words.map((word, i) => ({ name: word, values: course.map(({ n, shares }) => (n === 0 ? null : (shares[i] ?? 0))) }));
  const values = course.map(({ mean }) => mean);
  if (series.of === 'world') return [{ name: series.id, values }];
  return [{ name: series.id, values, low: course.map(({ low }) => low), high: course.map(({ high }) => high) }];
}

function shownValue({ words: list }: PanelSeries, { mean, shares, n }: Round): string {
  if (list.length === 0) return decimal(mean);
  if (n === 0) return '–';
  const most = shares.indexOf(Math.max(...shares));
  return `${list[most] ?? ''} ${words.percent(shares[most] ?? 0)}`;
}

function tableOf({ words: list, of }: PanelSeries, course: readonly Round[]): Table {
  const rounds = course.map((round, i) => [i + 1, round] as const);
  if (list.length > 0)
    return { head: [words.roundHead, words.countHead, ...list], rows: rounds.map(([i, { n, shares }]) => [i, n, ...shares]) };
  if (of === 'world') return { head: [words.roundHead, words.valueHead], rows: rounds.map(([i, { mean }]) => [i, mean]) };
  return {
    head: [words.roundHead, words.meanHead, words.lowHead, words.highHead, words.countHead],
    rows: rounds.map(([i, { mean, low, high, n }]) => [i, mean, low, high, n]),
  };
}

/** All rewards in one chart. */
function together(model: PanelModel, places: readonly number[]): Card {
  const now = nowOf(model);
  const courses = places.map((place) => ({ series: model.run.series[place]!, course: courseOf(model, place) }));
  const lines = courses.map(({ series, course }) => ({ name: titleOf(series), values: course.map(({ mean }) => mean) }));
  return {
    id: 'rewards',
    title: words.allRewards,
    value: '',
    about: words.allRewardsAbout,
    picture: { kind: 'lines', chart: { lines, rounds: roundsOf(model), now, low: 0, high: 1 } },
    table: {
      head: [words.roundHead, ...lines.map(({ name }) => name)],
      rows: model.rounds.map((_, i) => [i + 1, ...lines.map(({ values }) => values[i] ?? null)]),
    },
  };
}

/** The distribution of the values of a series over agents at the shown moment. */
function standingCard(model: PanelModel, place: number): Card {
  const series = model.run.series[place]!;
  const values = presentValues(standingAt(model, place), model.shown.away);
  const bars = barsOf(series, values);
  return {
    id: `spread ${series.of} ${series.id}`,
    title: words.spreadOf(titleOf(series)),
    value: words.ofAgents(values.length),
    about: words.spreadAbout,
    picture: { kind: 'bars', bars },
    table: { head: [words.valueHead, words.agentsHead], rows: bars.map(({ label, count }) => [label, count]) },
  };
}

function barsOf({ words: list, low, high }: PanelSeries, values: readonly number[]): readonly Bar[] {
  if (list.length > 0) return list.map((label, word) => ({ label, count: values.filter((value) => value === word).length }));
  return binned(values, low, high).map(({ from, count }) => ({ label: decimal(from), count }));
}

/** The distribution of the number of ties that count, in one direction. */
function degreeCard(model: PanelModel, way: 'in' | 'out'): Card {
  const { out, into, away } = model.shown;
  const degrees = (way === 'in' ? into : out).flatMap((ties, agent) => (away.has(agent) ? [] : [strongest(model, ties).length]));
  const bars = binned(degrees, 0, null).map(({ from, count }) => ({ label: decimal(from), count }));
  const usual = mean(degrees) ?? 0;
  return {
    id: `degree ${way}`,
    title: words.degree(way),
    value: words.meanOf(decimal(usual)),
    about: words.degreeAbout(way, model.run.networks[model.shown.network]?.name ?? '', decimal(edgeOf(model))),
    picture: { kind: 'degrees', bars, degrees },
    table: { head: [words.degreeHead, words.agentsHead], rows: bars.map(({ label, count }) => [label, count]) },
  };
}

// Tables as CSV.

/** A table for other programs. The first line names its source and that the data are synthetic. */
export function csvOf({ run }: Pick<PanelModel, 'run'>, { title, table }: Pick<Card, 'title' | 'table'>): string {
  return `# ${words.provenance(title, run)}`.replace(/[\n\r]+/g, ' ').concat('\n', csvText([table.head, ...table.rows]));
}
