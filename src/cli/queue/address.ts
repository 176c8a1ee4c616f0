/** The address of a Redis, as the user writes it and as output may show it. */

export interface Address {
  readonly url: string;
  /** Without the user name and the password. */
  readonly shown: string;
}

const PROTOCOLS: readonly string[] = ['redis:', 'rediss:'];

/** `redis://HOST:PORT`, or `rediss://HOST:PORT` with TLS. Throws a message that does not repeat the text, which may hold a password. */
export function addressOf(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !PROTOCOLS.includes(url.protocol) || url.hostname === '')
    throw new Error('Write the address of a Redis as redis://HOST:PORT, or as rediss://HOST:PORT with TLS.');
  return { url: text, shown: `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}` };
}
