/** The pages of the site as Markdown: the documents, a page for each system of the gallery, and a page for each example. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { root } from '../lib/paths.mjs';
import { cardList, entryPage, splitGallery } from './gallery.mjs';
import { isOutside, rewriteLinks } from './links.mjs';

/**
 * @typedef {object} SitePages
 * @property {Map<string, string>} pages path → Markdown, whose links are those of the site
 * @property {Set<string>} files paths of files of the repository that pages show or link to
 * @property {import('../../test/support/siteRuns.js').PlayedItem[]} runs runs that pages embed
 */

/** Where the pages of files of the repository are that have a name of their own on the site. */
const NAMED = new Map([
  ['docs/gallery.md', 'gallery/index.md'],
  ['docs/gallery-cards.md', 'gallery/cards.md'],
  ['CHANGELOG.md', 'changelog.md'],
  ['README.md', 'index.md'],
]);

/** @param {string} path */
const textOf = (path) => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');

/** Files that git knows, so that what a user keeps in the folder is not published. @param {...string} patterns */
const tracked = (...patterns) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)));

/**
 * @param {typeof import('../../test/support/gallery.js').readGallery} readGallery
 * @returns {SitePages}
 */
export function sitePages(readGallery) {
  const { entries, faults } = readGallery(root);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const { index, recorded, conformance } = splitGallery(textOf('docs/gallery.md'), cardList(entries));
  /** @type {SitePages} */
  const site = { pages: new Map(), files: new Set(), runs: [] };
  const add = (/** @type {string} */ path, /** @type {string} */ source, /** @type {string} */ text) =>
    site.pages.set(path, society(rewriteLinks(text, (target) => siteTarget(target, source, site.files))));

  add('index.md', 'README.md', textOf('scripts/site/home.md'));
  add('gallery/index.md', 'docs/gallery.md', index);
  add('gallery/recorded.md', 'docs/gallery.md', recorded);
  add('gallery/conformance.md', 'docs/gallery.md', conformance);
  for (const path of ['CHANGELOG.md', ...tracked('docs/*.md')])
    if (path !== 'docs/gallery.md') add(NAMED.get(path) ?? path, path, textOf(path));
  for (const entry of entries) {
    const path = posix.join('examples/gallery', entry.id, entry.file);
    add(`gallery/${entry.id}.md`, `examples/gallery/${entry.id}/README.md`, entryPage(entry, textOf(path)));
    site.runs.push({ id: entry.id, path, scenario: entry.scenario });
  }
  const examples = tracked('examples/*.society').filter((path) => !path.startsWith('examples/gallery/'));
  for (const path of examples) {
    const id = basename(path, '.society');
    const plays = dirname(path) === 'examples';
    if (plays) site.runs.push({ id: `example-${id}`, path, scenario: null });
    add(path.replace(/\.society$/, '.md'), path, examplePage(path, plays ? `example-${id}` : null));
  }
  add('examples/index.md', 'examples/index.md', examplesPage(examples));
  return site;
}

/** YAML of the documents is YAML of societies. @param {string} text */
const society = (text) => text.replace(/^( *)```yaml$/gm, '$1```society');

/**
 * @param {string} target of a link in a file of the repository
 * @param {string} source the path of that file
 * @param {Set<string>} files filled with the files that are linked and have no page
 */
function siteTarget(target, source, files) {
  if (isOutside(target) || target.startsWith('/') || target.startsWith('#')) return target;
  const [file = '', anchor] = target.split('#');
  const path = posix.join(posix.dirname(source), file);
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (path === 'docs/gallery.md' && anchor === 'recorded-runs-of-real-models') return '/gallery/recorded.md';
  const named = NAMED.get(path);
  if (named) return `/${named}${hash}`;
  const [, entry] = /^examples\/gallery\/(\w+)\/README\.md$/.exec(path) ?? [];
  if (entry) return `/gallery/${entry}.md${hash}`;
  if (/^docs\/.*\.md$/.test(path)) return `/${path}${hash}`;
  if (/^examples\/(?!gallery\/).*\.society$/.test(path)) return `/${path.replace(/\.society$/, '.md')}`;
  files.add(path);
  return `/files/${path}`;
}

/** @param {string} path */
const titleOf = (path) => /^title: *(.+)$/m.exec(textOf(path))?.[1]?.replace(/^(['"])(.*)\1$/, '$2') ?? basename(path);

/** @param {string} path @param {string | null} run */
const examplePage = (path, run) =>
  `# ${titleOf(path)}

\`${path}\`

${run === null ? '' : `## A run\n\n<SocietyRun id="${run}" />\n\n`}## The file

\`\`\`society
${textOf(path).trimEnd()}
\`\`\`
`;

/** @param {readonly string[]} paths */
function examplesPage(paths) {
  const list = (/** @type {readonly string[]} */ some) =>
    some.map((path) => `- [${titleOf(path)}](${posix.relative('examples', path)}): \`${path}\``).join('\n');
  const within = (/** @type {string} */ folder) => paths.filter((path) => dirname(path) === folder);
  return `# Examples

Each runs in the editor without a key.

${list(within('examples'))}

## Studies

${list(within('examples/studies'))}

## Played by language models

[Recorded runs](../docs/gallery.md#recorded-runs-of-real-models) are of these files.

${list(within('examples/recorded'))}
`;
}
