/**
 * Runs as scripts of R. R printed what test/fixtures/r_scripts.json has for exactly these scripts, and the test compares that with the run;
 * where R is installed with network and sna, it runs them again. `RESET_GOLDEN=1` records what R prints.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { triadCensus } from '../../../src/analysis/network/triads.js';
import { type Graph, graphOf } from '../../../src/analysis/network/graph.js';
import { networkOf } from '../../../src/core/events/state.js';
import { exportRun, type RunChoice, type RunTold } from '../../../src/exchange/index.js';
import { compiled, lively, play, sha256, society } from '../../support/societies.js';

const IDS = ['ada', 'ben', 'cem', 'dot', 'eve', 'fay'];
const NAMES = ['Ada "the\nbaker"', 'Ben \\ Co', 'Çem', "D'ot, a", '=1+1', '🙂'];
const FILE = join(process.cwd(), 'test', 'fixtures', 'r_scripts.json');
const SEPARATOR = '=====';
type Recorded = { readonly [format: string]: { readonly sha256: string; readonly output: string } };

const textOf = (format: string, run: RunTold, choice: Partial<RunChoice> = {}): string => {
  const made = exportRun(format, run, { network: null, round: null, least: null, ...choice });
  assert.ok(made.ok, made.ok ? '' : made.message);
  return [...made.file.pieces].join('');
};

/** Runs each script on its own, and prints the names of its agents as a message. Ends with 9 where a package is missing. */
const PLAY = `
if (!all(sapply(c("network", "sna"), requireNamespace, quietly = TRUE))) q(status = 9)
for (file in commandArgs(TRUE)) {
  own <- new.env()
  source(file, local = own, encoding = "UTF-8")
  message(paste(own$agents$name, collapse = "|"))
  cat("${SEPARATOR}")
}`;

/** What R prints for each script; null where R or a package of it is missing. */
function playedInR(scripts: { readonly [format: string]: string }): { readonly [format: string]: string } | null {
  const dir = mkdtempSync(join(tmpdir(), 'society-r-'));
  try {
    const files = Object.entries(scripts).map(([format, script]) => {
      const file = join(dir, `${format}.R`);
      writeFileSync(file, script);
      return file;
    });
    const { error, status, stdout, stderr } = spawnSync('Rscript', ['-e', PLAY, ...files], {
      ...{ encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
    });
    if (error || status === 9) return null;
    assert.equal(status, 0, stderr);
    assert.equal(stderr.split(NAMES.join('|')).length - 1, files.length, `names are as they were: ${stderr}`);
    const outputs = stdout.split(SEPARATOR);
    return Object.fromEntries(Object.keys(scripts).map((format, i) => [format, outputs[i]!]));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('runs as scripts of R', () => {
  let run: RunTold;
  let scripts: { readonly [format: string]: string };
  let recorded: Recorded;
  before(async function () {
    this.timeout(60_000);
    const people = Object.fromEntries(
      IDS.map((id, i) => [
        id,
        { name: NAMES[i]!, interests: [`${id}ing`], age: 20 + i, gender: i < 3 ? 'woman' : 'man', vars: { calm: i / 10 } },
      ]),
    );
    const model = compiled(society(IDS, { personas: people, scenarios: { main: { world: 'feed', rounds: 6, seed: 3 } } }));
    const { timeline } = await play(model, lively);
    run = { id: 'r1', model, timeline, held: null };
    scripts = { statnet: textOf('statnet', run), rsiena: textOf('rsiena', run, { waves: [2, 4, 6] }) };
    if (process.env['RESET_GOLDEN'] === '1') {
      const printed = playedInR(scripts);
      assert.ok(printed, 'recording needs R');
      const made = Object.entries(scripts).map(
        ([format, script]) => [format, { sha256: sha256(script), output: printed[format]! }] as const,
      );
      writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(made), null, 2)}\n`);
    }
    recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Recorded;
  });

  it('are those that R ran, and print the same again where R is installed', () => {
    for (const [format, script] of Object.entries(scripts)) assert.equal(sha256(script), recorded[format]!.sha256, format);
    const again = playedInR(scripts);
    if (again) assert.deepEqual(again, Object.fromEntries(Object.entries(recorded).map(([format, { output }]) => [format, output])));
  }).timeout(60_000);

  /** Ties at the end of a round. */
  const graphAt = (round: number): Graph => {
    const { timeline, model } = run;
    const state = timeline.at((timeline.rounds[round] ?? timeline.events.length) - 1);
    return graphOf(networkOf(state, 'friendship')!, model.networks[0]!.edge, IDS.keys());
  };

  it('give statnet the ties at the end: size, reciprocity, triads', () => {
    const { output } = recorded['statnet']!;
    const { out, both } = graphAt(6);
    const ties = out.to.length;
    assert.ok(ties > 4, 'the run has ties');
    assert.match(output, new RegExp(`agents: 6 +ties: ${ties} `));
    const [density, reciprocity] = (/density.*\n\s*([\d.]+)\s+([\d.]+)/.exec(output) ?? []).slice(1).map(Number);
    assert.ok(Math.abs(density! - ties / 30) < 1e-6);
    assert.ok(Math.abs(reciprocity! - (2 * ties - both.to.length) / ties) < 1e-6);
    const census = /\[1,\]((?: +\d+)+)/.exec(output)?.[1]?.trim().split(/ +/).map(Number);
    assert.deepEqual(census, triadCensus(graphAt(6)));
    assert.match(scripts['statnet']!, /ergm\(net ~ edges \+ mutual \+ gwesp\(0\.5, fixed = TRUE\) \+ nodematch\("gender"\)\)/);
  });

  it('give RSiena the ties of each wave, and covariates by their names', () => {
    const ties = [2, 4, 6].map((round) => graphAt(round).out.to.length);
    const printed = [...recorded['rsiena']!.output.matchAll(/round (\d+) : (\d+) ties/g)].map(([, round, count]) => [
      Number(round),
      Number(count),
    ]);
    assert.deepEqual(
      printed,
      [2, 4, 6].map((round, i) => [round, ties[i]]),
    );
    assert.match(scripts['rsiena']!, /age = coCovar\(agents\$age\)/);
    assert.match(scripts['rsiena']!, /simX, interaction1 = "age"/);
  });

  it('refuse rounds that a run does not have, and choose waves that it has', () => {
    const made = exportRun('rsiena', run, { network: null, round: null, least: null, waves: [2, 9] });
    assert.ok(!made.ok && /no round 9: the run has 6/.test(made.message));
    assert.match(textOf('rsiena', run), /waves <- c\(2, 4, 6\)/);
  });
});
