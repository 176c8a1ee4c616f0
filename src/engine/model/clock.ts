/** Time of the story: the length of a round and the start of the first. The clock of the machine is never read. */
import type { NodeId } from '../../core/util/ids.js';
import type { Clock } from '../../language/generated/society.js';
import type { ClockSpec } from './worldSpec.js';
import type { Report } from './faults.js';

const HOURS: { readonly [unit: string]: number } = { minute: 1 / 60, hour: 1, day: 24, week: 168, month: 730, year: 8760 };

/** Hours in a round of a society without a clock, for scores that need one. In 45,000 s Reddit's hot score gains 1. */
export const DEFAULT_HOURS = 12.5;

/** The clock of a society; null if the file has none. Wrong lengths and dates are reported. */
export function clockSpec(clock: Clock | undefined, at: NodeId, report: Report): ClockSpec | null {
  if (!clock) return null;
  const [, count = '1', unit = ''] = /^(\d+(?:\.\d+)?)\s+([a-z]+?)s?$/.exec((clock.round ?? '1 day').trim()) ?? [];
  const hours = HOURS[unit];
  if (hours === undefined)
    report('error', `${at}.round`, `\`${clock.round}\` is not a length of time. Write \`1 day\`, \`3 hours\`, \`15 minutes\`.`);
  const start = clock.start ?? '1970-01-01';
  const seconds = secondsOf(String(start));
  if (seconds === null) report('error', `${at}.start`, `\`${start}\` is not a date. Write it as 2026-03-02 or 2026-03-02 09:00.`);
  return { hours: Number(count) * (hours ?? 24), start: String(start), seconds: seconds ?? 0 };
}

/** Seconds since 1970-01-01 of a date, or of a date and time, in UTC. Null if the text is neither. */
function secondsOf(text: string): number | null {
  const [, year, month, day, hour = '0', minute = '0'] = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d))?$/.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const [m, d] = [Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > 31) return null;
  return days(Number(year), m, d) * 86_400 + Number(hour) * 3600 + Number(minute) * 60;
}

/** Days since 1970-01-01 in the Gregorian calendar. Years start in March here, so a leap day comes last. */
function days(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
