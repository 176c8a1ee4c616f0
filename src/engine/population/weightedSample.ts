/**
 * One value for a member of a population, from the short forms of the format: `normal(46, 14) in 18..90`, `2 of [a, b, c]`,
 * `0..20`, a list, weights `{ woman: 51, man: 47 }`, or a literal that all share. Rules that span several members (quotas,
 * branches, rows) are in population.ts.
 */
import { recent } from '../../core/util/memo.js';
import type { Json } from '../../core/util/json.js';
import { clamp, exp } from '../../core/util/math.js';
import { beta, gamma, normal } from '../../core/random/distributions.js';
import { below, pick, type Rng, sample, weighted } from '../../core/random/rng.js';

/** Number of tries for a truncated draw. After them, the value moves to the nearer bound. */
const TRIES = 1000;

interface Distribution {
  readonly name: string;
  /** How it is written, with names for its arguments. */
  readonly usage: string;
  readonly doc: string;
  /** What is wrong with the arguments, as a sentence, or null. */
  fault(a: number, b: number): string | null;
  draw(random: Rng, a: number, b: number): number;
}

const positive = (names: string) => (a: number, b: number) => (a > 0 && b > 0 ? null : `${names} are above 0.`);

/** All distributions. A draw depends only on the given stream, and is the same on every machine. */
export const distributions: readonly Distribution[] = [
  {
    name: 'normal',
    usage: 'normal(mean, sd)',
    doc: 'Normal distribution by its mean and standard deviation (Marsaglia 1962).',
    fault: (_, sd) => (sd >= 0 ? null : 'sd, the standard deviation, is not below 0.'),
    draw: (random, mean, sd) => mean + sd * normal(random),
  },
  {
    name: 'lognormal',
    usage: 'lognormal(mu, sigma)',
    doc: 'e to the power of a normal draw: mean e^(mu + sigma²/2), median e^mu.',
    fault: (_, sigma) => (sigma >= 0 ? null : 'sigma is not below 0.'),
    draw: (random, mu, sigma) => exp(mu + sigma * normal(random)),
  },
  {
    name: 'uniform',
    usage: 'uniform(low, high)',
    doc: 'Every number from low up to high is as likely.',
    fault: (low, high) => (high >= low ? null : 'high is not below low.'),
    draw: (random, low, high) => low + (high - low) * random(),
  },
  {
    name: 'beta',
    usage: 'beta(a, b)',
    doc: 'From 0 to 1, with mean a / (a + b).',
    fault: positive('a and b'),
    draw: beta,
  },
  {
    name: 'gamma',
    usage: 'gamma(shape, scale)',
    doc: 'Above 0, with mean shape · scale (Marsaglia and Tsang 2000).',
    fault: positive('shape and scale'),
    draw: (random, shape, scale) => scale * gamma(random, shape),
  },
  {
    name: 'poisson',
    usage: 'poisson(mean)',
    doc: 'A whole number from 0 up with the given mean.',
    fault: (mean) => (mean >= 0 && mean <= 100_000 ? null : 'mean is a number from 0 to 100000.'),
    draw: (random, mean) => poisson(random, mean),
  },
];

/** Poisson draw as a sum of draws with mean 16 or less, each from a product of uniforms (Knuth 1969, §3.4.1). O(mean). */
function poisson(random: Rng, mean: number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 16) {
    const limit = exp(-Math.min(left, 16));
    for (let product = random(); product > limit; product *= random()) count++;
  }
  return count;
}

/** A short form in parts. */
type Form =
  | { readonly kind: 'distribution'; readonly of: Distribution; readonly args: readonly number[] }
  | { readonly kind: 'range'; readonly low: number; readonly high: number; readonly whole: boolean }
  | { readonly kind: 'some'; readonly count: number; readonly items: readonly string[] };

interface Spec {
  readonly form: Form;
  /** `in low..high`. */
  readonly within: readonly [number, number] | null;
}

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;
const WITHIN = new RegExp(String.raw`^(.*?)\s+in\s+${NUMBER}\s*\.\.\s*${NUMBER}$`, 's');
const RANGE = new RegExp(String.raw`^${NUMBER}\s*\.\.\s*${NUMBER}$`);
const CALL = /^([a-z]+)\(([^()]*)\)$/;
const SOME = /^(\d+)\s+of\s+\[(.*)\]$/s;

