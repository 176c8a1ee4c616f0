/**
 * The colour and the initials of each agent, so that colour is never the only difference. Groups come from shared interests, which a
 * run does not change: an agent keeps its colour from the first round to the last.
 */
import type { PanelAgent } from '../../src/protocol/course.js';
import { words } from './strings.js';

export type ThemeKind = 'light' | 'dark' | 'hcDark' | 'hcLight';

/** A fill and the text colour that is readable on it. */
export interface Hue {
  readonly fill: string;
  readonly ink: string;
}

/** Number of hues for groups. One more, neutral hue follows for agents without a group. */
export const HUES = 8;

const FILLS: Readonly<Record<ThemeKind, readonly string[]>> = {
  light: ['#1a6fc4', '#b3530a', '#2f7d3b', '#7a4fc0', '#c0335f', '#0b7a80', '#7f6a00', '#8a5544', '#6a717b'],
  dark: ['#6fb1f5', '#f0a566', '#7ccb8d', '#b9a0f2', '#f28ba8', '#5ecbc7', '#d8c25f', '#cda592', '#9aa4b1'],
  hcDark: ['#7cc0ff', '#ffb066', '#7fe08f', '#c9b0ff', '#ff9bb8', '#5fe3de', '#f0d95f', '#e6bba6', '#b8c2cf'],
  hcLight: ['#0b4f94', '#8a3c00', '#1d5c28', '#5a2fa0', '#962047', '#005a60', '#5c4c00', '#6b3d2f', '#4a515a'],
};
const INK: Readonly<Record<ThemeKind, string>> = { light: '#ffffff', dark: '#17191c', hcDark: '#000000', hcLight: '#ffffff' };

/** Hues from the smallest to the largest value: orange, grey and blue, which colour-blind users can also distinguish. */
export const RAMP = [1, HUES + 1, HUES, HUES + 2, 0] as const;

/** Number of all hues: those of groups, the neutral one, and two intermediate ones for the ramp. */
export const ALL_HUES = HUES + 3;

/** The hues of a theme, in the order of their numbers. */
export function huesOf(kind: ThemeKind): readonly Hue[] {
  const fills = FILLS[kind];
  const between = [1, 0].map((hue) => mixed(fills[hue]!, fills[HUES]!));
  return [...fills, ...between].map((fill) => ({ fill, ink: INK[kind] }));
}

/** The middle of two colours. */
function mixed(a: string, b: string): string {
  const part = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return `#${[1, 3, 5]
    .map((at) =>
      Math.round((part(a, at) + part(b, at)) / 2)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

export interface Grouping {
  /** Hue of each agent: below `HUES` for a group, `HUES` for the neutral hue, those of `RAMP` for numbers. */
  readonly hue: readonly number[];
  /** The meaning of each hue, in the order of a legend; empty if colours only distinguish agents. */
  readonly legend: readonly { readonly hue: number; readonly label: string }[];
}

/** Maximum number of named groups. More groups are hard to distinguish. */
const MOST = 7;

/**
 * Groups agents by shared interests: repeatedly takes the interest that most ungrouped agents have (at least two; if equal, the one
 * that is written first). In a small society, each agent has its own colour.
 */
export function groupAgents(agents: readonly PanelAgent[]): Grouping {
  const own: Grouping = { hue: agents.map((_, i) => i % HUES), legend: [] };
  if (agents.length <= HUES) return own;
  const { interests, labels } = interestsOf(agents);
  const hue = new Array<number>(agents.length).fill(HUES);
  const chosen: number[] = [];
  while (chosen.length < MOST) {
    const next = mostShared(interests, labels.length, hue);
    if (next === null) break;
    for (let agent = 0; agent < hue.length; agent++)
      if (hue[agent] === HUES && interests[agent]!.includes(next)) hue[agent] = chosen.length;
    chosen.push(next);
  }
  if (chosen.length === 0) return own;
  return {
    hue,
    legend: legendOf(
      chosen.map((interest) => labels[interest]!),
      hue,
      words.others,
    ),
  };
}

/** The interests of each agent as places in `labels`, each once and independent of case. A label has the form that is written first. */
function interestsOf(agents: readonly PanelAgent[]): {
  readonly interests: readonly (readonly number[])[];
  readonly labels: readonly string[];
} {
  const labels: string[] = [];
  const places = new Map<string, number>();
  // Many agents share few interests, so each is looked up once.
  const known = new Map<string, number>();
  const placeOf = (written: string): number => {
    const key = fold(written);
    const place = places.get(key) ?? (key === '' ? NONE : labels.push(written.trim()) - 1);
    places.set(key, place);
    known.set(written, place);
    return place;
  };
  const own = (written: readonly string[]): readonly number[] => {
    const interests: number[] = [];
    for (const one of written) {
      const place = known.get(one) ?? placeOf(one);
      if (place !== NONE && !interests.includes(place)) interests.push(place);
    }
    return interests;
  };
  return { interests: agents.map(({ interests }) => own(interests)), labels };
}

/** The place of an interest without a name. */
const NONE = -1;

/** The legend: a name for each hue, and one for agents without a group. */
export function legendOf(names: readonly string[], hue: readonly number[], rest: string): Grouping['legend'] {
  const named = names.map((label, i) => ({ hue: i, label }));
  return hue.includes(HUES) ? [...named, { hue: HUES, label: rest }] : named;
}

const fold = (interest: string): string => interest.trim().toLowerCase();

function mostShared(interests: readonly (readonly number[])[], count: number, hue: readonly number[]): number | null {
  const counts = new Uint32Array(count);
  /** Hues in the order of their names. */
  const named: number[] = [];
  for (let agent = 0; agent < hue.length; agent++) {
    if (hue[agent] !== HUES) continue;
    for (const interest of interests[agent]!) if (counts[interest]!++ === 0) named.push(interest);
  }
  let best: number | null = null;
  let most = 1;
  for (const interest of named) if (counts[interest]! > most) [best, most] = [interest, counts[interest]!];
  return best;
}

const LETTER = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** Made when it is needed, because it takes as long as a frame. */
let signs: Intl.Segmenter | null = null;

/** Plain words, in which each character is one letter, so they need no segmenter. Most names are like this. */
const PLAIN_WORDS = /^([a-z0-9])[a-z0-9'’]*(?:[ _.-]([a-z0-9])[a-z0-9'’]*)*$/i;

/** One or two letters for an avatar: the first letters of the first and the last word, in any script. */
export function initials(name: string): string {
  const plain = name.length <= 200 ? PLAIN_WORDS.exec(name) : null;
  if (plain) return (plain[1]! + (plain[2] ?? '')).toUpperCase();
  const parts = name
    .slice(0, 200)
    .split(/[\s_\-.]+/u)
    .map(firstSign)
    .filter((sign) => sign);
  const first = parts[0] ?? '?';
  const last = parts.length > 1 ? (parts[parts.length - 1] ?? '') : '';
  return (/\p{Extended_Pictographic}/u.test(first + last) ? first : first + last).toUpperCase();
}

/** Words that begin with a plain letter without a combining character. They need no segmenter. Most words are like this. */
const PLAIN = /^[a-z0-9](?![^ -~])/i;

function firstSign(word: string): string {
  if (PLAIN.test(word)) return word[0]!;
  signs ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of signs.segment(word)) if (LETTER.test(segment)) return segment;
  return '';
}
