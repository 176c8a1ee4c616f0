/** Origins of endpoints, to which keys belong. Pure; no name is resolved. */

/** Why a `base_url` cannot be used. */
export type AddressProblem = 'not-an-address' | 'not-http' | 'credentials-in-address';

/**
 * Scheme, host and port of an endpoint in one spelling (`https://api.openai.com`, default ports left out, host in
 * lower case and ASCII), or the reason why it has none. A user name and password inside the address count as a literal key.
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

/** The normalised origin of an endpoint, or null if it has no usable one. */
export function originOf(baseUrl: string): string | null {
  const checked = checkAddress(baseUrl);
  return 'origin' in checked ? checked.origin : null;
}

/**
 * Whether an origin is this computer: `localhost`, 127.0.0.0/8, `::1`. Not 0.0.0.0, names ending in `.localhost` or the
 * local network, which may be another computer.
 */
export function isLocal(origin: string): boolean {
  const normal = originOf(origin);
  if (normal === null) return false;
  const host = new URL(normal).hostname;
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