/**
 * The short form of a text. Null if the text is literal, a message if it is wrong. It is kept, because a field is drawn for each
 * member.
 */
const specOf = recent(1000, (text: string): Spec | string | null => takenApart(text));

function takenApart(text: string): Spec | string | null {
  const [, inner = text, low, high] = WITHIN.exec(text.trim()) ?? [];
  const form = formOf(inner.trim());
  if (form === null || typeof form === 'string') return form;
  if (low === undefined) return { form, within: null };
  if (form.kind === 'some') return '`in` needs a distribution of numbers before it.';
  return Number(low) <= Number(high) ? { form, within: [Number(low), Number(high)] } : `\`${low}..${high}\` runs downwards.`;
}

function formOf(text: string): Form | string | null {
  const [, name, list = ''] = CALL.exec(text) ?? [];
  const of = distributions.find((one) => one.name === name);
  if (of) {
    const args = list.split(',').map((arg) => (arg.trim() === '' ? Number.NaN : Number(arg)));
    const wanted = of.usage.split(',').length;
    if (args.length !== wanted || args.some(Number.isNaN)) return `\`${text}\` is written \`${of.usage}\`, with numbers.`;
    const fault = of.fault(args[0]!, args[1] ?? 0);
    return fault === null ? { kind: 'distribution', of, args } : `\`${of.usage}\`: ${fault}`;
  }
  const [, low, high] = RANGE.exec(text) ?? [];
  if (low !== undefined && high !== undefined) return rangeOf(low, high);
  const [, count, inner] = SOME.exec(text) ?? [];
  if (count === undefined || inner === undefined) return null;
  const items = inner.split(',').map((item) => item.trim());
  return Number(count) <= items.length ? { kind: 'some', count: Number(count), items } : `\`${text}\` takes ${count} of ${items.length}.`;
}

/** Whole numbers if both bounds are whole and differ by more than one, as in `18..90`; else any number, as in `0..1`. */
function rangeOf(low: string, high: string): Form | string {
  const [a, b] = [Number(low), Number(high)];
  if (a > b) return `\`${low}..${high}\` runs downwards.`;
  return { kind: 'range', low: a, high: b, whole: Number.isInteger(a) && Number.isInteger(b) && b - a > 1 };
}

/** What is wrong with the rule of a field, as a sentence; null if nothing is. */
export function sampleFault(spec: Json): string | null {
  if (typeof spec === 'string') {
    const found = specOf(spec);
    return typeof found === 'string' ? found : null;
  }
  if (spec === null || typeof spec !== 'object') return null;
  if (Array.isArray(spec)) return spec.length > 0 ? null : 'The list has nothing to choose from.';
  const weights = Object.values(spec);
  if (weights.some((w) => !(typeof w === 'number' && w >= 0))) return 'Weights are numbers, not below 0.';
  return weights.some((w) => (w as number) > 0) ? null : 'At least one weight is above 0.';
}

/** One draw. A text that is not a short form is literal. */
export function draw(random: Rng, spec: Json): Json {
  if (spec !== null && typeof spec === 'object')
    return Array.isArray(spec) ? (pick(random, spec) ?? null) : weightedKey(random, spec as { readonly [key: string]: Json });
  if (typeof spec !== 'string') return spec;
  const found = specOf(spec);
  if (found === null || typeof found === 'string') return spec;
  return found.within ? truncated(random, found.form, ...found.within) : drawForm(random, found.form);
}

function weightedKey(random: Rng, weights: { readonly [key: string]: Json }): Json {
  const keys = Object.keys(weights);
  const values = keys.map((key) => Number(weights[key]));
  return keys[weighted(random, values)] ?? null;
}

/** Draws again until a value lies within the bounds. After too many tries, the last value moves to the nearer bound. */
function truncated(random: Rng, form: Form, low: number, high: number): number {
  let value = Number.NaN;
  for (let i = 0; i < TRIES; i++) {
    value = drawForm(random, form) as number;
    if (value >= low && value <= high) return value;
  }
  return clamp(value, low, high);
}

function drawForm(random: Rng, form: Form): Json {
  if (form.kind === 'some') return sample(random, form.items, form.count);
  if (form.kind === 'distribution') return form.of.draw(random, form.args[0]!, form.args[1] ?? 0);
  return form.whole ? form.low + below(random, form.high - form.low + 1) : form.low + (form.high - form.low) * random();
}
