/** What a copy of a society takes along, and how its files find one another there. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { copyOf } from '../../../src/gallery/index.js';

const at = (path: string): string => `file:///examples/${path}`;

const MAIN = `society: 1
title: Read ../../lake.society # ../../lake.society
imports:
  - library/feed
  - ../../lake.society   # the lake
  - { from: '../../lake.society', as: far }
  - ./people/fishers.society
  - ./people/nobody.society
  - ../../lake/own.society
personas: { ada: { name: Ada, backstory: ../../prose/ada.md } }
`;
const FILES = new Map([
  ['gallery/lake/own.society', MAIN],
  ['lake.society', 'society: 1\nimports: [./gallery/lake/people/fishers.society]\n'],
  ['lake/own.society', 'society: 1\n'],
  ['prose/ada.md', 'See ../../lake.society.\n'],
  ['gallery/lake/people/fishers.society', 'society: 1\nimports: [../../../lake.society]\n'],
]);

describe('a copy', () => {
  it('has all files in one folder, with paths that lead to them, and no other change', async () => {
    const files = await copyOf(at('gallery/lake/own.society'), async (uri) => FILES.get(uri.slice(at('').length)) ?? null);
    assert.deepEqual(
      files.map(({ to, text }) => [to, text]),
      [
        [
          'own.society',
          MAIN.replace('- ../../lake', '- ./lake')
            .replace("'../../lake.society'", './lake.society')
            .replace('../../lake/own', './own_2')
            .replace('../../prose/ada.md', './ada.md'),
        ],
        ['lake.society', 'society: 1\nimports: [./people/fishers.society]\n'],
        ['people/fishers.society', 'society: 1\nimports: [../lake.society]\n'],
        ['own_2.society', 'society: 1\n'],
        ['ada.md', 'See ../../lake.society.\n'],
      ],
    );
  });
});
