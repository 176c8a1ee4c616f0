/**
 * The `fetch` of a browser, with the limits of ours: an answer with a large body is dropped, redirects are not followed, and no
 * cookies or addresses of pages are sent.
 */
import { AnswerTooLarge } from '../../node/http/answerTooLarge.js';

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

interface LeanFetchOptions {
  /** An answer with a larger body, in bytes, is dropped with `AnswerTooLarge`. */
  readonly maxAnswerBytes?: number;
}

/** Headers that a browser sets itself. Sending them asks for a permission that few servers give. */
const OWN = new Set(['accept-encoding', 'user-agent']);

/** The code of a call that the browser did not make, or whose answer it does not show. The faults of minds explain it. */
const HIDDEN_ANSWER = 'HIDDEN_ANSWER';

export function leanFetch({ maxAnswerBytes = 8_000_000 }: LeanFetchOptions = {}): { readonly fetch: Fetch; dispose(): void } {
  return {
    fetch: async (input, init = {}) => {
      const headers = new Headers(init.headers);
      for (const name of OWN) headers.delete(name);
      // Without a body, the type of the body asks for a permission without need.
      if (init.body === undefined || init.body === null) headers.delete('content-type');
      const { method = 'GET', body = null, signal = null } = init;
      const response = await fetch(input, {
        ...{ method, body, signal, headers, redirect: 'manual', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' },
      }).catch((error: unknown) => {
        if (signal?.aborted) throw Object.assign(new Error('The call was aborted.'), { name: 'AbortError', code: 'ABORT_ERR' });
        throw Object.assign(new Error('The browser shows no answer.', { cause: error }), { code: HIDDEN_ANSWER });
      });
      // The browser does not show where a redirect leads.
      const status = response.type === 'opaqueredirect' ? REDIRECTED : response.status;
      return limited(response, status, maxAnswerBytes);
    },
    dispose: () => undefined,
  };
}

const REDIRECTED = 307;

/** An answer whose body fails above the limit. */
function limited(response: Response, status: number, maxBytes: number): Response {
  let size = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      size += chunk.length;
      if (size > maxBytes) controller.error(new AnswerTooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
  const { statusText, headers } = response;
  const isEmpty = [204, 205, 304].includes(status);
  return new Response(isEmpty ? null : (response.body?.pipeThrough(count) ?? null), { status, statusText, headers });
}
