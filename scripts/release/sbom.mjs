/** The software bill of materials of a package in the format CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('../lib/notices.mjs').Bundled} Bundled */

/**
 * The bill of a package: one component for each npm package that has code in one of its files. The same build gives the same
 * bytes.
 * @param {string} root the repository
 * @param {{ readonly name: string, readonly version: string, readonly license: string, readonly purl: string }} subject
 * @param {readonly string[]} files files of the package, from the root
 * @param {Readonly<Record<string, Bundled>>} bundled
 */
export function sbomOf(root, subject, files, bundled) {
  const folders = [...new Set(files.flatMap((file) => bundled[file]?.packages ?? []))].sort();
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const components = new Map(folders.map((folder) => [folder, componentOf(root, folder, locked[lockedPath(folder)]?.integrity)]));
  const rows = [...new Map([...components.values()].map((one) => [one['bom-ref'], one])).values()];
  const { purl, license, ...named } = subject;
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', 'bom-ref': purl, ...named, purl, licenses: [{ license: { id: license } }] },
    },
    components: rows,
    dependencies: [{ ref: purl, dependsOn: rows.map((one) => one['bom-ref']) }],
  };
  return { ...bill, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(bill))}` };
}

/** The path of a package in the lock file, also if `node_modules` is a link to another folder. @param {string} folder */
const lockedPath = (folder) => folder.slice(folder.indexOf('node_modules/'));

/**
 * @param {string} root
 * @param {string} folder
 * @param {string | undefined} integrity the hash of the package's archive, as npm locks it
 */
function componentOf(root, folder, integrity) {
  const { name, version, license, description } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [, algorithm, hash] = /^(sha\d+)-(.+)$/.exec(integrity ?? '') ?? [];
  return {
    type: 'library',
    'bom-ref': purl,
    ...groupOf(name),
    version,
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
    ...(hash && algorithm
      ? { hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }] }
      : {}),
    ...licencesOf(license),
    purl,
  };
}

/** @param {string} name */
function groupOf(name) {
  const [group, rest] = name.split('/');
  return rest === undefined ? { name } : { group, name: rest };
}

/** An identifier or an expression of SPDX. @param {unknown} license */
function licencesOf(license) {
  if (typeof license !== 'string') return {};
  if (/ (OR|AND|WITH) /.test(license)) return { licenses: [{ expression: license }] };
  return { licenses: [{ license: /^[\w.+-]+$/.test(license) ? { id: license } : { name: license } }] };
}

/** A UUID (version 8, RFC 9562) from the hash of a text. @param {string} text */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
