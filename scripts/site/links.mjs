/** Links and headings of Markdown pages: how they are rewritten for the site, and which of them lead nowhere. */
import { posix } from 'node:path';

/** Fenced code, inline code, a comment, or the target of a link or an image. */
const PARTS = /^ *```[\s\S]*?^ *```$|``[^\n]*?``|`[^`\n]*`|<!--[\s\S]*?-->\n?|(?<=\]\()([^)\s]+)(?=\))/gm;

/** The anchor of a heading, as on GitHub, so that the same links work in both places. @param {string} heading */
export const slug = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Whether a link leaves the site. @param {string} target */
export const isOutside = (target) => /^[a-z][a-z+.-]*:/i.test(target);

/**
 * Replaces the targets of links, and removes comments. Code is left alone.
 * @param {string} text
 * @param {(target: string) => string} replace
 */
export const rewriteLinks = (text, replace) =>
  text.replace(PARTS, (part, /** @type {string | undefined} */ target) => {
    if (target !== undefined) return replace(target);
    return part.startsWith('<!--') ? '' : part;
  });

/** The targets of links and images. @param {string} text */
export const linksOf = (text) => [...text.matchAll(PARTS)].flatMap(([, target]) => (target === undefined ? [] : [target]));

/** The anchors of the headings of a page; a repeated heading has a number. @param {string} text */
export function anchorsOf(text) {
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  /** @type {Map<string, number>} */
  const seen = new Map();
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const anchor = slug(heading.replace(/\]\([^)]*\)/g, ']'));
    const before = seen.get(anchor);
    seen.set(anchor, (before ?? 0) + 1);
    return before === undefined ? anchor : `${anchor}-${before}`;
  });
}

/**
 * Links of pages that lead to no page, no file and no heading.
 * @param {ReadonlyMap<string, string>} pages path → text
 * @param {(path: string) => boolean} isFile whether the site has such a file
 * @returns {string[]}
 */
export function brokenLinks(pages, isFile) {
  const anchors = new Map([...pages].map(([path, text]) => [path, new Set(anchorsOf(text))]));
  return [...pages].flatMap(([path, text]) =>
    linksOf(text)
      .filter((target) => !isOutside(target))
      .flatMap((target) => {
        const [file = '', anchor] = target.split('#');
        const to = file === '' ? path : file.startsWith('/') ? file.slice(1) : posix.join(posix.dirname(path), file);
        if (!anchors.has(to)) return isFile(to) ? [] : [`${path}: ${target} leads nowhere`];
        return anchor === undefined || anchors.get(to)?.has(anchor) ? [] : [`${path}: ${target} leads to no heading`];
      }),
  );
}
