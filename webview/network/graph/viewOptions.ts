/** The options of the network: which ties are shown, and the meaning of colours and sizes. No access to the page. */
import { graphOf, nodesOf } from '../../../src/analysis/network/graph.js';
import { louvain } from '../../../src/analysis/network/communities.js';
import { rng } from '../../../src/core/random/rng.js';
import { eachTie } from '../../../src/core/events/ties.js';
import { standingAt } from '../../measures/course.js';
import { edgeOf, type PanelModel } from '../../state/model.js';
import { type Grouping, groupAgents, HUES, legendOf, RAMP } from '../../ui/palette.js';
import { decimal } from '../../ui/format.js';
import { words } from '../../ui/strings.js';

export interface Looks {
  /** `interests`, `communities`, `fact <name>`, or `series <id>`. */
  readonly colour: string;
  /** `in`, `out`, `messages`, `fact <name>`, or `series <id>`. */
  readonly size: string;
  /** Ties weaker than this are not shown, 0..1. */
  readonly least: number;
  /** Whether past ties are shown. */
  readonly ghosts: boolean;
  /** The order of rows and columns of the matrix. */
  readonly order: (typeof ORDERS)[number];
}

export const ORDERS = ['communities', 'colours', 'file'] as const;

export const FIRST_LOOKS: Looks = { colour: 'interests', size: 'in', least: 0, ghosts: false, order: 'communities' };

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Series with one value for each agent. Codes are left out, because an agent can have several. */
const ownSeries = ({ run }: PanelModel): readonly number[] =>
  [...run.series.keys()].filter((i) => !['world', 'code'].includes(run.series[i]!.of));

const labelOf = (model: PanelModel, place: number): string => words.measure(model.run.series[place]!.id.replaceAll('.', ': '));

const named = (model: PanelModel, place: number): Choice => ({
  value: `series ${model.run.series[place]!.id}`,
  label: labelOf(model, place),
});

/** Attributes of agents, by place, that are not the same for all agents. */
const telling = ({ run, agents }: PanelModel): readonly number[] =>
  [...run.attributes.keys()].filter((place) => new Set(agents.map(({ facts }) => facts[place] ?? null)).size > 1);

const namedFact = ({ run }: PanelModel, place: number): Choice => ({
  value: `fact ${run.attributes[place]!}`,
  label: words.attribute(run.attributes[place]!),
});

const isNumeric = ({ agents }: PanelModel, place: number): boolean =>
  agents.every(({ facts }) => (facts[place] ?? null) === null || typeof facts[place] === 'number');

const factPlace = ({ run }: PanelModel, choice: string): number => run.attributes.findIndex((name) => `fact ${name}` === choice);

export const colourChoices = (model: PanelModel): readonly Choice[] => [
  { value: 'interests', label: words.byInterests },
  { value: 'communities', label: words.byCommunities },
  ...telling(model).map((place) => namedFact(model, place)),
  ...ownSeries(model).map((place) => named(model, place)),
];

export const sizeChoices = (model: PanelModel): readonly Choice[] => [
  { value: 'in', label: words.degree('in') },
  { value: 'out', label: words.degree('out') },
  { value: 'messages', label: words.byMessages },
  ...telling(model)
    .filter((place) => isNumeric(model, place))
    .map((place) => namedFact(model, place)),
  ...ownSeries(model)
    .filter((place) => model.run.series[place]!.words.length === 0)
    .map((place) => named(model, place)),
];

const placeOf = (model: PanelModel, choice: string): number | undefined =>
  ownSeries(model).find((place) => `series ${model.run.series[place]!.id}` === choice);

/** Colours for a choice. `before`: the previous colours, which communities keep as long as they exist. */
export function groupingOf(model: PanelModel, colour: string, before: Grouping | null): Grouping {
  if (colour === 'communities') return communities(model, before);
  const fact = factPlace(model, colour);
  if (fact >= 0) return byFact(model, fact);
  const place = placeOf(model, colour);
  if (place === undefined) return groupAgents(model.agents);
  const { words: list } = model.run.series[place]!;
  const standing = standingAt(model, place);
  const hue = model.agents.map((_, agent) => standing.get(agent));
  if (list.length > 0) {
    const hues = hue.map((word) => (word === undefined || word >= HUES ? HUES : word));
    return { hue: hues, legend: legendOf(list.slice(0, HUES), hues, words.otherValues) };
  }
  return ramp(hue, model.run.series[place]!);
}

/** Maximum number of values in the legend. */
const MOST_NAMED = HUES - 1;

/** Colours by an attribute: numbers in steps, words by frequency. Rare words share one colour. */
function byFact(model: PanelModel, place: number): Grouping {
  const values = model.agents.map(({ facts }) => facts[place] ?? null);
  if (isNumeric(model, place))
    return ramp(
      values.map((value) => (typeof value === 'number' ? value : undefined)),
      { low: null, high: null },
    );
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const named = names.length > HUES ? names.slice(0, MOST_NAMED) : names;
  const hues = values.map((value) => {
    const hue = value === null ? -1 : named.indexOf(String(value));
    return hue < 0 ? HUES : hue;
  });
  return { hue: hues, legend: legendOf(named, hues, names.length > named.length ? words.otherValues : words.noValue) };
}

