/** Values of a run that have numbers, in addition to its measures: rewards, answers, codes, variables of agents and of the world. */
import type { Json, JsonObject } from '../../core/util/json.js';
import { type ArgSpec, firstValues, type ScenarioModel, type VarSpec } from '../../engine/index.js';
import type { PanelGrouping, PanelSeries } from '../../protocol/course.js';

/** All series of a model, in one order. Agents, lists and texts with many values have no numbers and are left out. */
export const seriesOf = (model: ScenarioModel): readonly PanelSeries[] => known(model).all;

/** Index of a series; undefined where there is none with this name. */
export const seriesAt = (model: ScenarioModel, of: PanelSeries['of'], id: string): number | undefined =>
  known(model).places.get(`${of} ${id}`);

/** The value as a number; null where it is not a value of the series. */
export function numberOf({ words }: PanelSeries, value: Json): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const place = words.indexOf(String(value));
  if (place >= 0) return place;
  // For a free text, all texts that no agent starts with are one value.
  return words.at(-1) === OTHER && typeof value === 'string' ? words.length - 1 : null;
}

/** How the agents of a large society can be grouped: by a variable, by population, and by communities of ties. */
export function groupingsOf(model: ScenarioModel): readonly PanelGrouping[] {
  const variables = seriesOf(model).filter(({ of }) => of === 'variable');
  const words = variables.filter((one) => one.words.length > 0);
  const numbers = variables.filter((one) => one.words.length === 0);
  return [
    ...[...words, ...numbers].map(({ id, words: { length } }): PanelGrouping => ({ of: 'variable', id, isNumber: length === 0 })),
    { of: 'population', id: '', isNumber: false },
    ...(model.networks.length > 0 ? [{ of: 'communities', id: '', isNumber: false } as const] : []),
  ];
}

interface Known {
  readonly all: readonly PanelSeries[];
  readonly places: ReadonlyMap<string, number>;
}

const cache = new WeakMap<ScenarioModel, Known>();

function known(model: ScenarioModel): Known {
  let found = cache.get(model);
  if (!found) {
    const all = listed(model);
    cache.set(model, (found = { all, places: new Map(all.map(({ of, id }, i) => [`${of} ${id}`, i])) }));
  }
  return found;
}

/** The most texts that a variable starts with for which the panel shows colours. */
const MOST_WORDS = 12;
/** Any other text. */
export const OTHER = '…';

const listed = ({ rewards, surveys, codes, agentVars, vars, agents }: ScenarioModel): readonly PanelSeries[] => [
  ...rewards.map(({ id, does }): PanelSeries => ({ of: 'reward', id, does, low: 0, high: 1, words: [] })),
  ...surveys.flatMap(({ id, items }) =>
    items.filter(({ most }) => most === null).flatMap((item) => fromArg('answer', `${id}.${item.id}`, item.text.source, item.answer)),
  ),
  ...codes.flatMap(({ id, ask, answer }) => fromArg('code', id, ask, answer)),
  ...agentVars.flatMap((spec) => fromVariable('variable', spec, () => firstValues(agents, spec.id))),
  ...vars.flatMap((spec) => fromVariable('world', spec, () => [])),
];

const YES_OR_NO: readonly string[] = ['false', 'true'];

function fromArg(of: PanelSeries['of'], id: string, does: string, { kind, words, low, high }: ArgSpec): readonly PanelSeries[] {
  if (kind === 'number' || kind === 'integer') return [{ of, id, does, low: constant(low), high: constant(high), words: [] }];
  const list = kind === 'boolean' ? YES_OR_NO : words;
  return list.length === 0 ? [] : [{ of, id, does, low: null, high: null, words: list }];
}

/** A bound that is a number in the file; a formula has no single value. */
function constant(formula: ArgSpec['low']): number | null {
  const value = formula === null ? Number.NaN : Number(formula.source);
  return Number.isFinite(value) ? value : null;
}

function fromVariable(
  of: PanelSeries['of'],
  { id, kind, words, low, high }: VarSpec,
  starts: () => Iterable<Json>,
): readonly PanelSeries[] {
  if (kind === 'number') return [{ of, id, does: '', low, high, words: [] }];
  const list = kind === 'boolean' ? YES_OR_NO : words.length > 0 ? words : openWords(starts());
  return list.length === 0 ? [] : [{ of, id, does: '', low: null, high: null, words: list }];
}

/** For a free text: the texts that agents start with, where these are few, and one word for all others. */
function openWords(starts: Iterable<Json>): readonly string[] {
  const texts = new Set<string>();
  for (const value of starts) {
    if (typeof value === 'string') texts.add(value);
    if (texts.size > MOST_WORDS) return [];
  }
  return texts.size === 0 ? [] : [...texts, OTHER];
}

/** The values among the answers to a survey: `[series, value]`. */
export function answersIn(model: ScenarioModel, survey: string, answers: JsonObject): readonly (readonly [number, number])[] {
  return Object.entries(answers).flatMap(([item, value]): (readonly [number, number])[] => {
    const series = seriesAt(model, 'answer', `${survey}.${item}`);
    const number = series === undefined || value === undefined ? null : numberOf(seriesOf(model)[series]!, value);
    return series === undefined || number === null ? [] : [[series, number]];
  });
}
