/** What only an owner of the published extension can fill in (`owner.json`), and which of it is missing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

/** The file that an owner fills in, below the root. */
export const OWNER_FILE = 'scripts/release/owner.json';

/**
 * @typedef {object} Owner
 * @property {string} publisher
 * @property {string} namespace
 * @property {string} repository
 * @property {string} bugs
 * @property {string} homepage
 * @property {string} qna
 */

/** @type {readonly (readonly [field: keyof Owner, what: string, form: RegExp])[]} */
export const FIELDS = [
  ['publisher', 'the publisher id at the Visual Studio Marketplace', /^[a-z0-9][a-z0-9-]*$/i],
  ['namespace', 'the namespace at the Open VSX Registry', /^[a-z0-9][a-z0-9-]*$/i],
  ['repository', 'the address of the repository, as in https://github.com/OWNER/REPOSITORY', /^https:\/\/[^/]+\/[^/]+\/[^/]+$/],
  ['bugs', 'the address of the list of issues', /^https:\/\/./],
  ['homepage', 'the address of the documents', /^https:\/\/./],
  ['qna', '`marketplace`, or the address where questions are answered', /^(marketplace$|https:\/\/.)/],
];

/** Stands for the values that are missing, in the packages of a dry run. @type {Owner} */
export const PLACEHOLDER = {
  publisher: 'society-studio',
  namespace: 'society-studio',
  repository: 'https://example.invalid/owner/society-studio',
  bugs: 'https://example.invalid/owner/society-studio/issues',
  homepage: 'https://example.invalid/owner/society-studio',
  qna: 'marketplace',
};

/** @returns {Owner} */
export const readOwner = () => JSON.parse(readFileSync(join(root, OWNER_FILE), 'utf8'));

/**
 * One line for each field that is empty or has the wrong form.
 * @param {Owner} owner
 * @returns {readonly string[]}
 */
export function missing(owner) {
  return FIELDS.flatMap(([field, what, form]) => {
    const value = owner[field];
    if (value === '') return [`${field}: ${what}`];
    return form.test(value) ? [] : [`${field}: ${what}, not \`${value}\``];
  });
}

/**
 * The owner's fields, with placeholders where they are missing.
 * @param {Owner} owner
 * @returns {Owner}
 */
export const filled = (owner) =>
  Object.assign({}, PLACEHOLDER, Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== '')));
