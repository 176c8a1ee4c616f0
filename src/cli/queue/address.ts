/** Where a Redis is, as it is written and as it may be shown. */

export interface Address {
  readonly url: string;
  /** Without a name and a password. */
  readonly shown: string;
}

const PROTOCOLS: readonly string[] = ['redis:', 'rediss:'];

/** `redis://HOST:PORT`, or with TLS `rediss://`; throws with words that do not repeat what was written, for it may hold a password. */
export function addressOf(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !PROTOCOLS.includes(url.protocol) || url.hostname === '')
    throw new Error('A Redis is named as redis://HOST:PORT, or as rediss://HOST:PORT with TLS.');
  return { url: text, shown: `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}` };
}
