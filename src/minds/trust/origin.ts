/** Origins of endpoints: what a key belongs to. Pure; nothing is looked up. */

/** Why a `base_url` cannot be used. */
export type AddressProblem = 'not-an-address' | 'not-http' | 'credentials-in-address';

/**
 * Scheme, host and port of an endpoint in one spelling (`https://api.openai.com`, default ports left out, host in
 * lower case and ASCII), or why it has none. A name and password inside the address count as a literal key.
 */
export function checkAddress(baseUrl: string): { readonly origin: string } | { readonly problem: AddressProblem } {
  let url: URL;
  try {
    url = new URL(baseUrl.trim());
  } catch {
    return { problem: 'not-an-address' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'not-http' };
  if (url.username !== '' || url.password !== '') return { problem: 'credentials-in-address' };
  return { origin: url.origin };
}

/** The normalised origin of an endpoint, or null where it has none that we would use. */
export function originOf(baseUrl: string): string | null {
  const checked = checkAddress(baseUrl);
  return 'origin' in checked ? checked.origin : null;
}

/**
 * This machine and nothing else: `localhost`, 127.0.0.0/8, `::1`. Not 0.0.0.0, not names ending in `.localhost`, not
 * the local network: those may be another machine.
 */
export function isLocal(origin: string): boolean {
  const normal = originOf(origin);
  if (normal === null) return false;
  const host = new URL(normal).hostname;
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
