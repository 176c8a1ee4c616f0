/** Reads the files of answers and errors of a batch, which are untrusted data: one JSON object on each line, in any order. */
import { isDeep } from '../../core/util/json.js';
import { record } from './endpoint.js';

/** The result of one request: the body of a successful response, or a code that says why there is none. */
export type BatchResult = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly reason: string };

/** The results by the ids of their requests. Of two with one id, the first counts. A line that cannot be read is left out. */
export function batchResults(text: string): ReadonlyMap<string, BatchResult> {
  const found = new Map<string, BatchResult>();
  for (const line of text.split('\n')) {
    const { custom_id: id, response, error } = parsed(line);
    if (typeof id === 'string' && !found.has(id)) found.set(id, resultOf(response, error));
  }
  return found;
}

function resultOf(response: unknown, error: unknown): BatchResult {
  const { status_code: status, body } = record(response);
  if (status === 200 && !error) return { ok: true, body };
  const inner = record(record(body)['error']);
  const code = [record(error)['code'], inner['code'], inner['type']].find((one) => typeof one === 'string' && CODE.test(one));
  return { ok: false, reason: typeof code === 'string' ? code : typeof status === 'number' ? `status ${status}` : 'error' };
}

const CODE = /^[\w.-]{1,60}$/;

function parsed(line: string): { readonly [key: string]: unknown } {
  if (line.trim() === '' || isDeep(line)) return {};
  try {
    return record(JSON.parse(line));
  } catch {
    return {};
  }
}
