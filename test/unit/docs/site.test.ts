/** The pages of the site, before they are built: each document has a place, and each link leads somewhere. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { anchorsOf, brokenLinks, groupedPages, rewriteLinks, sitePages } from '../../../scripts/testing.mjs';
import { readGallery } from '../../support/gallery.js';

const root = process.cwd();

describe('the site of the documents', () => {
  const { pages, files } = sitePages(readGallery);

  it('has a page for each system of the gallery, with its run and its file', () => {
    const { entries } = readGallery(root);
    assert.ok(entries.length > 60);
    for (const { id } of entries) {
      const page = pages.get(`gallery/${id}.md`) ?? '';
      assert.ok(page.includes(`<SocietyRun id="${id}" />`), id);
      assert.match(page, /^## The file\n[\s\S]*^```society\n[\s\S]*^society: 1$/m, id);
      assert.ok(pages.get('gallery/index.md')?.includes(`(/gallery/${id}.md)`), id);
    }
  });

  it('has no link that leads nowhere', () => {
    const missing = [...files].filter((path) => !existsSync(join(root, path)));
    assert.deepEqual(missing, []);
    assert.deepEqual(
      brokenLinks(pages, (path) => files.has(path.replace(/^files\//, ''))),
      [],
    );
  });

  it('names pages in its side bar that exist', () => {
    assert.deepEqual(
      groupedPages().filter((path) => !pages.has(`${path}.md`)),
      [],
    );
  });

  it('has no comments, and repeats code as it is', () => {
    const text = 'See [a](b.md#c), `[d](e.md)`.\n<!-- figure: x -->\n```yaml\n# <!-- [f](g.md) -->\n```\n![h](i.svg)';
    assert.equal(
      rewriteLinks(text, (target) => `/${target}`),
      'See [a](/b.md#c), `[d](e.md)`.\n```yaml\n# <!-- [f](g.md) -->\n```\n![h](/i.svg)',
    );
  });

  it('finds links to missing pages and headings', () => {
    const pairs = [
      ['a.md', '# A `b`: c\n## A\n## A\n[x](#a-1) [y](sub/b.md#no) [z](/nowhere.md) [f](/files/d.csv)'],
      ['sub/b.md', '# B\n[up](../a.md#a-b-c)'],
    ] as const;
    assert.deepEqual(anchorsOf(pairs[0][1]), ['a-b-c', 'a', 'a-1']);
    assert.deepEqual(
      brokenLinks(new Map(pairs), (path) => path === 'files/d.csv'),
      ['a.md: sub/b.md#no leads to no heading', 'a.md: /nowhere.md leads nowhere'],
    );
  });
});
