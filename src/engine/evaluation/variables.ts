/** Variables and arguments as declared: short forms such as `0..1`, `agent?`, `[no, deal]`, `{ start: 0, reset: round }`. */
import type { NodeId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { isLongForm } from '../../language/incremental/longForms.js';
import { formula, literal } from './formulas.js';
import type { ArgKind, ArgSpec, VarKind, VarSpec } from '../model/worldSpec.js';
import type { Report } from '../model/faults.js';

type Declared = { readonly [id: string]: unknown };

const WORDS: { readonly [word: string]: VarKind } = {
  number: 'number',
  text: 'text',
  boolean: 'boolean',
  yes_no: 'boolean',
  agent: 'agent',
};
const EMPTY: { readonly [K in VarKind]: Json } = { number: 0, text: '', boolean: false, agent: null, any: null };
const RANGE = /^(.+?)\s*\.\.\s*(.+)$/s;

interface Form {
  readonly kind: VarKind;
  readonly optional: boolean;
  readonly words: readonly string[];
  readonly low: number | null;
  readonly high: number | null;
  /** First value as written: literal, or an expression after `=`. */
  readonly start: Json;
}

const form = (kind: VarKind, start: Json, more: Partial<Form> = {}): Form => ({
  ...{ kind, start, optional: false, words: [], low: null, high: null },
  ...more,
});

function formOf(value: Json): Form {
  if (typeof value === 'number') return form('number', value);
  if (typeof value === 'boolean') return form('boolean', value);
  if (Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string'))
    return form('text', value[0] as string, { words: value as readonly string[] });
  if (typeof value !== 'string') return form('any', value);
  const [, word = '', maybe] = /^([a-z_]+)(\?)?$/.exec(value.trim()) ?? [];
  const kind = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (kind) return form(kind, maybe ? null : EMPTY[kind], { optional: maybe !== undefined || kind === 'agent' });
  const range = value.startsWith('=') ? null : RANGE.exec(value.trim());
  const [low, high] = [Number(range?.[1]), Number(range?.[2])];
  if (range && Number.isFinite(low) && Number.isFinite(high)) return form('number', low, { low, high });
  return form(value.startsWith('=') ? 'any' : 'text', value);
}

/** Variables of a section, in the order of the file. A list of words is a choice of one word, and the first word is the start. */
export function variables(declared: Declared | undefined, at: NodeId, role: string | null, report: Report): readonly VarSpec[] {
  return Object.entries(declared ?? {}).map(([id, value]): VarSpec => {
    const node = `${at}.${id}`;
    const long = isLong(value) ? value : null;
    const bounds = typeof long?.range === 'string' ? formOf(long.range) : null;
    const { start, ...rest } = formOf((long ? (long.start ?? bounds?.start ?? null) : value) as Json);
    return {
      id,
      at: node,
      ...rest,
      ...(bounds ? { kind: bounds.kind, low: bounds.low, high: bounds.high } : {}),
      start: literal(start, node, report),
      ...(typeof start === 'string' && start.startsWith('=') ? { from: start.slice(1) } : {}),
      reset: long?.reset === 'round',
      role,
      ...(long?.private === true ? { private: true as const } : {}),
      ...(long?.told === false ? { untold: true as const } : {}),
    };
  });
}

/** Whether a value is a record such as `{ start, reset }`. Any other record is the start itself. */
const isLong = (value: unknown): value is JsonObject => value !== null && typeof value === 'object' && isLongForm(Object.keys(value));

/** Arguments of an action, or fields of an answer, in the order of the file. */
export function args(declared: Declared | undefined, at: NodeId, report: Report): readonly ArgSpec[] {
  return Object.entries(declared ?? {}).map(([id, value]) => arg(id, value as Json, `${at}.${id}`, report));
}

/** One argument. A kind that does not exist is reported. */
export function arg(id: string, value: Json, at: NodeId, report: Report): ArgSpec {
  const spec = (kind: ArgKind, more: Partial<ArgSpec> = {}): ArgSpec => ({
    ...{ id, at, kind, optional: false, words: [], low: null, high: null },
    ...more,
  });
  if (Array.isArray(value)) return spec('choice', { words: value.map(String) });
  const source = String(value ?? '').trim();
  const [, word = '', maybe] = /^([a-z_]+)(\?)?$/.exec(source) ?? [];
  const optional = maybe !== undefined;
  if (word === 'agent' || word === 'message' || word === 'text' || word === 'number') return spec(word, { optional });
  if (word === 'boolean' || word === 'yes_no') return spec('boolean', { optional });
  const [, low, high] = RANGE.exec(source) ?? [];
  if (low === undefined || high === undefined) {
    report(
      'error',
      at,
      `\`${source}\` is not a kind of argument. Write a range such as 0..10, a list of words, number, text, agent, message or yes_no.`,
    );
    return spec('text');
  }
  const bounds = { low: formula(low, `${at}`, report), high: formula(high, `${at}`, report) };
  return spec(isWhole(low, high) ? 'integer' : 'number', bounds);
}

/** Numbers are whole unless a bound has decimals or the range is 0..1. Members of a population are drawn by the same rule. */
const isWhole = (low: string, high: string): boolean => !/\d\.\d/.test(low + high) && !(low === '0' && high === '1');
