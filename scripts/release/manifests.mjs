/** Manifests and README of the packages, made from those of the repository. */
import { posix } from 'node:path';

/** @typedef {import('./owner.mjs').Owner} Owner */
/** @typedef {Readonly<Record<string, unknown>> & { readonly version: string }} Manifest */

/** The registries of extensions. @typedef {'marketplace' | 'openvsx'} Registry */

/**
 * The manifest of the extension. Scripts and packages of the development are left out: an editor reads none of them.
 * @param {Manifest} manifest
 * @param {Owner} owner
 * @param {Registry} registry
 */
export function extensionManifest(manifest, owner, registry) {
  const {
    scripts: _scripts,
    devDependencies: _tools,
    dependencies: _bundled,
    overrides: _overrides,
    bin: _bin,
    private: _private,
    ...kept
  } = manifest;
  const isMarketplace = registry === 'marketplace';
  return {
    ...kept,
    publisher: isMarketplace ? owner.publisher : owner.namespace,
    ...linksOf(owner),
    // Open VSX has no page for questions.
    qna: owner.qna === 'marketplace' && !isMarketplace ? owner.bugs : owner.qna,
  };
}

/**
 * The manifest of the npm package: the command line in one bundle, without dependencies and without scripts.
 * @param {Manifest} manifest
 * @param {Owner} owner
 * @param {readonly string[]} files
 */
export function npmManifest({ version, description, license, keywords }, owner, files) {
  return {
    name: 'society-studio',
    version,
    description,
    license,
    keywords,
    ...linksOf(owner),
    type: 'module',
    bin: { society: 'dist/cli.mjs', 'society-studio': 'dist/cli.mjs' },
    types: 'api.d.ts',
    engines: { node: '>=20' },
    files,
  };
}

/** @param {Owner} owner */
const linksOf = ({ repository, bugs, homepage }) => ({
  repository: { type: 'git', url: `${repository}.git` },
  bugs: { url: bugs },
  homepage,
});

/**
 * A Markdown text with absolute addresses: registries show it outside of the repository. Images are files of the release's tag,
 * links are pages of it. Code is left alone.
 * @param {string} text
 * @param {{ readonly repository: string, readonly version: string, readonly folder?: string }} place the folder of the text
 */
export function absoluteReadme(text, { repository, version, folder = '' }) {
  const isRelative = (/** @type {string} */ to) => !/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(to);
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]+`)/m)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part.replace(/(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g, (whole, image, label, to) => {
            if (!isRelative(to)) return whole;
            return `${image}[${label}](${repository}/${image ? 'raw' : 'blob'}/v${version}/${posix.join(folder, to)})`;
          }),
    )
    .join('');
}
