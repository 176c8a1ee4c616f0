/** Names of the figures of a network, and their numbers as text. */
import { marked, type Wording } from '../../core/util/l10n.js';
import type { Interval } from '../../analysis/statistics/resampling.js';

const WORDS: { readonly [id: string]: string } = {
  ties: marked('ties'),
  density: marked('density'),
  mean_degree: marked('mean degree'),
  largest_component: marked('largest component'),
  reciprocity: marked('reciprocity'),
  transitivity: marked('transitivity'),
  clustering: marked('clustering'),
  degree_assortativity: marked('degree assortativity'),
  modularity: marked('modularity'),
};
const GROUP_WORDS: { readonly [kind: string]: string } = {
  assortativity: marked('assortativity by {0}'),
  external_internal: marked('E–I index by {0}'),
  modularity: marked('modularity by {0}'),
  triad: marked('triad {0}'),
};

/** For example `degree assortativity`, `E–I index by club`, `triad 300`. */
export function figureWords(id: string, t: Wording): string {
  const dot = id.indexOf('.');
  if (dot < 0) return t(WORDS[id] ?? id);
  const [kind, rest] = [id.slice(0, dot), id.slice(dot + 1)];
  return t(GROUP_WORDS[kind] ?? kind, rest);
}

export function figureNumber(value: number | null): string {
  if (value === null) return '–';
  if (Math.abs(value) >= 1000) return String(Math.round(value));
  const rounded = Math.abs(value) >= 100 ? Math.round(value * 10) / 10 : Number(value.toPrecision(3));
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

export const signedTenths = (z: number | null): string => (z === null ? '–' : `${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(1)}`);
export const intervalText = (interval: Interval | null): string =>
  interval ? `[${figureNumber(interval.low)}, ${figureNumber(interval.high)}]` : '';

export const signedNumber = (value: number | null): string =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${figureNumber(Math.abs(value))}`;
