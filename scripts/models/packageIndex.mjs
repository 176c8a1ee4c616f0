/**
 * The location of a package in the Python package index: the address of a file, from the simple API of the index (JSON or HTML). The
 * index is the one that pip uses: `PIP_INDEX_URL` or `UV_DEFAULT_INDEX` in the environment, else pypi.org.
 */

const DEFAULT_INDEX = 'https://pypi.org/simple';
const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';

/** @param {NodeJS.ProcessEnv} env */
export const indexAddress = (env) => (env['PIP_INDEX_URL'] || env['UV_DEFAULT_INDEX'] || DEFAULT_INDEX).replace(/\/+$/, '');

/**
 * The address of one file of a package. Throws where the index does not have it.
 * @param {{ name: string, file: string }} wanted
 * @param {{ index: string, signal?: AbortSignal }} options
 * @returns {Promise<string>}
 */
export async function fileAddress({ name, file }, { index, signal }) {
  const page = `${index}/${name}/`;
  const { address, headers } = withoutPassword(page);
  const response = await fetch(address, {
    headers: { ...headers, accept: `${JSON_TYPE}, text/html;q=0.5` },
    ...(signal ? { signal } : {}),
  }).catch((error) => {
    throw new Error(`the package index did not answer (${reason(error)})`);
  });
  if (!response.ok) throw new Error(`the package index has no ${name} (${response.status})`);
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const link = isJson ? linkInJson(text, file) : linkInHtml(text, file);
  if (link === undefined) throw new Error(`the package index has no ${file}`);
  return new URL(link, response.url || page).href;
}

/**
 * `fetch` refuses an address with a password, so the password is sent in a header.
 * @param {string} text
 * @returns {{ address: string, headers: Record<string, string> }}
 */
export function withoutPassword(text) {
  const url = new URL(text);
  if (url.username === '') return { address: text, headers: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  [url.username, url.password] = ['', ''];
  return { address: url.href, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

/**
 * @param {string} text
 * @param {string} file
 * @returns {string | undefined}
 */
function linkInJson(text, file) {
  /** @type {{ files?: { filename: string, url: string }[] }} */
  const { files = [] } = JSON.parse(text);
  return files.find(({ filename }) => filename === file)?.url;
}

/**
 * @param {string} text
 * @param {string} file
 */
function linkInHtml(text, file) {
  const links = [...text.matchAll(/<a\b[^>]*\bhref\s*=\s*["']([^"']+)["'][^>]*>\s*([^<]*?)\s*<\/a>/gi)];
  return links.find(([, , label]) => label === file)?.[1]?.replaceAll('&amp;', '&');
}

/**
 * The cause of an error, as the code of the system where there is one.
 * @param {unknown} error
 */
export function reason(error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause ? String(cause.code) : cause.message;
}
