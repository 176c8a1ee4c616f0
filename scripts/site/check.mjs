/** What is wrong with a built site: links that lead nowhere, and addresses that a page would load from another server. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/**
 * @param {string} folder of the built site
 * @param {string} base
 * @returns {string[]}
 */
export function siteFaults(folder, base) {
  const pages = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.html') && !path.startsWith('runs'))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  );
  const ids = new Map([...pages].map(([path, text]) => [path, new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))]));
  return [...pages].flatMap(([path, text]) => {
    const loaded = [
      ...text.matchAll(/<(?:script|img|iframe|source)\b[^>]*?\ssrc="(https?:)?\/\/[^"]*"|<link\b[^>]*?\shref="(https?:)?\/\/[^"]*"/g),
    ];
    const faults = loaded.map(([tag]) => `${path} loads from another server: ${tag}`);
    for (const [, target = ''] of text.matchAll(/<a\b[^>]*?\shref="([^"]+)"/g)) {
      if (/^[a-z]+:/i.test(target)) continue;
      const [file = '', anchor = ''] = target.split('#');
      const inside =
        file === ''
          ? path
          : file.startsWith(base)
            ? file.slice(base.length)
            : file.startsWith('/')
              ? null
              : posix.join(posix.dirname(path), file);
      if (inside === null) {
        faults.push(`${path}: ${target} is outside ${base}`);
        continue;
      }
      const to = inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside;
      const known = ids.get(to);
      if (!known && !existsSync(join(folder, to))) faults.push(`${path}: ${target} leads nowhere`);
      else if (known && anchor !== '' && !known.has(decodeURIComponent(anchor))) faults.push(`${path}: ${target} leads to no heading`);
    }
    return faults;
  });
}
