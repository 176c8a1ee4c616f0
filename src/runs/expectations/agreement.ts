/** How far the two coders of each code agree, from the codes that a run holds. */
import { type Kappa, type Raters, ratersOf } from '../../analysis/statistics/raters.js';
import type { Draft } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';

interface CodeAgreement extends Raters {
  readonly code: string;
}

/** For each code that a second coder checked, in the order of the first checks. */
export function agreementsIn(events: Iterable<Draft['body']>): readonly CodeAgreement[] {
  const first = new Map<string, Json>();
  const pairs = new Map<string, (readonly [Json, Json])[]>();
  for (const event of events) {
    if (event.type !== 'code.assigned') continue;
    const { code, message, value, check } = event;
    const key = `${code} ${message}`;
    const known = first.get(key);
    if (!check) first.set(key, value);
    else if (known !== undefined) pairs.set(code, [...(pairs.get(code) ?? []), [known, value]]);
  }
  return [...pairs].map(([code, both]) => ({ code, ...ratersOf(both) }));
}

/** For example `kind: kappa 0.62 [0.41, 0.83], weighted 0.8 [0.7, 0.9], n = 50`. */
export function agreementWords({ code, n, plain, weighted }: CodeAgreement): string {
  const more = weighted === null ? '' : `, weighted ${kappaWords(weighted)}`;
  return `${code}: kappa ${plain === null ? 'has no value' : kappaWords(plain)}${more}, n = ${n}`;
}

const kappaWords = ({ kappa, interval }: Kappa): string =>
  `${figure(kappa)}${interval === null ? '' : ` [${figure(interval.low)}, ${figure(interval.high)}]`}`;

const figure = (value: number): string => String(Math.round(value * 1000) / 1000);
