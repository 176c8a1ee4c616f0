/** The pages of the gallery on the site: the list of cards, the recorded runs, conformance, and the page of an entry. Markdown only. */

/** @typedef {import('../../src/gallery/entry.js').GalleryEntry} GalleryEntry */

/** @param {string} text for HTML */
const html = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** @param {string} text that is to be read as it is in Markdown */
const plain = (text) => html(text).replace(/[\\`*_[\]{}|~$]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Addresses of the numbers of preprints and articles. @param {string} source */
const linked = (source) =>
  plain(source)
    .replace(/arXiv (\d{4}\.\d{4,5})/g, '[$&](https://arxiv.org/abs/$1)')
    .replace(/doi (10\.\d+\/[^\s;,)]+)/g, '[$&](https://doi.org/$1)');

/**
 * The cards of an area, with links as in docs/gallery.md.
 * @param {readonly GalleryEntry[]} entries
 * @returns {(ids: readonly string[]) => string}
 */
export const cardList = (entries) => (ids) =>
  `<div class="cards">\n\n${entries
    .filter(({ id }) => ids.includes(id))
    .map(
      ({ id, title, system, source, level, deep, asked }) =>
        `- ![](images/gallery/${id}.svg)\n\n  [${plain(title)}](../examples/gallery/${id}/README.md)\n\n  ${plain(system)}, ${plain(source)} · *${level}${deep ? ', deep' : ''}*\n\n  ${plain(asked)}`,
    )
    .join('\n\n')}\n\n</div>`;

/**
 * docs/gallery.md as three pages.
 * @param {string} text
 * @param {(ids: readonly string[]) => string} cards
 */
export function splitGallery(text, cards) {
  const [intro = '', ...sections] = text.split(/^(?=## )/m);
  const of = (/** @type {string} */ heading) => sections.find((section) => section.startsWith(`## ${heading}\n`)) ?? '';
  const [conformance, recorded] = [of('Conformance'), of('Recorded runs of real models')];
  const areas = sections
    .filter((section) => section !== conformance && section !== recorded)
    .map((section) => {
      const ids = [...section.matchAll(/examples\/gallery\/(\w+)\/README\.md/g)].map(([, id = '']) => id);
      return `${section.split('\n')[0]}\n\n${cards(ids)}\n`;
    });
  return {
    index: `${intro.replace(/^\[Ties\].*$/m, '[Recorded runs of real models](gallery.md#recorded-runs-of-real-models) · [Parts of each system, and what holds](/gallery/conformance.md)')}${areas.join('\n')}`,
    recorded: raised(recorded).replace(/^(## .*\n\n`(\w+)\.socrun`[\s\S]*?)(?=^## |(?![\s\S]))/gm, '$1\n<SocietyRun id="$2" />\n\n'),
    conformance: raised(conformance),
  };
}

/** Headings one level higher. @param {string} section */
const raised = (section) => section.replace(/^#(#+ )/gm, '$1');

/**
 * @param {GalleryEntry} entry
 * @param {string} file its society
 */
export function entryPage({ id, title, system, source, level, deep, tags, page, file: name, scenario }, file) {
  const [asked = '', ...others] = page.split(/^(?=## )/m);
  return `---
title: ${JSON.stringify(title)}
---

# ${plain(title)}

[The gallery](../../../docs/gallery.md): ${plain(system)}, ${linked(source)} · *${level}${deep ? ', deep' : ''}* · ${tags.map((tag) => plain(tag)).join(', ')}

${asked}
## A run

The scenario \`${scenario}\`, played by the built-in mind: synthetic data, made by rules.

<SocietyRun id="${id}" />

${others.join('')}

## The file

\`${name}\`. *Society: New from Gallery…* makes a copy of it to work with.

\`\`\`society
${file.trimEnd()}
\`\`\`
`;
}
