/**
 * The values of a measure by round. States share them: a state after each round of a long run keeps each value once, not a list for
 * each round.
 */
import { append, appendEach, emptyLog, type Log, logItems } from '../util/chunkedList.js';
import { latest, memoBy } from '../util/memo.js';
import type { MeasureSeries } from './state.js';

type Value = number | null;

/** The shared values of a series. It is hidden from readers, which compare and copy series by `values`. */
const LOG = Symbol('log');

interface LoggedSeries extends MeasureSeries {
  readonly [LOG]?: Log<Value>;
}

/** The list that was read last of each shared array: readers ask for it again and again until the next round. */
const listsOf = memoBy((backing: readonly Value[]) => latest((length: number) => backing.slice(0, length)));

/**
 * A series with a value for a round: a value measured again at the end of the run replaces the last one, and rounds before a measure
 * was added have null.
 * @param before the series so far; undefined for the first value
 * @param round from 1; 0 counts as 1
 */
export function measuredIn(
  before: LoggedSeries | undefined,
  round: number,
  { measure, value, ...precision }: Pick<MeasureSeries, 'measure' | 'error' | 'estimate'> & { readonly value: Value },
): MeasureSeries {
  const rounds = Math.max(0, round - 1);
  let log = before ? (before[LOG] ?? appendEach(emptyLog<Value>(), before.values)) : emptyLog<Value>();
  if (log.length > rounds) log = appendEach(emptyLog<Value>(), logItems(log, 0, rounds));
  while (log.length < rounds) log = append(log, null);
  const whole = append(log, value);
  const series: MeasureSeries = {
    measure,
    get values() {
      return listsOf(whole.backing)(whole.length);
    },
    ...precision,
  };
  return Object.defineProperty(series, LOG, { value: whole });
}
