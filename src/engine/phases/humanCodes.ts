/**
 * Codes that a person gives after a run, from a CSV file with the columns `code`, `message` and `value`, or from a JSON list of
 * such records. They become events after the last event of the run, or of a copy of it, and change no earlier event.
 */
import { csvCell } from '../../core/formats/csv.js';
import type { Draft } from '../../core/events/events.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { MessageId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { messageIndex, type State } from '../../core/events/state.js';
import { cohenKappa } from '../../analysis/statistics/raters.js';
import { type OpenCoding, openCodings } from './contentCoding.js';
import type { ArgSpec } from '../model/worldSpec.js';
import type { CodeSpec } from '../model/studySpec.js';
import type { ScenarioModel } from '../model/model.js';
import { csvTable, type Table } from '../population/tableRows.js';

interface HumanCoding {
  /** Line of the table, or number of the record, from 1. */
  readonly line: number;
  readonly code: string;
  readonly message: MessageId;
  readonly value: Json;
}

/** A row that could not be used, and why. */
interface RowProblem {
  readonly line: number;
  readonly reason: string;
}

interface ReadCodings {
  readonly codings: readonly HumanCoding[];
  readonly problems: readonly RowProblem[];
}

interface HumanCodes {
  readonly drafts: readonly Draft[];
  readonly problems: readonly RowProblem[];
}

/** The sheet for a person who codes, as CSV (RFC 4180) with an empty column `value`. It does not contain codes of another coder. */
export function codingSheet(open: readonly OpenCoding[]): string {
  const rows = open.map(({ code, message, ask, text }) => [code, message, '', ask, text]);
  return [['code', 'message', 'value', 'ask', 'text'], ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** Codings of a CSV text with a header, or of a JSON list. A row without a value is not coded, which is not a problem. */
export function readCodings(text: string): ReadCodings {
  const rows = text.trim().startsWith('[') ? listed(text) : csvTable('', text);
  const problems = rows.problems.map(({ line, message }) => ({ line, reason: message }));
  const codings = rows.rows.flatMap(({ line, cells }): readonly HumanCoding[] => {
    const { code = '', message = '', value = null } = cells;
    return value === null || value === '' ? [] : [{ line, code: String(code), message: String(message), value }];
  });
  return { codings, problems };
}

function listed(text: string): Pick<Table, 'rows' | 'problems'> {
  try {
    const list = JSON.parse(text) as readonly Json[];
    const isRecord = (one: Json): one is JsonObject => one !== null && typeof one === 'object' && !Array.isArray(one);
    const rows = list.flatMap((cells, i) => (isRecord(cells) ? [{ line: i + 1, cells }] : []));
    const problems = list.flatMap((one, i) => (isRecord(one) ? [] : [{ line: i + 1, message: 'This is not a record.' }]));
    return { rows, problems };
  } catch {
    return { rows: [], problems: [{ line: 1, message: 'This is not a JSON list.' }] };
  }
}

/**
 * The events of a person's codes. First coders assign, second coders check. For each code whose agreement a person checks, there is
 * Cohen's kappa κ = (p_o − p_e) / (1 − p_e) over the messages that both coded.
 */
export function humanCodes(model: ScenarioModel, state: State, codings: readonly HumanCoding[]): HumanCodes {
  const open = new Set(openCodings(model, state).map(({ code, message }) => `${code} ${message}`));
  const drafts: Draft[] = [];
  const problems: RowProblem[] = [];
  const pairs = new Map<string, (readonly [Json, Json])[]>();
  for (const { line, code, message, value } of codings) {
    const spec = model.codes.find(({ id }) => id === code);
    const said = spec && asCoded(spec.answer, value);
    const reason = refusal(spec, open.has(`${code} ${message}`), messageIndex(state, message), said);
    if (reason !== null || !spec || said === undefined) {
      problems.push({ line, reason: reason ?? '' });
      continue;
    }
    open.delete(`${code} ${message}`);
    const check = spec.by !== 'human';
    drafts.push({ at: spec.at, body: { type: 'code.assigned', code, message, value: said, by: 'human', ...(check ? { check } : {}) } });
    const first = itemAt(state.codes, messageIndex(state, message))?.[code] ?? null;
    if (check) pairs.set(code, [...(pairs.get(code) ?? []), [first, said]]);
  }
  for (const { id, at, agree } of model.codes) {
    const found = pairs.get(id);
    if (agree?.with !== 'human' || !found) continue;
    drafts.push({ at, body: { type: 'agreement.found', code: id, with: 'human', n: found.length, kappa: cohenKappa(found) } });
  }
  return { drafts, problems };
}

function refusal(spec: CodeSpec | undefined, open: boolean, message: number, value: Json | undefined): string | null {
  if (!spec) return 'Unknown code.';
  if (message < 0) return 'Unknown message.';
  if (!open) return 'This message does not need a code by hand, or it has two rows.';
  return value === undefined ? 'The code cannot have this value.' : null;
}

const YES: ReadonlySet<string> = new Set(['yes', 'true', '1']);
const NO: ReadonlySet<string> = new Set(['no', 'false', '0']);

/** The value in the form of the code, because a table holds text. Undefined if the code cannot have it. */
function asCoded({ kind, words, low, high }: ArgSpec, value: Json): Json | undefined {
  const text = String(value ?? '').trim();
  if (kind === 'boolean') return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : undefined;
  if (words.length > 0) return words.find((word) => word.toLowerCase() === text.toLowerCase());
  if (kind !== 'number' && kind !== 'integer') return text === '' ? undefined : text;
  const number = text === '' ? Number.NaN : Number(text);
  const [least, most] = [low ? Number(low.source) : -Infinity, high ? Number(high.source) : Infinity];
  return Number.isNaN(number) || number < least || number > most || (kind === 'integer' && number % 1 !== 0) ? undefined : number;
}
