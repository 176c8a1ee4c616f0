/**
 * Words of a file in what the editor shows as Markdown: hovers, items of completion, signatures. None of them becomes a picture, a
 * link or markup, so that to point at a name asks no address for anything.
 */
import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { join } from 'node:path';

const MAIN = 'file:///study/main.society';
/** Each way of Markdown to show or reach something, in one line. */
const HOSTILE =
  '![x](https://tracker.example/a.png) [y](https://tracker.example) <img src=https://tracker.example/b.png> https://tracker.example www.tracker.example me@tracker.example <https://tracker.example> [z][r] `c` # h';
const WORDS = JSON.stringify(HOSTILE);
/** As a name, where any text is one. */
const KEY = JSON.stringify('![k](https://tracker.example/k.png)');

const FILE = `society: 1
title: ${WORDS}
description: ${WORDS}
imports: [library/room]
models: { lab: { kind: openai, base_url: "https://tracker.example/v1", name: ${WORDS} } }
prompts: { p: { title: ${WORDS}, does: ${WORDS} } }
fragments: { kind: { bio: ${WORDS}, occupation: ${WORDS} } }
personas:
  ada: { extends: kind, name: ${WORDS}, title: ${WORDS}, bio: ${WORDS}, interests: [${WORDS}, jazz], vars: { mood: ${WORDS}, ${KEY}: 1 } }
  ben: { name: ${WORDS}, age: 41, occupation: ${WORDS}, backstory: ${WORDS} }
  ${KEY}: { name: Cy }
populations: { folk: { size: 2, sample: { occupation: [${WORDS}, baker] } } }
worlds:
  market:
    extends: room
    description: ${WORDS}
    vars: { stock: { start: 3, description: ${WORDS} }, what: { start: ${WORDS} } }
    agent_vars: { coins: { start: 1, description: ${WORDS} } }
    actions:
      buy: { does: ${WORDS}, args: { amount: 0..stock, how: { options: [${WORDS}, cash] } }, effect: "me.coins = me.coins - args.amount" }
codes: { tone: { ask: ${WORDS}, of: [${WORDS}, calm] } }
scenarios:
  s: { title: ${WORDS}, description: ${WORDS}, cast: [ada, ben], world: market, rounds: 1, groups: { g: [ada] }, measures: { m: mean(all.map(a => a.coins)), n: "count(what == 'x')" } }
  t: { extends: s, cast: [ada] }
experiments:
  e: { title: ${WORDS}, description: ${WORDS}, scenario: s, arms: { base: {}, ${KEY}: { vars: { stock: 1 } } } }
`;

const markdown = new MarkdownIt({ html: true, linkify: true });

/** Parts of a text that would render or load something. The expected value is none. */
function active(text: string): readonly string[] {
  return markdown
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => /image|link|html/.test(type))
    .map(({ type, content }) => `${type} ${content}`);
}

describe('texts of a file in Markdown of the editor', () => {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, FILE);

  it('would show a picture and a link if they were read as Markdown', () => {
    assert.ok(active(HOSTILE).length > 5);
  });

  it('are plain text in hovers', async () => {
    let [all, hostile] = [0, 0];
    for (let offset = 0; offset < FILE.length; offset += 2) {
      const hover = await language.hover(MAIN, offset);
      if (!hover) continue;
      all++;
      if (hover.markdown.includes('tracker')) hostile++;
      assert.deepEqual(active(hover.markdown), [], `${FILE.slice(offset - 20, offset + 20)}\n${hover.markdown}`);
    }
    assert.ok(all > 100 && hostile > 5, `${all} hovers, ${hostile} with the words`);
  }).timeout(60_000);

  it('are plain text in completion items and in signatures', async () => {
    let hostile = 0;
    const starts = [...FILE.matchAll(/(?:[:,[{(=] |\n *)/g)].map(({ index, 0: sign }) => index + sign.length);
    for (const offset of starts) {
      for (const { label, documentation = '' } of await language.completion(MAIN, offset)) {
        if (documentation.includes('tracker')) hostile++;
        assert.deepEqual(active(documentation), [], label);
      }
      const signature = await language.signature(MAIN, offset);
      if (signature) assert.deepEqual(active(signature.documentation), []);
    }
    assert.ok(hostile > 0, 'some items hold the words');
  }).timeout(60_000);
});
