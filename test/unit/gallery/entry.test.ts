/** Front matter and sections of an entry, and each way to get them wrong. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readEntry } from '../../../src/gallery/index.js';

const FRONT = `title: A lake
system: GovSim
source: Piatti et al. 2024
area: games
tags: [commons]
level: result
scenario: talk
protocol: [harvest, talk]
measures: [gain]
oracles:
  - expect: talk.lasts
    says: the lake lasts
    value: round
    theirs: 12
    carried_by: wired`;

const PAGE = ['What is asked', 'Protocol', 'Measures', 'What the built-in mind shows', 'What only a language model could show', 'Run it']
  .map((heading) => `## ${heading}\n\nOne\nline.\n\nAnother.`)
  .join('\n\n');

const faultsOf = (front: string, page = PAGE): readonly string[] => {
  const read = readEntry('lake', `---\n${front}\n---\n${page}\n`);
  return read.ok ? [] : read.faults;
};

describe('an entry of the gallery', () => {
  it('is parsed with and without its optional fields', () => {
    const read = readEntry('lake', `---\r\n${FRONT.replaceAll('\n', '\r\n')}\r\n---\r\n# A lake\r\n\r\n${PAGE.replaceAll('\n', '\r\n')}`);
    assert.ok(read.ok, JSON.stringify(read));
    const { id, file, deep, leftOut, asked, oracles } = read.entry;
    assert.deepEqual([id, file, deep, leftOut, asked], ['lake', 'lake.society', false, [], 'One line.']);
    assert.ok(read.entry.page.startsWith('## What is asked\n\nOne\nline.'), read.entry.page);
    assert.deepEqual(oracles, [
      { scenario: 'talk', expectation: 'lasts', says: 'the lake lasts', value: 'round', theirs: '12', carriedBy: 'wired' },
    ]);
    assert.equal(read.entry.seeds, 101);
    const byNull = readEntry(
      'lake',
      `---\n${FRONT.replace('carried_by: wired', 'carried_by: null').replace('result', 'protocol')}\n---\n${PAGE}\n`,
    );
    assert.equal(byNull.ok && byNull.entry.oracles[0]?.carriedBy, 'null', 'the word, which YAML takes for no value');
  });

  it('needs valid front matter', () => {
    assert.deepEqual(readEntry('lake', '# A lake\n'), {
      ok: false,
      faults: ['There is no front matter: begin with a line of three dashes, the keys, and three dashes again.'],
    });
    assert.match(faultsOf(`${FRONT}\ntags: [more]`)[0] ?? '', /^Line 17: .*tags/);
    assert.deepEqual(faultsOf('').slice(0, 1), ['The front matter is empty.']);
  });

  const wrong: readonly (readonly [what: string, front: string, fault: RegExp])[] = [
    ['a key that is missing', FRONT.replace('system: GovSim\n', ''), /^`system` is missing\.$/],
    ['a key that is not known', `${FRONT}\nlefout: [x]`, /^Unknown key `lefout`\. The keys are: title, .*left_out/],
    ['an area that is not known', FRONT.replace('games', 'sports'), /^`area` must be one of: ties, /],
    ['a level that is not known', FRONT.replace('result', 'proof'), /^`level` must be one of: result, protocol\.$/],
    ['a list that is none', FRONT.replace('[commons]', 'commons'), /^`tags` must be a list of texts/],
    ['a list that a colon broke', FRONT.replace('harvest,', 'harvest: all,'), /^`protocol` must be a list of texts\. Put a text/],
    ['deep that is not true or false', `${FRONT}\ndeep: very`, /^`deep` must be true or false\.$/],
    ['a path that leads anywhere', `${FRONT}\nfile: /etc/lake.society`, /^`file` must be a path to a society such as lake\.society/],
    [
      'an oracle without its scenario',
      FRONT.replace('talk.lasts', 'lasts'),
      /^`oracles\.0\.expect` must be a scenario and its expectation/,
    ],
    ['an oracle that says nothing', FRONT.replace('    says: the lake lasts\n', ''), /^`oracles\.0\.says` is missing\.$/],
    [
      'an oracle of which it is not known what carries it',
      FRONT.replace('    carried_by: wired', ''),
      /^`oracles\.0\.carried_by` must be one of: identity, wired, null, interaction\.$/,
    ],
    ['seeds that are no number', `${FRONT}\nseeds: [1, 2]`, /^`seeds` must be the first seed, a whole number\.$/],
    ['a result without an oracle', FRONT.slice(0, FRONT.indexOf('\noracles')), /^`level: result` needs an oracle/],
    ['a result that its null shows as well', FRONT.replace('carried_by: wired', 'carried_by: null'), /^`level: result` needs an oracle/],
  ];
  for (const [what, front, fault] of wrong)
    it(`rejects ${what}`, () => {
      const faults = faultsOf(front);
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.match(faults[0]!, fault);
    });

  it('has its sections, and an in-depth one two more', () => {
    assert.deepEqual(faultsOf(FRONT, PAGE.replace('## Measures', '## Mesures')), ['The section `## Measures` is missing or empty.']);
    assert.deepEqual(faultsOf(FRONT, PAGE.replace(/(## Run it\n)[\s\S]*/, '$1')), ['The section `## Run it` is missing or empty.']);
    assert.equal(faultsOf(`${FRONT}\ndeep: true`).length, 2);
  });
});
