/** The configuration of VitePress for the site. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from './links.mjs';

/**
 * @param {object} options
 * @param {string} options.root of the repository
 * @param {string} options.base path of the site on its server, with a slash at both ends
 * @param {string} options.outDir
 * @param {import('./navigation.mjs').NavigationItem[]} options.sidebar
 * @returns {import('vitepress').UserConfig<import('vitepress').DefaultTheme.Config>}
 */
export function siteConfig({ root, base, outDir, sidebar }) {
  // Links to these files are no links to pages.
  process.env['VITE_EXTRA_EXTENSIONS'] = 'graphml,society,socrun';
  const grammar = JSON.parse(readFileSync(join(root, 'syntaxes', 'society.tmLanguage.json'), 'utf8'));
  return {
    ...{ lang: 'en', title: 'Society Studio', description: 'Societies of agents, written and run in VS Code.', base, outDir },
    ...{ cacheDir: join(root, 'out', 'site-cache'), lastUpdated: false, metaChunk: true, ignoreDeadLinks: true },
    head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}icon.svg` }]],
    markdown: {
      // Braces after a cell or a heading are text.
      attrs: { disable: true },
      languages: [{ ...grammar, name: 'society' }],
      theme: { light: 'light-plus', dark: 'dark-plus' },
      anchor: { slugify: slug },
      image: { lazyLoading: true },
      config: (md) => {
        md.core.ruler.push('empty_heads', ({ tokens }) => emptyHeads(tokens));
        // Double braces in code are text, and not an expression of the page.
        md.renderer.rules['code_inline'] = (tokens, i) => `<code v-pre>${md.utils.escapeHtml(tokens[i]?.content ?? '')}</code>`;
      },
    },
    themeConfig: {
      logo: { src: '/icon.svg', alt: '' },
      nav: [
        { text: 'Tutorial', link: '/docs/tutorial' },
        { text: 'The format', link: '/docs/format' },
        { text: 'Gallery', link: '/gallery/', activeMatch: '^/gallery/' },
        { text: 'Changes', link: '/changelog' },
      ],
      sidebar,
      outline: { level: [2, 3], label: 'On this page' },
      search: { provider: 'local', options: { detailedView: 'auto', _render: searched } },
      docFooter: { prev: 'Previous page', next: 'Next page' },
      externalLinkIcon: true,
    },
    vite: { logLevel: 'warn', build: { reportCompressedSize: false, chunkSizeWarningLimit: 10_000 } },
  };
}

/** What the search knows of a page: all but the files of societies. @type {NonNullable<import('vitepress').DefaultTheme.LocalSearchOptions['_render']>} */
const searched = (text, env, md) => md.render(text.replace(/^## The file\n[\s\S]*/m, ''), env);

/**
 * A table in Markdown has a row of heads, also where they are empty. Empty heads become plain cells, and a row of them is removed.
 * @param {{ type: string, tag: string, content: string }[]} tokens changed in place
 */
export function emptyHeads(tokens) {
  for (let i = tokens.length - 1; i >= 0; i--) {
    if (tokens[i]?.type !== 'thead_open') continue;
    const end = tokens.findIndex(({ type }, at) => at > i && type === 'thead_close');
    const head = tokens.slice(i, end + 1);
    if (head.every(({ type, content }) => type !== 'inline' || content === '')) tokens.splice(i, head.length);
    else
      for (const [at, token] of head.entries())
        if (token.type === 'inline' && token.content === '')
          for (const beside of [head[at - 1], head[at + 1]]) if (beside) beside.tag = 'td';
  }
}
