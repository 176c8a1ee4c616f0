/**
 * Who gets which colour, and the initials that stand beside it, so that colour is never the only sign. Groups come from
 * shared interests, which a run does not change: an agent keeps its colour from the first round to the last.
 */
import type { PanelAgent } from '../src/protocol/course.js';
import { words } from './words.js';

export type ThemeKind = 'light' | 'dark' | 'hcDark' | 'hcLight';

/** A fill and the text colour that is readable on it. */
export interface Hue {
  readonly fill: string;
  readonly ink: string;
}

/** Hues that tell groups apart; one more, neutral, follows them for those in no group. */
export const HUES = 8;

const FILLS: Readonly<Record<ThemeKind, readonly string[]>> = {
  light: ['#1a6fc4', '#b3530a', '#2f7d3b', '#7a4fc0', '#c0335f', '#0b7a80', '#7f6a00', '#8a5544', '#6a717b'],
  dark: ['#6fb1f5', '#f0a566', '#7ccb8d', '#b9a0f2', '#f28ba8', '#5ecbc7', '#d8c25f', '#cda592', '#9aa4b1'],
  hcDark: ['#7cc0ff', '#ffb066', '#7fe08f', '#c9b0ff', '#ff9bb8', '#5fe3de', '#f0d95f', '#e6bba6', '#b8c2cf'],
  hcLight: ['#0b4f94', '#8a3c00', '#1d5c28', '#5a2fa0', '#962047', '#005a60', '#5c4c00', '#6b3d2f', '#4a515a'],
};
const INK: Readonly<Record<ThemeKind, string>> = { light: '#ffffff', dark: '#17191c', hcDark: '#000000', hcLight: '#ffffff' };

/** From least to most, as hues: orange, grey and blue, which also who is colour-blind tells apart. */
export const RAMP = [1, HUES + 1, HUES, HUES + 2, 0] as const;

/** Hues there are: those of groups, the neutral one, and two between for the ramp. */
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
  /** Hue of each agent: below `HUES` a group's, `HUES` for the neutral one, those of `RAMP` for numbers. */
  readonly hue: readonly number[];
  /** What each hue says, in the order of a legend; empty where colours only tell agents apart. */
  readonly legend: readonly { readonly hue: number; readonly label: string }[];
}

/** At most this many groups are named; more cannot be told apart at a glance. */
const MOST = 7;

/**
 * Groups agents by the interests they share: again and again the interest that most ungrouped agents have, at least
 * two, the earlier written one first. In a society of a few, each agent has a colour of its own.
 */
export function groupAgents(agents: readonly PanelAgent[]): Grouping {
  const own: Grouping = { hue: agents.map((_, i) => i % HUES), legend: [] };
  if (agents.length <= HUES) return own;
  const { keys, labels } = interestsOf(agents);
  const hue = new Array<number>(agents.length).fill(HUES);
  const chosen: string[] = [];
  while (chosen.length < MOST) {
    const next = mostShared(keys, hue);
    if (next === null) break;
    keys.forEach((list, agent) => {
      if (hue[agent] === HUES && list.includes(next)) hue[agent] = chosen.length;
    });
    chosen.push(next);
  }
  if (chosen.length === 0) return own;
  return {
    hue,
    legend: legendOf(
      chosen.map((key) => labels.get(key) ?? key),
      hue,
      words.others,
    ),
  };
}

/** What interests each agent, whatever its case and once each, and how it is written first. */
function interestsOf(agents: readonly PanelAgent[]): {
  readonly keys: readonly (readonly string[])[];
  readonly labels: Map<string, string>;
} {
  const labels = new Map<string, string>();
  // Many share few.
  const folded = new Map<string, string>();
  const keyOf = (interest: string): string => {
    let key = folded.get(interest);
    if (key === undefined) folded.set(interest, (key = fold(interest)));
    if (!labels.has(key)) labels.set(key, interest.trim());
    return key;
  };
  return { keys: agents.map(({ interests }) => [...new Set(interests.map(keyOf))].filter((key) => key)), labels };
}

/** Names by hue, and one for those in no group. */
export function legendOf(names: readonly string[], hue: readonly number[], rest: string): Grouping['legend'] {
  const named = names.map((label, i) => ({ hue: i, label }));
  return hue.includes(HUES) ? [...named, { hue: HUES, label: rest }] : named;
}

const fold = (interest: string): string => interest.trim().toLowerCase();

function mostShared(keys: readonly (readonly string[])[], hue: readonly number[]): string | null {
  const counts = new Map<string, number>();
  keys.forEach((own, agent) => {
    if (hue[agent] === HUES) for (const key of own) counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  let best: string | null = null;
  let most = 1;
  for (const [key, n] of counts) if (n > most) [best, most] = [key, n];
  return best;
}

const LETTER = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

const SIGNS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** One or two letters for an avatar: the first of the first and last word, whatever the script. */
export function initials(name: string): string {
  const parts = name
    .slice(0, 200)
    .split(/[\s_\-.]+/u)
    .map(firstSign)
    .filter((sign) => sign);
  const first = parts[0] ?? '?';
  const last = parts.length > 1 ? (parts[parts.length - 1] ?? '') : '';
  return (/\p{Extended_Pictographic}/u.test(first + last) ? first : first + last).toUpperCase();
}

/** Most words begin with a plain letter, which no sign of another kind joins: they need no segmenter. */
const PLAIN = /^[a-z0-9](?![^ -~])/i;

function firstSign(word: string): string {
  if (PLAIN.test(word)) return word[0]!;
  for (const { segment } of SIGNS.segment(word)) if (LETTER.test(segment)) return segment;
  return '';
}
