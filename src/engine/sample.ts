/**
 * Values drawn for the members of a population, from the short forms of the format: `normal(46, 14) in 18..90`,
 * `beta(2, 2)`, `uniform(0, 1)`, `2 of [a, b, c]`, `0..20`, `{ woman: 51, man: 47 }`, or a literal that all share.
 */
import type { Json } from '../core/json.js';
import { clamp } from '../core/math.js';
import { below, beta, normal, pick, type Rng, sample, weighted } from '../core/rng.js';

/** How often a truncated draw is tried before it is moved to the nearer bound. */
const TRIES = 100;

/** One draw. Text that is no short form is literal. */
export function draw(random: Rng, spec: Json): Json {
  if (spec !== null && typeof spec === 'object')
    return Array.isArray(spec) ? (pick(random, spec) ?? null) : weightedKey(random, spec as { readonly [key: string]: Json });
  if (typeof spec !== 'string') return spec;
  const [, form = spec, low, high] = /^(.*?)\s+in\s+(-?[\d.]+?)\s*\.\.\s*(-?[\d.]+)$/s.exec(spec) ?? [];
  const value = drawForm(random, form.trim());
  if (low === undefined || typeof value !== 'number') return value;
  return truncated(random, form.trim(), Number(low), Number(high));
}

function weightedKey(random: Rng, weights: { readonly [key: string]: Json }): Json {
  const keys = Object.keys(weights);
  return (
    keys[
      weighted(
        random,
        keys.map((key) => Number(weights[key])),
      )
    ] ?? null
  );
}

function truncated(random: Rng, form: string, low: number, high: number): number {
  for (let i = 0; i < TRIES; i++) {
    const value = drawForm(random, form) as number;
    if (value >= low && value <= high) return value;
  }
  return clamp(drawForm(random, form) as number, low, high);
}

function drawForm(random: Rng, form: string): Json {
  const call = /^(normal|beta|uniform)\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)$/.exec(form);
  if (call) return drawCall(random, call[1] as 'normal' | 'beta' | 'uniform', Number(call[2]), Number(call[3]));
  const range = /^(-?[\d.]+?)\s*\.\.\s*(-?[\d.]+)$/.exec(form);
  if (range) return drawRange(random, range[1]!, range[2]!);
  const some = /^(\d+)\s+of\s+\[(.*)\]$/s.exec(form);
  if (some)
    return sample(
      random,
      some[2]!.split(',').map((item) => item.trim()),
      Number(some[1]),
    );
  return form;
}

function drawCall(random: Rng, name: 'normal' | 'beta' | 'uniform', a: number, b: number): number {
  if (name === 'normal') return a + b * normal(random);
  return name === 'beta' ? beta(random, a, b) : a + (b - a) * random();
}

/** Whole numbers where both bounds are whole and differ by more than one, as in `18..90`; else any number, as in `0..1`. */
function drawRange(random: Rng, low: string, high: string): number {
  const [a, b] = [Number(low), Number(high)];
  const whole = Number.isInteger(a) && Number.isInteger(b) && b - a > 1;
  return whole ? a + below(random, b - a + 1) : a + (b - a) * random();
}
