/** The order of the documents in the side bar of the site. A page that no group names is in the last one. */

/** @typedef {{ readonly text: string, readonly link?: string, readonly items?: NavigationItem[], readonly collapsed?: boolean }} NavigationItem */

const GROUPS = /** @type {const} */ ([
  ['Start', ['docs/tutorial', 'docs/recipes', 'docs/glossary']],
  [
    'Write a society',
    [
      ...['docs/format', 'docs/expressions', 'docs/worlds', 'docs/library', 'docs/networks', 'docs/measures'],
      ...['docs/systems/feeds', 'docs/prompts', 'docs/format-merging', 'docs/diagnostics'],
    ],
  ],
  [
    'Run it',
    [
      'docs/command-line',
      'docs/models',
      'docs/builtin-mind',
      'docs/budget',
      'docs/reproducibility',
      'docs/privacy',
      'docs/web',
      'docs/assistants',
      'docs/settings',
    ],
  ],
  ['Look into a run', ['docs/panel', 'docs/inline', 'docs/debugging', 'docs/debug-errors']],
  [
    'From a run to evidence',
    [
      ...['docs/experiments', 'docs/evidence', 'docs/calibration', 'docs/people', 'docs/empirical-networks'],
      ...['docs/paper', 'docs/tables', 'docs/exchange', 'docs/systems/making-friends'],
    ],
  ],
  ['Gallery', ['gallery/index', 'gallery/recorded', 'gallery/conformance', 'gallery/cards', 'examples/index']],
  ['Access', ['docs/keyboard', 'docs/accessibility']],
]);
const REST = 'The project';

/** Pages that a group names. @returns {readonly string[]} */
export const groupedPages = () => GROUPS.flatMap(([, paths]) => paths);

/**
 * @param {ReadonlyMap<string, string>} titles path without `.md` → title, of the pages that are in the side bar
 * @returns {NavigationItem[]}
 */
export function sideBar(titles) {
  /** @type {Set<string>} */
  const named = new Set(GROUPS.flatMap(([, paths]) => paths));
  const rest = [...titles.keys()].filter((path) => !named.has(path)).sort();
  return [...GROUPS, /** @type {const} */ ([REST, rest])].flatMap(([text, paths]) => {
    const items = paths.flatMap((path) =>
      titles.has(path) ? [{ text: titles.get(path) ?? '', link: `/${path.replace(/\bindex$/, '')}` }] : [],
    );
    return items.length > 0 ? [{ text, items }] : [];
  });
}