/** Colours for numbers, in five steps of equal width. */
function ramp(values: readonly (number | undefined)[], bounds: { readonly low: number | null; readonly high: number | null }): Grouping {
  const there = values.filter((value): value is number => value !== undefined);
  const [low, high] = [bounds.low ?? Math.min(...there), bounds.high ?? Math.max(...there)];
  const width = (high - low || 1) / RAMP.length;
  const step = (value: number): number => Math.min(RAMP.length - 1, Math.max(0, Math.floor((value - low) / width)));
  // An agent without a value has the middle colour.
  const hue = values.map((value) => RAMP[value === undefined ? 2 : step(value)]!);
  if (there.length === 0) return { hue, legend: [{ hue: HUES, label: words.noValues }] };
  return { hue, legend: RAMP.map((one, i) => ({ hue: one, label: `${decimal(low + i * width)} – ${decimal(low + (i + 1) * width)}` })) };
}

/** Maximum number of agents for communities. More would block the page. */
const MOST_AGENTS = 3_000;

/** Communities of the ties that count, by the Louvain method, largest first. Communities of one agent are left out. */
export function communitiesOf(model: PanelModel, graph = model.shown.graph): readonly (readonly number[])[] {
  const { away } = model.shown;
  if (!graph || model.agents.length > MOST_AGENTS) return [];
  const members = [...model.agents.keys()].filter((agent) => !away.has(agent));
  const found = louvain(graphOf(graph, edgeOf(model), members), rng(0, 'panel.communities'));
  if (!found) return [];
  const groups = Array.from({ length: found.count }, (): number[] => []);
  for (const [node, agent] of nodesOf(members).entries()) groups[found.of[node]!]!.push(agent);
  return groups.filter(({ length }) => length > 1).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

function communities(model: PanelModel, before: Grouping | null): Grouping {
  const groups = communitiesOf(model);
  if (groups.length > 0) return coloured(model, groups, before);
  const label = model.agents.length > MOST_AGENTS ? words.tooManyForCommunities(MOST_AGENTS) : words.noCommunities;
  return { hue: model.agents.map(() => HUES), legend: [{ hue: HUES, label }] };
}

/** Each community gets the hue that most of its members had, if no larger community has it. */
function coloured(model: PanelModel, groups: readonly (readonly number[])[], before: Grouping | null): Grouping {
  const hue = model.agents.map(() => HUES);
  const taken = new Set<number>();
  const legend: { hue: number; label: string }[] = [];
  for (const group of groups.slice(0, HUES)) {
    const own = hueFor(group, taken, before);
    taken.add(own);
    for (const agent of group) hue[agent] = own;
    legend.push({ hue: own, label: words.community(group.length) });
  }
  return { hue, legend: hue.includes(HUES) ? [...legend, { hue: HUES, label: words.smallCommunities }] : legend };
}

function hueFor(group: readonly number[], taken: ReadonlySet<number>, before: Grouping | null): number {
  const counts = new Array<number>(HUES).fill(0);
  for (const agent of group) {
    const had = before?.hue[agent] ?? HUES;
    if (had < HUES && !taken.has(had)) counts[had]!++;
  }
  const most = Math.max(...counts);
  if (most > 0) return counts.indexOf(most);
  return [...counts.keys()].find((hue) => !taken.has(hue)) ?? 0;
}

export interface Weights {
  /** The weight of each agent, 0 or more. */
  readonly values: readonly number[];
  /** The value of the largest size. */
  readonly most: number;
}

/** The weight that sets the size of each agent. A society with weak ties has small nodes. */
export function weightsOf(model: PanelModel, size: string): Weights {
  if (size === 'messages') return relative(messageCounts(model));
  const fact = factPlace(model, size);
  if (fact >= 0) return byAmount(model, fact);
  const place = placeOf(model, size);
  if (place !== undefined) {
    const standing = standingAt(model, place);
    const { low: least, high } = model.run.series[place]!;
    const low = least ?? Math.min(0, ...standing.values());
    const values = model.agents.map((_, agent) => Math.max(0, (standing.get(agent) ?? low) - low));
    return high === null ? relative(values) : { values, most: high - low || 1 };
  }
  return relative(tieSums(model, size === 'out'));
}

/** Weights from the smallest to the largest value; an agent without a value is drawn smallest. */
function byAmount({ agents }: PanelModel, place: number): Weights {
  const values = agents.map(({ facts }) => facts[place]).map((value) => (typeof value === 'number' ? value : null));
  const there = values.filter((value) => value !== null);
  const least = there.reduce((a, b) => Math.min(a, b), there[0] ?? 0);
  const most = there.reduce((a, b) => Math.max(a, b), there[0] ?? 0);
  return { values: values.map((value) => (value === null ? 0 : value - least)), most: most - least || 1 };
}

/** The total strength of each agent's outgoing or incoming ties. */
function tieSums({ agents, shown }: PanelModel, out: boolean): readonly number[] {
  const sums = new Array<number>(agents.length).fill(0);
  if (shown.graph)
    eachTie(shown.graph, (from, to, strength) => {
      const agent = out ? from : to;
      sums[agent] = sums[agent]! + Math.min(1, strength);
    });
  return sums;
}

const relative = (values: readonly number[]): Weights => ({ values, most: values.reduce((a, b) => Math.max(a, b), 1) });

function messageCounts({ agents, messages, shown }: PanelModel): readonly number[] {
  const counts = agents.map(() => 0);
  for (let i = 0; i < shown.messages; i++) {
    const { author } = messages[i]!;
    if (author >= 0) counts[author]!++;
  }
  return counts;
}
