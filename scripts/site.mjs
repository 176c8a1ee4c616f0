/**
 * Builds the site of the documents into `out/site`: the pages of docs/, the gallery with the run of each society, and the examples. The
 * site loads nothing from other servers, and can be put on any server of files.
 *
 *   node scripts/site.mjs [--base /path/] [--out DIR] [--only PAGE…] [--serve]
 *
 * `--base` is the path of the site on its server. With `--only`, just these pages are built, and links are not checked.
 * `--serve` serves the site afterwards.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from './docs/bundle.mjs';
import { buildIfOlder } from './lib/build.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { out, root } from './lib/paths.mjs';
import { elapsed, say } from './lib/report.mjs';
import { siteFaults } from './site/check.mjs';
import { sideBar } from './site/navigation.mjs';
import { sitePages } from './site/pages.mjs';
import { siteRuns } from './site/runs.mjs';
import { serveSite } from './site/serve.mjs';

/** @typedef {{ base?: string, outDir?: string, only?: readonly string[] | null }} SiteOptions */

/**
 * @param {SiteOptions} [options] only: the paths of the pages to build, without `.md`; null builds all
 * @returns {Promise<string[]>} what is wrong with the site
 */
export async function buildSite({ base = '/', outDir = join(out, 'site'), only = null } = {}) {
  if (!/^\/([\w.-]+\/)*$/.test(base)) throw new Error(`--base begins and ends with a slash: ${base}`);
  await buildIfOlder(join(root, 'dist', 'webview', 'report.js'));
  /** @type {typeof import('../test/support/gallery.js')} */
  const { readGallery } = await load('test/support/gallery.ts');
  const { pages, files, runs } = sitePages(readGallery);
  if (only) for (const path of [...pages.keys()]) if (!only.includes(path.replace(/\.md$/, ''))) pages.delete(path);
  const embedded = new Set([...pages.values()].flatMap((text) => [...text.matchAll(/<SocietyRun id="([\w-]+)"/g)].map(([, id]) => id)));
  const start = performance.now();
  const shown = (await siteRuns(runs.filter(({ id }) => embedded.has(id)))).filter(({ id }) => embedded.has(id));
  say(`${shown.length} runs in ${elapsed(start)}`);

  // Within the repository, where VitePress finds its packages.
  const staged = join(out, `${basename(outDir)}-source`);
  rmSync(staged, { recursive: true, force: true });
  rmSync(outDir, { recursive: true, force: true });
  const write = (/** @type {string} */ path, /** @type {string} */ text) => {
    mkdirSync(dirname(join(staged, path)), { recursive: true });
    writeFileSync(join(staged, path), text);
  };
  const byId = new Map(shown.map((run) => [run.id, run]));
  for (const [path, text] of pages)
    write(
      path,
      text.replace(/<SocietyRun id="([\w-]+)" \/>/g, (_whole, id) => {
        const run = byId.get(id);
        if (!run) throw new Error(`${path}: there is no run ${id}`);
        return `<SocietyRun id="${id}" title="${attribute(run.title)}" words="${attribute(run.provenance)}" />`;
      }),
    );
  for (const { id, html } of shown) write(`public/runs/${id}.html`, html);
  for (const type of ['js', 'css'])
    copyFileSync(join(root, 'dist', 'webview', `report.${type}`), join(staged, 'public', 'runs', `report.${type}`));
  for (const path of files)
    if (existsSync(join(root, path))) cpSync(join(root, path), join(staged, 'public', 'files', path), { recursive: true });
  copyFileSync(join(root, 'media', 'icon.svg'), join(staged, 'public', 'icon.svg'));
  const titles = new Map(
    [...pages]
      .filter(([path]) => !/^(index|gallery\/(?!index|recorded|conformance|cards).*|examples\/(?!index).*)\.md$/.test(path))
      .map(([path, text]) => [path.replace(/\.md$/, ''), (/^# (.+)$/m.exec(text)?.[1] ?? path).replaceAll('`', '')]),
  );
  write('.vitepress/config.mjs', stub('config.mjs', 'siteConfig', `(${JSON.stringify({ root, base, outDir, sidebar: sideBar(titles) })})`));
  write('.vitepress/theme/index.mjs', `${stub('theme/theme.mjs', 'theme', '')}import ${moduleAt('theme/site.css')};\n`);

  const begun = performance.now();
  const { build } = await import('vitepress');
  await build(staged);
  say(`${pages.size} pages in ${elapsed(begun)}`);
  return only ? [] : siteFaults(outDir, base);
}

/** @param {string} text */
const attribute = (text) => text.replace(/[&<>"{}]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A file of scripts/site, for an import. @param {string} file */
const moduleAt = (file) => JSON.stringify(pathToFileURL(join(root, 'scripts', 'site', file)).pathname);

/** VitePress reads configuration and theme as what a file of its folder exports. @param {string} file @param {string} name @param {string} call */
const stub = (file, name, call) => `import { ${name} } from ${moduleAt(file)};
export default ${name}${call};
`;

async function main() {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      out: { type: 'string' },
      only: { type: 'string', multiple: true },
      serve: { type: 'boolean' },
    },
  });
  const start = performance.now();
  const outDir = resolve(values.out ?? join(out, 'site'));
  const base = values.base ?? '/';
  const faults = await buildSite({ base, outDir, only: values.only ?? null });
  for (const fault of faults) say(fault);
  say(`${outDir}: built in ${elapsed(start)}, ${faults.length} faults`);
  if (values.serve) {
    say((await serveSite(outDir, base)).address);
    await new Promise(() => undefined);
  }
  return faults.length > 0 ? 1 : 0;
}

if (isMain(import.meta.url)) await runMain(main);
