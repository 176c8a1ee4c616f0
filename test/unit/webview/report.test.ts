import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { parse } from 'parse5';
import type { ShownCard } from '../../../src/protocol/claimCard.js';
import type { PanelSnapshot } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import type { ShownOutside } from '../../../src/protocol/outside.js';
import { reportHtml } from '../../../webview/report/html.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
const run = fakeRun({ agents: 14, rounds: 4, hostile: true, seed: 2 });
const NO_DATA: ShownOutside = { sections: [], problems: [] };
const snapshot: PanelSnapshot = snapshotAfter(run, run.deltas.length);
const html = reportHtml({
  snapshot,
  created: '2026-11-22T09:01:33.000Z',
  description: 'A <b>street</b>.',
  expected: [],
  cards: [],
  outside: NO_DATA,
  script: 'console.log(1)',
  style: 'p { color: red }',
  hash,
});

interface Node {
  readonly nodeName: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Node[];
  readonly value?: string;
}

const all = (node: Node): readonly Node[] => [node, ...(node.childNodes ?? []).flatMap(all)];
const nodes = all(parse(html) as unknown as Node);
const text = (node: Node): string => (node.childNodes ?? []).map(({ value }) => value ?? '').join('');

describe('a report', () => {
  it('has the whole run, as another parser of HTML reads it', () => {
    const data = nodes.find(({ attrs }) => attrs?.some(({ name, value }) => name === 'id' && value === 'snapshot'));
    assert.ok(data);
    assert.deepEqual(JSON.parse(text(data)), JSON.parse(JSON.stringify(snapshot)));
  });

  it('has only its own elements, whatever the names and messages are', () => {
    const names = nodes.map(({ nodeName }) => nodeName).filter((name) => !name.startsWith('#'));
    // The content of `noscript` is text to a reader with scripts.
    assert.deepEqual(names.sort(), [
      'body',
      'div',
      'h1',
      'head',
      'html',
      'meta',
      'meta',
      'meta',
      'noscript',
      'p',
      'p',
      'p',
      'script',
      'script',
      'section',
      'span',
      'strong',
      'style',
      'title',
    ]);
    for (const { attrs } of nodes) for (const { name } of attrs ?? []) assert.doesNotMatch(name, /^on|^style$|^src$|^href$/);
  });

  it('begins with its kind, its date, and its subject', () => {
    const [body] = nodes.filter(({ nodeName }) => nodeName === 'body');
    const first = (body?.childNodes ?? []).find(({ nodeName }) => nodeName !== '#text');
    assert.equal(first?.nodeName, 'section');
    const said = all(first).map(text).join('|');
    assert.match(said, /our street/);
    assert.match(said, /2026-11-22 09:01 UTC/);
    assert.match(said, /A <b>street<\/b>\./);
  });

  it('runs only its own script, by its hash, and loads nothing', () => {
    const policy = nodes.flatMap(({ attrs }) => attrs ?? []).find(({ value }) => value.startsWith('default-src'))?.value ?? '';
    assert.match(policy, /^default-src 'none'; /);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    const scripts = nodes.filter(({ nodeName, attrs }) => nodeName === 'script' && attrs?.length === 0);
    assert.deepEqual(scripts.map(text), ['console.log(1)']);
    assert.ok(policy.includes(`script-src 'sha256-${hash('console.log(1)')}'`));
    assert.ok(policy.includes(`style-src 'sha256-${hash('p { color: red }')}'`));
  });

  it('says without a script what it is and that it is synthetic', () => {
    assert.match(html, /played by the built-in mind \(rule-based\); synthetic/);
  });

  it('has a row for each expectation, with the run and its frozen state, as text', () => {
    const one = {
      id: 'warm',
      that: 'bond > 0.1',
      in: '8 of 10 seeds',
      held: true,
      margin: 0.25,
      standing: 'post hoc: not frozen',
      because: '',
    };
    const expected = [one, { ...one, id: '<b>cold</b>', that: 'bond < "0"', held: false, margin: null }, { ...one, that: '', held: null }];
    const page = all(
      parse(
        reportHtml({ snapshot, created: '', description: '', expected, cards: [], outside: NO_DATA, script: '', style: '', hash }),
      ) as unknown as Node,
    );
    const words = (node: Node): string =>
      all(node)
        .map(({ value = '' }) => value)
        .join('');
    const rows = page.filter(({ nodeName }) => nodeName === 'tr').map((row) => row.childNodes!.map(words));
    assert.deepEqual(rows.slice(1), [
      ['warm', 'bond > 0.1', '8 of 10 seeds', 'passed', '0.25', 'post hoc: not frozen'],
      ['<b>cold</b>', 'bond < "0"', '8 of 10 seeds', 'failed', '–', 'post hoc: not frozen'],
      ['warm', '', '', 'not checked', '0.25', 'post hoc: not frozen'],
    ]);
    assert.equal(page.filter(({ nodeName }) => nodeName === 'b').length, 0);
    assert.ok(page.some((node) => node.nodeName === 'summary' && words(node) === 'Expectations: 1 of 2 passed in this run'));
  });

  it('has the card of each expectation that was verified, as text', () => {
    const card: ShownCard = {
      ...{ id: 'town.<b>warm</b>', under: 'town', says: 'bond > "0"', minds: 'built-in <i>mind</i>' },
      verdict: { kind: 'not_shown', sentence: 'No <img src=x> run has a value for it.', unexamined: [], isAlsoRandom: false },
      rows: [
        { row: 'effect', question: 'How large is it?', state: 'filled', lines: ['holds in 0 of 2 seeds', 'so <u>much</u>'], todo: null },
        { row: 'null', question: 'Does it need minds?', state: 'unpaid', lines: ['not played'], todo: 'Play <4> more runs.' },
      ],
    };
    const page = all(
      parse(
        reportHtml({ snapshot, created: '', description: '', expected: [], cards: [card], outside: NO_DATA, script: '', style: '', hash }),
      ) as unknown as Node,
    );
    const words = (node: Node): string =>
      all(node)
        .map(({ value = '' }) => value)
        .join('')
        .trim();
    const named = (name: string): readonly string[] => page.filter(({ nodeName }) => nodeName === name).map(words);
    assert.deepEqual(named('summary'), ['Over all seeds, 1 claim: 1 not shown']);
    assert.ok(named('h2').includes('town.<b>warm</b>'));
    assert.ok(named('p').includes('not shown. No <img src=x> run has a value for it.'));
    assert.deepEqual(named('td'), [
      'How large is it?',
      'holds in 0 of 2 seedsso <u>much</u>',
      'Does it need minds?',
      'not playedPlay <4> more runs.',
    ]);
    assert.deepEqual(['b', 'i', 'u', 'img'].flatMap(named), []);
  });

  it('has what people and networks are like next to the run: a table of figures, and what does not match, as text', () => {
    const section: ShownOutside['sections'][number] = {
      ...{ id: 'survey', kind: 'people', about: 'survey: <b>voters</b>.csv, 12 rows; 1 run' },
      summary: '1 of 2 figures differ clearly.',
      rows: [
        { figure: 'trust, with an answer', cells: ['10 of 12', '4 of 5', '', ''], isMatch: null },
        { figure: 'trust, <i>mean</i>', cells: ['3.2', '3.4', '0.2', '[-0.1, 0.5]'], isMatch: true },
        { figure: 'trust, variance ratio', cells: ['sd 1', 'sd 0.2', '0.04', '[0.01, 0.1]'], isMatch: false },
      ],
      notes: ['trust: 1 of 5 agents have no answer and are left out.'],
      text: 'survey: all & <u>more</u>',
    };
    const outside = { sections: [section], problems: ['ties: the file <img src=x> does not exist.'] };
    const made = reportHtml({ snapshot, created: '', description: '', expected: [], cards: [], outside, script: '', style: '', hash });
    const page = all(parse(made) as unknown as Node);
    const words = (node: Node): string =>
      all(node)
        .map(({ value = '' }) => value)
        .join('')
        .trim();
    const named = (name: string): readonly string[] => page.filter(({ nodeName }) => nodeName === name).map(words);
    assert.deepEqual(named('summary'), ['Compared with people and networks: survey', 'All figures as text']);
    const rows = page.filter(({ nodeName }) => nodeName === 'tr').map((row) => row.childNodes!.map(words));
    assert.deepEqual(rows, [
      ['Figure', 'Match', 'Among people', 'Among agents', 'Difference or distance', '95 %'],
      ['trust, with an answer', '–', '10 of 12', '4 of 5', '', ''],
      ['trust, <i>mean</i>', 'no clear difference', '3.2', '3.4', '0.2', '[-0.1, 0.5]'],
      ['trust, variance ratio', 'differs', 'sd 1', 'sd 0.2', '0.04', '[0.01, 0.1]'],
    ]);
    assert.deepEqual(named('li'), ['trust: 1 of 5 agents have no answer and are left out.']);
    assert.deepEqual(named('pre'), ['survey: all & <u>more</u>']);
    assert.ok(named('p').includes('ties: the file <img src=x> does not exist.'));
    assert.deepEqual(['b', 'i', 'u', 'img'].flatMap(named), []);
    const scrolling = page.filter(({ attrs }) => attrs?.some(({ name }) => name === 'tabindex'));
    assert.equal(scrolling.length, 3, 'what scrolls can have the focus');
    assert.equal(made.includes('class="outside"') && !html.includes('class="outside"'), true);
  });
});
