/** Nothing is lost on import: each value of a file is found in the society. What comes out is valid, runs, and is small. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { csvParse, dsvFormat } from 'd3';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { MindAnswer, Question } from '../../../src/engine/index.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book } from '../minds/builtinSupport.js';
import { FIXTURES, fileAt, imported, leaves, realFiles, REAL, societyOf } from './support.js';

/** A file of people, and the paths whose values are ties, words for what a record is, or levels. */
const OWN: readonly (readonly [file: string, else_: RegExp])[] = [
  ['nadia.agent.json', /^type$/],
  ['tomas.agent.json', /^type$/],
  ['thrifty.agent.fragment.json', /^type$/],
  ['users.json', /^$/],
  ['twitter.csv', /following_agentid_list/],
  ['sotopia_agents.json', /^$/],
  ['sotopia_environment.json', /^$/],
  ['sotopia_relations.json', /^$/],
  ['task.yaml', /^$/],
  ['lake.yaml', /^$/],
  ['recagent_users.csv', /^$/],
  ['personas.jsonl', /^$/],
  ['panel.csv', /^$/],
  ['people.json', /^$/],
];

/** The file by parsers of others. */
function dataOf(path: string): Json {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.jsonl'))
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
  if (path.endsWith('.csv'))
    return [...(text.includes(';') && !text.startsWith(',') ? dsvFormat(';').parse(text) : csvParse(text))] as unknown as Json;
  // Also JSON, but so that long numbers keep their digits.
  return parse(text, { intAsBigInt: true, merge: true }) as Json;
}

const isReal = (path: string): boolean => !path.startsWith(FIXTURES);

function missing(path: string): readonly string[] {
  const result = imported([fileAt(path)], { names: 'keep' });
  const there = leaves(societyOf(result) as unknown as Json).map(([, text]) => text);
  const [exact, all] = [new Set(there), there.join('\n')];
  const except = OWN.find(([name]) => name === basename(path))?.[1] ?? /^(\d+\.)?type$/;
  const isThere = (text: string): boolean =>
    exact.has(text) || (text.length > 2 && all.includes(text)) || text.split(/\s*[;,]\s*/).every((part) => exact.has(part));
  return leaves(dataOf(path)).flatMap(([at, text]) => (except.test(at) || isThere(text) || isList(text, all) ? [] : [`${at}: ${text}`]));
}

/** A list as Python prints it: each of its texts is there. */
const isList = (text: string, all: string): boolean =>
  text.startsWith('[') && [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].every(([, a, b]) => all.includes((a ?? b)!));

const mind = builtinMind(book);

async function plays(path: string): Promise<number> {
  const result = imported([fileAt(path)]);
  const model = await modelOf(result.text.replace(/rounds: \d+/g, 'rounds: 2'));
  const timeline = await playWith(model, (question: Question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null);
  assert.deepEqual(eventsOf(timeline, 'fault'), []);
  return timeline.events.length;
}

describe('imports lose nothing', function () {
  this.timeout(60_000);
  const own = OWN.map(([name]) => join(FIXTURES, name));
  const real = realFiles();
  if (real.length === 0)
    console.log(`      SKIPPED: no files of other tools in ${REAL}. Set SOCIETY_EXCHANGE_DATA to a folder that has some.`);

  for (const path of [...own, ...real])
    it(`${basename(path)}${isReal(path) ? ' as published' : ''}: each value is in the society`, () => assert.deepEqual(missing(path), []));

  for (const path of [...own, ...real].filter((one) => !/fragment|environment|relations/.test(one)))
    it(`${basename(path)}${isReal(path) ? ' as published' : ''}: is valid and runs`, async () => assert.ok((await plays(path)) > 3));
});
