/** Licences of the third-party packages that the build puts into `dist`, as one text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folders of the packages that have code in the outputs of a build, in the order of their names.
 * @param {readonly { readonly outputs: Readonly<Record<string, { readonly inputs: object }>> }[]} metafiles
 * @returns {readonly string[]} as in `node_modules/d3-array`
 */
export function bundledPackages(metafiles) {
  return [...new Set(metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(packagesIn)))].sort();
}

/**
 * Folders of the packages that have code in one output.
 * @param {{ readonly inputs: object }} output
 * @returns {readonly string[]}
 */
function packagesIn({ inputs }) {
  const found = new Set();
  for (const path of Object.keys(inputs)) {
    const at = path.lastIndexOf('node_modules/');
    if (at < 0) continue;
    const [scope = '', name = ''] = path.slice(at + 'node_modules/'.length).split('/');
    found.add(`${path.slice(0, at)}node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`);
  }
  return [...found].sort();
}

/**
 * @typedef {object} Bundled
 * @property {readonly string[]} packages folders of the packages with code in the output
 * @property {readonly string[]} loads outputs that it imports, also on demand
 */

/**
 * Each output of the build with its packages and the outputs that it imports: a release reads it.
 * @param {readonly { readonly outputs: Readonly<Record<string, { readonly inputs: object, readonly imports: readonly { readonly path: string, readonly external?: boolean }[] }>> }[]} metafiles
 * @returns {Readonly<Record<string, Bundled>>}
 */
export function bundledOutputs(metafiles) {
  const all = metafiles.flatMap(({ outputs }) => Object.entries(outputs));
  const names = new Set(all.map(([path]) => path));
  const loads = (/** @type {readonly { readonly path: string }[]} */ imports) =>
    imports.map(({ path }) => path).filter((path) => names.has(path));
  const rows = all.map(([path, output]) => [path, { packages: packagesIn(output), loads: loads(output.imports) }]);
  return Object.fromEntries(rows.sort());
}

/** Files of a package that give its licence, NOTICE files of Apache-2.0 included. */
const TERMS = /^(licen[cs]e|notice|copying)([.-].*)?$/i;

/**
 * The packages and their licences. Packages with the same text share it. Throws where a package names no licence.
 * @param {string} root
 * @param {readonly string[]} packages
 */
export function noticesText(root, packages) {
  /** @type {Map<string, string[]>} */
  const byTerms = new Map();
  for (const folder of packages) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(root, folder)).filter((file) => TERMS.test(file) && !/\.(js|ts|map)$/.test(file));
    const terms = files.sort().map((file) =>
      readFileSync(join(root, folder, file), 'utf8')
        .replaceAll('\r\n', '\n')
        .trim(),
    );
    if (typeof license !== 'string' && terms.length === 0) throw new Error(`${name} names no licence`);
    const text = terms.join('\n\n') || `(The package has no text of its licence, ${license}.)`;
    const line = `${name} ${version} (${typeof license === 'string' ? license : 'see below'})`;
    byTerms.set(text, [...(byTerms.get(text) ?? []), line]);
  }
  const parts = [...byTerms].map(([text, lines]) => `${[...new Set(lines)].join('\n')}\n\n${text}\n`);
  return `Society Studio holds parts of these packages, each under its own terms.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Where the build writes it, below the root. */
export const NOTICES = 'dist/THIRD-PARTY-NOTICES.txt';

/** Where the build writes what each output holds, below the root. It is not packaged. */
export const BUNDLED = 'dist/bundled.json';
