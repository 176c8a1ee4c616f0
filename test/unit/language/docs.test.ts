/** The users' docs: examples that work, links that lead somewhere, and nothing of the format left out. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { sectionOf } from '../../../src/core/formats/markdown.js';
import { libraryUri } from '../../../src/language/index.js';
import { rootSchema, type Schema } from '../../../src/language/schema/schema.js';
import { wrongShortForm } from '../../../src/language/schema/forms.js';
import { readCatalogue } from '../../support/diagnostics.js';
import { at, serviceOf } from './filesSupport.js';

const pages = new Map(
  readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name, readFileSync(`docs/${name}`, 'utf8')]),
);
const format = pages.get('format.md') ?? '';
const library = Object.fromEntries(
  ['prompts', 'phrases', 'feed'].map((name) => [libraryUri(name), readFileSync(`library/${name}.society`, 'utf8')]),
);

const blocks = (page: string): string[] => [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
const anchors = (page: string): string[] =>
  [...page.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What people in examples have read. */
const DOCUMENTS = { 'minutes.md': '# Minutes\n\nThe bridge is closed.\n', 'letter.txt': 'Dear Ada, come home.\n' };

describe('docs', () => {
  blocks(format).forEach((block, i) => {
    const text = block.startsWith('society: 1') ? block : `society: 1\n${block}`;
    it(`example ${i + 1} of the format has no problem: ${block.split('\n')[0]}`, async () => {
      const found = await serviceOf({ ...library, ...DOCUMENTS, 'main.society': text }).diagnostics(at('main.society'));
      // Excerpts leave out what would use the rest.
      assert.deepEqual(
        found.filter(({ code }) => !code.startsWith('unused-')).map(({ code, message }) => `${code}: ${message}`),
        [],
        text,
      );
    });
  });

  it('have links with valid targets', () => {
    for (const [name, page] of pages)
      for (const [, path = '', anchor] of page.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\(([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        if (/^https?:/.test(path)) continue;
        const target = path === '' ? page : (pages.get(path) ?? readFileSync(`docs/${path}`).toString('latin1'));
        if (anchor !== undefined) assert.ok(anchors(target).includes(anchor), `${name}: ${path}#${anchor}`);
      }
  });

  it('have no HTML', () => {
    for (const name of ['format.md', 'diagnostics.md', 'expressions.md', 'measures.md'])
      assert.doesNotMatch((pages.get(name) ?? '').replace(/`[^`\n]*`|^```[\s\S]*?^```$/gm, ''), /<[a-z!/]/i, name);
  });

  it('of the format have every key of the schema', () => {
    const rows = new Set(
      [...format.matchAll(/^\| (`.*?`(?: `.*?`)*) \|/gm)].flatMap((match) => (match[1] ?? '').match(/`([^`]+)`/g) ?? []),
    );
    const visit = (schema: Schema): void => {
      for (const [key, sub] of Object.entries(schema.properties ?? {})) {
        assert.ok(rows.has(`\`${key}\``), key);
        visit(sub);
      }
      for (const sub of [...Object.values(schema.$defs ?? {}), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) visit(sub);
    };
    visit(rootSchema);
  });

  it('of the format give each key its values and an example', () => {
    for (const [line, key, takes, , example] of format.matchAll(
      /^\| `([a-z_]+)` \| ([^|]*) \| ((?:[^|]|\\\|)*) \| ((?:[^|]|\\\|)*) \|$/gm,
    )) {
      assert.ok(takes?.trim(), line);
      assert.ok(example?.includes(`\`${key}: `), line);
    }
  });

  it('mark the parts that are new in this project', () => {
    for (const heading of ['Weights of evidence', 'Ratings by recipients', 'Rewards', 'Coach', 'Drives'])
      assert.match(sectionOf(format, heading) ?? '', /\*Ours\.\*/, heading);
  });

  it('show valid short forms', () => {
    const table = sectionOf(format, 'Short forms') ?? '';
    const shown = [...table.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    const of = (form: string, pattern: RegExp): void => {
      const some = shown.filter((text) => pattern.test(text));
      assert.ok(some.length > 0, form);
      for (const text of some) assert.equal(wrongShortForm(form, text), null, text);
    };
    of('distribution', /^(normal|uniform|beta|\d+ of \[)/);
    of('graph', /^(ring|random|small_world)\(/);
    const selectors = sectionOf(format, 'Who: selectors') ?? '';
    for (const text of ['top 2 by degree', 'bottom 3 by age', 'random 5']) {
      assert.ok(selectors.includes(`\`${text}\``), text);
      assert.equal(wrongShortForm('pick', text), null, text);
    }
  });

  it('have a page for the code of every diagnostic', () => {
    const { language, run } = readCatalogue();
    const said = language.flatMap(({ codes }) => codes);
    for (const { code, means } of [...said, ...run.filter((one) => !said.some(({ code }) => code === one.code))]) {
      const page = sectionOf(pages.get('diagnostics.md') ?? '', code);
      assert.ok(page?.startsWith(`### ${code}\n`) && page.includes(means), code);
    }
    assert.equal(sectionOf(pages.get('diagnostics.md') ?? '', 'no-such-code'), null);
  });
});

describe('section of a Markdown text', () => {
  const text = '# A\n\none\n\n## B\n\n```\n# not a heading\n```\n\n### C\n\ntwo\n\n## D\n\nthree\n';
  it('ends at the next heading that is not below it', () => {
    assert.equal(sectionOf(text, 'B'), '## B\n\n```\n# not a heading\n```\n\n### C\n\ntwo\n');
    assert.equal(sectionOf(text, 'D'), '## D\n\nthree\n');
  });
  it('is null where there is no such heading, also where the heading is in a block', () => {
    assert.equal(sectionOf(text, 'E'), null);
    assert.equal(sectionOf(text, 'not a heading'), null);
  });
});
